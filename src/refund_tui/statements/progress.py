"""How far the reading of a file has come, and how somebody who waits for it stops it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Takes what is done and the whole of it; what it raises ends the reading at once."""
WHOLE = 100


class Cancelled(Exception):
    """Raised by a Progress to stop the reading; nothing is left of it."""


def nothing(done: int, total: int) -> None:
    """A Progress that nobody looks at."""


def part(progress: Progress, start: int, end: int) -> Progress:
    """Give a Progress that tells its own course as the piece from `start` to `end` of a WHOLE."""

    def tell(done: int, total: int) -> None:
        progress(start + (end - start) * min(done, total) // max(total, 1), WHOLE)

    return tell
