"""The latest changes of all sessions, the newest first, and the way to take one back or bring it again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from refund_tui.domain.case import DEFAULT_ZONE
from refund_tui.domain.text import cells, pad
from refund_tui.domain.when import format_when
from refund_tui.errors import Problem
from refund_tui.i18n import N_, _
from refund_tui.past import Past, Way, latest, turn
from refund_tui.tui import safe
from refund_tui.tui.bindings import bindings
from refund_tui.tui.screens.confirm import Confirm, question_room
from refund_tui.tui.widgets.line_list import LineList
from refund_tui.tui.widgets.phrases import hang
from refund_tui.wording import sentence

if TYPE_CHECKING:
    from refund_tui.service import Service

KEYS: dict[Way | None, str] = {
    "undo": N_("enter takes it back · esc closes"),
    "redo": N_("enter brings it again · esc closes"),
    None: N_("esc closes"),
}
NEITHER = N_("Only the newest change that stands can be taken back, and the one taken back last brought again.")


def draw(change: Past, width: int) -> tuple[str, bool]:
    """Give a change's line in `width` cells: when, what, and at the end what became of it and who made it; dim
    where it was taken back.
    """
    marks = [_("taken back")] * change.undone + [_("here")] * change.own
    mark = _(", ").join(marks)
    head = f"{format_when(change.at, ZoneInfo(DEFAULT_ZONE))}  {change.words}"
    return f"{pad(head, max(width - cells(mark) - 1, 8))} {mark}", change.undone


class ChangeList(LineList[Past]):
    """The lines, with the keys that move everywhere else."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("move")

    def action_edge(self, end: int) -> None:
        self.action_go(-1 if end > 0 else 0)


class Changes(ModalScreen[None]):
    """Enter takes back the newest change that stands, after a question, and brings again what was taken back last."""

    DEFAULT_CSS = """
    Changes { align: center middle; }
    Changes > Vertical {
        width: 96%; max-width: 110; height: 94%;
        padding: 0 1; background: $surface; border: round $primary;
    }
    Changes Static { height: auto; max-height: 4; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, service: Service) -> None:
        super().__init__()
        self._service = service
        self._turning = False

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = safe.line(_("The latest changes"))
            yield ChangeList(draw)
            yield Static(id="what")
            yield Static(id="told")
            yield Static(id="keys")

    def on_mount(self) -> None:
        self._tell(_("Reading …"))
        self._fill("")

    def _tell(self, words: str) -> None:
        line = self.query_one("#told", Static)
        line.display = bool(words)
        line.update(safe.text(words, "bold"))

    @work(exclusive=True, group="fill")
    async def _fill(self, told: str) -> None:
        try:
            found = await asyncio.to_thread(latest, self._service)
        except Problem as problem:
            self._tell(sentence(problem))
            return
        rows = self.query_one(ChangeList)
        here = rows.cursor
        rows.show(found)
        rows.action_go(min(here, max(len(found) - 1, 0)))
        rows.focus()
        self._tell(told or ("" if found else _("Nothing was changed yet.")))

    def on_line_list_pointed(self, event: LineList.Pointed) -> None:
        event.stop()
        change = self.query_one(ChangeList).chosen
        self.query_one("#what", Static).update(safe.line(change.words if change else ""))
        self.query_one("#keys", Static).update(safe.line(_(KEYS[change.way if change else None]), "dim"))

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        change = self.query_one(ChangeList).chosen
        if change is None or change.way is None:
            self._tell(_(NEITHER))
        elif not self._turning:
            self._turning = True
            self._turn(change)

    @work
    async def _turn(self, change: Past) -> None:
        try:
            if change.way == "redo" or await self._agreed(change):
                self._fill(await asyncio.to_thread(turn, self._service, change))
        except Problem as problem:
            self._fill(sentence(problem))
        except Exception as error:  # whatever it is, the list stays
            self._fill(_("It was not saved: {why}").format(why=error))
        finally:
            self._turning = False

    async def _agreed(self, change: Past) -> bool:
        question = hang("", _("Take this back? {what}").format(what=change.words), question_room(self.app.size.width))
        answers = safe.line(_("y  take it back")), safe.line(_("n  leave it"))
        return await self.app.push_screen_wait(Confirm(question, *answers))
