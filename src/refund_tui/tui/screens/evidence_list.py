"""The checklist with its exhibits, to go through: each key press moves an item on, and is saved at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from refund_tui.domain.checklist import ChecklistItem, Held, next_wanted
from refund_tui.domain.exhibits import Exhibit
from refund_tui.errors import Problem
from refund_tui.evidence_words import completeness
from refund_tui.i18n import N_, _
from refund_tui.tui import safe
from refund_tui.tui.screens.evidence_rows import Row, draw, key, rows
from refund_tui.tui.screens.giving_way import GivingWay
from refund_tui.tui.widgets.checklist_pane import after
from refund_tui.tui.widgets.menu import Menu
from refund_tui.tui.widgets.phrases import hang
from refund_tui.values import told
from refund_tui.views import CaseView
from refund_tui.wording import sentence

if TYPE_CHECKING:
    from refund_tui.service import Service

WIDEST, FRAME = 100, 6
"""Cells of the box, and those of them that are not its text's."""
KEYS = N_("space marks · a adds files · e says what it shows · v looks · o opens · s submitted · x off list · ? keys")


class EvidenceList(GivingWay[CaseView | None]):
    """Marks items; gives the case as it is then, None when nothing was changed. `slot` is where one begins."""

    DEFAULT_CSS = f"""
    EvidenceList {{ align: center middle; }}
    EvidenceList > Vertical {{
        width: 94%; max-width: {WIDEST}; height: 96%; max-height: 40;
        padding: 0 1; background: $surface; border: round $primary;
    }}
    EvidenceList Static {{ height: auto; max-height: 3; }}
    EvidenceList #count {{ max-height: 9; }}
    EvidenceList Menu {{ height: 1fr; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("space", "mark", show=False),
    ]

    def __init__(self, service: Service, view: CaseView, slot: str | None = None) -> None:
        super().__init__()
        self._first = slot
        self._service, self._view = service, view
        self._rows: list[Row] = rows(view)
        self._result: CaseView | None = None
        self._queue = asyncio.Lock()
        self._problem = ""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="count")
            yield Menu(*self._options(), compact=True)
            yield Static(id="problem")
            yield Static(safe.text(_(KEYS), "dim"), id="keys")

    @property
    def _room(self) -> int:
        return max(min(self.app.size.width * 94 // 100, WIDEST) - FRAME, 16)

    def _options(self) -> list[Option]:
        return [Option(draw(row, self._view, self._room)) for row in self._rows]

    def on_mount(self) -> None:
        wanted = next_wanted(self._view.checklist)
        self._show(self._view, self._first or (wanted.rule.slot if wanted else None))

    def on_resize(self) -> None:
        self._show(self._view)

    def _tell(self, problem: str = "") -> None:
        items = [each for each in self._rows if isinstance(each, ChecklistItem)]
        parts = [safe.line(completeness(items), "bold")]
        if self._view.burden is not None:
            words = _("Who must prove: {text}").format(text=told(self._view.burden.text))
            parts.append(hang("", words, self._room))
        self.query_one("#count", Static).update(safe.lines(parts))
        self.query_one("#problem", Static).update(safe.text(problem, "bold"))

    # Rows

    @property
    def _here(self) -> Row | None:
        place = self.query_one(Menu).highlighted
        return self._rows[place] if place is not None else None

    def _item(self) -> tuple[int, ChecklistItem] | None:
        """Give the place of the item under the cursor, or of the one that the exhibit there answers, and it."""
        row = self._here
        slot = row.slot if isinstance(row, Exhibit) else row.rule.slot if row is not None else None
        for place, each in enumerate(self._rows):
            if isinstance(each, ChecklistItem) and each.rule.slot == slot:
                return place, each
        return None

    def _show(self, view: CaseView, to: str | int | None = None) -> None:
        """Show a case as it is now, the cursor where it was, or on the row known by `to`."""
        menu, here = self.query_one(Menu), self._here
        wanted = to if to is not None else key(here) if here is not None else None
        self._view, self._rows = view, rows(view)
        menu.clear_options()
        menu.add_options(self._options())
        places = [place for place, row in enumerate(self._rows) if key(row) == wanted]
        menu.highlighted = places[0] if places else 0 if self._rows else None
        self._tell()

    def _saved(self, view: CaseView, to: str | int | None = None) -> None:
        self._result = view
        self._show(view, to)

    # Marking

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.choose(self._rows[event.option_index])

    def choose(self, row: Row) -> None:
        """Act on a row that enter was pressed on, or that was clicked."""
        self.action_mark()

    def action_mark(self) -> None:
        found = self._item()
        if found is None:
            return
        place, item = found
        if after(item) == item.state:
            self._tell(_("It is submitted, which is final; s takes it back if that was a mistake."))
            return
        self._mark(place, item, after(item))

    def _set(self, place: int, item: ChecklistItem) -> None:
        if place < len(self._rows) and key(self._rows[place]) == item.rule.slot:
            self._rows[place] = item
            self.query_one(Menu).replace_option_prompt_at_index(place, draw(item, self._view, self._room))
        self._tell()

    def _mark(self, place: int, before: ChecklistItem, state: Held) -> None:
        self._set(place, replace(before, state=state))
        self._save_mark(place, before, state)

    @work
    async def _save_mark(self, place: int, before: ChecklistItem, state: str) -> None:
        """Save one mark; marks of quick fingers wait for each other, in their order."""
        typed = {"slot": before.rule.slot, "state": state}
        view = await self._write(partial(self._service.log, self._view.case.id, "evidence_marked", typed))
        if view is None:
            self._set(place, before)
            self._tell(self._problem)
        else:
            self._result = self._view = view

    async def _write(self, job: Callable[[], CaseView]) -> CaseView | None:
        """Run a change in a thread, behind those that wait; None where it failed, and `_problem` says why."""
        async with self._queue:
            try:
                return await asyncio.to_thread(job)
            except Problem as problem:
                self._problem = sentence(problem)
            except Exception as error:  # whatever it is, nothing is shown as saved
                self._problem = _("It was not saved: {why}").format(why=error)
        self._tell(self._problem)
        return None

    def action_close(self) -> None:
        self._leave()

    @work(exclusive=True, group="close")
    async def _leave(self) -> None:
        async with self._queue:
            self.dismiss(self._result)
