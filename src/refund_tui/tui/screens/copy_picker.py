"""What to copy: any field of a case as it is to be pasted into the platform's page, its note, or the whole case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from refund_tui import labels
from refund_tui.case_text import case_text
from refund_tui.domain.currency import format_amount
from refund_tui.domain.text import clean_line, fit, pad
from refund_tui.i18n import N_, _
from refund_tui.tui import safe
from refund_tui.values import label, told
from refund_tui.views import CaseView

Copy = Callable[[str, str], None]
"""Copies a text (the first) that is called so (the second)."""
NAME_CELLS = 22
FRAME = 8
"""Cells of a line that its text does not get: border, padding, number."""
MOST_WIDE = 90
WHOLE, NOTE = N_("the whole case as text"), N_("the note")


def offered(view: CaseView) -> Iterator[tuple[str, str]]:
    """Give name and text of what can be copied: the platform's form in its order, then numbers and names, then all."""
    case, asked = view.case, view.case.application
    amounts = (("claim", asked.amount if asked else case.claimed), ("agreed", case.terms.amount), ("paid", case.paid))
    texts = (
        ("reason", asked.reason if asked and asked.reason else label(labels.REASONS, case.reason or "")),
        ("text", asked.text if asked else None),
        ("return_address", case.terms.return_address),
        ("order_no", case.order_no),
        ("trade_no", case.trade_no),
        ("refund_no", asked.refund_no if asked else None),
        ("merchant", case.merchant),
        ("item", case.item),
        ("description", case.description),
    )
    for field, minor in amounts:
        if minor is not None:
            yield label(labels.FIELDS, field), format_amount(minor, case.currency)
    for field, text in texts:
        if text:
            yield label(labels.FIELDS, field), text
    for status in view.lanes:
        if status.progress and status.progress.number:
            yield told(status.lane.title), status.progress.number
    if view.note.text.strip():
        yield _(NOTE), view.note.text
    yield _(WHOLE), "\n".join(case_text(view))


class CopyPicker(ModalScreen[None]):
    """Copies what is chosen, by its number or with enter."""

    DEFAULT_CSS = """
    CopyPicker { align: center middle; }
    CopyPicker > Vertical {
        width: 94%; max-width: 90; height: auto; max-height: 94%;
        padding: 0 1; background: $surface; border: round $primary;
    }
    CopyPicker Static { height: auto; }
    CopyPicker OptionList, CopyPicker OptionList:focus { height: auto; max-height: 1fr; border: none; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]

    def __init__(self, view: CaseView, copy: Copy) -> None:
        super().__init__()
        self._found, self._copy = list(offered(view)), copy

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(safe.line(_("Copy: type its number, or choose with enter"), "bold"))
            yield OptionList(*(Option(self._line(place)) for place in range(len(self._found))), compact=True)

    def _line(self, place: int) -> Content:
        name, text = self._found[place]
        number = str(place + 1) if place < 9 else "0" if place + 1 == len(self._found) else " "
        room = min(self.app.size.width * 94 // 100, MOST_WIDE) - FRAME - NAME_CELLS
        shown = fit(clean_line(text.partition("\n")[0]), max(room, 8))
        return safe.row(
            safe.line(f"{number} ", "bold"), safe.text(f" {pad(name, NAME_CELLS)} "), safe.line(shown, "dim")
        )

    def on_key(self, event: events.Key) -> None:
        digit = (event.character or "").translate({0xFF10 + value: str(value) for value in range(10)})
        if digit.isdecimal() and digit.isascii():
            event.stop()
            self._take(int(digit) - 1 if digit != "0" else len(self._found) - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option_index)

    def _take(self, place: int) -> None:
        if 0 <= place < len(self._found):
            name, text = self._found[place]
            self._copy(text, name)
            self.dismiss(None)

    def action_close(self) -> None:
        self.dismiss(None)
