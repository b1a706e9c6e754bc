"""The checklist to go through: each key press moves an item on, and is saved at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from refund_tui.domain.checklist import ChecklistItem
from refund_tui.errors import Problem
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.widgets.checklist_pane import NEXT, item_lines
from refund_tui.tui.widgets.menu import Menu
from refund_tui.values import completeness
from refund_tui.views import CaseView
from refund_tui.wording import sentence

if TYPE_CHECKING:
    from refund_tui.service import Service

WIDEST, FRAME = 78, 6
"""Cells of the box, and those of them that are not its text's."""


class EvidencePicker(ModalScreen[CaseView | None]):
    """Marks evidence missing, prepared, uploaded; gives the case as it is then, None when nothing was marked."""

    DEFAULT_CSS = """
    EvidencePicker { align: center middle; }
    EvidencePicker > Vertical {
        width: 94%; max-width: 78; height: 94%; max-height: 34;
        padding: 0 1; background: $surface; border: round $primary;
    }
    EvidencePicker Static { height: auto; }
    EvidencePicker Menu { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("space", "mark", show=False),
    ]

    def __init__(self, service: Service, view: CaseView) -> None:
        super().__init__()
        self._service, self._case_id = service, view.case.id
        self._items: list[ChecklistItem] = list(view.checklist)
        self._result: CaseView | None = None
        self._queue = asyncio.Lock()

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(safe.line(_("Evidence: space marks it missing, prepared, uploaded"), "bold"))
            yield Static(id="count")
            yield Menu(*(Option(item_lines(each, self._room)) for each in self._items), compact=True)
            yield Static(id="problem")

    @property
    def _room(self) -> int:
        return max(min(self.app.size.width, WIDEST) - FRAME, 16)

    def on_mount(self) -> None:
        self._tell()

    def _tell(self, problem: str = "") -> None:
        self.query_one("#count", Static).update(safe.line(completeness(self._items)))
        self.query_one("#problem", Static).update(safe.text(problem, "bold"))

    def _set(self, place: int, item: ChecklistItem) -> None:
        self._items[place] = item
        self.query_one(Menu).replace_option_prompt_at_index(place, item_lines(item, self._room))
        self._tell()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._mark(event.option_index)

    def action_mark(self) -> None:
        place = self.query_one(Menu).highlighted
        if place is not None:
            self._mark(place)

    def _mark(self, place: int) -> None:
        before = self._items[place]
        after = NEXT[before.state]
        self._set(place, replace(before, state=after))
        self._save(place, before, after)

    @work
    async def _save(self, place: int, before: ChecklistItem, state: str) -> None:
        """Save one mark; marks of quick fingers wait for each other, in their order."""
        typed = {"slot": before.rule.slot, "state": state}
        async with self._queue:
            try:
                self._result = await asyncio.to_thread(self._service.log, self._case_id, "evidence_marked", typed)
            except Problem as problem:
                self._set(place, before)
                self._tell(sentence(problem))
            except Exception as error:  # whatever it is, the mark is not shown as saved
                self._set(place, before)
                self._tell(_("It was not saved: {why}").format(why=error))

    @work(exclusive=True, group="close")
    async def action_close(self) -> None:
        async with self._queue:
            self.dismiss(self._result)
