"""The facts of a case: opening one, or changing what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from textual.content import Content

from refund_tui.domain.currency import format_amount
from refund_tui.domain.fields import FACTS, HAPPENED, STORED_AS, TERMS, FieldSpec
from refund_tui.domain.measures import FACT, Measure, amounts, measure
from refund_tui.domain.when import format_when
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.screens.fields_form import FieldsForm
from refund_tui.tui.screens.form_modal import FormModal
from refund_tui.views import CaseView

if TYPE_CHECKING:
    from refund_tui.service import Service


def as_typed(spec: FieldSpec, view: CaseView) -> str:
    """Write a fact or a term of a case so that reading the field gives the same value again."""
    case = view.case
    place = STORED_AS.get(spec.name, spec.name)
    value: Any
    if spec.name in HAPPENED:
        value = case.facts.get(HAPPENED[spec.name])
    elif place.startswith("terms."):
        value = getattr(case.terms, place.removeprefix("terms."))
    else:
        value = getattr(case, place)
    if value is None:
        return ""
    if spec.type == "amount":
        return format_amount(value, case.currency)
    if spec.type in ("when", "until"):
        return format_when(value, ZoneInfo(case.zone))
    return str(value)


def _initial(view: CaseView) -> Mapping[str, str]:
    return {spec.name: as_typed(spec, view) for spec in FACTS + TERMS}


class CaseForm(FormModal):
    """Opens a case when `view` is None, else edits it, sending only what was changed; `field` is where one begins."""

    kind = "case"

    def __init__(self, service: Service, view: CaseView | None, field: str | None = None) -> None:
        self._field = field
        super().__init__(service, view)

    def heading(self) -> Content:
        if self.view is None:
            return safe.lines(
                [
                    safe.line(_("A new case"), "bold"),
                    safe.line(_("Only the merchant is needed; the rest can come later."), "dim"),
                ]
            )
        name = _("Case {id}: {merchant}").format(id=self.view.case.id, merchant=self.view.case.merchant)
        return safe.line(name, "bold")

    def fields(self) -> FieldsForm:
        view = self.view
        if view is None:
            return FieldsForm(FACTS, self.service.reading(), follow=True, measure=self._measure)
        form = FieldsForm(FACTS + TERMS, self.service.reading(view), _initial(view), measure=self._measure)
        if self._field is not None:
            form.current = form.rows[self._field]
        return form

    def _measure(self, name: str, read: Callable[[str], Any]) -> Measure | None:
        """Measure an amount by what stands in the form, not by what the case held."""
        paid = read("paid")
        known = amounts(replace(self.view.case, paid=paid, reason=read("reason"))) if self.view else {"paid": paid}
        return measure(FACT, name, {**known, "claimed": read("claim")})

    def take_up(self, view: CaseView) -> None:
        super().take_up(view)
        self.form.take_up(_initial(view))

    def save(self) -> None:
        if self.view is None:
            self.run(partial(self.service.add, self.form.typed()))
            return
        changed = self.form.changed()
        if not changed:
            self.done(None)
            return
        self.run(partial(self.service.edit, self.view.case.id, changed, self.view.revision))
