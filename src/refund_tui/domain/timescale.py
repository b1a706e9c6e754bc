"""Time as cells of a line: one window for all clocks of a case, and where in it each begins, and runs out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from refund_tui.domain.deadlines import Deadline

LEAST_CELLS = 3
"""One cell for what was, one for now, one for what is left."""
REACH = 10
"""How many times as long as the nearest clock a clock may be and still stand whole on the line."""
LEAST_REACH = timedelta(days=1)
"""What counts as the nearest clock's length at least: the last minutes of one must not hide the days of the rest."""
LEAST_AHEAD = timedelta(hours=1)
BEHIND_PER_AHEAD = 8
"""Where nothing near is still to come, the line is mostly past."""


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time that a line shows; `now` lies in it."""

    begins: datetime
    now: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Bar:
    """A clock on a line: the cells of its start, of now, and of its end.

    `cut` says that it began before the window, `beyond` that its end lies outside, so that its cell is the edge.
    """

    start: int
    now: int
    due: int
    cut: bool
    beyond: bool

    @property
    def overdue(self) -> bool:
        return self.due < self.now


def _begun(clock: Deadline, now: datetime) -> datetime:
    """Give when a clock began; where nobody knows, it is drawn from now, or from its end where that has passed."""
    return clock.started_at if clock.started_at is not None else min(now, clock.due_at)


def window(clocks: Sequence[Deadline], now: datetime) -> Window:
    """Choose what a line shows of running `clocks` (at least one) at `now`.

    The one nearest to its end, or past it, gives the measure: what has much longer to go, or ran out much longer
    ago, reaches over the edge, so that a limitation of three years leaves room for five days.
    """
    left = {clock.rule.id: clock.due_at - now for clock in clocks}
    nothing = timedelta()
    reach = REACH * max(LEAST_REACH, min(map(abs, left.values())))
    near = [clock for clock in clocks if abs(left[clock.rule.id]) <= reach]
    gone = [now - min(_begun(clock, now), clock.due_at) for clock in near]
    behind = min(max(gone, default=nothing), reach)
    ahead = max((each for each in left.values() if nothing < each <= reach), default=behind / BEHIND_PER_AHEAD)
    return Window(now - max(behind, nothing), now, now + max(ahead, LEAST_AHEAD))


def now_cell(shown: Window, width: int) -> int:
    """Give the cell of now in a line of `width` cells (at least LEAST_CELLS): never an edge."""
    share = (shown.now - shown.begins) / (shown.ends - shown.begins)
    return min(max(round(share * (width - 1)), 1), width - 2)


def _cell(instant: datetime, shown: Window, width: int) -> int:
    """Give the cell of an instant; one that is not now never falls on it, and one outside falls on the edge."""
    now = now_cell(shown, width)
    if instant == shown.now:
        return now
    share = (instant - shown.begins) / (shown.ends - shown.begins)
    cell = min(max(round(share * (width - 1)), 0), width - 1)
    return min(cell, now - 1) if instant < shown.now else max(cell, now + 1)


def bar(clock: Deadline, shown: Window, width: int) -> Bar:
    """Place a clock on a line of `width` cells (at least LEAST_CELLS)."""
    begun = _begun(clock, shown.now)
    due = _cell(clock.due_at, shown, width) if clock.due_at != shown.now else now_cell(shown, width) - 1
    return Bar(
        start=min(_cell(begun, shown, width), due),
        now=now_cell(shown, width),
        due=due,
        cut=begun < shown.begins,
        beyond=not shown.begins <= clock.due_at <= shown.ends,
    )
