"""How a file writes numbers and dates, decided once from all its cells: nothing is guessed from one of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from refund_tui.domain.currency import shown
from refund_tui.domain.money import parse_amount
from refund_tui.domain.problem import Refused

Mark = Literal["point", "comma"]
"""What stands before the decimals: `1,653.75` or `1.234,56`."""
DayOrder = Literal["dmy", "mdy"]
MARKS: tuple[Mark, ...] = ("point", "comma")
DAY_ORDERS: tuple[DayOrder, ...] = ("dmy", "mdy")

CHINA = timezone(timedelta(hours=8))
"""The zone of a time that names none. A fixed offset: no statement is older than the last summer time in China."""

_SWAPPED = str.maketrans(".,", ",.")
_GROUPING = re.compile("(?<=[0-9])[ \u00a0\u202f'’](?=[0-9]{3})")
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AP]M)?", re.ASCII | re.IGNORECASE)
_OFFSET = re.compile(r"(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?", re.ASCII | re.IGNORECASE)
_SEASONS: Mapping[str, tuple[str, int]] = {
    "CET": ("Europe/Berlin", 1),
    "CEST": ("Europe/Berlin", 2),
    "EET": ("Europe/Helsinki", 2),
    "EEST": ("Europe/Helsinki", 3),
    "BST": ("Europe/London", 1),
    "PST": ("America/Los_Angeles", -8),
    "PDT": ("America/Los_Angeles", -7),
    "MST": ("America/Denver", -7),
    "MDT": ("America/Denver", -6),
    "EST": ("America/New_York", -5),
    "EDT": ("America/New_York", -4),
}
"""Names that hold for a half of the year: the zone that changes its name, and the hours of this one."""
_NOON = time(12)
_FIXED: Mapping[str, int] = {"GMT": 0, "UTC": 0, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9}


_OPEN = Refused(
    "{file} has dates like {value}, which can be day/month or month/day, and nothing in it tells which: export a "
    "longer period, with a day after the 12th in it"
)


class OpenOrder(Refused):
    """Nothing in a file tells the order of day and month; its values are the file and one of the dates."""


class Moment(NamedTuple):
    """A date, a time and a zone as the cells say it; the time may stand in the date's cell, or nowhere."""

    date: str
    time: str = ""
    zone: str = ""


@lru_cache(maxsize=8192)
def read_number(text: str, currency: str, mark: Mark) -> int:
    """Read a signed amount into minor units. Raises Refused as `parse_amount` does."""
    bare = _GROUPING.sub("", text)
    try:
        return parse_amount(bare if mark == "point" else bare.translate(_SWAPPED), currency, signed=True)
    except Refused as problem:
        if "value" not in problem.values:
            raise
        raise Refused(problem.message, **{**problem.values, "value": shown(text)}) from None


def no_proofs() -> Mapping[Mark, int]:
    """Proofs of a file in which nothing adds up."""
    return {}


def decimal_mark(
    cells: Iterable[tuple[str, str]], name: str, proofs: Callable[[], Mapping[Mark, int]] = no_proofs
) -> Mark:
    """Say which mark the file `name` uses, from its cells: pairs of an amount and its currency.

    `proofs` counts, by mark, the rows that add up when read so; it is asked where the cells alone do not tell. Raises
    Refused where neither does (statement-formats 9).
    """
    votes, doubtful = _votes(cells)
    if len(votes) == 1:
        return next(iter(votes))
    if not votes and not doubtful:
        return "point"
    proved = proofs()
    proven = [mark for mark in MARKS if proved.get(mark)]
    if len(proven) == 1:
        return proven[0]
    if votes:
        raise Refused(
            "{file} has amounts like {one} and like {other}, so it cannot be told which mark stands before the "
            "decimals: import the file as it was sent",
            file=name,
            one=shown(votes["point"]),
            other=shown(votes["comma"]),
        )
    raise Refused(
        "{file} has amounts like {value}, which can be read in two ways, and no other amount tells: export a longer "
        "period",
        file=name,
        value=shown(doubtful),
    )


def _votes(cells: Iterable[tuple[str, str]]) -> tuple[dict[Mark, str], str]:
    """Give an amount that can be read with one mark only, by mark, and one that reads differently with each, or ""."""
    votes: dict[Mark, str] = {}
    doubtful = ""
    seen: set[tuple[str, str]] = set()
    # Not by dict.fromkeys: on a long statement that is one call in which no key is answered.
    for text, currency in cells:
        if (text, currency) in seen:
            continue
        seen.add((text, currency))
        point, comma = (_number_or_none(text, currency, mark) for mark in MARKS)
        if point == comma:
            continue
        if point is None or comma is None:
            votes.setdefault("comma" if point is None else "point", text)
        else:
            doubtful = text
    return votes, doubtful


def _number_or_none(text: str, currency: str, mark: Mark) -> int | None:
    try:
        return read_number(text, currency, mark)
    except Refused:
        return None


def day_order(moments: Sequence[Moment], name: str) -> DayOrder:
    """Say whether `03/04/2026` in the file `name` is 3 April (`dmy`) or March 4 (`mdy`).

    What settles it: a number beyond 12; a zone such as CEST that only one half of the year has; a file that is in
    order of time in one of the two only. The language of the header does not: Dutch files come in both. Dates with
    points and with the year first are never in doubt. Raises OpenOrder where nothing settles it, and Refused where
    both are meant (statement-formats 9).
    """
    doubtful = [moment for moment in moments if (match := _YEAR_LAST.match(moment.date)) and match[2] != "."]
    possible = _possible({(moment.date, moment.zone) for moment in doubtful})
    if len(possible) == 1:
        return possible[0]
    if not possible:
        raise Refused(
            "{file} has dates that can only be day/month and others that can only be month/day: import the file as "
            "it was sent",
            file=name,
        )
    if all(_civil(each.date, "dmy") == _civil(each.date, "mdy") for each in doubtful):
        return "dmy"
    ordered = [order for order in possible if _in_order(doubtful, order)]
    if len(ordered) == 1:
        return ordered[0]
    raise OpenOrder(_OPEN.message, file=name, value=shown(doubtful[0].date))


def _possible(dates: Iterable[tuple[str, str]]) -> list[DayOrder]:
    possible = set(DAY_ORDERS)
    for text, zone in dates:
        fitting = {order for order in DAY_ORDERS if (day := _civil(text, order)) and _in_season(day, zone)}
        # A date that is none in either order is damaged, and says nothing about the others.
        possible &= fitting or possible
    return [order for order in DAY_ORDERS if order in possible]


def _in_season(day: date, zone: str) -> bool:
    season = _SEASONS.get(zone.upper())
    return season is None or datetime.combine(day, _NOON, ZoneInfo(season[0])).tzname() == zone.upper()


def _in_order(moments: Sequence[Moment], order: DayOrder) -> bool:
    times = [(day, _clock(moment) or (0, 0, 0)) for moment in moments if (day := _civil(moment.date, order))]
    return all(one <= other for one, other in pairwise(times)) or all(one >= other for one, other in pairwise(times))


def instant(moment: Moment, order: DayOrder) -> datetime:
    """Give the moment in UTC; without a time the day's start, without a zone that of China.

    Raises Refused for a date, time or zone that is none.
    """
    day, clock = _civil(moment.date, order), _clock(moment)
    try:
        if day and clock:
            return datetime.combine(day, time(*clock), _zone(moment.zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    written = f"{moment.date} {moment.time}".strip()
    raise Refused("{value} is not a time: expected like 2026-03-01 10:00:00", value=shown(written))


@lru_cache(maxsize=4096)
def _civil(text: str, order: DayOrder) -> date | None:
    if match := _YEAR_FIRST.match(text):
        year, month, day = match[1], match[2] or match[4], match[3] or match[5]
    elif match := _YEAR_LAST.match(text):
        day, month, year = match[1], match[3], match[4]
        if order == "mdy" and match[2] != ".":
            day, month = month, day
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _clock(moment: Moment) -> tuple[int, int, int] | None:
    text = moment.time
    if not text:
        match = _YEAR_FIRST.match(moment.date) or _YEAR_LAST.match(moment.date)
        text = moment.date[match.end() :].lstrip(" T") if match else ""
    if not text:
        return 0, 0, 0
    if (found := _TIME.fullmatch(text.strip())) is None:
        return None
    hour = int(found[1])
    if half := found[4]:
        hour = hour % 12 + (12 if half.upper() == "PM" else 0)
    return hour, int(found[2]), int(found[3] or 0)


@lru_cache(maxsize=256)
def _zone(text: str) -> tzinfo:
    name = text.upper()
    if not name:
        return CHINA
    if name in _SEASONS:
        return timezone(timedelta(hours=_SEASONS[name][1]))
    if name in _FIXED:
        return timezone(timedelta(hours=_FIXED[name]))
    if match := _OFFSET.fullmatch(name):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes < 24 * 60:
            return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise Refused(
            "{value} is not a time zone this version knows: judge the row yourself", value=shown(text)
        ) from None
