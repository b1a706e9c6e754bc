"""What was agreed against what is asked for, named before it is saved (S47, S48, S57-S59)."""

from __future__ import annotations

from dataclasses import dataclass

from refund_tui.domain.case import Application, Case


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that does not match: `agreed` and `asked` are amounts (minor units) or words."""

    field: str
    agreed: int | str | None
    asked: int | str | None


GOES_BACK: tuple[str, ...] = ("return_refund", "exchange")


def differences(case: Case, application: Application | None) -> tuple[Difference, ...]:
    """List where an application differs from the agreed terms; what either side leaves unknown is no difference."""
    if application is None:
        return ()
    found: list[Difference] = []
    terms = case.terms
    if None not in (terms.amount, application.amount) and terms.amount != application.amount:
        found.append(Difference("amount", terms.amount, application.amount))
    if terms.return_address and application.kind and application.kind not in GOES_BACK:
        found.append(Difference("kind", "return_refund", application.kind))
    return tuple(found)
