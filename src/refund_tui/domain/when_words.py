"""The words of dates and times, in Chinese and English: one spelling for the many, numerals, times of the day."""

from __future__ import annotations

import re
from typing import NamedTuple

from refund_tui.domain.text import clean_line

_NARROW: dict[int, int] = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_NARROW[0x2212] = ord("-")

_DIGITS = "零一二三四五六七八九"
_RUN = re.compile(r"(?<![0-9])[零〇一二两三四五六七八九十百]+(?![0-9])")
_NUMERAL = re.compile(
    r"(?:(?P<hundreds>[一二两三四五六七八九])百)?(?P<zero>零)?"
    r"(?:(?P<tens>[一二三四五六七八九])?(?P<ten>十))?(?P<ones>[一二三四五六七八九])?"
)
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天1-7])")
_SPELLINGS: tuple[tuple[str, str], ...] = (
    ("今晚", "今天晚上"),
    ("明晚", "明天晚上"),
    ("昨晚", "昨天晚上"),
    ("今早", "今天早上"),
    ("明早", "明天早上"),
    ("今日", "今天"),
    ("明日", "明天"),
    ("昨日", "昨天"),
    ("tonight", "今天晚上"),
)


def normalise(text: str) -> str:
    """Bring typed text to one spelling: narrow, lower case, single blanks, Arabic digits, `周1` to `周7`."""
    words = clean_line(text.translate(_NARROW)).lower()
    # Before the numerals, or 周三十点 would be read as 周 and thirty.
    words = _WEEKDAY.sub(_weekday, words)
    for spelling, word in _SPELLINGS:
        words = words.replace(spelling, word)
    return " ".join(_RUN.sub(lambda run: _number(run[0]), words).split())


def _weekday(match: re.Match[str]) -> str:
    day = match[1]
    return f"周{'一二三四五六日'.find(day.replace('天', '日')) + 1 or day} "


def _number(run: str) -> str:
    """Write a Chinese numeral in digits; one that is no exact number (一两, 三四) stays, to be refused later."""
    plain = run.replace("〇", "零")
    if plain in ("两", "零"):
        return "2" if plain == "两" else "0"
    # Read digit by digit: the year 二〇二六, and the minutes of 八点零五.
    if (len(plain) == 4 or (len(plain) == 2 and plain[0] == "零")) and all(one in _DIGITS for one in plain):
        return "".join(str(_DIGITS.index(character)) for character in plain)
    match = _NUMERAL.fullmatch(plain)
    # 一百二 may be 102 or 120.
    if match is None or bool(match["zero"]) != bool(match["hundreds"] and match["ones"] and not match["ten"]):
        return run
    hundreds, tens, ones = (_digit(match[name]) for name in ("hundreds", "tens", "ones"))
    return str(100 * hundreds + (10 * (tens or 1) if match["ten"] else 0) + ones)


def _digit(character: str | None) -> int:
    return _DIGITS.index(character.replace("两", "二")) if character else 0


_LEFT = re.compile(
    r"(?P<lead>(?:还剩下?|剩余?|还有|left)[:：]?\s*)?(?:(?P<days>\d{1,4})\s*(?:天|d)\s*)?"
    r"(?:(?P<hours>\d{1,3})\s*(?:个?小时|时|h)\s*)?(?:(?P<minutes>\d{1,3})\s*(?:分钟?|m)\s*)?"
    r"(?:(?P<seconds>\d{1,3})\s*(?:秒钟?|s)\s*)?(?P<tail>之?后|以后|left)?"
)


def read_left(words: str) -> int | None:
    """Read normalised words as a countdown, `还剩2天3时12分` or `2d 3h`, in seconds; None where they are none.

    Hours and minutes alone are a time of the day (3时5分), unless words around them say that they are left.
    """
    match = _LEFT.fullmatch(words)
    if match is None:
        return None
    parts = {name: int(match[name]) for name in ("days", "hours", "minutes", "seconds") if match[name]}
    told = match["lead"] or match["tail"] or "days" in parts or ("h" in words and len(parts) > 1)
    if not parts or not told or (len(parts) < 2 and not match["lead"]):
        return None
    return (
        86400 * parts.get("days", 0)
        + 3600 * parts.get("hours", 0)
        + 60 * parts.get("minutes", 0)
        + parts.get("seconds", 0)
    )


class Clock(NamedTuple):
    """A time of the day; hour 24 is the midnight that ends it. `offset` is seconds east, None for the zone's."""

    hour: int
    minute: int = 0
    second: int = 0
    offset: int | None = None


# Each part of the day with the hours it is said with: first, last, what to add.
_PARTS: dict[str, tuple[tuple[int, int, int], ...]] = {
    "凌晨": ((0, 6, 0), (12, 12, -12)),
    "清晨": ((4, 9, 0),),
    "早上": ((4, 11, 0),),
    "早晨": ((4, 11, 0),),
    "上午": ((0, 12, 0),),
    "中午": ((10, 13, 0), (1, 2, 12)),
    "下午": ((1, 11, 12), (12, 23, 0)),
    "傍晚": ((4, 8, 12), (16, 20, 0)),
    "晚上": ((5, 12, 12), (17, 24, 0)),
    "am": ((1, 11, 0), (12, 12, -12)),
    "pm": ((1, 11, 12), (12, 12, 0)),
}
_PART = r"(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上)?\s*(?P<hour>[0-9]{1,2})"
_CLOCKS: tuple[re.Pattern[str], ...] = (
    re.compile(
        _PART + r":(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?\s*(?P<half_day>am|pm)?"
        r"\s*(?P<offset>z|[+-][0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2})?)?)?"
    ),
    re.compile(
        _PART + r"\s*[点时](?:钟|整|(?P<half>半)|(?P<quarters>[13])刻|(?P<minute>[0-9]{1,2})分?"
        r"(?:(?P<second>[0-9]{1,2})秒)?)?"
    ),
    re.compile(_PART + r"\s*(?P<half_day>am|pm)"),
)


def read_clock(words: str) -> Clock | None:
    """Read normalised words as a time of the day; None where they are none, or name an hour that is none.

    Without 上午, 下午, am, pm the hour counts from 0 to 24: 3点 is 03:00. 晚上 with an hour before 5 is None,
    because it may belong to the next day.
    """
    match = next(filter(None, (clock.fullmatch(words) for clock in _CLOCKS)), None)
    if match is None:
        return None
    found = match.groupdict()
    hour: int | None = int(found["hour"])
    for part in (found.get("half_day"), found["part"]):
        hour = _hour(part, hour) if part and hour is not None else hour
    minute = int(found.get("minute") or 0) + 15 * int(found.get("quarters") or 0) + (30 if found.get("half") else 0)
    second = int(found.get("second") or 0)
    if hour is None or minute > 59 or second > 59 or (hour, minute, second) > (24, 0, 0):
        return None
    return Clock(hour, minute, second, _offset(found.get("offset")))


def _hour(part: str, hour: int) -> int | None:
    return next((hour + add for first, last, add in _PARTS[part] if first <= hour <= last), None)


def _offset(text: str | None) -> int | None:
    if not text:
        return None
    digits = text[1:].replace(":", "").ljust(6, "0")
    hours, minutes, seconds = (int(digits[place : place + 2] or 0) for place in (0, 2, 4))
    return (-1 if text[0] == "-" else 1) * (3600 * hours + 60 * minutes + seconds)
