"""How a case moves: which event a stage allows, what each event does, and whose move it is then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from refund_tui.domain.case import (
    DEFAULT_CURRENCY,
    DEFAULT_ZONE,
    ENDED_STAGES,
    Application,
    Case,
    LaneProgress,
    Origin,
    Party,
    Stage,
    Terms,
)
from refund_tui.domain.channels import is_card
from refund_tui.domain.currency import format_amount
from refund_tui.domain.events import EVENTS, Event
from refund_tui.domain.problem import Refused

BALL: Mapping[Stage, Party] = {
    "draft": "me",
    "applied": "seller",
    "agreed_return": "me",
    "returning": "seller",
    "refused": "me",
    "decided_against": "me",
}
"""Stages whose ball never depends on anything else; the rest is in `ball`."""

CASE_FACTS: tuple[str, ...] = (
    "merchant",
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


def ball(case: Case) -> Party:
    """Say whose move it is (case-model.md, "Stages, and whose move it is")."""
    if case.stage in BALL:
        return BALL[case.stage]
    if case.stage == "negotiating":
        return case.talk_ball
    if case.stage == "agreed_refund":
        return "seller" if case.scenario == "offline" else "platform"
    if case.stage == "refund_issued":
        return "bank" if is_card(case.channel) else "payment_service"
    if case.stage == "platform_review":
        return "me" if case.review == "evidence" else "platform"
    return "nobody"


def forbidden(case: Case, kind: str) -> str | None:
    """Say why `kind` cannot be logged now: "stage" or "lane"; None where it can."""
    spec = EVENTS[kind]
    if case.stage not in spec.stages:
        return "stage"
    if spec.lane is not None:
        progress = case.lanes.get(spec.lane)
        if (progress.state if progress else "") not in spec.lane_from:
            return "lane"
    return None


def allowed(case: Case) -> tuple[str, ...]:
    """List the kinds of event that can be logged now, in the order of the table."""
    return tuple(kind for kind, spec in EVENTS.items() if spec.loggable and forbidden(case, kind) is None)


def check(case: Case, event: Event) -> None:
    """Refuse an event that makes no sense: not allowed now, or money beyond what was paid (M1, S64)."""
    if not event.forced and forbidden(case, event.kind):
        raise Refused(
            "{event} is not possible while the case is {stage}; possible now: {allowed} (--force logs it anyway)",
            event=event.kind,
            stage=case.stage,
            allowed=", ".join(allowed(case)),
        )
    if event.kind == "closed" and not event.data.get("text") and not is_settled(case):
        raise Refused("closed needs a reason in text while the money is not in; for case {id}", id=case.id)


def check_money(case: Case) -> None:
    """Refuse a claim above what was paid (M1: S64, the payment is the cap)."""
    if case.paid is not None and case.claimed is not None and case.claimed > case.paid:
        raise Refused(
            "the claim {claimed} is more than the {paid} that was paid; correct the claim or the paid amount",
            claimed=format_amount(case.claimed, case.currency),
            paid=format_amount(case.paid, case.currency),
        )


def is_settled(case: Case) -> bool:
    return case.expected is not None and case.received >= case.expected > 0


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


def _offered(case: Case, event: Event) -> Changes:
    return {"offered": event.data["amount"], **_talk("me")(case, event)}


def _terms_agreed(case: Case, event: Event) -> Changes:
    given = {name: event.data[name] for name in TERM_FACTS if event.data.get(name) is not None}
    terms = replace(case.terms, **given)
    agreed = terms.amount if terms.amount is not None else case.agreed
    return {"terms": terms, "agreed": agreed, **_talk("me")(case, event)}


def _applied(case: Case, event: Event) -> Changes:
    data = event.data
    application = Application(
        kind=data["kind"],
        amount=data.get("amount"),
        reason=data.get("reason"),
        text=data.get("text"),
        refund_no=data.get("refund_no") or (case.application.refund_no if case.application else None),
    )
    claimed = application.amount if application.amount is not None else case.claimed
    return {"stage": "applied", "application": application, "claimed": claimed}


def _goods_go_back(case: Case, event: Event) -> bool:
    if "return_sent" in case.facts:
        return False
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
    changes: Changes = {"stage": "refund_issued", "channel": event.data.get("channel") or case.channel}
    if event.data.get("amount") is not None:
        changes["issued"] = (case.issued or 0) + event.data["amount"]
    return changes


def _received(case: Case, event: Event) -> Changes:
    received = case.received + event.data["amount"]
    after = replace(case, received=received)
    return {"received": received, **({"stage": "closed_won"} if is_settled(after) else {})}


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
    if is_settled(case):
        return {"stage": "closed_won"}
    return {"stage": "closed_partial" if case.received else "closed_lost"}


def _mediation_agreed(case: Case, event: Event) -> Changes:
    amount = event.data.get("amount")
    return {} if amount is None else {"agreed": amount}


def _edited(case: Case, event: Event) -> Changes:
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


def _nothing(case: Case, event: Event) -> Changes:
    return {}


EFFECTS: Mapping[str, Effect] = {
    **dict.fromkeys(("paid", "shipped", "signed", "receipt_confirmed"), _fact),
    "contacted": _talk("seller"),
    "seller_replied": _talk("me"),
    "terms_agreed": _terms_agreed,
    "applied": _applied,
    "modified": _applied,
    "seller_agreed": _agreed,
    "seller_refused": _stage("refused"),
    "seller_offered": _offered,
    "return_sent": _return_sent,
    "return_signed": _nothing,
    "seller_received": _stage("agreed_refund"),
    "refund_issued": _issued,
    "refund_received": _received,
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
    "edited": _edited,
}
"""What an event does beyond its lane; a kind that is not here only stands on the timeline."""


def opened(case_id: int, event: Event) -> Case:
    """Make the case that an `opened` event begins."""
    data = event.data
    origin = data.get("origin")
    blank = Case(
        id=case_id,
        merchant=data["merchant"],
        opened_at=event.occurred_at,
        playbook=data["playbook"],
        currency=data.get("currency", DEFAULT_CURRENCY),
        zone=data.get("zone", DEFAULT_ZONE),
        origin=Origin(**origin) if origin else None,
    )
    return replace(blank, **_edited(blank, event))


def apply(case: Case, event: Event) -> Case:
    """Give the case after an event that `check` let through; never looks at the clock."""
    changes = EFFECTS.get(event.kind, _nothing)(case, event)
    spec = EVENTS[event.kind]
    if spec.lane and spec.lane_to:
        before = case.lanes.get(spec.lane)
        number = event.data.get("number") or (before.number if before else None)
        changes["lanes"] = {**case.lanes, spec.lane: LaneProgress(spec.lane_to, number, event.occurred_at)}
    if changes.get("stage") in ENDED_STAGES and case.is_open:
        changes["resume_stage"] = case.stage
    return replace(case, **changes) if changes else case


def fold(case_id: int, events: Iterable[Event]) -> Case:
    """Give the case that its events, in order of `seq`, add up to; the first must be `opened`."""
    ordered = iter(events)
    case = opened(case_id, next(ordered))
    for event in ordered:
        case = apply(case, event)
    return case
