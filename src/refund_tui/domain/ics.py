"""Calendar files (RFC 5545): entries that end at an instant, with alarms, as the bytes of an `.ics` file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from refund_tui.domain.text import clean_text

SHOWN = timedelta(minutes=30)
"""How long an entry is drawn: RFC 5545 3.8.2.2 wants an end after the start, and the end is what counts."""
LINE_BYTES = 75
"""The longest line, without its end (RFC 5545 3.1)."""
BEGIN = "BEGIN:VCALENDAR"
_NOTHING = (
    "BEGIN:VTIMEZONE",
    "TZID:UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""A calendar must hold something (RFC 5545 3.6): a time zone that nobody refers to."""
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Alarm:
    """A reminder `before` the end of its entry, 0 for the end itself."""

    before: timedelta
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a calendar, which ends at `ends` (aware).

    The same `uid` with a higher `sequence` replaces an earlier one (RFC 5545 3.8.7.4). Texts may hold anything.
    """

    uid: str
    sequence: int
    ends: datetime
    summary: str
    description: str
    alarms: tuple[Alarm, ...] = ()


def calendar(name: str, entries: Iterable[Entry], stamp: datetime) -> Iterator[bytes]:
    """Write a calendar file in UTF-8, an entry a piece; `stamp` (aware) is when it was made."""
    head = (BEGIN, "VERSION:2.0", "PRODID:-//refund-tui//refund-tui//EN", f"X-WR-CALNAME:{_text(name)}")
    yield _lines(head)
    empty = True
    for entry in entries:
        empty = False
        yield _lines(_event(entry, stamp))
    yield _lines((*(_NOTHING if empty else ()), "END:VCALENDAR"))


def _event(entry: Entry, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTAMP:{_utc(stamp)}"
    yield f"DTSTART:{_utc(entry.ends - SHOWN)}"
    yield f"DTEND:{_utc(entry.ends)}"
    yield f"SUMMARY:{_text(entry.summary)}"
    yield f"DESCRIPTION:{_text(entry.description)}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    for alarm in entry.alarms:
        minutes = alarm.before // timedelta(minutes=1)
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"TRIGGER;RELATED=END:{'-' if minutes else ''}PT{minutes}M"
        yield f"DESCRIPTION:{_text(alarm.text)}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(given: str) -> str:
    return clean_text(given).translate(_ESCAPES)


def _lines(lines: Iterable[str]) -> bytes:
    return b"".join(fold(line) + b"\r\n" for line in lines)


def fold(line: str) -> bytes:
    """Break a line of clean text into lines of at most `LINE_BYTES` bytes of UTF-8, never within a character."""
    raw = line.encode()
    pieces, start, room = [], 0, LINE_BYTES
    while len(raw) - start > room:
        end = start + room
        while raw[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(raw[start:end])
        start, room = end, LINE_BYTES - 1
    return b"\r\n ".join((*pieces, raw[start:]))
