"""Clocks drawn as bars on one scale, in ASCII: every sign is one cell wide in every terminal, and needs no colour."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from refund_tui.domain.deadlines import Deadline
from refund_tui.domain.text import cells
from refund_tui.domain.timescale import Window, bar, now_cell

GONE, NOW, LEFT, OVER = "#", "|", "-", "!"
CUT, BEYOND = "<", ">"
END, ABOUT, FROM_PAGE = "]", "~", "="
"""How a clock ends: exactly there, about there, there by the page's own word."""
WITH_HOURS = timedelta(days=3)
"""A line shorter than this names hours at its ends."""


def end_sign(clock: Deadline) -> str:
    if clock.approximate:
        return ABOUT
    return FROM_PAGE if clock.overridden else END


def drawn(clock: Deadline, shown: Window, width: int) -> str:
    """Draw a clock in `width` cells: gone, now, left, and its end; past its end, how long it has been over."""
    place = bar(clock, shown, width)
    line = [" "] * width
    line[place.start : min(place.due, place.now)] = GONE * max(min(place.due, place.now) - place.start, 0)
    first = max(place.now, place.start)
    line[first : place.due] = LEFT * max(place.due - first, 0)
    if place.overdue:
        line[place.due : place.now] = OVER * (place.now - place.due)
    line[place.due] = (CUT if place.overdue else BEYOND) if place.beyond else end_sign(clock)
    if place.cut and place.start < min(place.due, place.now):
        line[place.start] = CUT
    line[place.now] = NOW
    return "".join(line)


def _stamps(instant: datetime, shown: Window, zone: ZoneInfo) -> tuple[str, ...]:
    """Give ways to write an end of the line, the fullest first."""
    local, now = instant.astimezone(zone), shown.now.astimezone(zone)
    if local.year != now.year:
        return f"{local:%Y-%m-%d}", f"{local:%Y}"
    hours = (f"{local:%m-%d %H:%M}",) if shown.ends - shown.begins < WITH_HOURS else ()
    return *hours, f"{local:%m-%d}"


def scale(shown: Window, zone: ZoneInfo, now: str, width: int) -> str:
    """Write the dates at both ends and the word `now` at its place; what does not fit beside it is left out."""

    def fitting(instant: datetime, room: int) -> str:
        return next((stamp for stamp in _stamps(instant, shown, zone) if cells(stamp) < room), "")

    taken = cells(now)
    place = max(min(now_cell(shown, width) - taken // 2, width - taken), 0)
    before, after = fitting(shown.begins, place), fitting(shown.ends, width - place - taken)
    gap = width - place - taken - cells(after)
    return f"{before}{' ' * (place - cells(before))}{now}{' ' * gap}{after}"
