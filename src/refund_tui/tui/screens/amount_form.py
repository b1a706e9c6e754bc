"""What was bought and paid, and what that can bring back, worked out anew with every key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from refund_tui import amount_labels
from refund_tui.amount_words import summed, unknown_line
from refund_tui.amounting import order_typed, set_amounts
from refund_tui.domain.amounts import Estimate, estimate
from refund_tui.domain.fields import ORDER
from refund_tui.domain.measures import Measure, amounts, measure
from refund_tui.domain.order import Order
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.screens.fields_form import FieldsForm
from refund_tui.tui.screens.form_modal import FormModal
from refund_tui.tui.widgets.amount_pane import lines
from refund_tui.tui.widgets.phrases import hang
from refund_tui.values import label
from refund_tui.views import CaseView

if TYPE_CHECKING:
    from refund_tui.service import Service

BROAD = 100
"""Cells from which the steps stand beside the fields."""
STEPS = 48
"""Cells of the steps."""


class AmountForm(FormModal):
    """Types what an order was made of. The three figures stay in sight; where there is room, so do their steps."""

    DEFAULT_CSS = f"""
    AmountForm.-broad > Vertical {{ max-width: 132; }}
    AmountForm #sides {{ height: auto; }}
    AmountForm #steps {{ display: none; width: {STEPS}; padding: 0 0 0 2; }}
    AmountForm.-broad #steps {{ display: block; }}
    AmountForm #estimate {{ max-height: 4; }}
    AmountForm.-low #estimate {{ max-height: 2; }}
    """
    kind = "amounts"

    def __init__(self, service: Service, view: CaseView) -> None:
        super().__init__(service, view)
        self._read: dict[str, Any] = {}
        """What was last read from each field."""

    @property
    def _case(self) -> CaseView:
        assert self.view is not None
        return self.view

    def heading(self) -> Content:
        case = self._case.case
        name = _("Case {id}: {merchant}").format(id=case.id, merchant=case.merchant)
        words = _("What was bought, paid, and goes back. What is blank is unknown, and is not guessed.")
        return safe.lines([safe.line(name, "bold"), hang("", words, self.room, "dim")])

    def fields(self) -> FieldsForm:
        held = order_typed(self._case.case.order, self._case.case.currency)
        form = FieldsForm(ORDER, self.service.reading(self._case), held, measure=self._measure)
        for name in amount_labels.HINTS:
            form.rows[name].put_aside([("", label(amount_labels.HINTS, name), "dim")])
        return form

    def body(self) -> ComposeResult:
        with Horizontal(id="sides"):
            yield self.form
            yield Static(id="steps")

    def standing(self) -> Iterable[Widget]:
        yield Static(id="estimate")

    def on_mount(self) -> None:
        self._look()

    def on_resize(self, event: events.Resize) -> None:
        self._look()

    def on_fields_form_changed(self, event: FieldsForm.Changed) -> None:
        self._look()

    def _lay_out(self) -> None:
        super()._lay_out()
        self.set_class(self.app.size.width >= BROAD, "-broad")

    def _measure(self, name: str, read: Callable[[str], Any]) -> Measure | None:
        return measure("amounts_set", name, amounts(self._case.case))

    def _look(self) -> None:
        """Work out what is typed now, and show what changed of it."""
        values = self.form.values()
        # While a row is half typed its field cannot be read: the figures then stay with what it held before.
        half = {name for name, row in self.form.rows.items() if name not in values and row.typed.strip()}
        self._read = {**{name: self._read[name] for name in half & self._read.keys()}, **values}
        found = estimate(replace(self._case.case, order=Order(**self._read)))
        assert found is not None
        currency = self._case.case.currency
        _show(self.query_one("#estimate", Static), self._summed(found, currency))
        if self.app.size.width >= BROAD:
            _show(self.query_one("#steps", Static), safe.lines(lines(found, currency, STEPS - 2)))

    def _summed(self, found: Estimate, currency: str) -> Content:
        parts = [hang("", summed(found, currency), self.room, "bold")]
        if words := unknown_line(found):
            parts.append(hang("? ", words, self.room, "dim"))
        return safe.lines(parts)

    def take_up(self, view: CaseView) -> None:
        super().take_up(view)
        self.form.take_up(order_typed(view.case.order, view.case.currency))
        self._look()

    def save(self) -> None:
        typed = self.form.changed()
        if not typed:
            self.done(None)
            return
        self.run(partial(set_amounts, self.service, self._case.case.id, typed, self._case.revision))


def _show(widget: Static, content: Content) -> None:
    # At every key: laying the form out again is for what changed.
    if str(widget.content) != content.plain:
        widget.update(content)
