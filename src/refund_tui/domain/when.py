"""Instants as people type them, in Chinese, English or ISO 8601, and the one way they are written back."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from refund_tui.domain.currency import shown
from refund_tui.domain.problem import Refused
from refund_tui.domain.when_words import Clock, normalise, read_clock, read_left
from refund_tui.domain.workdays import WorkCalendar, day_end, due, months_later

_NO_ANCHORS: Mapping[str, datetime] = {}
_LONGEST = 100
FIRST_YEAR, LAST_YEAR = 1901, 9000
"""Years of a date that is no slip of the hand; far enough from the ends of the calendar for every clock to run."""
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Ask:
    """What a reader may need beside the words; `now` in UTC to the second, `today` in the zone."""

    text: str
    now: datetime
    today: date
    zone: ZoneInfo
    calendar: WorkCalendar
    anchors: Mapping[str, datetime]
    day_end: bool


def parse_when(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    calendar: WorkCalendar,
    anchors: Mapping[str, datetime] = _NO_ANCHORS,
    day_end: bool = False,
) -> datetime:
    """Read a date, a time or a span as people type it, into an aware instant in UTC, to the second.

    Without an offset it is in `zone`. A date alone is 00:00:00, or 23:59:59 with `day_end` (for a due date).
    A month and day without a year, or a bare weekday, is of this year or week; with `day_end` one before
    today is of the next, and without it (something that happened) one after tomorrow is of the last.
    `下周三` is in the week after this one; `next friday` is the first after today, `last friday` the last before.
    今晚 without a time begins at 18:00. Spans of days and weeks are multiples of 24 hours, months keep the day;
    working days end as `due` says, with the earlier bound. `anchors` holds instants by kind of event for
    `签收后7天` or `signed+7d`. Raises Refused for anything else, for an event that is not in `anchors`, and for a year
    that can only be a slip of the hand.
    """
    here, named = now.astimezone(UTC).replace(microsecond=0), shown(text[: 2 * _LONGEST])
    ask = _Ask(named, here, here.astimezone(zone).date(), zone, calendar, anchors, day_end)
    words = normalise(text) if len(text) <= _LONGEST else ""
    if not text.strip():
        raise Refused("The time is empty: write it like 2026-11-23 16:30 or 3d")
    try:
        for read in (_read_span, _read_after_event, _read_day):
            instant = read(words, ask)
            if instant is not None:
                return _in_reach(named, instant.astimezone(UTC))
    except (OverflowError, ValueError):
        raise Refused(
            "{value} is a day or a time that does not exist: write it like 2026-11-23 16:30 or 3d", value=named
        ) from None
    raise Refused("{value} is not a time that is understood here: write it like 2026-11-23 16:30 or 3d", value=named)


def _in_reach(named: str, instant: datetime) -> datetime:
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        reach = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise Refused("{value} is outside the years {first} to {last}: check the year", value=named, **reach)
    return instant


def format_when(instant: datetime, zone: ZoneInfo) -> str:
    """Write an aware instant in `zone` as `2026-11-23 16:30`, with seconds only when they are not 0.

    `parse_when` reads the same instant back: where clocks are set back and a time comes twice, the second
    one is written with its offset.
    """
    local = instant.astimezone(zone).replace(microsecond=0)
    plain = local.replace(tzinfo=None, fold=0)
    text = plain.isoformat(" ", "seconds" if plain.second else "minutes")
    if plain.replace(tzinfo=zone).utcoffset() == local.utcoffset():
        return text
    return plain.isoformat(" ", "seconds") + local.isoformat()[len(plain.isoformat()) :]


# Spans: 3d, in 3 days, 3天后, 7个工作日

_SECONDS: dict[str, int] = {
    **dict.fromkeys(("分钟", "分", "minutes", "minute", "mins", "min", "m"), 60),
    **dict.fromkeys(("个小时", "小时", "个钟头", "钟头", "hours", "hour", "hrs", "hr", "h"), 3600),
    **dict.fromkeys(("天", "日", "days", "day", "d"), 86400),
    **dict.fromkeys(("个星期", "星期", "个礼拜", "礼拜", "周", "weeks", "week", "w"), 7 * 86400),
}
_MONTHS: dict[str, int] = {
    **dict.fromkeys(("个月", "months", "month", "mo"), 1),
    **dict.fromkeys(("年", "years", "year", "y"), 12),
}
_WORKING = ("个工作日", "工作日", "working days", "working day", "business days", "business day", "workdays", "wd")
_UNIT = "|".join(sorted((*_SECONDS, *_MONTHS, *_WORKING), key=len, reverse=True))
_SPAN = rf"(?:(?P<number>[0-9]{{1,5}})\s*(?P<more>个半)?|(?P<half>半))\s*(?P<unit>{_UNIT})"
_FROM_NOW = re.compile(
    rf"(?P<lead>[+-]|in |within )?\s*{_SPAN}\s*"
    r"(?P<tail>later|from now|ago|之?[后内前]|以[后内前])?"
)
# 2026年 and 15日 alone are a year and a day of the month.
_ALSO_DATES = ("年", "日")


def _read_span(words: str, ask: _Ask) -> datetime | None:
    if words in ("now", "现在", "刚才", "刚刚"):
        return ask.now
    if (left := read_left(words)) is not None:
        return ask.now + timedelta(seconds=left)
    match = _FROM_NOW.fullmatch(words)
    if match is None:
        return None
    lead, tail = match["lead"] or "", match["tail"] or ""
    if (lead and tail) or (not lead and not tail and match["unit"] in _ALSO_DATES):
        return None
    back = lead == "-" or tail == "ago" or tail.endswith("前")
    return _moved(ask.now, match, -1 if back else 1, ask)


def _moved(start: datetime, span: re.Match[str], sign: int, ask: _Ask) -> datetime | None:
    number, unit = int(span["number"] or 0), span["unit"]
    half = bool(span["half"] or span["more"])
    if unit in _SECONDS:
        seconds = number * _SECONDS[unit] + (_SECONDS[unit] // 2 if half else 0)
        return start + sign * timedelta(seconds=seconds)
    if half:
        return None
    if unit in _MONTHS:
        local = start.astimezone(ask.zone)
        day = months_later(local.date(), sign * number * _MONTHS[unit])
        return local.replace(year=day.year, month=day.month, day=day.day)
    if sign < 0:
        return None
    return due(start, "working_days", number, zone=ask.zone, calendar=ask.calendar, mine=True).at


# Spans after an event: 签收后7天, signed+7d

_EVENTS: dict[str, str] = {
    **dict.fromkeys(("签收", "signed"), "signed"),
    **dict.fromkeys(("发货", "shipped"), "shipped"),
    **dict.fromkeys(("付款", "支付", "paid"), "paid"),
    **dict.fromkeys(("申请", "applied"), "applied"),
    **dict.fromkeys(("卖家同意", "商家同意", "同意", "seller_agreed", "seller agreed"), "seller_agreed"),
    **dict.fromkeys(("卖家拒绝", "商家拒绝", "拒绝", "seller_refused", "seller refused"), "seller_refused"),
    **dict.fromkeys(("联系卖家", "联系商家", "联系", "contacted"), "contacted"),
}
_EVENT = f"(?P<event>{'|'.join(sorted(_EVENTS, key=len, reverse=True))})"
_AFTER_EVENT: tuple[re.Pattern[str], ...] = (
    re.compile(rf"{_EVENT}\s*(?:\+|(?:之后|以后|后|起)?的?)\s*{_SPAN}\s*(?:之?[后内]|以[后内])?"),
    re.compile(rf"{_SPAN} after {_EVENT}"),
)


def _read_after_event(words: str, ask: _Ask) -> datetime | None:
    for pattern in _AFTER_EVENT:
        match = pattern.fullmatch(words)
        if match is None:
            continue
        kind = _EVENTS[match["event"]]
        if kind not in ask.anchors:
            raise Refused(
                "{value} counts from {event}, which is not logged yet: log it first, or write the date itself",
                value=ask.text,
                event=kind,
            )
        return _moved(ask.anchors[kind].replace(microsecond=0), match, 1, ask)
    return None


# A day, with or without a time: 2026-11-23 16:30, 明天下午3点, 周5

_NAMED: dict[str, int] = {
    "大前天": -3,
    "前天": -2,
    "昨天": -1,
    "今天": 0,
    "明天": 1,
    "后天": 2,
    "大后天": 3,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKS = {"上上": -2, "上": -1, "这": 0, "本": 0, "this": 0, "下": 1, "下下": 2}
_MONTH_STEPS = {"上": -1, "last": -1, "这": 0, "本": 0, "this": 0, "the": 0, "下": 1, "next": 1}


def _full_date(match: re.Match[str], ask: _Ask) -> date:
    return date(int(match[1]), int(match[2]), int(match[3]))


def _month_and_day(match: re.Match[str], ask: _Ask) -> date:
    year = ask.today.year

    def of(year: int) -> date | None:
        try:
            return date(year, int(match[1]), int(match[2]))
        except ValueError:
            return None

    this = of(year)
    if this is not None and (this >= ask.today if ask.day_end else this <= ask.today + _ONE_DAY):
        return this
    other = of(year + 1 if ask.day_end else year - 1)
    if other is None:  # A 29 February may be in neither year.
        raise ValueError("no such day near this year")
    return other


def _named_day(match: re.Match[str], ask: _Ask) -> date:
    return ask.today + _NAMED[match[1]] * _ONE_DAY


def _weekday(match: re.Match[str], ask: _Ask) -> date:
    which, name = match[1] or "", match[2]
    number = int(name) - 1 if name.isdigit() else _WEEKDAYS.index(name)
    ahead = number - ask.today.weekday()
    if which == "next":
        return ask.today + (ahead % 7 or 7) * _ONE_DAY
    if which == "last":
        return ask.today + (ahead % 7 - 7) * _ONE_DAY
    if which:
        return ask.today + (ahead + 7 * _WEEKS[which]) * _ONE_DAY
    if ask.day_end:
        return ask.today + (ahead % 7) * _ONE_DAY
    return ask.today + (ahead if ahead <= 1 else ahead - 7) * _ONE_DAY


def _month_end(match: re.Match[str], ask: _Ask) -> date:
    day = months_later(ask.today.replace(day=1), _MONTH_STEPS[match[1] or "this"])
    return day.replace(day=monthrange(day.year, day.month)[1])


def _today(match: re.Match[str], ask: _Ask) -> date:
    return ask.today


_NAMES = "|".join(sorted(_NAMED, key=len, reverse=True))
_DAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Ask], date]], ...] = (
    (re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?=[ t]|$)"), _full_date),
    (re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]?"), _full_date),
    (re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2})(?= |$)"), _month_and_day),
    (re.compile(r"([0-9]{1,2})月([0-9]{1,2})(?:[日号]|(?= |$))"), _month_and_day),
    (re.compile(f"({_NAMES})"), _named_day),
    (re.compile(r"(?:(上上|上|这|本|下下|下)个?)?周([1-7])"), _weekday),
    (re.compile(rf"(?:on )?(?:(this|next|last) )?({'|'.join(_WEEKDAYS)})"), _weekday),
    (re.compile(r"(?:(上|这|本|下)个?)?月[底末]"), _month_end),
    (re.compile(r"(?:the )?end of (?:(the|this|next|last) )?month"), _month_end),
    (re.compile(""), _today),
)
_EVENING = "晚上"
_JOIN = re.compile(r"\s*(?:t(?=[0-9])|at |的)?\s*")


def _read_day(words: str, ask: _Ask) -> datetime | None:
    for pattern, of in _DAYS:
        match = pattern.match(words)
        if match is None:
            continue
        rest = _JOIN.sub("", words[match.end() :], count=1)
        clock = read_clock(rest)
        # An offset moves the day too, so it needs a date that is written out.
        if clock is not None and (clock.offset is None or of is _full_date):
            return _at(of(match, ask), clock, ask)
        if match[0] and rest == _EVENING and not ask.day_end:
            return _at(of(match, ask), Clock(18), ask)
        if match[0] and rest in ("", _EVENING):
            return _whole_day(of(match, ask), ask)
    return None


def _whole_day(day: date, ask: _Ask) -> datetime:
    # fold=0 is the first instant of the day, also where clocks skip midnight.
    return day_end(day, ask.zone) if ask.day_end else datetime.combine(day, time.min, ask.zone)


def _at(day: date, clock: Clock, ask: _Ask) -> datetime:
    plain = datetime.combine(day, time.min) + timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
    where: tzinfo = ask.zone if clock.offset is None else timezone(timedelta(seconds=clock.offset))
    instant = plain.replace(tzinfo=where).astimezone(UTC)
    if instant.astimezone(where).replace(tzinfo=None, fold=0) != plain:
        raise ValueError("the clocks skip this time")
    return instant
