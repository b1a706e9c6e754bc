"""What an amount is measured by while it is typed: a limit, an estimate, what was asked or is still to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from refund_tui.domain.amounts import estimate
from refund_tui.domain.case import Case
from refund_tui.domain.suggestions import left


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount (minor units) to stand beside a typed one, which cannot be more than `limit` where there is one.

    `code` has its words in `form_labels.MEASURES`; `expected` is for what an estimate measures.
    """

    code: str
    amount: int
    limit: int | None = None
    expected: int | None = None

    def passed(self, amount: int) -> bool:
        """Say whether an amount is more than it can be."""
        return self.limit is not None and amount > self.limit


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
    ("amounts_set", "goods_paid"): "goods",
    ("refund_issued", "amount"): "to_issue",
    ("refund_received", "amount"): "to_receive",
}
"""The name of what measures an amount, by event and field."""
_CAPS = ("paid", "goods")
"""A claim cannot be more than was paid (S64, M1); what comes back, or is offered, may be anything."""


def amounts(case: Case) -> dict[str, int | None]:
    """Give what amounts of a case are measured by, as `measure` wants it."""
    found = estimate(case)
    return {
        "paid": case.paid,
        "goods": case.paid,
        "cap": found.cap.amount if found and found.cap else None,
        "expected": found.expected.amount if found and found.expected else None,
        "claimed": case.claimed,
        "to_issue": left(case, case.issued or 0),
        "to_receive": left(case, case.come_back),
    }


def measure(kind: str, name: str, known: Mapping[str, int | None]) -> Measure | None:
    """Give what the amount `name` of the event `kind` (or FACT) is measured by; None where that is not known."""
    code = _MEASURED.get((kind, name), "")
    amount, cap = known.get(code), known.get("cap")
    limit = amount if code in _CAPS else None
    if code == "paid" and cap is not None:
        # What the order comes to says more than all that was paid, which stays the limit: the page may know better.
        expected = known.get("expected")
        return Measure("cap" if expected is None else "estimate", cap, limit, expected)
    return None if amount is None else Measure("paid" if code == "goods" else code, amount, limit)
