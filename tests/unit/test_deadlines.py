"""Clocks: when they start, what ends them, what the page says over them."""

from __future__ import annotations

from typing import Any

import pytest

from refund_tui.domain.deadlines import Deadline, deadlines, facts_at, foremost, placed
from refund_tui.domain.events import Event
from refund_tui.domain.playbook import DeadlineRule
from refund_tui.rules.calendar import load_calendar
from tests.making import Told, at, case_of, event, opening, playbook, rule, story

CALENDAR = load_calendar()
ONLY: dict[str, Any] = {"kind": "refund_only", "amount": 100}


def clocks(events: tuple[Event, ...], *rules: DeadlineRule) -> dict[str, Deadline]:
    found = deadlines(case_of(events), events, playbook(*rules), CALENDAR)
    return {clock.rule.id: clock for clock in found}


def test_a_clock_starts_at_its_anchor_and_counts_exact_hours() -> None:
    events = story(opening(), ("applied", "2026-11-23T10:00", ONLY))
    clock = clocks(events, rule("R"))["R"]
    assert (clock.started_at, clock.due_at, clock.state) == (at("2026-11-23T10:00"), at("2026-11-24T10:00"), "running")


def test_a_clock_whose_condition_does_not_hold_at_the_anchor_never_starts() -> None:
    shipped = rule("R", when=({"shipped": ("true",)},))
    assert not clocks(story(opening(), ("applied", "2026-11-23T10:00", ONLY)), shipped)
    told: tuple[Told, ...] = (("shipped", "2026-11-22T10:00", {}), ("applied", "2026-11-23T10:00", ONLY))
    assert clocks(story(opening(), *told), shipped)


def test_the_status_of_a_statement_row_counts_as_shipped() -> None:
    shipped = rule("R", when=({"shipped": ("true",), "received": ("false",)},))
    events = story(opening(shipping="shipped"), ("applied", "2026-11-23T10:00", ONLY))
    assert clocks(events, shipped)


@pytest.mark.parametrize(
    ("when", "state"), [("2026-11-24T09:00", "met"), ("2026-11-24T10:00", "met"), ("2026-11-24T11:00", "missed")]
)
def test_the_event_that_meets_a_clock_ends_it_in_time_or_too_late(when: str, state: str) -> None:
    events = story(opening(), ("applied", "2026-11-23T10:00", ONLY), ("seller_agreed", when, {}))
    assert clocks(events, rule("R"))["R"].state == state


def test_a_clock_that_ran_out_stays_until_somebody_says_what_the_page_shows() -> None:
    told: list[Told] = [("applied", "2026-11-20T10:00", ONLY)]
    assert clocks(story(opening(), *told), rule("R"))["R"].running
    told.append(("timed_out", "2026-11-23T10:00", {"rule": "R", "outcome": "nothing"}))
    assert clocks(story(opening(), *told), rule("R"))["R"].state == "missed"


def test_a_new_anchor_starts_the_clock_again_unless_the_first_one_counts() -> None:
    told: tuple[Told, ...] = (("contacted", "2026-11-20T10:00", {}), ("contacted", "2026-11-22T10:00", {}))
    last, first = rule("L", anchors=("contacted",)), rule("F", anchors=("contacted",), pick="first")
    found = clocks(story(opening(), *told), last, first)
    assert found["L"].due_at == at("2026-11-23T10:00")
    assert found["F"].due_at == at("2026-11-21T10:00")


def test_a_fact_told_late_takes_its_place_in_the_past() -> None:
    met_by_application = rule("R", who="me", anchors=("signed",), amount=168, met_by=("applied",))
    events = (
        opening(),
        event(2, "applied", "2026-11-20T10:00", **ONLY),
        event(3, "signed", "2026-11-18T10:00", recorded="2026-11-21T10:00"),
    )
    assert clocks(events, met_by_application)["R"].state == "met"


def test_an_event_dated_ahead_of_the_clock_does_not_jump_over_what_follows() -> None:
    ahead = event(2, "seller_refused", "2026-11-23T16:30", recorded="2026-11-23T10:00")
    then = event(3, "platform_requested", "2026-11-23T10:00")
    assert [each.seq for each in placed((ahead, then))] == [2, 3]


def test_the_page_wins_over_the_rule_and_the_rule_stays_visible() -> None:
    page = at("2026-11-25T08:00")
    told: list[Told] = [
        ("applied", "2026-11-23T10:00", ONLY),
        ("deadline_set", "2026-11-23T11:00", {"rule": "R", "due_at": page}),
    ]
    clock = clocks(story(opening(), *told), rule("R"))["R"]
    assert (clock.due_at, clock.rule_due_at, clock.overridden) == (page, at("2026-11-24T10:00"), True)
    cleared = [*told, ("deadline_cleared", "2026-11-23T12:00", {"rule": "R"})]
    assert not clocks(story(opening(), *cleared), rule("R"))["R"].overridden
    in_time = [*told, ("seller_agreed", "2026-11-24T20:00", {})]
    assert clocks(story(opening(), *in_time), rule("R"))["R"].state == "met"


def test_the_page_word_ends_when_the_clock_starts_again() -> None:
    page = at("2026-11-25T08:00")
    told: tuple[Told, ...] = (
        ("applied", "2026-11-23T10:00", ONLY),
        ("deadline_set", "2026-11-23T11:00", {"rule": "R", "due_at": page}),
        ("modified", "2026-11-23T12:00", ONLY),
    )
    clock = clocks(story(opening(), *told), rule("R", anchors=("applied", "modified")))["R"]
    assert (clock.due_at, clock.overridden) == (at("2026-11-24T12:00"), False)


def test_a_clock_the_page_shows_runs_without_an_anchor() -> None:
    page = at("2026-11-25T08:00")
    told: list[Told] = [("deadline_set", "2026-11-23T11:00", {"rule": "R", "due_at": page})]
    clock = clocks(story(opening(), *told), rule("R", anchors=("shipped",)))["R"]
    assert (clock.due_at, clock.started_at, clock.rule_due_at, clock.running) == (page, None, None, True)


def test_an_instant_told_with_the_event_is_the_due() -> None:
    until = at("2026-11-26T12:00")
    told: tuple[Told, ...] = (
        ("applied", "2026-11-20T10:00", ONLY),
        ("platform_requested", "2026-11-21T10:00", {}),
        ("evidence_requested", "2026-11-23T10:00", {"until": until}),
    )
    clock = clocks(story(opening(), *told), rule("R", anchors=("evidence_requested",), until_field="until"))["R"]
    assert (clock.due_at, clock.overridden) == (until, True)


def test_a_clock_without_a_duration_needs_the_instant() -> None:
    nudge = rule("S45", anchors=("terms_agreed",), unit="until_field", until_field="by_when", who="me")
    assert not clocks(story(opening(), ("terms_agreed", "2026-11-20T10:00", {})), nudge)
    told = ("terms_agreed", "2026-11-20T10:00", {"by_when": at("2026-11-22T23:59:59")})
    assert clocks(story(opening(), told), nudge)["S45"].due_at == at("2026-11-22T23:59:59")


def test_an_ended_case_has_no_running_clock() -> None:
    told: tuple[Told, ...] = (("applied", "2026-11-23T10:00", ONLY), ("withdrawn", "2026-11-23T11:00", {}))
    assert clocks(story(opening(), *told), rule("R"))["R"].state == "void"


def test_the_list_shows_the_nearest_clock_that_hurts_me_else_the_nearest_of_theirs() -> None:
    events = story(opening(), ("applied", "2026-11-23T10:00", ONLY))
    theirs = rule("THEIRS", amount=1)
    later = rule("LATER", amount=30)
    info = rule("INFO", who="me", amount=2, severity="info")
    hurting = rule("HURTS", who="me", amount=48, severity="loses_right")

    def first(*rules: DeadlineRule) -> str | None:
        clock = foremost(deadlines(case_of(events), events, playbook(*rules), CALENDAR))
        return clock.rule.id if clock else None

    assert first(later, theirs, info, hurting) == "HURTS"
    assert first(later, theirs, info) == "THEIRS"
    assert first(info) is None
    assert first() is None


def test_conditions_see_the_application_of_their_time() -> None:
    events = story(opening(channel="花呗"), ("applied", "2026-11-23T10:00", ONLY))
    facts = facts_at(case_of(events), events[:1], events[1])
    assert (facts["kind"], facts["shipped"], facts["channel"]) == ("refund_only", "false", "huabei")
