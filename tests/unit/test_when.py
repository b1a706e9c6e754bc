"""A time can be typed as people say it, and means one instant; what cannot be read is refused, never guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from refund_tui.domain.problem import Refused
from refund_tui.domain.when import format_when, parse_when
from refund_tui.rules.calendar import load_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
CALENDAR = load_calendar()
# A Monday.
NOW = datetime(2026, 11, 23, 10, 0, 30, 123, tzinfo=SHANGHAI)
ANCHORS = {
    "signed": datetime(2026, 11, 20, 16, 30, tzinfo=SHANGHAI),
    "shipped": datetime(2026, 11, 18, 9, 0, tzinfo=SHANGHAI),
    "paid": datetime(2026, 11, 17, 20, 0, tzinfo=SHANGHAI),
    "applied": datetime(2026, 9, 28, 15, 0, tzinfo=SHANGHAI),
    "seller_agreed": datetime(2026, 11, 21, 8, 0, tzinfo=SHANGHAI),
    "seller_refused": datetime(2026, 11, 22, 8, 0, tzinfo=SHANGHAI),
}


def read(text: str, *, day_end: bool = False, zone: ZoneInfo = SHANGHAI, now: datetime = NOW) -> str:
    instant = parse_when(text, now=now, zone=zone, calendar=CALENDAR, anchors=ANCHORS, day_end=day_end)
    assert instant.tzinfo is UTC
    return instant.astimezone(zone).replace(tzinfo=None).isoformat(" ")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-23T16:30:05", "2026-11-23 16:30:05"),
        ("2026-11-23T16:30", "2026-11-23 16:30:00"),
        ("2026-11-23 16:30", "2026-11-23 16:30:00"),
        ("2026-11-23t16:30:05.123456", "2026-11-23 16:30:05"),
        ("2026-11-23T08:30Z", "2026-11-23 16:30:00"),
        ("2026-11-23T16:30:00+08:00", "2026-11-23 16:30:00"),
        ("2026-11-23 03:30:00-0500", "2026-11-23 16:30:00"),
        ("2026-11-23T24:00", "2026-11-24 00:00:00"),
        ("2026/11/23 16:30", "2026-11-23 16:30:00"),
        ("2026.1.2 6:30", "2026-01-02 06:30:00"),
        ("2026年11月23日16:30", "2026-11-23 16:30:00"),
        ("2026年11月23日 下午4点半", "2026-11-23 16:30:00"),
        ("二〇二六年十一月二十三日十六时三十分", "2026-11-23 16:30:00"),
        ("２０２６－１１－２３　１６：３０", "2026-11-23 16:30:00"),
        ("11-24 16:30", "2026-11-24 16:30:00"),
        ("16:30", "2026-11-23 16:30:00"),
        ("下午3点", "2026-11-23 15:00:00"),
        ("八点零五分", "2026-11-23 08:05:00"),
    ],
)
def test_a_written_date_and_time_is_read_in_the_zone_unless_it_has_an_offset(text: str, instant: str) -> None:
    assert read(text) == read(text, day_end=True) == instant


@pytest.mark.parametrize(
    ("text", "day", "due_day"),
    [
        ("2026-11-23", "2026-11-23", None),
        ("2026/1/2", "2026-01-02", None),
        ("2026年11月23日", "2026-11-23", None),
        ("11-23", "2026-11-23", None),
        ("11-24", "2026-11-24", None),
        ("11-22", "2026-11-22", "2027-11-22"),
        ("12/1", "2025-12-01", "2026-12-01"),
        ("12月1日", "2025-12-01", "2026-12-01"),
        ("12月1号", "2025-12-01", "2026-12-01"),
        ("12月1", "2025-12-01", "2026-12-01"),
        ("十二月三十一日", "2025-12-31", "2026-12-31"),
        ("今天", "2026-11-23", None),
        ("昨天", "2026-11-22", None),
        ("前天", "2026-11-21", None),
        ("明天", "2026-11-24", None),
        ("后天", "2026-11-25", None),
        ("大后天", "2026-11-26", None),
        ("Today", "2026-11-23", None),
        ("yesterday", "2026-11-22", None),
        ("tomorrow", "2026-11-24", None),
        ("周一", "2026-11-23", None),
        ("周二", "2026-11-24", None),
        ("周五", "2026-11-20", "2026-11-27"),
        ("星期日", "2026-11-22", "2026-11-29"),
        ("礼拜天", "2026-11-22", "2026-11-29"),
        ("这周五", "2026-11-27", None),
        ("上周五", "2026-11-20", None),
        ("下周三", "2026-12-02", None),
        ("下个星期三", "2026-12-02", None),
        ("下下周一", "2026-12-07", None),
        ("friday", "2026-11-20", "2026-11-27"),
        ("next monday", "2026-11-30", None),
        ("next friday", "2026-11-27", None),
        ("last friday", "2026-11-20", None),
        ("last monday", "2026-11-16", None),
        ("this friday", "2026-11-27", None),
        ("月底", "2026-11-30", None),
        ("本月底", "2026-11-30", None),
        ("下个月底", "2026-12-31", None),
        ("end of month", "2026-11-30", None),
        ("the end of next month", "2026-12-31", None),
    ],
)
def test_a_day_begins_at_midnight_and_as_a_due_date_ends_in_its_last_second(
    text: str, day: str, due_day: str | None
) -> None:
    assert read(text) == f"{day} 00:00:00"
    assert read(text, day_end=True) == f"{due_day or day} 23:59:59"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("明天下午3点", "2026-11-24 15:00:00"),
        ("明天下午三点", "2026-11-24 15:00:00"),
        ("明天 15点", "2026-11-24 15:00:00"),
        ("今晚8点", "2026-11-23 20:00:00"),
        ("今晚八点半", "2026-11-23 20:30:00"),
        ("今晚12点", "2026-11-24 00:00:00"),
        ("今晚20:00", "2026-11-23 20:00:00"),
        ("昨天16:30", "2026-11-22 16:30:00"),
        ("昨天的16：30", "2026-11-22 16:30:00"),
        ("凌晨12点", "2026-11-23 00:00:00"),
        ("中午12点", "2026-11-23 12:00:00"),
        ("中午一点", "2026-11-23 13:00:00"),
        ("后天上午九点一刻", "2026-11-25 09:15:00"),
        ("tomorrow 3pm", "2026-11-24 15:00:00"),
        ("tomorrow at 3:15 PM", "2026-11-24 15:15:00"),
        ("tonight 8pm", "2026-11-23 20:00:00"),
        ("today 12am", "2026-11-23 00:00:00"),
        ("下周三上午十点半", "2026-12-02 10:30:00"),
        ("下周三十点", "2026-12-02 10:00:00"),
        ("next monday 9:00", "2026-11-30 09:00:00"),
        ("月底18点", "2026-11-30 18:00:00"),
    ],
)
def test_a_day_may_carry_a_time(text: str, instant: str) -> None:
    assert read(text) == read(text, day_end=True) == instant


def test_tonight_begins_at_six_and_ends_with_the_day() -> None:
    assert read("今晚") == read("tonight") == "2026-11-23 18:00:00"
    assert read("今晚", day_end=True) == "2026-11-23 23:59:59"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("now", "2026-11-23 10:00:30"),
        ("现在", "2026-11-23 10:00:30"),
        ("刚才", "2026-11-23 10:00:30"),
        ("3d", "2026-11-26 10:00:30"),
        ("+3d", "2026-11-26 10:00:30"),
        ("-2d", "2026-11-21 10:00:30"),
        ("2w", "2026-12-07 10:00:30"),
        ("36h", "2026-11-24 22:00:30"),
        ("30m", "2026-11-23 10:30:30"),
        ("in 3 days", "2026-11-26 10:00:30"),
        ("within 48 hours", "2026-11-25 10:00:30"),
        ("3 days ago", "2026-11-20 10:00:30"),
        ("3 days from now", "2026-11-26 10:00:30"),
        ("3天后", "2026-11-26 10:00:30"),
        ("三天后", "2026-11-26 10:00:30"),
        ("三天之后", "2026-11-26 10:00:30"),
        ("十五天后", "2026-12-08 10:00:30"),
        ("二十天以内", "2026-12-13 10:00:30"),
        ("一百二十小时内", "2026-11-28 10:00:30"),
        ("７日内", "2026-11-30 10:00:30"),
        ("半小时后", "2026-11-23 10:30:30"),
        ("半个小时后", "2026-11-23 10:30:30"),
        ("一个半小时后", "2026-11-23 11:30:30"),
        ("48小时内", "2026-11-25 10:00:30"),
        ("两周后", "2026-12-07 10:00:30"),
        ("两个星期后", "2026-12-07 10:00:30"),
        ("3天前", "2026-11-20 10:00:30"),
        ("三个月后", "2027-02-23 10:00:30"),
        ("1 year ago", "2025-11-23 10:00:30"),
        ("7个工作日", "2026-12-02 23:59:59"),
        ("七个工作日内", "2026-12-02 23:59:59"),
        ("7 working days", "2026-12-02 23:59:59"),
        ("in 1 business day", "2026-11-24 23:59:59"),
    ],
)
def test_a_span_counts_from_now(text: str, instant: str) -> None:
    assert read(text) == read(text, day_end=True) == instant


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("签收后7天", "2026-11-27 16:30:00"),
        ("签收后七天内", "2026-11-27 16:30:00"),
        ("签收7天后", "2026-11-27 16:30:00"),
        ("签收之后7日", "2026-11-27 16:30:00"),
        ("发货后3天", "2026-11-21 09:00:00"),
        ("付款后48小时", "2026-11-19 20:00:00"),
        ("申请后7个工作日", "2026-10-13 23:59:59"),
        ("卖家同意后一个月", "2026-12-21 08:00:00"),
        ("商家拒绝后3天", "2026-11-25 08:00:00"),
        ("signed+7d", "2026-11-27 16:30:00"),
        ("signed + 7 days", "2026-11-27 16:30:00"),
        ("shipped+36h", "2026-11-19 21:00:00"),
        ("seller_refused+5d", "2026-11-27 08:00:00"),
        ("7 days after signed", "2026-11-27 16:30:00"),
    ],
)
def test_a_span_can_count_from_an_event_of_the_case(text: str, instant: str) -> None:
    assert read(text) == instant


def test_an_event_that_is_not_logged_is_named() -> None:
    with pytest.raises(Refused, match=r"联系后3天 counts from contacted, which is not logged yet"):
        read("联系后3天")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-02-30",
            "2026-13-01",
            "2026-11-31 10:00",
            "2026年2月29日",
            "13/1",
            "2月30日",
            "2-29",
            "9999-12-31T24:00",
        ),
        *("2026-11-23T16:30+25:00", "99999年后", "99999个月前", "0001-01-01", "0000-01-01"),
    ],
)
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"does not exist: write it like 2026-11-23 16:30 or 3d"):
        read(text)


@pytest.mark.parametrize("text", ["0999-12-31", "0226-11-23", "1900-12-31", "9001-01-02"])
def test_a_year_that_can_only_be_a_slip_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="outside the years 1901 to 9000"):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        *("soon", "尽快", "一两天后", "三四天后", "两三天", "一百二天后", "2十天", "二十2天", "3x", "d", "3", "-", "+"),
        *("in 3 days ago", "-3d ago", "7个工作日前", "半个月后", "半年后", "15日", "2026年", "3月", "2026"),
        *("25:00", "10:60", "24:01", "tomorrow 13pm", "上午3pm", "晚上1点", "今晚0点", "下午25点", "明天1", "周八"),
        *("周0", "2026-11-2316:30", "20261123", "2026-11-23 16:30 foo", "今天16:30Z", "签收后", "签收", "签收前3天"),
        *("signed", "1_0d", "１e5d", "²d", "٣d", "1.5h", "0x3d", "\x1b[31m3d", "x" * 100_000, "9" * 100_000 + "d"),
    ],
)
def test_what_cannot_be_read_for_sure_is_refused_with_two_examples(text: str) -> None:
    with pytest.raises(Refused, match=r"write it like 2026-11-23 16:30 or 3d") as refusal:
        read(text)
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 160


@pytest.mark.parametrize("text", ["", "  ", "\u3000\n"])
def test_nothing_is_no_time(text: str) -> None:
    with pytest.raises(Refused, match=r"empty: write it like 2026-11-23 16:30 or 3d"):
        read(text)


def test_the_new_year_is_taken_from_the_nearer_side() -> None:
    december, january = datetime(2026, 12, 31, 12, tzinfo=SHANGHAI), datetime(2027, 1, 1, 12, tzinfo=SHANGHAI)
    assert read("1-2", day_end=True, now=december) == "2027-01-02 23:59:59"
    assert read("12-30", now=january) == "2026-12-30 00:00:00"
    assert read("1-2", now=january) == "2027-01-02 00:00:00"
    assert read("2-29", day_end=True, now=datetime(2027, 3, 1, tzinfo=SHANGHAI)) == "2028-02-29 23:59:59"


def test_today_is_the_day_of_the_zone() -> None:
    assert read("今天", zone=NEW_YORK) == "2026-11-22 00:00:00"
    assert read("3pm", zone=NEW_YORK) == "2026-11-22 15:00:00"


def test_a_time_that_the_clocks_skip_is_refused_and_a_day_without_midnight_begins_later() -> None:
    with pytest.raises(Refused, match="does not exist"):
        read("2026-03-08 02:30", zone=NEW_YORK)
    assert read("2026-03-29", zone=ZoneInfo("Asia/Beirut")) == "2026-03-29 01:00:00"


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (datetime(2026, 11, 23, 8, 30, tzinfo=UTC), "2026-11-23 16:30"),
        (datetime(2026, 11, 23, 8, 30, 5, tzinfo=UTC), "2026-11-23 16:30:05"),
        (datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC), "2026-11-23 23:59:59"),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), "2026-11-23 00:00"),
    ],
)
def test_an_instant_is_written_in_the_zone_with_seconds_only_where_there_are_some(instant: datetime, text: str) -> None:
    assert format_when(instant, SHANGHAI) == text


def test_the_second_of_two_equal_times_is_written_with_its_offset() -> None:
    assert format_when(datetime(2026, 11, 1, 5, 30, tzinfo=UTC), NEW_YORK) == "2026-11-01 01:30"
    assert format_when(datetime(2026, 11, 1, 6, 30, tzinfo=UTC), NEW_YORK) == "2026-11-01 01:30:00-05:00"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("还剩2天3小时", 183_600),
        ("2天3小时", 183_600),
        ("剩余02天03时12分", 184_320),
        ("还剩 4 天 23 时 59 分 58 秒", 431_998),
        ("1天12小时30分钟", 131_400),
        ("2天3小时后", 183_600),
        ("2d3h", 183_600),
        ("2d 3h 5m", 183_900),
        ("3h 20m", 12_000),
        ("还剩3小时", 10_800),
    ],
)
def test_a_countdown_is_read_as_the_platform_shows_it(text: str, seconds: int) -> None:
    moment = (NOW + timedelta(seconds=seconds)).replace(microsecond=0, tzinfo=None)
    assert read(text).partition(".")[0] == moment.isoformat(" ")


@pytest.mark.parametrize(("text", "instant"), [("3时5分", "2026-11-23 03:05:00"), ("15时30分", "2026-11-23 15:30:00")])
def test_hours_and_minutes_alone_are_a_time_of_the_day(text: str, instant: str) -> None:
    assert read(text) == instant
