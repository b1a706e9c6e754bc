"""When a clock runs out: exact hours, calendar days, Chinese working days, business hours, months."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from refund_tui.domain.problem import Refused

OPENS, CLOSES = time(9), time(18)
"""The daily window of `business_hours`, in the case's zone (JD-04)."""

_SATURDAY = 5
_DAY_END = time(23, 59, 59)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are working days: Monday to Friday without `days_off`, with `working_weekends` (调休).

    The lists are complete for the years `known_from` to `known_through`, both included.
    """

    days_off: frozenset[date]
    working_weekends: frozenset[date]
    known_from: int
    known_through: int

    def knows(self, day: date) -> bool:
        return self.known_from <= day.year <= self.known_through

    def is_working(self, day: date) -> bool:
        """Say whether people work on `day`; in a year the calendar does not know, that is Monday to Friday."""
        if day.weekday() >= _SATURDAY:
            return day in self.working_weekends
        return day not in self.days_off

    def may_work(self, day: date) -> bool:
        """Say whether `day` could turn out to be a working day: weekends count where one like it ever did."""
        if self.knows(day):
            return self.is_working(day)
        return day.weekday() < _SATURDAY or (day.month, day.day) in self._ever_worked

    def surely_works(self, day: date) -> bool:
        """Say whether `day` will be a working day even if every date that was ever off is off again."""
        if self.knows(day):
            return self.is_working(day)
        return day.weekday() < _SATURDAY and (day.month, day.day) not in self._ever_off

    @cached_property
    def _ever_worked(self) -> frozenset[tuple[int, int]]:
        return frozenset((day.month, day.day) for day in self.working_weekends)

    @cached_property
    def _ever_off(self) -> frozenset[tuple[int, int]]:
        return frozenset((day.month, day.day) for day in self.days_off)


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock runs out: `at` in UTC, to the second; `approximate` when it rests on an unknown year."""

    at: datetime
    approximate: bool


def due(
    anchor: datetime,
    unit: str,
    amount: int,
    *,
    zone: ZoneInfo,
    calendar: WorkCalendar,
    roll: bool = False,
    mine: bool = False,
) -> Due:
    """Give the instant a clock of `amount` `unit`s from `anchor` (aware) runs out (case-model.md, Clocks).

    Day-clocks end at 23:59:59 in `zone`. `roll` moves the last day of a day-clock to the next working day
    (民法典 203); clocks of hours are never rolled. Where a year is needed that the calendar does not know,
    the answer is approximate: the earlier bound when `mine`, the later one otherwise.
    Raises Refused for an unknown unit, an amount below 0 and an end outside the years 1 to 9999.
    """
    if anchor.tzinfo is None:
        raise ValueError("an anchor needs its offset")
    if unit not in UNITS:
        raise Refused("{unit} is not a unit of time here: use one of {units}", unit=unit, units=", ".join(UNITS))
    if amount < 0:
        raise Refused("{value} {unit} runs backwards: give 0 or more", value=amount, unit=unit)
    start = anchor.astimezone(UTC).replace(microsecond=0)
    try:
        if unit == "hours":
            return Due(start + timedelta(hours=amount), False)
        if unit == "business_hours":
            return Due(_after_business_hours(start, amount, zone), False)
        works = calendar.may_work if mine else calendar.surely_works
        last, exact = _last_day(start.astimezone(zone).date(), unit, amount, _Days(calendar, works), roll)
        return Due(day_end(last, zone), not exact)
    except (OverflowError, ValueError):
        raise Refused(
            "{value} {unit} from {anchor} ends outside the years 1 to 9999: check the number and the date",
            value=amount,
            unit=unit,
            anchor=anchor.isoformat(" ", "minutes"),
        ) from None


def day_end(day: date, zone: ZoneInfo) -> datetime:
    """Give the last second of a day in `zone`, as UTC."""
    # fold=1 is the later of two 23:59:59, and the second before the jump where clocks skip it.
    return datetime.combine(day, _DAY_END, zone).replace(fold=1).astimezone(UTC)


def months_later(day: date, months: int) -> date:
    """Give the same day `months` later (earlier when negative), or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _days_later(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _years_later(day: date, years: int) -> date:
    return months_later(day, 12 * years)


_DAYS: dict[str, Callable[[date, int], date]] = {
    "days_from_next_midnight": _days_later,
    "calendar_days": _days_later,
    "months": months_later,
    "years": _years_later,
}
UNITS: tuple[str, ...] = ("hours", "business_hours", "working_days", *_DAYS)
"""The units of a clock, as rule files write them."""


@dataclass(frozen=True, slots=True)
class _Days:
    """The calendar with one of its bounds for the years it does not know."""

    calendar: WorkCalendar
    works: Callable[[date], bool]

    def nth_after(self, day: date, amount: int) -> tuple[date, bool]:
        """The `amount`-th working day after `day`, and whether only known years were looked at."""
        # Refused at once: counting day by day towards the year 9999 would take seconds to fail.
        day + timedelta(days=amount)
        exact = True
        while amount:
            day += _ONE_DAY
            exact = exact and self.calendar.knows(day)
            amount -= self.works(day)
        return day, exact

    def rolled(self, day: date) -> tuple[date, bool]:
        """The first working day from `day` on, and whether only known years were looked at."""
        exact = self.calendar.knows(day)
        while not self.works(day):
            day += _ONE_DAY
            exact = exact and self.calendar.knows(day)
        return day, exact


def _last_day(today: date, unit: str, amount: int, days: _Days, roll: bool) -> tuple[date, bool]:
    if unit == "working_days":
        return days.nth_after(today, amount)
    last = _DAYS[unit](today, amount)
    return days.rolled(last) if roll else (last, True)


def _after_business_hours(start: datetime, amount: int, zone: ZoneInfo) -> datetime:
    """Spend `amount` hours inside the daily windows from `start` (UTC) on; none left over ends at closing."""
    left = timedelta(hours=amount)
    day = start.astimezone(zone).date()
    # Refused at once, like working days: no day has more than 24 of the hours.
    day + left / 24
    while True:
        opens = datetime.combine(day, OPENS, zone).astimezone(UTC)
        closes = datetime.combine(day, CLOSES, zone).astimezone(UTC)
        begins = max(start, opens)
        if begins < closes:
            if begins + left <= closes:
                return begins + left
            left -= closes - begins
        day += _ONE_DAY
