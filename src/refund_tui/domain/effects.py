"""What each event does to a case: one small pure function a kind, and the table that names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from refund_tui.domain.case import Application, Case, Party, Stage, Terms
from refund_tui.domain.events import Event
from refund_tui.domain.order import changed

CASE_FACTS: tuple[str, ...] = (
    "merchant",
    "merchant_name",
    "merchant_address",
    "merchant_phone",
    "merchant_code",
    "item",
    "platform",
    "scenario",
    "order_no",
    "trade_no",
    "channel",
    "reason",
    "shipping",
    "description",
    "currency",
    "zone",
    "paid",
    "claimed",
    "playbook",
)
"""Facts that `opened` and `edited` may set; terms are set under their own names."""
TERM_FACTS: tuple[str, ...] = tuple(field.name for field in fields(Terms))

Changes = dict[str, Any]
Effect = Callable[[Case, Event], Changes]


def _stage(stage: Stage) -> Effect:
    return lambda case, event: {"stage": stage}


def _fact(case: Case, event: Event) -> Changes:
    changes: Changes = {"facts": {**case.facts, event.kind: event.occurred_at}}
    if event.kind == "paid":
        changes["paid"] = event.data.get("amount", case.paid)
        changes["channel"] = event.data.get("channel", case.channel)
    return changes


def _talk(party: Party) -> Effect:
    def effect(case: Case, event: Event) -> Changes:
        if case.stage in ("draft", "negotiating"):
            return {"stage": "negotiating", "talk_ball": party}
        return {}

    return effect


def _withdrew(case: Case, event: Event) -> Changes:
    return {"stage": "agreed_return"} if _goods_go_back(case, event) else _talk("seller")(case, event)


def _offered(case: Case, event: Event) -> Changes:
    return {"offered": event.data["amount"], **_talk("me")(case, event)}


def _terms_agreed(case: Case, event: Event) -> Changes:
    given = {name: event.data[name] for name in TERM_FACTS if event.data.get(name) is not None}
    terms = replace(case.terms, **given)
    agreed = terms.amount if terms.amount is not None else case.agreed
    return {"terms": terms, "agreed": agreed, **_talk("me")(case, event)}


def asked(case: Case, data: Mapping[str, Any]) -> Application:
    """Make the application that the fields of `applied` or `modified` say; its number stays until another is told."""
    return Application(
        kind=data["kind"],
        amount=data.get("amount"),
        reason=data.get("reason"),
        text=data.get("text"),
        refund_no=data.get("refund_no") or (case.application.refund_no if case.application else None),
    )


def _applied(case: Case, event: Event) -> Changes:
    application = asked(case, event.data)
    claimed = application.amount if application.amount is not None else case.claimed
    return {"stage": "applied", "application": application, "claimed": claimed}


def _goods_go_back(case: Case, event: Event) -> bool:
    if "return_sent" in case.facts:
        return False
    if event.kind == "withdrawal_told":
        return case.has_goods
    asked = case.application.kind if case.application else None
    return bool(event.data.get("return_address")) or asked in ("return_refund", "exchange")


def _agreed(case: Case, event: Event) -> Changes:
    amount = event.data.get("amount")
    if amount is None and case.agreed is None:
        amount = case.claimed
    changes: Changes = {"stage": "agreed_return" if _goods_go_back(case, event) else "agreed_refund"}
    if amount is not None:
        changes["agreed"] = amount
    if event.data.get("return_address"):
        changes["terms"] = replace(case.terms, return_address=event.data["return_address"])
    return changes


def _return_sent(case: Case, event: Event) -> Changes:
    return {"stage": "returning", **_fact(case, event)}


def _issued(case: Case, event: Event) -> Changes:
    changes: Changes = {"channel": event.data.get("channel") or case.channel}
    if case.is_open:
        changes["stage"] = "refund_issued"
    if event.data.get("amount") is not None:
        changes["issued"] = (case.issued or 0) + event.data["amount"]
    return changes


def _comes_back(name: str) -> Effect:
    """Add to one of `received` and `in_kind`; the case is won once all that is expected has come back.

    Money may still come once a case is over: a lost one is then won in part.
    """

    def effect(case: Case, event: Event) -> Changes:
        changes: Changes = {name: getattr(case, name) + event.data.get("amount", 0)}
        after = replace(case, **changes)
        if after.is_settled:
            return {**changes, "stage": "closed_won"}
        return {**changes, "stage": "closed_partial"} if case.stage in ("closed_lost", "expired") else changes

    return effect


def _decided(case: Case, event: Event) -> Changes:
    if event.data.get("for") == "seller":
        return {"stage": "decided_against", "review": None}
    changes = _agreed(case, event)
    if not event.data.get("return_address"):
        changes["stage"] = "agreed_refund"
    return {**changes, "review": None}


def _timed_out(case: Case, event: Event) -> Changes:
    outcome = event.data.get("outcome")
    if outcome == "refunded":
        return {"stage": "refund_issued"}
    if outcome == "agreed":
        return _agreed(case, event)
    return {"stage": "expired"} if outcome == "closed" else {}


def _gave_up(case: Case, event: Event) -> Changes:
    if case.is_settled:
        return {"stage": "closed_won"}
    return {"stage": "closed_partial" if case.come_back else "closed_lost"}


def _mediation_agreed(case: Case, event: Event) -> Changes:
    changes: Changes = {} if case.stage == "refund_issued" else {"stage": "agreed_refund"}
    if event.data.get("amount") is not None:
        changes["agreed"] = event.data["amount"]
    return changes


def edited(case: Case, event: Event) -> Changes:
    """Set the facts and terms that an `opened` or `edited` event names."""
    changes: Changes = {name: event.data[name] for name in CASE_FACTS if name in event.data}
    terms = {name: event.data[f"terms.{name}"] for name in TERM_FACTS if f"terms.{name}" in event.data}
    if terms:
        changes["terms"] = replace(case.terms, **terms)
        if "amount" in terms:
            changes["agreed"] = terms["amount"]
    return changes


def _marked(case: Case, event: Event) -> Changes:
    held = {slot: state for slot, state in case.evidence.items() if slot != event.data["slot"]}
    if event.data["state"] != "missing":
        held[event.data["slot"]] = event.data["state"]
    return {"evidence": held}


def nothing(case: Case, event: Event) -> Changes:
    """Only stand on the timeline."""
    return {}


EFFECTS: Mapping[str, Effect] = {
    **dict.fromkeys(("paid", "shipped", "signed", "receipt_confirmed"), _fact),
    "contacted": _talk("seller"),
    "withdrawal_told": _withdrew,
    "seller_replied": _talk("me"),
    "terms_agreed": _terms_agreed,
    "applied": _applied,
    "modified": _applied,
    "seller_agreed": _agreed,
    "seller_refused": _stage("refused"),
    "seller_offered": _offered,
    "return_sent": _return_sent,
    "return_signed": nothing,
    "seller_received": _stage("agreed_refund"),
    "refund_issued": _issued,
    "refund_received": _comes_back("received"),
    "received_in_kind": _comes_back("in_kind"),
    "platform_requested": lambda case, event: {"stage": "platform_review", "review": "evidence"},
    "evidence_requested": lambda case, event: {"review": "evidence"},
    "evidence_submitted": lambda case, event: {"review": "reviewing"},
    "platform_decided": _decided,
    "mediation_agreed": _mediation_agreed,
    "timed_out": _timed_out,
    "evidence_marked": _marked,
    "withdrawn": _stage("withdrawn"),
    "given_up": _gave_up,
    "closed": _gave_up,
    "reopened": lambda case, event: {"stage": case.resume_stage or "negotiating", "resume_stage": None},
    "edited": edited,
    "amounts_set": lambda case, event: {"order": changed(case.order, event.data)},
}
"""What an event does beyond its lane; a kind that is not here only stands on the timeline."""
