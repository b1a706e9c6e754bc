"""What goes wrong, said in the user's language; and reads that have to be tried again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from refund_tui.domain.text import clean_text
from refund_tui.errors import Problem, Refused
from refund_tui.i18n import _


class Unread(Exception):
    """The case file could not be read just now: a writer holds it, or it is being replaced."""


def say(problem: Problem) -> str:
    """Write a problem as one sentence. It holds user text: show it with `markup=False` or through `safe`."""
    return clean_text(_(problem.message).format(**problem.values))


@contextmanager
def reading() -> Iterator[None]:
    """Turn whatever keeps the case file from being read into Unread, so that the old picture can stay."""
    try:
        yield
    except Refused:
        raise  # it was read well enough: there is no such case
    except (Problem, OSError) as error:
        raise Unread(str(error)) from error
    except Exception as error:
        # The screen must not import sqlite3 (an architecture contract), but the reads below it raise its errors.
        if type(error).__module__ != "sqlite3":
            raise
        raise Unread(str(error)) from error
