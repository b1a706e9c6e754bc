"""What the fields of an event most likely hold, so that what is typed agrees with what was agreed (S47)."""

from __future__ import annotations

from collections.abc import Sequence

from refund_tui.domain.case import Case
from refund_tui.domain.deadlines import Deadline


def _left(case: Case, already: int) -> int | None:
    return None if case.expected is None else max(case.expected - already, 0) or None


def suggested(case: Case, clocks: Sequence[Deadline], kind: str) -> dict[str, int | str]:
    """Give likely values of an event's fields by name: amounts in minor units, ids as they are; no unknown ones."""
    asked = case.terms.amount if case.terms.amount is not None else case.claimed
    amounts = {
        "applied": asked,
        "modified": asked,
        "terms_agreed": case.terms.amount,
        "seller_agreed": case.claimed,
        "refund_issued": _left(case, case.issued or 0),
        "refund_received": _left(case, case.received),
    }
    given: dict[str, int | str] = {}
    amount = amounts.get(kind)
    if amount is not None:
        given["amount"] = amount
    if kind == "modified" and case.application is not None:
        given["kind"] = case.application.kind
    running = [clock for clock in clocks if clock.running]
    if kind == "timed_out" and running:
        given["rule"] = running[0].rule.id
    return given
