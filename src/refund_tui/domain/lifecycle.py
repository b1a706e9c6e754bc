"""How a case moves: which event a stage allows, what each event does, and whose move it is then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from refund_tui.domain.case import (
    DEFAULT_CURRENCY,
    DEFAULT_ZONE,
    ENDED_STAGES,
    Case,
    LaneProgress,
    Origin,
    Party,
    Stage,
)
from refund_tui.domain.channels import is_card
from refund_tui.domain.currency import format_amount
from refund_tui.domain.effects import EFFECTS, edited, nothing
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
    if event.kind == "edited" and event.data.get("currency", case.currency) != case.currency and case.has_money:
        raise Refused(
            "the currency of case {id} stays {currency}: amounts are known in it; open a new case for {other}",
            id=case.id,
            currency=case.currency,
            other=event.data["currency"],
        )
    if event.kind == "closed" and not event.data.get("text") and not case.is_settled:
        raise Refused("closed needs a reason in text while the money is not in; for case {id}", id=case.id)


def check_money(case: Case) -> None:
    """Refuse a claim, or a price of the goods, above what was paid (M1: S64, the payment is the cap)."""
    goods = case.order.goods_paid if case.order else None
    if case.paid is not None and goods is not None and goods > case.paid:
        raise Refused(
            "the {goods} for the goods are more than the {paid} that was paid; correct one of the two",
            goods=format_amount(goods, case.currency),
            paid=format_amount(case.paid, case.currency),
        )
    if case.paid is not None and case.claimed is not None and case.claimed > case.paid:
        raise Refused(
            "the claim {claimed} is more than the {paid} that was paid; correct the claim or the paid amount",
            claimed=format_amount(case.claimed, case.currency),
            paid=format_amount(case.paid, case.currency),
        )


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
    return replace(blank, **edited(blank, event))


def apply(case: Case, event: Event) -> Case:
    """Give the case after an event that `check` let through; never looks at the clock."""
    changes = EFFECTS.get(event.kind, nothing)(case, event)
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
