"""Reads that have to be tried again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from refund_tui.live import UNREADABLE


class Unread(Exception):
    """The case file could not be read just now: a writer holds it, or it is being replaced."""


@contextmanager
def reading() -> Iterator[None]:
    """Turn whatever keeps the case file from being read into Unread, so that the old picture can stay."""
    try:
        yield
    except UNREADABLE as error:
        raise Unread(str(error)) from error
