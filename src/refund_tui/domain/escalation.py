"""The escalation lanes of a case: open, or locked with the reason and the instant from which they open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from refund_tui.domain.case import Case, LaneProgress
from refund_tui.domain.deadlines import Deadline
from refund_tui.domain.events import Event, matches
from refund_tui.domain.lifecycle import forbidden
from refund_tui.domain.playbook import Gate, Lane, Playbook, case_facts, holds

BEFORE_APPLYING: tuple[str, ...] = ("draft", "negotiating")
LIVE_STATES: tuple[str, ...] = ("submitted", "filed", "accepted", "opened", "escalated")
"""Lane states in which the desk has the matter in hand."""


@dataclass(frozen=True, slots=True)
class LaneStatus:
    """One lane now.

    `reason` is why it is not open: "locked" (its own sentence applies), "clock" (opens at `opens_at`),
    "running" (already at that desk), "decided" (that desk gave its result), "ended" (the case is over), "stage"
    (no step of this kind now); None when open. `second_authority` warns that another authority already has the
    matter (Order 121 Art. 16(2)).
    """

    lane: Lane
    open: bool
    reason: str | None
    opens_at: datetime | None
    clock: Deadline | None
    progress: LaneProgress | None
    second_authority: bool


def _gate_opens(
    gate: Gate, case: Case, events: Sequence[Event], clocks: Sequence[Deadline], now: datetime
) -> tuple[bool, Deadline | None]:
    """Say whether a gate stands open, and which clock still holds it shut where only time is wanting."""
    if gate.platforms and case.platform not in gate.platforms:
        return False, None
    if gate.stages and case.stage not in gate.stages:
        return False, None
    if gate.events and not any(matches(event, pattern) for event in events for pattern in gate.events):
        return False, None
    if not gate.clocks:
        return True, None
    watched = [clock for clock in clocks if clock.rule.id in gate.clocks]
    if any(clock.state == "missed" or (clock.running and clock.due_at <= now) for clock in watched):
        return True, None
    running = [clock for clock in watched if clock.running]
    return False, min(running, key=lambda clock: clock.due_at, default=None)


def _progress(case: Case, lane: Lane) -> LaneProgress | None:
    return case.lanes.get(lane.id)


def _status(
    lane: Lane,
    playbook: Playbook,
    case: Case,
    events: Sequence[Event],
    clocks: Sequence[Deadline],
    now: datetime,
) -> LaneStatus:
    progress = _progress(case, lane)
    others = [other for other in playbook.lanes if other.authority and other.id != lane.id]
    second = lane.authority and any(is_live(_progress(case, other)) for other in others)

    def answer(reason: str | None, clock: Deadline | None = None) -> LaneStatus:
        opens_at = clock.due_at if clock else None
        return LaneStatus(lane, reason is None, reason, opens_at, clock, progress, second)

    if not case.is_open:
        return answer("ended")
    if is_live(progress) or case.stage == "platform_review" == _stage_of(lane):
        return answer("running")
    why = forbidden(case, lane.event)
    if why == "lane":
        return answer("decided")
    if progress is not None:
        return answer(why)  # who was heard there before is not asked to earn the way again
    holding: list[Deadline] = []
    for gate in lane.gates:
        opens, clock = _gate_opens(gate, case, events, clocks, now)
        if opens:
            return answer(why)
        if clock is not None:
            holding.append(clock)
    if why == "stage" and case.stage not in BEFORE_APPLYING:
        return answer("stage")
    if holding:
        return answer("clock", min(holding, key=lambda clock: clock.due_at))
    return answer("decided" if _has_decided(lane, case, events) else "locked")


def _stage_of(lane: Lane) -> str | None:
    return "platform_review" if lane.event == "platform_requested" else None


def _has_decided(lane: Lane, case: Case, events: Sequence[Event]) -> bool:
    """Say whether the platform decided, and nothing was applied for since."""
    told = any(event.kind == "platform_decided" for event in events)
    return _stage_of(lane) is not None and told and case.stage != "applied"


def is_live(progress: LaneProgress | None) -> bool:
    """Say whether a desk has the matter in hand."""
    return progress is not None and progress.state in LIVE_STATES


ROUTE: tuple[str, ...] = (
    *("seller_message", "platform_intervention", "demand_letter", "alipay_ticket", "paypal_claim", "bank_dispute"),
    *("complaint_12315", "report_12315"),
)
"""The order in which lanes are usually gone through (S71-S84)."""


def _in_order(lanes: Sequence[Lane]) -> list[Lane]:
    """Put lanes in the order of `ROUTE`; one that is not in it stays behind the one that stood before it."""
    places: dict[str, int] = {}
    for lane in lanes:
        last = next(reversed(places.values()), -1)
        places[lane.id] = ROUTE.index(lane.id) if lane.id in ROUTE else last
    return sorted(lanes, key=lambda lane: places[lane.id])


def concerning(case: Case, playbook: Playbook) -> list[Lane]:
    """List the lanes of a playbook that concern a case, open or not: abroad there is no 12315."""
    facts = case_facts(case)
    return [lane for lane in playbook.lanes if holds(lane.when, facts)]


def lanes(
    case: Case, events: Iterable[Event], playbook: Playbook, clocks: Sequence[Deadline], now: datetime
) -> tuple[LaneStatus, ...]:
    """List the lanes of a case's playbook that concern it, as they stand at `now` (aware), in the order of `ROUTE`."""
    told = tuple(events)
    return tuple(_status(lane, playbook, case, told, clocks, now) for lane in _in_order(concerning(case, playbook)))
