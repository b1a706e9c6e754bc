"""Which clocks a calendar reminds of, and that it knows each of them again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from refund_tui.domain.deadlines import Deadline, deadlines
from refund_tui.domain.events import Event
from refund_tui.domain.reminders import reminders, uid
from refund_tui.rules.calendar import load_calendar
from tests.making import at, case_of, event, opening, playbook, rule, story

FILE = "00000000-0000-4000-8000-000000000001"
RULE = rule("TB-03", who="me", severity="loses_right", anchors=("seller_refused",))


def clock(*events: Event) -> Deadline:
    found = deadlines(case_of(events), events, playbook(RULE), load_calendar())
    assert len(found) == 1
    return found[0]


REFUSED = story(
    opening(), ("applied", "2026-11-02T10:00", {"kind": "refund_only"}), ("seller_refused", "2026-11-03T10:00", {})
)


@pytest.mark.parametrize(
    ("who", "severity", "hours"),
    [
        ("me", "loses_right", (24, 3)),
        ("me", "info", ()),
        ("seller", "gains_right", (0,)),
        ("platform", "info", (0,)),
    ],
)
def test_mine_is_reminded_of_ahead_and_theirs_when_it_runs_out(who: str, severity: str, hours: tuple[int, ...]) -> None:
    asked = rule("X-1", who=who, severity=severity)
    running = Deadline(asked, at("2026-11-03T10:00"), at("2026-11-04T10:00"), None, False, False, "running", 3)
    assert reminders(running) == tuple(timedelta(hours=each) for each in hours)


def test_a_clock_keeps_its_name_when_its_instant_moves() -> None:
    before = clock(*REFUSED)
    told = event(4, "deadline_set", "2026-11-03T12:00", rule="TB-03", due_at=at("2026-11-09T10:00"))
    after = clock(*REFUSED, told)
    assert after.due_at != before.due_at
    assert uid(FILE, 1, after) == uid(FILE, 1, before)
    assert UUID(uid(FILE, 1, after)).version == 5


def test_a_clock_known_from_the_page_alone_keeps_its_name_when_the_page_is_entered_anew() -> None:
    first = event(2, "deadline_set", "2026-11-03T12:00", rule="TB-03", due_at=at("2026-11-09T10:00"))
    again = event(3, "deadline_set", "2026-11-03T13:00", rule="TB-03", due_at=at("2026-11-10T10:00"))
    before, after = clock(opening(), first), clock(opening(), first, again)
    assert before.anchor_seq != after.anchor_seq
    assert uid(FILE, 1, after) == uid(FILE, 1, before)


def test_another_start_another_case_and_another_file_have_another_name() -> None:
    first = clock(*REFUSED)
    again = clock(*REFUSED, event(4, "seller_refused", "2026-11-05T10:00"))
    other = FILE.replace("1", "2")
    assert len({uid(FILE, 1, first), uid(FILE, 1, again), uid(FILE, 2, first), uid(other, 1, first)}) == 4
