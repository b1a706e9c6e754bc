"""Which stretch of time a line shows: what is near stays readable, what is far reaches over the edge."""

from __future__ import annotations

from datetime import timedelta

from refund_tui.domain.deadlines import Deadline
from refund_tui.domain.timescale import bar, window
from tests.making import at, rule

NOW = at("2026-11-23T10:00")
WIDTH = 61


def clock(name: str, gone: float | None, left: float) -> Deadline:
    """A clock that began `gone` days ago and has `left` days."""
    start = None if gone is None else NOW - timedelta(days=gone)
    due = NOW + timedelta(days=left)
    return Deadline(rule(name), start, due, due, False, False, "running", 1)


def test_a_limitation_of_three_years_does_not_squash_five_days() -> None:
    near, far = clock("TB-03", 1, 4), clock("L-25", 20, 1075)
    shown = window([near, far], NOW)
    assert (shown.begins, shown.ends) == (NOW - timedelta(days=1), NOW + timedelta(days=4))
    first, second = bar(near, shown, WIDTH), bar(far, shown, WIDTH)
    assert (first.start, first.now, first.due, first.beyond) == (0, 12, 60, False)
    assert (second.start, second.due, second.cut, second.beyond) == (0, 60, True, True)


def test_clocks_of_like_length_stand_whole_on_one_scale() -> None:
    clocks = [clock("TB-03", 2, 3), clock("L-10", 5, 10)]
    shown = window(clocks, NOW)
    drawn = [bar(each, shown, WIDTH) for each in clocks]
    assert [(each.start, each.now, each.due) for each in drawn] == [(12, 20, 32), (0, 20, 60)]
    assert not any(each.cut or each.beyond for each in drawn)


def test_the_last_hour_of_a_clock_still_shows_the_days_of_the_others() -> None:
    clocks = [clock("TB-01", 0.96, 1 / 24), clock("L-10", 1, 5)]
    shown = window(clocks, NOW)
    first = bar(clocks[0], shown, WIDTH)
    assert not bar(clocks[1], shown, WIDTH).beyond and first.due == first.now + 1


def test_what_ran_out_ends_before_now_and_the_line_is_mostly_past_where_nothing_is_to_come() -> None:
    alone = clock("TB-01", 3, -2)
    drawn = bar(alone, window([alone], NOW), WIDTH)
    assert drawn.overdue and drawn.start == 0 and drawn.due == 18 and drawn.now == 53
    long_ago = clock("L-10", 300, -200)
    shown = window([clock("TB-03", 1, 4), long_ago], NOW)
    assert bar(long_ago, shown, WIDTH).beyond and bar(long_ago, shown, WIDTH).due == 0


def test_a_clock_that_began_nobody_knows_when_is_drawn_from_now() -> None:
    alone = clock("TB-03", None, 2)
    drawn = bar(alone, window([alone], NOW), WIDTH)
    assert drawn.start == drawn.now == 1 and drawn.due == 60 and not drawn.cut


def test_a_clock_that_runs_out_this_very_instant_has_run_out() -> None:
    alone = clock("TB-03", None, 0)
    assert bar(alone, window([alone], NOW), WIDTH).overdue
