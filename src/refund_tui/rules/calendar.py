"""The calendar of Chinese working days: the year table that ships, and files that the user adds."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from refund_tui.domain.problem import Refused
from refund_tui.domain.text import clean_line, fit
from refund_tui.domain.workdays import WorkCalendar

_SHIPPED = Path(__file__).parent / "calendars" / "cn.toml"
_REGION = "CN"
_KEYS = ("region", "known_from", "known_through", "source", "days_off", "working_weekends")
_SATURDAY = 5


def load_calendar(extra: Sequence[Path] = ()) -> WorkCalendar:
    """Read the shipped calendar, then each file of `extra` over it, in that order.

    A file speaks for all its years, `known_from` to `known_through`: what was known of them before is dropped.
    Its years must touch or overlap the known ones, for a year between would be wrongly taken as known.
    Raises Refused, naming the file and the key, for a file of another form.
    """
    known = _read(_SHIPPED)
    for path in extra:
        known = _merged(known, _read(path), path)
    return known


def _merged(known: WorkCalendar, more: WorkCalendar, path: Path) -> WorkCalendar:
    if more.known_from > known.known_through + 1 or more.known_through < known.known_from - 1:
        raise Refused(
            "The calendar {file} leaves years out: {key} is {value} but {first} to {last} are known, so add the "
            "years between",
            file=str(path),
            key="known_from",
            value=more.known_from,
            first=known.known_from,
            last=known.known_through,
        )

    def over(old: frozenset[date], new: frozenset[date]) -> frozenset[date]:
        return frozenset(day for day in old if not more.knows(day)) | new

    return WorkCalendar(
        days_off=over(known.days_off, more.days_off),
        working_weekends=over(known.working_weekends, more.working_weekends),
        known_from=min(known.known_from, more.known_from),
        known_through=max(known.known_through, more.known_through),
    )


def _read(path: Path) -> WorkCalendar:
    table = _table(path)
    for key in table:
        if key not in _KEYS:
            raise Refused(
                "The calendar {file} has a key {key}: only {keys} are known",
                file=str(path),
                key=clean_line(key),
                keys=", ".join(_KEYS),
            )
    if table.get("region") != _REGION:
        raise _wrong(path, "region", table, '"CN"')
    if not isinstance(table.get("source"), str):
        raise _wrong(path, "source", table, '"where the days come from"')
    first, last = _year(table, "known_from", path), _year(table, "known_through", path)
    if last < first:
        raise _wrong(path, "known_through", table, str(first))
    return WorkCalendar(
        days_off=_days(table, "days_off", path, weekend=False),
        working_weekends=_days(table, "working_weekends", path, weekend=True),
        known_from=first,
        known_through=last,
    )


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refused(
            "The calendar {file} cannot be read ({reason}): check the file or take it away",
            file=str(path),
            reason=error.strerror or type(error).__name__,
        ) from None
    except (ValueError, RecursionError) as error:
        raise Refused(
            "The calendar {file} is not TOML ({reason}): write it like the cn.toml that ships",
            file=str(path),
            reason=clean_line(str(error)),
        ) from None


def _year(table: dict[str, Any], key: str, path: Path) -> int:
    year = table.get(key)
    # A TOML boolean is an int to Python.
    if type(year) is not int or not 1900 <= year <= 9999:
        raise _wrong(path, key, table, "2027")
    return year


def _days(table: dict[str, Any], key: str, path: Path, *, weekend: bool) -> frozenset[date]:
    days = table.get(key)
    if not isinstance(days, list):
        raise _wrong(path, key, table, "[2027-01-01]")
    first, last = table["known_from"], table["known_through"]
    for day in days:
        # A TOML date with a time is a date to Python.
        fits = isinstance(day, date) and not isinstance(day, datetime) and first <= day.year <= last
        if not fits or (day.weekday() >= _SATURDAY) is not weekend:
            raise Refused(
                "The calendar {file} has a wrong day {value} in {key}: give Saturdays and Sundays in "
                "working_weekends, other days in days_off, all from {first} to {last}, as 2027-01-01",
                file=str(path),
                value=_shown(day),
                key=key,
                first=first,
                last=last,
            )
    return frozenset(days)


def _wrong(path: Path, key: str, table: dict[str, Any], example: str) -> Refused:
    return Refused(
        "The calendar {file} has {key} = {value}: write {key} = {example} or the like",
        file=str(path),
        key=key,
        value=_shown(table[key]) if key in table else "(none)",
        example=example,
    )


def _shown(value: object) -> str:
    return fit(clean_line(str(value)), 60)
