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
from refund_tui.domain.suggestions import pasted
from refund_tui.domain.text import clean_line, fit, pad
from refund_tui.i18n import N_, _
from refund_tui.tui import safe
from refund_tui.tui.widgets.menu import Menu
from refund_tui.values import label, told
from refund_tui.views import CaseView

Copy = Callable[[str, str], None]
"""Copies a text (the first) that is called so (the second)."""
NAME_CELLS = 22
FRAME = 8
"""Cells of a line that its text does not get: border, padding, number."""
MOST_WIDE = 90
WHOLE, NOTE = N_("the whole case as text"), N_("the note")


def offered(view: CaseView) -> Iterator[tuple[str, str, str]]:
    """Give key, name and text of what can be copied, the platform's form in its order first.

    What is copied often has the same digit in every case; the rest has none.
    """
    case, asked = view.case, pasted(view.case)
    fields = (
        ("1", "amount", None if asked.amount is None else format_amount(asked.amount, case.currency)),
        ("2", "reason", label(labels.REASONS, asked.reason) if asked.reason else None),
        ("3", "text", asked.text),
        ("4", "return_address", case.terms.return_address),
        ("5", "order_no", case.order_no),
        ("6", "trade_no", case.trade_no),
        ("7", "merchant", case.merchant),
        ("8", "item", case.item),
        ("", "refund_no", asked.refund_no),
        ("", "agreed", None if case.terms.amount is None else format_amount(case.terms.amount, case.currency)),
        ("", "paid", None if case.paid is None else format_amount(case.paid, case.currency)),
        ("", "description", None if case.description == asked.text else case.description),
    )
    yield from ((key, label(labels.FIELDS, field), text) for key, field, text in fields if text)
    for status in view.lanes:
        if status.progress and status.progress.number:
            yield "", told(status.lane.title), status.progress.number
    if view.note.text.strip():
        yield "9", _(NOTE), view.note.text
    yield "0", _(WHOLE), "\n".join(case_text(view))


class CopyPicker(ModalScreen[None]):
    """Copies what is chosen, by its number or with enter."""

    DEFAULT_CSS = """
    CopyPicker { align: center middle; }
    CopyPicker > Vertical {
        width: 94%; max-width: 90; height: auto; max-height: 94%;
        padding: 0 1; background: $surface; border: round $primary;
    }
    CopyPicker Static { height: auto; }
    CopyPicker Menu { max-height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]

    def __init__(self, view: CaseView, copy: Copy) -> None:
        super().__init__()
        self._found, self._copy = list(offered(view)), copy

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(safe.line(_("Copy: type its number, or choose with enter"), "bold"))
            yield Menu(*(Option(self._line(place)) for place in range(len(self._found))), compact=True)

    def _line(self, place: int) -> Content:
        key, name, text = self._found[place]
        room = min(self.app.size.width * 94 // 100, MOST_WIDE) - FRAME - NAME_CELLS
        shown = fit(clean_line(text.partition("\n")[0]), max(room, 8))
        return safe.row(safe.text(pad(key, 2), "bold"), safe.text(f"{pad(name, NAME_CELLS)} "), safe.line(shown, "dim"))

    def on_key(self, event: events.Key) -> None:
        digit = (event.character or "").translate({0xFF10 + value: str(value) for value in range(10)})
        place = next((place for place, (key, _name, _text) in enumerate(self._found) if digit and key == digit), None)
        if place is not None:
            event.stop()
            self._take(place)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option_index)

    def _take(self, place: int) -> None:
        _key, name, text = self._found[place]
        self._copy(text, name)
        self.dismiss(None)

    def action_close(self) -> None:
        self.dismiss(None)
