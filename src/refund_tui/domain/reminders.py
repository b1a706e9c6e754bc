"""Which clocks a calendar reminds of, when, and what it knows each of them by."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

from refund_tui.domain.deadlines import Deadline

BEFORE_MINE = (timedelta(hours=24), timedelta(hours=3))
"""A day ahead there is time to act, and three hours ahead it is the last call."""
AT_THEIRS = (timedelta(0),)
"""What a platform did when its time ran out, only its page tells: look there then."""


def reminders(clock: Deadline) -> tuple[timedelta, ...]:
    """Give how long before its end a clock is reminded of; not at all where mine only informs."""
    if clock.rule.who != "me":
        return AT_THEIRS
    return BEFORE_MINE if clock.rule.severity == "loses_right" else ()


def uid(file_id: str, case_id: int, clock: Deadline) -> str:
    """Name a clock for all time (RFC 7986 5.3 wants a UUID): its case file, case, rule, and the event it runs from.

    A clock known from the page alone keeps its name when the page is entered anew.
    """
    anchor = clock.anchor_seq if clock.started_at is not None else "page"
    return str(uuid5(UUID(file_id), f"{case_id}/{clock.rule.id}/{anchor}"))
