"""What the fields of an event most likely hold, so that what is typed agrees with what was agreed (S47)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from refund_tui.domain.case import Application, Case
from refund_tui.domain.deadlines import Deadline
from refund_tui.domain.effects import asked


def left(case: Case, already: int) -> int | None:
    """Give what is still to come of what is expected, after `already` (minor units); None where that is nothing."""
    return None if case.expected is None else max(case.expected - already, 0) or None


def suggested(case: Case, clocks: Sequence[Deadline], kind: str) -> dict[str, int | str]:
    """Give likely values of an event's fields by name: amounts in minor units, ids as they are; no unknown ones."""
    given: dict[str, int | str | None] = {"amount": _amount(case, kind)}
    if kind in ("applied", "modified"):
        given |= _application(case, kind)
    running = [clock for clock in clocks if clock.running]
    if kind == "timed_out" and running:
        given["rule"] = running[0].rule.id
    return {name: value for name, value in given.items() if value is not None}


def planned(case: Case) -> Application:
    """Give the application as it would be typed now; its `kind` is empty where nothing says which."""
    return asked(case, {"kind": "", **suggested(case, (), "applied")})


def pasted(case: Case) -> Application:
    """Give what goes into the platform's form: as last typed, and what that left open as it would be typed now."""
    now, last = planned(case), case.application
    if last is None:
        return now
    return replace(
        last,
        amount=now.amount if last.amount is None else last.amount,
        reason=last.reason or now.reason,
        text=last.text or now.text,
    )


def _amount(case: Case, kind: str) -> int | None:
    likely = case.terms.amount if case.terms.amount is not None else case.claimed
    return {
        "applied": likely,
        "modified": likely,
        "terms_agreed": case.terms.amount,
        "seller_agreed": case.claimed,
        "refund_issued": left(case, case.issued or 0),
        "refund_received": left(case, case.come_back),
    }.get(kind)


def _application(case: Case, kind: str) -> dict[str, int | str | None]:
    """What the platform's form asks beside the amount; a first one follows the terms, a changed one the last."""
    before = case.application if kind == "modified" else None
    if before is None:
        agreed = "return_refund" if case.terms.return_address else None
        return {"kind": agreed, "reason": case.reason, "text": case.description}
    return {
        "kind": before.kind,
        "reason": before.reason or case.reason,
        "text": before.text or case.description,
        "refund_no": before.refund_no,
    }
