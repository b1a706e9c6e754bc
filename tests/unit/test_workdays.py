"""Clocks run out when the platforms' rules and the law say, by the Chinese calendar of working days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from refund_tui.domain.problem import Refused
from refund_tui.domain.workdays import UNITS, Due, WorkCalendar, due, months_later
from refund_tui.rules.calendar import load_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = load_calendar()


def ends(
    anchor: str, unit: str, amount: int, *, roll: bool = False, mine: bool = False, zone: ZoneInfo = SHANGHAI
) -> tuple[str, bool]:
    start = datetime.fromisoformat(anchor).replace(tzinfo=zone)
    result = due(start, unit, amount, zone=zone, calendar=CALENDAR, roll=roll, mine=mine)
    assert result.at.tzinfo is UTC
    return result.at.astimezone(zone).replace(tzinfo=None).isoformat(), result.approximate


@pytest.mark.parametrize(
    ("anchor", "unit", "amount", "roll", "end"),
    [
        ("2026-11-23T10:00", "hours", 24, False, "2026-11-24T10:00:00"),
        ("2026-11-23T16:30", "hours", 120, False, "2026-11-28T16:30:00"),
        ("2026-11-23T16:30", "days_from_next_midnight", 7, False, "2026-11-30T23:59:59"),
        ("2026-11-23T09:00", "calendar_days", 7, True, "2026-11-30T23:59:59"),
        ("2026-09-25T09:00", "calendar_days", 7, True, "2026-10-08T23:59:59"),
        ("2026-09-28T15:00", "working_days", 7, False, "2026-10-13T23:59:59"),
        ("2026-11-23T16:00", "business_hours", 4, False, "2026-11-24T11:00:00"),
    ],
    ids=["TB-01", "TB-03", "TB-14", "L-03", "L-03 rolled", "L-19", "JD-04"],
)
def test_the_worked_examples_of_the_case_model_hold(anchor: str, unit: str, amount: int, roll: bool, end: str) -> None:
    assert ends(anchor, unit, amount, roll=roll) == (end, False)


@pytest.mark.parametrize(
    ("anchor", "hours", "end"),
    [
        ("2026-11-23T08:00", 1, "2026-11-23T10:00:00"),
        ("2026-11-23T17:30", 1, "2026-11-24T09:30:00"),
        ("2026-11-23T18:00", 1, "2026-11-24T10:00:00"),
        ("2026-11-23T20:00", 9, "2026-11-24T18:00:00"),
        ("2026-11-23T09:00", 18, "2026-11-24T18:00:00"),
        ("2026-11-28T12:00", 6, "2026-11-28T18:00:00"),
        ("2026-11-23T20:00", 0, "2026-11-24T09:00:00"),
    ],
)
def test_business_hours_run_from_nine_to_six_on_every_day(anchor: str, hours: int, end: str) -> None:
    assert ends(anchor, "business_hours", hours) == (end, False)


@pytest.mark.parametrize(
    ("anchor", "unit", "amount", "end"),
    [
        ("2026-01-31T10:00", "months", 1, "2026-02-28T23:59:59"),
        ("2028-01-31T10:00", "months", 1, "2028-02-29T23:59:59"),
        ("2026-11-23T10:00", "months", 3, "2027-02-23T23:59:59"),
        ("2028-02-29T10:00", "years", 1, "2029-02-28T23:59:59"),
        ("2026-11-23T10:00", "years", 3, "2029-11-23T23:59:59"),
        ("2026-12-31T23:59:59", "months", 0, "2026-12-31T23:59:59"),
    ],
)
def test_months_and_years_keep_the_day_or_take_the_last_one(anchor: str, unit: str, amount: int, end: str) -> None:
    assert ends(anchor, unit, amount) == (end, False)


def test_the_end_of_every_day_clock_can_move_to_a_working_day_and_that_of_hours_never_does() -> None:
    # 2026-10-03 is in the National Day holiday; 2026-09-20 is a Sunday that is worked.
    assert ends("2026-09-03T09:00", "months", 1, roll=True) == ("2026-10-08T23:59:59", False)
    assert ends("2026-09-26T09:00", "days_from_next_midnight", 7, roll=True) == ("2026-10-08T23:59:59", False)
    assert ends("2026-09-13T09:00", "calendar_days", 7, roll=True) == ("2026-09-20T23:59:59", False)
    assert ends("2026-09-06T09:00", "calendar_days", 6, roll=True) == ("2026-09-14T23:59:59", False)
    assert ends("2026-10-01T09:00", "hours", 24, roll=True) == ("2026-10-02T09:00:00", False)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-10-01", False),
        ("2026-09-20", True),
        ("2026-10-10", True),
        ("2026-10-11", False),
        ("2026-11-23", True),
        ("2027-10-01", True),
        ("2027-10-02", False),
    ],
)
def test_holidays_are_off_and_make_up_days_are_worked(day: str, working: bool) -> None:
    assert CALENDAR.is_working(date.fromisoformat(day)) is working


def test_the_calendar_knows_2018_to_2026() -> None:
    assert [CALENDAR.knows(date(year, 6, 1)) for year in (2017, 2018, 2026, 2027)] == [False, True, True, False]


def test_past_the_known_years_what_i_must_do_is_due_earlier_and_what_they_must_later() -> None:
    # 1 January 2027 is a Friday, and was off in known years; Monday 4 January never was.
    assert ends("2026-12-30T09:00", "working_days", 1) == ("2026-12-31T23:59:59", False)
    assert ends("2026-12-30T09:00", "working_days", 2, mine=True) == ("2027-01-01T23:59:59", True)
    assert ends("2026-12-30T09:00", "working_days", 2, mine=False) == ("2027-01-04T23:59:59", True)
    assert ends("2026-12-25T09:00", "calendar_days", 7, roll=True, mine=True) == ("2027-01-01T23:59:59", True)
    assert ends("2026-12-25T09:00", "calendar_days", 7, roll=True)[1] is True
    assert ends("2017-12-28T09:00", "working_days", 1)[1] is True


def test_a_clock_that_asks_no_working_day_is_exact_in_any_year() -> None:
    for unit in ("hours", "days_from_next_midnight", "calendar_days", "business_hours", "months", "years"):
        assert ends("2031-01-01T09:00", unit, 5)[1] is False


def test_hours_are_real_hours_where_clocks_change_and_days_still_end_at_the_last_second() -> None:
    new_york = ZoneInfo("America/New_York")
    assert ends("2026-10-31T12:00", "hours", 24, zone=new_york)[0] == "2026-11-01T11:00:00"
    assert ends("2026-10-31T12:00", "calendar_days", 1, zone=new_york)[0] == "2026-11-01T23:59:59"
    # Clocks in Beirut go from midnight back to 23:00, so 23:59:59 comes twice; the day ends with the second.
    beirut = ZoneInfo("Asia/Beirut")
    end = due(datetime(2026, 10, 24, 12, tzinfo=beirut), "calendar_days", 0, zone=beirut, calendar=CALENDAR)
    assert end == Due(datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC), False)


def test_the_day_of_the_anchor_is_that_of_the_zone_and_fractions_of_a_second_are_dropped() -> None:
    late = datetime(2026, 11, 23, 16, 30, 0, 999_999, tzinfo=UTC)  # 00:30 on the 24th in Shanghai
    assert due(late, "calendar_days", 1, zone=SHANGHAI, calendar=CALENDAR).at == datetime(
        2026, 11, 25, 15, 59, 59, tzinfo=UTC
    )
    assert due(late, "hours", 1, zone=SHANGHAI, calendar=CALENDAR).at == datetime(2026, 11, 23, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("amount", [10**8, 10**12, 10**40])
def test_an_end_after_the_year_9999_is_refused(unit: str, amount: int) -> None:
    with pytest.raises(Refused, match="years 1 to 9999"):
        ends("2026-11-23T10:00", unit, amount)


def test_an_unknown_unit_and_a_clock_that_runs_backwards_are_refused() -> None:
    with pytest.raises(Refused, match="fortnights"):
        ends("2026-11-23T10:00", "fortnights", 1)
    with pytest.raises(Refused, match="-1 hours"):
        ends("2026-11-23T10:00", "hours", -1)
    with pytest.raises(ValueError, match="offset"):
        due(datetime(2026, 1, 1), "hours", 1, zone=SHANGHAI, calendar=CALENDAR)  # noqa: DTZ001


def test_months_also_go_back() -> None:
    assert months_later(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert months_later(date(2026, 1, 15), -1) == date(2025, 12, 15)


GOOD = """
region = "CN"
known_from = 2027
known_through = 2027
source = "a test"
days_off = [2027-01-01]
working_weekends = [2027-01-03]
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "calendar-2027.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_calendar_file_adds_a_year_without_a_release(tmp_path: Path) -> None:
    calendar = load_calendar([_file(tmp_path, GOOD)])
    assert (calendar.known_from, calendar.known_through) == (2018, 2027)
    assert not calendar.is_working(date(2027, 1, 1))
    assert calendar.is_working(date(2027, 1, 3))
    assert calendar.is_working(date(2026, 10, 10))
    result = due(
        datetime(2026, 12, 30, 9, tzinfo=SHANGHAI), "working_days", 2, zone=SHANGHAI, calendar=calendar, mine=True
    )
    assert result == Due(datetime(2027, 1, 3, 15, 59, 59, tzinfo=UTC), False)


def test_a_calendar_file_speaks_for_all_its_years(tmp_path: Path) -> None:
    calendar = load_calendar([_file(tmp_path, GOOD.replace("2027", "2026").replace("01-03", "01-04"))])
    assert calendar.is_working(date(2026, 10, 1))
    assert not calendar.is_working(date(2025, 10, 1))


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('region = "CN"', 'region = "US"', "region"),
        ('region = "CN"', "", "region"),
        ('source = "a test"', "source = 3", "source"),
        ("known_from = 2027", "known_from = true", "known_from"),
        ("known_from = 2027", "known_from = 2028", "known_through"),
        ("known_through = 2027", "known_through = '2027'", "known_through"),
        ("days_off = [2027-01-01]", "", "days_off"),
        ("days_off = [2027-01-01]", "days_off = ['2027-01-01']", "days_off"),
        ("days_off = [2027-01-01]", "days_off = [2027-01-02]", "days_off"),
        ("days_off = [2027-01-01]", "days_off = [2027-01-01T10:00:00]", "days_off"),
        ("days_off = [2027-01-01]", "days_off = [2028-01-03]", "days_off"),
        ("working_weekends = [2027-01-03]", "working_weekends = [2027-01-04]", "working_weekends"),
        ("working_weekends", "makeup", "makeup"),
        ("2027\nknown_through = 2027", "2028\nknown_through = 2028", "days_off"),
        ("2027", "2029", "known_from"),
    ],
)
def test_a_bad_calendar_file_is_refused_by_file_and_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    text = GOOD.replace(old, new)
    if new == "2029":
        text = text.replace("2029-01-03", "2029-01-06")
    with pytest.raises(Refused) as refusal:
        load_calendar([_file(tmp_path, text)])
    assert refusal.value.values["key"] == key
    assert "calendar-2027.toml" in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("content", [b"= nonsense", b"\xff\xfe", b"a = " + b"[" * 20_000])
def test_a_calendar_that_is_not_toml_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    with pytest.raises(Refused, match=r"bad\.toml"):
        load_calendar([path])


def test_a_calendar_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"gone\.toml"):
        load_calendar([tmp_path / "gone.toml"])


def test_a_calendar_is_a_value() -> None:
    empty = WorkCalendar(frozenset(), frozenset(), 2026, 2026)
    assert empty == WorkCalendar(frozenset(), frozenset(), 2026, 2026)
    assert hash(empty) == hash(WorkCalendar(frozenset(), frozenset(), 2026, 2026))
