"""Time drawn in cells keeps its order, one scale for all, and now inside."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from refund_tui.domain.deadlines import Deadline
from refund_tui.domain.timescale import LEAST_CELLS, REACH, bar, now_cell, window
from tests.making import at, rule

NOW = at("2026-11-23T10:00")
WIDTHS = st.integers(LEAST_CELLS, 200)


def clock(number: int, start: datetime | None, due: datetime) -> Deadline:
    return Deadline(rule(f"R-{number}"), start, due, due, False, False, "running", number)


@st.composite
def running(draw: st.DrawFn) -> list[Deadline]:
    """Clocks of minutes to years, that run, have run out, or began nobody knows when."""
    minutes = st.one_of(st.integers(-3000, 3000), st.integers(-80_000, 80_000), st.integers(-500_000, 2_000_000))
    found = []
    for number in range(draw(st.integers(1, 6))):
        due = NOW + timedelta(minutes=draw(minutes))
        start = due - timedelta(minutes=draw(st.integers(0, 2_000_000))) if draw(st.booleans()) else None
        found.append(clock(number, start, due))
    return found


@given(running(), WIDTHS)
def test_now_is_inside_and_everything_within_the_line(clocks: list[Deadline], width: int) -> None:
    shown = window(clocks, NOW)
    assert shown.begins <= NOW < shown.ends
    assert 0 < now_cell(shown, width) < width - 1
    for each in clocks:
        drawn = bar(each, shown, width)
        assert drawn.now == now_cell(shown, width)
        assert 0 <= drawn.start <= drawn.due <= width - 1
        assert drawn.overdue == (each.due_at <= NOW)
        assert drawn.due != drawn.now
        assert not drawn.beyond or drawn.due in (0, width - 1)
        assert not drawn.cut or drawn.start == 0


@given(running(), WIDTHS)
def test_what_ends_later_stands_no_further_left_whichever_clock_it_is(clocks: list[Deadline], width: int) -> None:
    shown = window(clocks, NOW)
    for instant in ("due_at", "started_at"):
        known = sorted((each for each in clocks if getattr(each, instant)), key=lambda each: getattr(each, instant))
        cells = [bar(each, shown, width) for each in known]
        places = [each.due if instant == "due_at" else each.start for each in cells]
        assert places == sorted(places)


@given(running())
def test_a_cell_is_the_same_time_for_every_clock(clocks: list[Deadline]) -> None:
    width = 101
    shown = window(clocks, NOW)
    cell = (shown.ends - shown.begins) / (width - 1)
    for each in clocks:
        drawn = bar(each, shown, width)
        if not drawn.beyond:
            # Half a cell for rounding, and one for keeping clear of now.
            assert abs(shown.begins + drawn.due * cell - each.due_at) <= 2.5 * cell


@given(running())
def test_the_clock_nearest_to_its_end_stands_whole_and_never_squashed(clocks: list[Deadline]) -> None:
    nearest = min(clocks, key=lambda each: abs(each.due_at - NOW))
    shown = window(clocks, NOW)
    assert not bar(nearest, shown, 60).beyond
    measure = REACH * max(abs(nearest.due_at - NOW), timedelta(days=1))
    assert shown.ends - NOW <= measure and NOW - shown.begins <= measure
