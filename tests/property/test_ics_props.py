"""Whatever a text holds, another program reads from the calendar file exactly what it should, and no line more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import icalendar
from hypothesis import example, given
from hypothesis import strategies as st

from refund_tui.domain.ics import LINE_BYTES, SHOWN, Alarm, Entry, calendar, fold
from refund_tui.domain.text import clean_text

STAMP = datetime(2026, 11, 23, 2, tzinfo=UTC)
HOSTILE = st.sampled_from(
    [
        "a\nEND:VEVENT",
        "\r\nBEGIN:VALARM",
        "\\n",
        "\\",
        ";,:",
        "\x1b]0;x\x07",
        "\u202egnp.exe",
        "\x00",
        "\ud800",
        "\u2028",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.one_of(HOSTILE, st.text(max_size=9)), max_size=9).map("".join))
INSTANTS = st.integers(31_536_000, 221_845_392_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
ENTRIES = st.builds(
    Entry,
    uid=st.uuids().map(str),
    sequence=st.integers(0, 2**31 - 1),
    ends=INSTANTS,
    summary=TEXTS,
    description=TEXTS,
    alarms=st.lists(
        st.builds(Alarm, before=st.integers(0, 10_000).map(lambda n: timedelta(minutes=n)), text=TEXTS), max_size=2
    ).map(tuple),
)


def read_back(raw: bytes) -> list[Entry]:
    """Read a calendar file with icalendar, as entries again."""
    found = []
    event: Any
    for event in icalendar.Calendar.from_ical(raw).walk("VEVENT"):
        alarms = tuple(
            Alarm(-each["TRIGGER"].dt, str(each["DESCRIPTION"]))
            for each in event.walk("VALARM")
            if each["TRIGGER"].params["RELATED"] == "END"
        )
        assert event["DTSTART"].dt == event["DTEND"].dt - SHOWN
        assert event["DTSTAMP"].dt == STAMP
        uid, sequence, ends = str(UUID(event["UID"])), int(event["SEQUENCE"]), event["DTEND"].dt
        found.append(Entry(uid, sequence, ends, str(event["SUMMARY"]), str(event["DESCRIPTION"]), alarms))
    return found


def cleaned(entry: Entry) -> Entry:
    alarms = tuple(Alarm(each.before, clean_text(each.text)) for each in entry.alarms)
    return Entry(
        entry.uid, entry.sequence, entry.ends, clean_text(entry.summary), clean_text(entry.description), alarms
    )


@given(st.lists(ENTRIES, max_size=3))
def test_a_calendar_file_is_read_back_exactly(entries: Sequence[Entry]) -> None:
    raw = b"".join(calendar("店", entries, STAMP))
    assert read_back(raw) == [cleaned(entry) for entry in entries]


@given(TEXTS, st.lists(ENTRIES, max_size=3))
def test_every_line_is_short_whole_text_and_free_of_control_characters(name: str, entries: Sequence[Entry]) -> None:
    raw = b"".join(calendar(name, entries, STAMP))
    assert raw.endswith(b"\r\nEND:VCALENDAR\r\n")
    for line in raw.removesuffix(b"\r\n").split(b"\r\n"):
        text = line.decode("utf-8")  # raises where a character was cut in two
        assert len(line) <= LINE_BYTES
        assert clean_text(text) == text
        assert "\n" not in text


@given(st.text().map(lambda text: clean_text(text).replace("\n", "")))
@example("退" * 25)
@example("x" + "退" * 25)
@example("x" * 75)
@example("x" * 76)
def test_a_folded_line_unfolds_to_itself(line: str) -> None:
    assert fold(line).replace(b"\r\n ", b"").decode() == line
