"""The free text of a case, and what is too much for it."""

from __future__ import annotations

from dataclasses import dataclass

from refund_tui.domain.text import clean_line, clean_text, fit

LARGEST = 256 * 1024
"""Characters of a note that can be edited in place; beyond them a key takes noticeably long (measured)."""
LONGEST_LINE = 4096
"""Characters of one line; as above."""
PASTE, PASTE_LINES = 4096, 60
"""Characters and lines of a pasted text that still belongs into a note; a longer one, such as a chat, is evidence."""
TITLE = 60
"""Cells of the line that says what a pasted text shows."""


@dataclass(frozen=True, slots=True)
class Note:
    """The free text of a case; its revision counts apart, so that a log never disturbs a note being typed."""

    text: str
    revision: int


def editable(text: str) -> bool:
    """Say whether a note can be edited in place."""
    return len(text) <= LARGEST and all(len(line) <= LONGEST_LINE for line in text.split("\n"))


def line_count(text: str) -> int:
    """Count the lines of a text as it will be shown; a line end at its end opens no new one."""
    return len(clean_text(text).removesuffix("\n").split("\n"))


def is_long(pasted: str) -> bool:
    """Say whether a pasted text is to be kept as evidence instead of going into the note."""
    return len(pasted) > PASTE or line_count(pasted) > PASTE_LINES


def title(text: str) -> str:
    """Give the first line that says anything, to know a text again by."""
    lines = (clean_line(line) for line in clean_text(text).split("\n"))
    return fit(next((line for line in lines if line), ""), TITLE)
