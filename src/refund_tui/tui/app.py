"""The application: theme, signals, leaving; the one screen is `screens.cases`."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.events import Event, Key
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen

from refund_tui.i18n import _
from refund_tui.tui import safe, themes
from refund_tui.tui.bindings import keymap
from refund_tui.tui.commands import COMMANDS
from refund_tui.tui.keymap import DEFAULT
from refund_tui.tui.layout import NARROW_WIDTH
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.settings import Settings
from refund_tui.tui.terminal import host
from refund_tui.tui.widgets.case_list import CaseList

if TYPE_CHECKING:
    from refund_tui.door import Door


SAY_SECONDS, WARN_SECONDS = 5.0, 8.0


class RefundApp(host.TerminalApp):
    """The program on one case file."""

    CSS_PATH = "refund.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "refund-tui"
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (NARROW_WIDTH, "-roomy")]  # noqa: RUF012

    def __init__(self, door: Door, settings: Settings | None = None, *, demo: bool = False) -> None:
        super().__init__()
        self.settings = settings or Settings()
        self._door = door
        self._moves = frozenset(key for each in COMMANDS if each.where == "move" for key in self.settings.keys[each.id])
        self._demo = demo
        self._asked = False
        # The same objects each time: Textual keeps what it has filtered by the filters it was filtered with.
        self._own_filters: list[LineFilter] = [safe.ControlFilter()]
        if self.settings.ascii:
            self._own_filters.append(safe.AsciiFilter())
        for theme in themes.THEMES.values():
            self.register_theme(theme)
        self.theme = self.settings.theme
        if self.settings.keys is not DEFAULT:
            self.set_keymap(keymap(self.settings.keys))

    def get_default_screen(self) -> Screen[None]:
        return CasesScreen(self._door, self.settings.keys, demo=self._demo)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), *self._own_filters]

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Say something in the last line of the main screen; any thread may call it. Nothing in it is ever markup."""
        seconds = timeout or (SAY_SECONDS if severity == "information" else WARN_SECONDS)
        self.call_later(self._say, message, severity, seconds)

    def _say(self, message: str, severity: SeverityLevel, seconds: float) -> None:
        desk = self.screen_stack[0]
        if isinstance(desk, CasesScreen):
            desk.notice.say(message, severity, seconds)
            if self.screen is not desk:
                self.screen.refresh()  # what lies behind it is drawn with it

    def only_moves(self, event: Event) -> bool:
        # In a form, or in the filter, the same keys go from one field to another.
        return isinstance(self.focused, CaseList) and isinstance(event, Key) and event.key in self._moves

    def on_mount(self) -> None:
        self.call_after_refresh(_collect_garbage_again)

    def keep_now(self) -> None:
        desk = self.screen_stack[0] if self.screen_stack else None
        if isinstance(desk, CasesScreen) and desk.detail is not None:
            desk.detail.keep_note_now()

    def hang_up(self, number: int) -> None:
        self.run_worker(self._leave(128 + number, ask=False))

    async def _leave(self, code: int = 0, *, ask: bool = True) -> None:
        """Save what is typed, then exit; where that cannot be, `ask` stays once and says so."""
        desk = self.screen_stack[0] if self.screen_stack else None
        if isinstance(desk, CasesScreen) and not await desk.settled() and ask and not self._asked:
            self._asked = True
            desk.complain(_("The note is not saved yet. Quit again to leave without it."))
            return
        self.exit(return_code=code)

    async def action_quit(self) -> None:
        # In a worker: waiting here would keep the screen from hearing that the note is saved.
        self.run_worker(self._leave())

    def action_next_theme(self) -> None:
        self.theme = themes.after(self.theme)

    def action_help_quit(self) -> None:
        """Ctrl+C: leave, as everywhere in a terminal; Textual would only explain another key, in English."""
        self.run_worker(self._leave())


def _collect_garbage_again() -> None:
    gc.freeze()
    gc.enable()


def run(door: Door, settings: Settings, *, demo: bool = False) -> int:
    """Run the screen on a usable case file; gives the exit code, 128 + n after signal n."""
    gc.disable()  # collecting while hundreds of modules load costs a twentieth of the start
    return host.run(RefundApp(door, settings, demo=demo), mouse=settings.mouse)
