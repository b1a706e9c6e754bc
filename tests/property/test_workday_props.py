"""The calendar agrees with two independent sources, and no clock runs backwards."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import holidays
from hypothesis import given
from hypothesis import strategies as st

from refund_tui.domain.workdays import UNITS, due
from refund_tui.rules.calendar import load_calendar

CALENDAR = load_calendar()
SHANGHAI = ZoneInfo("Asia/Shanghai")
EVERY_DAY = [date(2018, 1, 1) + timedelta(days=number) for number in range((date(2027, 1, 1) - date(2018, 1, 1)).days)]
ANCHORS = st.datetimes(datetime(2017, 6, 1), datetime(2028, 6, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
KNOWN_ANCHORS = ANCHORS.filter(lambda moment: 2018 <= moment.year <= 2025)
ZONES = st.sampled_from(["Asia/Shanghai", "America/New_York", "Asia/Beirut", "Australia/Lord_Howe"]).map(ZoneInfo)
AMOUNTS = st.integers(0, 60)
DAY_UNITS = st.sampled_from(["days_from_next_midnight", "calendar_days", "working_days", "months", "years"])


def test_every_day_of_2018_to_2026_is_what_chinesecalendar_says() -> None:
    assert [day for day in EVERY_DAY if CALENDAR.is_working(day) != chinese_calendar.is_workday(day)] == []


def test_every_day_of_2018_to_2026_is_what_holidays_says() -> None:
    china = holidays.country_holidays("CN", years=range(2018, 2027))
    assert [day for day in EVERY_DAY if CALENDAR.is_working(day) != china.is_working_day(day)] == []
    assert {day for day in china.weekend_workdays if CALENDAR.knows(day)} == CALENDAR.working_weekends


@given(anchor=ANCHORS, unit=st.sampled_from(UNITS), amount=AMOUNTS, zone=ZONES, roll=st.booleans(), mine=st.booleans())
def test_no_clock_ends_before_it_starts_or_before_a_shorter_one(
    anchor: datetime, unit: str, amount: int, zone: ZoneInfo, roll: bool, mine: bool
) -> None:
    first, second = (
        due(anchor, unit, number, zone=zone, calendar=CALENDAR, roll=roll, mine=mine).at
        for number in (amount, amount + 1)
    )
    assert anchor <= first <= second
    assert first.microsecond == 0


@given(anchor=ANCHORS, unit=st.sampled_from(UNITS), amount=AMOUNTS, roll=st.booleans())
def test_the_earlier_bound_is_never_after_the_later_and_exact_answers_do_not_differ(
    anchor: datetime, unit: str, amount: int, roll: bool
) -> None:
    mine, theirs = (
        due(anchor, unit, amount, zone=SHANGHAI, calendar=CALENDAR, roll=roll, mine=mine) for mine in (True, False)
    )
    assert mine.at <= theirs.at
    if not (mine.approximate or theirs.approximate):
        assert mine == theirs
    if theirs.at.astimezone(SHANGHAI).year <= 2026 and anchor.year >= 2018:
        assert not theirs.approximate


@given(anchor=KNOWN_ANCHORS, amount=AMOUNTS.filter(bool))
def test_working_days_end_on_a_working_day_with_as_many_of_them_on_the_way(anchor: datetime, amount: int) -> None:
    start = anchor.astimezone(SHANGHAI).date()
    end = due(anchor, "working_days", amount, zone=SHANGHAI, calendar=CALENDAR).at.astimezone(SHANGHAI).date()
    on_the_way = [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]
    assert sum(map(chinese_calendar.is_workday, on_the_way)) == amount
    assert chinese_calendar.is_workday(end)


@given(anchor=KNOWN_ANCHORS, amount=AMOUNTS)
def test_one_working_day_more_ends_later(anchor: datetime, amount: int) -> None:
    first, second = (
        due(anchor, "working_days", number, zone=SHANGHAI, calendar=CALENDAR).at for number in (amount, amount + 1)
    )
    assert first < second


@given(anchor=KNOWN_ANCHORS, unit=DAY_UNITS, amount=st.integers(0, 300))
def test_a_rolled_end_is_the_first_working_day_from_the_plain_one(anchor: datetime, unit: str, amount: int) -> None:
    if unit in ("months", "years"):
        amount = 0
    plain, rolled = (
        due(anchor, unit, amount, zone=SHANGHAI, calendar=CALENDAR, roll=roll).at.astimezone(SHANGHAI).date()
        for roll in (False, True)
    )
    between = [plain + timedelta(days=number) for number in range((rolled - plain).days)]
    assert not any(map(CALENDAR.is_working, between))
    assert unit == "working_days" or not CALENDAR.knows(rolled) or CALENDAR.is_working(rolled)


@given(anchor=ANCHORS, unit=DAY_UNITS, amount=AMOUNTS, zone=ZONES, roll=st.booleans())
def test_a_day_clock_ends_in_the_last_second_of_a_local_day(
    anchor: datetime, unit: str, amount: int, zone: ZoneInfo, roll: bool
) -> None:
    end = due(anchor, unit, amount, zone=zone, calendar=CALENDAR, roll=roll).at
    after = (end + timedelta(seconds=1)).astimezone(zone)
    assert end.astimezone(zone).strftime("%H:%M:%S") == "23:59:59"
    assert after.date() == end.astimezone(zone).date() + timedelta(days=1)


@given(anchor=ANCHORS, amount=AMOUNTS, zone=ZONES)
def test_business_hours_end_inside_the_window(anchor: datetime, amount: int, zone: ZoneInfo) -> None:
    end = due(anchor, "business_hours", amount, zone=zone, calendar=CALENDAR).at.astimezone(zone)
    assert "09:00:00" <= end.strftime("%H:%M:%S") <= "18:00:00"
