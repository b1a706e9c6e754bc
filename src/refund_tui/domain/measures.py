"""What an amount is measured by while it is typed: a cap it may not pass, or what was asked or is still to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from refund_tui.domain.case import Case
from refund_tui.domain.suggestions import left


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount (minor units) to stand beside a typed one; more than it cannot be where it is a `cap`.

    `code` has its words in `form_labels.MEASURES`.
    """

    code: str
    amount: int
    cap: bool = False

    def passed(self, amount: int) -> bool:
        """Say whether an amount is more than it can be."""
        return self.cap and amount > self.amount


FACT = ""
"""In the place of an event's kind: a fact of the case."""
_MEASURED: Mapping[tuple[str, str], str] = {
    **dict.fromkeys(((FACT, "claim"), ("applied", "amount"), ("modified", "amount")), "paid"),
    **dict.fromkeys(
        (
            (FACT, "agreed"),
            ("terms_agreed", "amount"),
            ("seller_agreed", "amount"),
            ("seller_offered", "amount"),
            ("platform_decided", "amount"),
            ("mediation_agreed", "amount"),
        ),
        "claimed",
    ),
    ("refund_issued", "amount"): "to_issue",
    ("refund_received", "amount"): "to_receive",
}
"""The name of what measures an amount, by event and field."""
_CAPS = ("paid",)
"""A claim cannot be more than was paid (S64, M1); what comes back, or is offered, may be anything."""


def amounts(case: Case) -> dict[str, int | None]:
    """Give what amounts of a case are measured by, as `measure` wants it."""
    return {
        "paid": case.paid,
        "claimed": case.claimed,
        "to_issue": left(case, case.issued or 0),
        "to_receive": left(case, case.come_back),
    }


def measure(kind: str, name: str, known: Mapping[str, int | None]) -> Measure | None:
    """Give what the amount `name` of the event `kind` (or FACT) is measured by; None where that is not known."""
    code = _MEASURED.get((kind, name), "")
    amount = known.get(code)
    return None if amount is None else Measure(code, amount, code in _CAPS)
