"""How far a long copy is: one line of a terminal that is written over, and nothing where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Callable

from refund_tui.domain.text import pad

LARGE = 128 * 1024 * 1024
"""Bytes to go through from which on one waits long enough to wonder."""
STEPS, COLUMNS = 40, 76


def on_terminal(words: Callable[[int, int], str]) -> Callable[[int, int], None] | None:
    """Give what is told how many bytes are done of how many, and says it by `words`; None without a terminal."""
    if not sys.stderr.isatty():
        return None
    shown = [-1]

    def told(done: int, total: int) -> None:
        if total < LARGE or (step := done * STEPS // total) == shown[0]:
            return
        shown[0] = step
        # Over the line before, and nothing of it is left in the end.
        sys.stderr.write(pad(words(done, total) if done < total else "", COLUMNS) + "\r")
        sys.stderr.flush()

    return told
