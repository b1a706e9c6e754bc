"""The application: theme, signals, leaving; the one screen is `screens.cases`."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme

from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.terminal import host

if TYPE_CHECKING:
    from refund_tui.door import Door

THEME = Theme(
    name="refund",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    warning="ansi_magenta",
    error="ansi_red",
    success="ansi_green",
    accent="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "border-blurred": "ansi_bright_black",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_white",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-cursor-text-style": "none",
        "input-selection-background": "ansi_blue",
        "input-selection-foreground": "ansi_bright_white",
    },
)
"""The terminal's own 16 colours on its own background: right on dark and on light, and a third fewer bytes."""


class RefundApp(host.TerminalApp):
    """The program on one case file."""

    CSS_PATH = "refund.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "refund-tui"

    def __init__(self, door: Door, *, demo: bool = False) -> None:
        super().__init__()
        self._door = door
        self._demo = demo
        self._asked = False
        self._no_controls = safe.ControlFilter()
        self.register_theme(THEME)
        self.theme = THEME.name

    def get_default_screen(self) -> Screen[None]:
        return CasesScreen(self._door, demo=self._demo)

    def get_line_filters(self) -> Sequence[LineFilter]:
        # One and the same filter: Textual keeps what it has filtered by the filters it was filtered with.
        return [*super().get_line_filters(), self._no_controls]

    def on_mount(self) -> None:
        self.call_after_refresh(_collect_garbage_again)

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

    def action_help_quit(self) -> None:
        """Ctrl+C: leave, as everywhere in a terminal; Textual would only explain another key, in English."""
        self.run_worker(self._leave())


def _collect_garbage_again() -> None:
    gc.freeze()
    gc.enable()


def run(door: Door, *, demo: bool = False, mouse: bool = True) -> int:
    """Run the screen on a usable case file; gives the exit code, 128 + n after signal n."""
    gc.disable()  # collecting while hundreds of modules load costs a twentieth of the start
    return host.run(RefundApp(door, demo=demo), mouse=mouse)
