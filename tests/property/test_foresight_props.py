"""What is foreseen is what happens, whatever happened before and whatever is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from refund_tui.domain.case import Case
from refund_tui.domain.deadlines import Deadline, deadlines
from refund_tui.domain.events import EVENTS, Event
from refund_tui.domain.foresight import Foresight, foresee, likely_first
from refund_tui.domain.lifecycle import allowed, apply, ball
from refund_tui.domain.playbook import Playbook
from refund_tui.domain.unknowns import unknowns
from refund_tui.domain.workdays import WorkCalendar
from tests.making import case_of
from tests.property.test_lifecycle_props import CALENDAR, PLAYBOOKS, stories, value_of


@dataclass(frozen=True)
class Stood:
    case: Case
    events: tuple[Event, ...]
    clocks: tuple[Deadline, ...]
    playbook: Playbook
    calendar: WorkCalendar
    now: datetime


@st.composite
def standings(draw: st.DrawFn) -> Stood:
    events, playbook = draw(stories(most=8)), draw(st.sampled_from(PLAYBOOKS))
    case = case_of(events)
    now = events[-1].recorded_at + timedelta(hours=draw(st.integers(0, 400)))
    return Stood(case, events, deadlines(case, events, playbook, CALENDAR), playbook, CALENDAR, now)


def running(clocks: tuple[Deadline, ...]) -> dict[str, Deadline]:
    return {clock.rule.id: clock for clock in clocks if clock.running}


def holds(seen: list[Foresight], standing: Stood, event: Event) -> None:
    """Check every part of what was foreseen against the case and the clocks as they are after the event."""
    before, after = standing.case, apply(standing.case, event)
    stage = [each.stage for each in seen if each.stage] or [before.stage]
    mover = [each.ball for each in seen if each.ball] or [ball(before)]
    assert stage == [after.stage] and mover == [ball(after)]
    ran = running(standing.clocks)
    runs = running(deadlines(after, (*standing.events, event), standing.playbook, CALENDAR))
    new = {rule for rule, clock in runs.items() if rule not in ran or ran[rule].anchor_seq != clock.anchor_seq}
    assert {(clock.rule.id, clock.due_at) for each in seen for clock in each.starts} == {
        (rule, runs[rule].due_at) for rule in new
    }
    assert {clock.rule.id for each in seen for clock in each.stops} == ran.keys() - runs.keys()
    lane = EVENTS[event.kind].lane
    states = [before.lanes[lane].state if lane in before.lanes else None, after.lanes[lane].state] if lane else [None]
    assert seen[0].lane == (states[-1] if states[0] != states[-1] else None)


@given(standings(), st.data())
def test_what_is_foreseen_with_the_fields_at_hand_is_what_happens(standing: Stood, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(allowed(standing.case)))
    fields = {
        field.name: data.draw(value_of(field))
        for field in EVENTS[kind].fields
        if field.required or data.draw(st.booleans())
    }
    at = standing.now - timedelta(hours=data.draw(st.sampled_from((0, 0, 3, 300))))
    event = Event(standing.events[-1].seq + 1, kind, at, standing.now, fields)
    holds([foresee(standing, kind, fields, at)], standing, event)


@given(standings(), st.data())
def test_an_open_choice_is_foreseen_for_each_of_its_values(standing: Stood, data: st.DataObject) -> None:
    choosing = [
        (kind, field)
        for kind in allowed(standing.case)
        for field in EVENTS[kind].fields
        if field.required and field.choices
    ]
    if not choosing:
        return
    kind, asked = data.draw(st.sampled_from(choosing))
    others = {
        field.name: data.draw(value_of(field)) for field in EVENTS[kind].fields if field.required and field != asked
    }
    seen = foresee(standing, kind, others)
    value = data.draw(st.sampled_from(asked.choices))
    beyond = [rest for values, rest in seen.choices if value in values]
    event = Event(standing.events[-1].seq + 1, kind, standing.now, standing.now, others | {asked.name: value})
    holds([seen, *beyond], standing, event)


@given(standings(), st.sampled_from(("seller_offered", "refund_received")), st.integers(1, 10_000))
def test_where_nobody_can_guess_a_field_any_value_does_what_was_foreseen(
    standing: Stood, kind: str, amount: int
) -> None:
    if kind not in allowed(standing.case):
        return
    seen = foresee(standing, kind)
    if kind == "seller_offered":
        assert foresee(standing, kind, {"amount": amount}) == seen
    if kind == "refund_received" and (standing.case.expected is None or standing.case.is_settled):
        assert foresee(standing, kind, {"amount": amount}).stage == seen.stage


@given(standings())
def test_the_likely_order_is_an_order_of_what_is_allowed(standing: Stood) -> None:
    assert sorted(likely_first(standing)) == sorted(allowed(standing.case))


@given(standings())
def test_only_what_a_clock_would_need_is_asked_for(standing: Stood) -> None:
    asked = unknowns(standing)
    assert len({each.field for each in asked}) == len(asked)
    assert standing.case.is_open or not asked
    for each in asked:
        assert each.rules or each.field == "platform"
        assert all(standing.playbook.rule(rule.id) is rule for rule in each.rules)
        if each.starts:
            assert not running(standing.clocks).keys() & {rule.id for rule in each.rules}
