"""Saying once which column of a file is which, with its first rows as they would be read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from refund_tui.domain.text import fit
from refund_tui.errors import Refused
from refund_tui.i18n import N_, _
from refund_tui.tui import safe
from refund_tui.tui.screens import import_rows
from refund_tui.tui.screens.column_picks import Pick, draw, mapping_of, picks
from refund_tui.tui.widgets.choice import ChoiceList
from refund_tui.tui.widgets.line_list import LineList
from refund_tui.wording import sentence

if TYPE_CHECKING:
    from refund_tui.statements.mapped import MappingNeeded
    from refund_tui.statements.mapping import ColumnMapping, MapKind
    from refund_tui.statements.model import Row

SHOWN = 3
"""Rows of the preview."""
SIDES = {"in": N_("money in"), "out": N_("money out")}
"""What a preview says of a bank's row: the sign is what a mapping most easily gets wrong."""


class Preview(Widget):
    """The first rows of a file, one line each, as wide as there is room."""

    rows: reactive[Sequence[import_rows.Line]] = reactive(())

    def render(self) -> Content:
        width = self.size.width
        return safe.text("\n".join(fit(import_rows.draw(row, width)[0], width) for row in self.rows))


class ColumnForm(ModalScreen["ColumnMapping | None"]):
    """Gives the mapping that was chosen, None when left; `before` is what was said of such a file earlier."""

    DEFAULT_CSS = """
    ColumnForm { align: center middle; }
    ColumnForm > Vertical {
        width: 96%; max-width: 110; height: 94%;
        padding: 0 1; background: $surface; border: round $primary;
    }
    ColumnForm Static { height: auto; max-height: 3; }
    ColumnForm Preview { height: 3; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("ctrl+s", "confirm", show=False, priority=True),
        Binding("left", "step(-1)", show=False),
        Binding("right,space", "step(1)", show=False),
        Binding("backspace,delete", "clear", show=False),
    ]
    AUTO_FOCUS = "LineList"

    def __init__(self, needed: MappingNeeded, before: ColumnMapping | None = None) -> None:
        super().__init__()
        self._needed, self._before = needed, before or needed.guess
        kind = self._before.kind if self._before else needed.kind
        self._picks = picks(needed, kind, self._before)

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            words = _("{file}: which column is which?").format(file=self._needed.table.name)
            box.border_title = safe.line(words)
            yield LineList[Pick](draw)
            yield Preview()
            yield Static(id="problem")
            words = _(
                "left, right or letters choose · enter shows all · ctrl+s reads the file and remembers · esc leaves"
            )
            yield Static(safe.line(words, "dim"))

    def on_mount(self) -> None:
        self.query_one(LineList).show(self._picks)
        self._look()

    @property
    def _pick(self) -> Pick:
        return self._picks[self.query_one(LineList).cursor]

    def action_step(self, step: int) -> None:
        self._pick.step(step)
        self._changed()

    def action_clear(self) -> None:
        if any(value == "" for value, _shown in self._pick.values):
            self._pick.value = ""
            self._changed()

    def on_key(self, event: events.Key) -> None:
        if event.character is not None and event.character.isalnum():
            event.stop()
            self._pick.jump(event.character)
            self._changed()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self._show_all()

    @work
    async def _show_all(self) -> None:
        pick = self._pick
        options = [(safe.line(shown), value) for value, shown in pick.values]
        chosen = await self.app.push_screen_wait(ChoiceList(options, pick.value))
        if chosen is not None:
            pick.value = chosen
            self._changed()

    def _changed(self) -> None:
        if self._pick.name == "kind" and self._picks[0].value != self._kind_shown:
            self._picks = picks(self._needed, self._kind(), self._before)
            self.query_one(LineList).show(self._picks)
        self.query_one(LineList).refresh()
        self._look()

    def _kind(self) -> MapKind:
        return "orders" if self._picks[0].value == "orders" else "bank"

    @property
    def _kind_shown(self) -> MapKind:
        return "orders" if any(pick.name == "order_no" for pick in self._picks) else "bank"

    def action_confirm(self) -> None:
        try:
            self.dismiss(mapping_of(self._picks))
        except Refused as refused:
            self._tell(sentence(refused))

    def _tell(self, words: str) -> None:
        self.query_one("#problem", Static).update(safe.text(words, "bold"))

    @work(exclusive=True)
    async def _look(self) -> None:
        """Show the first rows as they would be read; the newest choice alone counts."""
        try:
            rows = await asyncio.to_thread(self._rows, mapping_of(self._picks))
        except Refused as refused:
            self._tell(sentence(refused))
            rows = []
        else:
            self._tell("")
        self.query_one(Preview).rows = rows

    def _rows(self, mapping: ColumnMapping) -> list[import_rows.Line]:
        from refund_tui.statements.mapped import preview

        content = preview(self._needed.table, self._needed.index, mapping, SHOWN)
        lines = [self._line(row) for row in content.rows]
        read = {line.number for line in lines}
        lines += [import_rows.of_riddle(each, None) for each in content.not_understood if each.row not in read]
        return sorted(lines, key=lambda line: line.number)[:SHOWN]

    @staticmethod
    def _line(row: Row) -> import_rows.Line:
        line = import_rows.of_row(row, None)
        return replace(line, why=_(SIDES[row.direction])) if row.direction in SIDES and not row.refundable else line
