"""What a case asks for: the kind of refund, the amount, who bears the return freight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from refund_tui.domain.case import Case
from refund_tui.domain.events import Event

USUAL_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("quality", "quality_hidden", "not_as_described", "wrong_or_short"), "return_refund"),
    **dict.fromkeys(("change_of_mind", "counterfeit", "damaged"), "return_refund"),
    **dict.fromkeys(("not_received", "virtual", "offline", "service", "wrong_charge"), "refund_only"),
    **dict.fromkeys(("agreed_not_paid", "return_ignored"), "refund_only"),
}
"""What is asked for where no application says it: goods that are there go back (T1 Art. 21, 22; domain notes 0.4)."""
SELLERS_FAULT: tuple[str, ...] = (
    *("quality", "quality_hidden", "not_as_described", "wrong_or_short", "counterfeit", "damaged"),
)
"""Reasons whose return freight the seller bears (M9: 消法 24, T1 Art. 49)."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked for. `code` names its words, None where nothing is; `amount` is in minor units, None if unknown."""

    code: str | None
    kind: str | None
    amount: int | None


def demand(case: Case, agreement: Event | None = None) -> Demand:
    """Give what a case asks for: what was agreed before what was applied for, claimed or paid; less what arrived.

    `agreement` is the event of `agreed`: what the platform decided is asked for as its decision.
    """
    asked = case.application.amount if case.application else None
    known = (each for each in (case.agreed, case.claimed, asked, case.paid) if each is not None)
    whole = next(known, None)
    kind = case.application.kind if case.application else USUAL_KINDS.get(case.reason or "")
    # What a platform says it paid out is not asked for again; where it says so of all and none came, all is.
    back = max(case.come_back, case.issued or 0)
    if back and whole is not None and (back < whole or case.come_back >= whole):
        return Demand("rest", "refund_only", whole - back) if back < whole else Demand(None, None, None)
    if case.agreed is not None:
        code = "decided" if agreed_by(agreement) == "platform" else "agreed"
        return Demand(code, "refund_only" if "return_sent" in case.facts else kind, whole)
    if "return_sent" in case.facts or case.reason == "return_ignored":
        return Demand("returned", "refund_only", whole)
    return Demand(kind, kind, None if kind == "exchange" else whole)


def freight(case: Case) -> str | None:
    """Say who bears the return freight: "seller" or "me", as agreed or by the reason; None where neither says it."""
    if demand(case).kind not in ("return_refund", "exchange"):
        return None
    if case.terms.freight_by:
        return case.terms.freight_by
    if case.reason in SELLERS_FAULT:
        return "seller"
    return "me" if case.reason == "change_of_mind" else None


AGREEMENTS: Mapping[str, str] = {
    "terms_agreed": "both",
    "seller_agreed": "seller",
    "platform_decided": "platform",
    "mediation_agreed": "mediation",
}
"""Events by which an amount is agreed, and by whom."""


def agreed(events: Iterable[Event]) -> Event | None:
    """Give the event by which an amount was last agreed or decided for me, in the order given."""
    fitting = [each for each in events if each.kind in AGREEMENTS and each.data.get("for") != "seller"]
    return fitting[-1] if fitting else None


def agreed_by(agreement: Event | None) -> str:
    """Say who agreed: one of the values of `AGREEMENTS`; "both" where only the terms say it."""
    return "both" if agreement is None else AGREEMENTS[agreement.kind]
