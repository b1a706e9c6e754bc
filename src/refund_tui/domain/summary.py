"""What a list shows of a case, and the one next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from refund_tui.domain.case import DEFAULT_CURRENCY, Case
from refund_tui.domain.deadlines import Deadline, foremost
from refund_tui.domain.escalation import is_live
from refund_tui.domain.events import Event, matches
from refund_tui.domain.lifecycle import ball
from refund_tui.domain.listing import ListRow, utc_text


def list_row(case: Case, revision: int, clocks: Sequence[Deadline], events: Sequence[Event]) -> ListRow:
    """Give what lists show of a case; never depends on the present instant, so it can be stored."""
    clock = foremost(clocks)
    expiry = clock.rule.on_expiry if clock else {}
    promised = promised_at(case, events)
    return ListRow(
        case_id=case.id,
        revision=revision,
        merchant=case.merchant,
        item=case.item,
        platform=case.platform,
        order_no=case.order_no,
        trade_no=case.trade_no,
        stage=case.stage,
        ball=ball(case),
        is_open=case.is_open,
        currency=case.currency,
        amount_minor=case.expected,
        paid_minor=case.paid,
        claim_minor=case.claimed,
        offered_minor=case.offered,
        agreed_minor=case.agreed,
        issued_minor=case.issued,
        received_minor=case.received,
        owed_minor=case.owed,
        promised_at=utc_text(promised) if promised else None,
        opened_at=utc_text(case.opened_at),
        next_rule=clock.rule.id if clock else None,
        next_who=clock.rule.who if clock else None,
        next_due=utc_text(clock.due_at) if clock else None,
        next_due_local=clock.due_at.astimezone(ZoneInfo(case.zone)).isoformat() if clock else None,
        next_approximate=clock.approximate if clock else False,
        next_overridden=clock.overridden if clock else False,
        next_on_expiry_en=expiry.get("en"),
        next_on_expiry_zh=expiry.get("zh_CN"),
        row_key=case.origin.key if case.origin else None,
    )


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do next: a stable `code` (its sentence is in `labels`), the clock behind it if any."""

    code: str
    clock: Deadline | None = None


def next_step(case: Case, clocks: Sequence[Deadline], now: datetime) -> NextStep:
    """Say what I should do next. What ran out comes first: nobody knows what a platform did but its page."""
    if not case.is_open:
        return NextStep(case.stage)
    running = [clock for clock in clocks if clock.running]
    overdue = [clock for clock in running if clock.due_at <= now]
    theirs = [clock for clock in overdue if clock.rule.who != "me" and clock.rule.severity != "info"]
    mine = [clock for clock in overdue if clock.rule.who == "me" and clock.rule.severity == "loses_right"]
    if mine:
        return NextStep("mine_ran_out", mine[0])
    if theirs and ball(case) != "me":
        return NextStep("theirs_ran_out", theirs[0])
    clock = foremost(clocks)
    if arrival := next((clock for clock in overdue if _is_arrival(clock, case)), None):
        return NextStep("money_overdue", arrival)
    if case.come_back and not case.is_settled:
        return NextStep("partly_received", clock)
    if case.stage in ("refused", "decided_against") and any(is_live(lane) for lane in case.lanes.values()):
        return NextStep("await_lane", clock)
    if case.stage == "refused" and case.scenario == "offline":
        return NextStep("refused_offline" if case.currency == DEFAULT_CURRENCY else "refused_abroad", clock)
    if case.stage == "negotiating":
        if case.terms.amount is not None and case.talk_ball == "me":
            return NextStep("apply_as_agreed", clock)
        return NextStep("answer_seller" if case.talk_ball == "me" else "await_seller", clock)
    if case.stage == "agreed_refund":
        return NextStep("await_merchant_money" if case.scenario == "offline" else "await_platform_money", clock)
    if case.stage == "platform_review":
        return NextStep("give_evidence" if case.review == "evidence" else "await_decision", clock)
    return NextStep(case.stage, clock)


def _is_arrival(clock: Deadline, case: Case) -> bool:
    """Say whether a clock tells when issued money arrives (AP-02 to AP-06); what to do then is its `on_expiry`."""
    return case.stage == "refund_issued" and "refund_issued" in clock.rule.anchors


PROMISES: tuple[str, ...] = (
    "seller_agreed",
    "seller_received",
    "platform_decided:for=me",
    "platform_decided:for=partial",
    "mediation_agreed",
    "refund_issued",
    "timed_out:outcome=agreed",
    "timed_out:outcome=refunded",
)
"""Patterns of the events after which money is due."""


def promised_at(case: Case, events: Sequence[Event]) -> datetime | None:
    """Give when the money was last promised, while it is promised and has not all come back: a state of its own."""
    if case.stage not in ("agreed_refund", "refund_issued"):
        return None
    promises = (event.occurred_at for event in events if any(matches(event, pattern) for pattern in PROMISES))
    return max(promises, default=None)
