"""Whatever is logged, a case stays inside the table of stages, and its clocks do not follow the present."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from refund_tui.case_text import lane_why
from refund_tui.domain.case import ENDED_STAGES, OPEN_STAGES, STAGES, Case
from refund_tui.domain.deadlines import deadlines
from refund_tui.domain.escalation import lanes
from refund_tui.domain.events import EVENTS, Event
from refund_tui.domain.fields import FieldSpec
from refund_tui.domain.lifecycle import allowed, apply, ball, check, fold
from refund_tui.domain.playbook import Playbook
from refund_tui.domain.summary import list_row, next_step
from refund_tui.labels import NEXT_STEPS
from refund_tui.rules.calendar import load_calendar
from refund_tui.rules.loader import load_shipped
from tests.making import at, case_of, opening

CALENDAR = load_calendar()
PLAYBOOKS: tuple[Playbook, ...] = tuple(load_shipped().values())
START = at("2026-11-01T09:00")


def value_of(field: FieldSpec) -> st.SearchStrategy[Any]:
    if field.type == "amount":
        return st.integers(1, 10_000)
    if field.type == "choice":
        return st.sampled_from(field.choices)
    if field.type in ("when", "until"):
        return st.integers(0, 5000).map(lambda hours: START + timedelta(hours=hours))
    return st.sampled_from(("x", "TB-01", "甲"))


@st.composite
def stories(draw: st.DrawFn, most: int = 14) -> tuple[Event, ...]:
    """Draw a sequence of events each of which the case allows when it happens."""
    first = opening(when="2026-11-01T09:00", scenario=draw(st.sampled_from(("online", "offline", "virtual"))))
    events, case, now = [first], case_of([first]), START
    for seq in range(2, draw(st.integers(2, most)) + 2):
        choices = allowed(case)
        kind = draw(st.sampled_from(choices))
        data = {
            field.name: draw(value_of(field)) for field in EVENTS[kind].fields if field.required or draw(st.booleans())
        }
        if kind == "closed":
            data["text"] = "reason"
        now += timedelta(hours=draw(st.integers(0, 72)))
        happened = now - timedelta(hours=draw(st.sampled_from((0, 0, 5, 200))))
        told = Event(seq, kind, happened, now, data)
        check(case, told)
        case = apply(case, told)
        events.append(told)
    return tuple(events)


@given(stories())
def test_no_sequence_of_allowed_events_leaves_the_table_of_stages(events: tuple[Event, ...]) -> None:
    case = case_of(events)
    assert case.stage in STAGES
    assert (ball(case) == "nobody") == (case.stage in ENDED_STAGES)
    assert case.received >= 0


@given(stories(), st.sampled_from(PLAYBOOKS), st.integers(0, 10_000))
def test_a_clock_depends_on_what_happened_and_never_on_the_present(
    events: tuple[Event, ...], playbook: Playbook, hours: int
) -> None:
    case = case_of(events)
    clocks = deadlines(case, events, playbook, CALENDAR)
    assert clocks == deadlines(case, events, playbook, CALENDAR)
    for clock in clocks:
        assert clock.started_at is None or clock.rule.until_field or clock.due_at >= clock.started_at
    row = list_row(case, 1, clocks, events)
    assert row.next_due is None or case.is_open
    now = START + timedelta(hours=hours)
    assert next_step(case, clocks, now).code in NEXT_STEPS
    for lane in lanes(case, events, playbook, clocks, now):
        assert lane.open == (lane.reason is None)
        assert lane.opens_at is None or lane.opens_at > now


ASKED = {"contacted", "applied", "terms_agreed", "seller_replied", "seller_offered", "seller_refused"}
DESKS = {"platform_requested", "platform_decided", "ticket_submitted", "ticket_answered"}
DESKS |= {kind for kind, spec in EVENTS.items() if spec.lane == "complaint_12315"}


@cache
def _walk() -> list[tuple[tuple[Event, ...], Case]]:
    """Tell the shortest story to each stage, with each that has been asked or answered at a desk by then."""
    begin: tuple[Event, ...] = (opening(when="2026-11-01T09:00"),)
    waiting = [(begin, case_of(begin))]
    seen = set[object]()
    for events, case in waiting:
        for kind in allowed(case) if len(events) < 6 else ():
            for data in _field_sets(kind):
                told = Event(len(events) + 1, kind, START, START, data)
                after = apply(case, told)
                kinds = {event.kind for event in (*events, told)}
                asked = after.application.kind if after.application else bool(kinds & ASKED)
                states = tuple((name, each.state) for name, each in after.lanes.items())
                key = (after.stage, asked, bool(after.received), states, frozenset(kinds & DESKS))
                if key not in seen and len(states) < 2:
                    seen.add(key)
                    waiting.append(((*events, told), after))
    return waiting


def test_no_lane_asks_for_what_happened_already() -> None:
    for (events, case), playbook in product(_walk(), PLAYBOOKS):
        told = {event.kind for event in events}
        clocks = deadlines(case, events, playbook, CALENDAR)
        for status in lanes(case, events, playbook, clocks, START + timedelta(hours=1)):
            where = (playbook.id, status.lane.id, case.stage, status.reason)
            if status.open:
                assert status.lane.event in allowed(case), where
                continue
            assert status.progress is None or status.reason != "locked", where
            if status.lane.event in told:
                assert not re.search(r"first|请先|once you", lane_why(status)), where
            if status.lane.id == "complaint_12315":
                assert status.reason != "locked" or not told & ASKED, where
            if status.lane.event == "platform_requested" and case.stage == "decided_against":
                assert status.reason == "decided", where


def test_the_walk_comes_to_every_stage_and_to_every_state_of_a_desk() -> None:
    cases = [case for _, case in _walk()]
    assert {case.stage for case in cases} == set(STAGES)
    assert {case.lanes["complaint_12315"].state for case in cases if "complaint_12315" in case.lanes} == {
        spec.lane_to for spec in EVENTS.values() if spec.lane == "complaint_12315"
    }


MINE = {"draft", "answer_seller", "apply_as_agreed", "agreed_return", "give_evidence", "await_lane", "decided_against"}
MINE |= {"refused", "refused_offline", "refused_abroad"}
ANYBODY = {"mine_ran_out", "partly_received"}
"""Steps that are mine whoever else must move."""


def test_the_next_step_is_mine_to_do_exactly_where_the_move_is_mine() -> None:
    for (events, case), playbook in product(_walk(), PLAYBOOKS):
        code = next_step(case, deadlines(case, events, playbook, CALENDAR), START).code
        assert code in ANYBODY or (code in MINE) == (ball(case) == "me"), (code, case.stage)


def test_no_shipped_lane_gives_an_order_that_a_later_stage_makes_false() -> None:
    for playbook in PLAYBOOKS:
        for lane in playbook.lanes:
            assert "first" not in lane.locked["en"] and "请先" not in lane.locked["zh_CN"], (playbook.id, lane.id)


def _reached() -> dict[str, set[str]]:
    """Walk the table from the draft: for each stage, the stages one allowed event leads to."""
    begin = case_of([opening()])
    seen: dict[tuple[str, str], Case] = {(begin.stage, ""): begin}
    waiting = [begin]
    ways: dict[str, set[str]] = {stage: set() for stage in STAGES}
    while waiting:
        case = waiting.pop()
        for kind in allowed(case):
            for data in _field_sets(kind):
                told = Event(99, kind, START, START, data)
                after = apply(case, told)
                ways[case.stage].add(after.stage)
                key = (after.stage, f"{after.received > 0}{after.application}{sorted(after.lanes)}")
                if key not in seen and len(seen) < 4000:
                    seen[key] = after
                    waiting.append(after)
    return ways


def _field_sets(kind: str) -> list[dict[str, Any]]:
    base: dict[str, Any] = {"text": "reason"}
    for field in EVENTS[kind].fields:
        if field.type == "amount":
            base[field.name] = 100
        elif field.required and field.type != "choice":
            base[field.name] = "x"
    sets = [base]
    for field in EVENTS[kind].fields:
        if field.type == "choice":
            sets = [each | {field.name: choice} for each in sets for choice in field.choices]
    return sets if kind != "refund_received" else [base, base | {"amount": 1}]


def test_every_stage_is_reachable_and_every_open_one_has_a_way_out() -> None:
    ways = _reached()
    reachable = set().union(*ways.values()) | {"draft"}
    assert reachable == set(STAGES)
    for stage in OPEN_STAGES:
        assert ways[stage] - {stage}, stage


@given(stories(most=6))
def test_folding_the_same_events_gives_the_same_case(events: tuple[Event, ...]) -> None:
    assert fold(7, events) == fold(7, list(events))
