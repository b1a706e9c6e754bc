"""What is written reads back, and any text is one instant or refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from refund_tui.domain.problem import Refused
from refund_tui.domain.when import format_when, parse_when
from refund_tui.rules.calendar import load_calendar

CALENDAR = load_calendar()
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ZONES = st.sampled_from(
    ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Beirut", "Europe/Dublin", "UTC"]
).map(ZoneInfo)
INSTANTS = st.datetimes(datetime(1902, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC)) | st.datetimes(  # noqa: DTZ001
    datetime(1985, 1, 1),  # noqa: DTZ001
    datetime(2040, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
VOCABULARY = (
    *("签收", "后", "前", "内", "天", "小时", "周", "下", "上", "今晚", "明天", "下午", "点", "半", "个", "工作日"),
    *("月底", "月", "日", "年", "三", "十", "两", "百", "零", "3", "12", "31", "2026", "99999", "-", "/", ":", "+"),
    *("d", "h", "m", "T", "Z", "am", "pm", "in", "ago", "next", "friday", "signed", "after", "days", " ", "："),
    *("３", "\x1b", "\n", "."),
)
PIECES = st.lists(st.sampled_from(VOCABULARY), max_size=8).map("".join)


def _read(text: str, *, now: datetime = NOW, zone: ZoneInfo = SHANGHAI, day_end: bool = False) -> datetime:
    return parse_when(text, now=now, zone=zone, calendar=CALENDAR, anchors={"signed": NOW}, day_end=day_end)


@given(instant=INSTANTS, zone=ZONES, day_end=st.booleans())
def test_an_instant_that_is_written_reads_back_the_same(instant: datetime, zone: ZoneInfo, day_end: bool) -> None:
    assert _read(format_when(instant, zone), zone=zone, day_end=day_end) == instant.replace(microsecond=0)


@given(
    hours=st.integers(0, 24 * 365 * 20),
    zone=st.sampled_from(["America/New_York", "Australia/Lord_Howe", "Asia/Beirut"]),
)
def test_it_also_reads_back_around_the_change_of_clocks(hours: int, zone: str) -> None:
    instant = datetime(2010, 1, 1, tzinfo=UTC) + timedelta(hours=hours, minutes=hours % 60)
    assert _read(format_when(instant, ZoneInfo(zone)), zone=ZoneInfo(zone)) == instant


@given(instant=INSTANTS)
def test_iso_8601_with_an_offset_means_the_same_in_every_zone(instant: datetime) -> None:
    instant = instant.replace(microsecond=0)
    assert _read(instant.isoformat(), zone=ZoneInfo("America/New_York")) == instant
    assert _read(instant.strftime("%Y-%m-%dT%H:%M:%SZ")) == instant


@given(text=st.text() | PIECES, zone=ZONES, day_end=st.booleans())
def test_any_text_is_an_instant_to_the_second_or_refused_in_one_line(text: str, zone: ZoneInfo, day_end: bool) -> None:
    try:
        instant = _read(text, zone=zone, day_end=day_end)
    except Refused as refusal:
        assert "\n" not in str(refusal)
    else:
        assert instant.tzinfo is UTC
        assert instant.microsecond == 0


@given(
    number=st.integers(0, 40_000), unit=st.sampled_from([("天", "d", 86400), ("小时", "h", 3600), ("分钟", "m", 60)])
)
def test_a_span_is_the_same_in_chinese_english_and_short(number: int, unit: tuple[str, str, int]) -> None:
    chinese, short, seconds = unit
    ahead = NOW + timedelta(seconds=number * seconds)
    for text in (f"{number}{short}", f"+{number} {short}", f"{number}{chinese}后", f"签收后{number}{chinese}"):
        assert _read(text) == ahead
    assert _read(f"{number}{chinese}前") == _read(f"-{number}{short}") == NOW - timedelta(seconds=number * seconds)


@given(
    now=st.datetimes(datetime(2019, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    month=st.integers(1, 12),
    day=st.integers(1, 28),
)
def test_a_date_without_a_year_is_never_past_as_a_due_date_nor_far_ahead_as_an_occurrence(
    now: datetime, month: int, day: int
) -> None:
    due, happened = (_read(f"{month}-{day}", now=now, day_end=day_end) for day_end in (True, False))
    assert timedelta(0) <= due + timedelta(seconds=1) - now <= timedelta(days=367)
    assert timedelta(days=-367) <= happened - now <= timedelta(days=2)
