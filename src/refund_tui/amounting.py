"""The inputs of an estimate: what was bought and paid, changed as facts are, and written as a person types them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from refund_tui.domain.currency import format_amount
from refund_tui.domain.events import Event
from refund_tui.domain.fields import ORDER, FieldSpec, read_fields
from refund_tui.domain.order import Order, as_data, changed
from refund_tui.domain.order_rows import gifts_typed, lines_typed, part_typed
from refund_tui.service import Service
from refund_tui.views import CaseView

_WRITTEN: Mapping[str, Callable[[Any, str], str]] = {
    "amount": format_amount,
    "lines": lines_typed,
    "gifts": gifts_typed,
    "part": part_typed,
}


def set_amounts(service: Service, case_id: int, typed: Mapping[str, str], revision: int | None = None) -> CaseView:
    """Change what is known of an order's money: text by the names of `fields.ORDER`, where blank clears.

    What changes nothing is no event. Raises Refused for a bad value, Conflict when the case moved on.
    """

    def change(view: CaseView) -> list[Event]:
        reading = service.reading(view)
        data = {name: as_data(value) for name, value in read_fields(ORDER, typed, reading).items()}
        if changed(view.case.order, data) == view.case.order:
            return []
        return [Event(0, "amounts_set", reading.now, reading.now, data)]

    with service.changing() as step:
        return service.record(step, case_id, change, revision)


def order_typed(order: Order | None, currency: str) -> dict[str, str]:
    """Write the fields of an order so that reading them gives the same again; unknown ones are blank."""
    held = order or Order()
    return {spec.name: _typed(spec, getattr(held, spec.name), currency) for spec in ORDER}


def _typed(spec: FieldSpec, value: Any, currency: str) -> str:
    if value is None:
        return ""
    return _WRITTEN[spec.type](value, currency) if spec.type in _WRITTEN else str(value)
