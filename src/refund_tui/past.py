"""The latest changes as a list shows them, and which of them can be turned now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from refund_tui import undoing
from refund_tui.casefile import CaseFile
from refund_tui.i18n import _
from refund_tui.step_words import said
from refund_tui.store.changes import Step

MOST = 1000
"""Changes that a list goes back."""
Way = Literal["undo", "redo"]


@dataclass(frozen=True, slots=True)
class Past:
    """A change in words: whether it was taken back, whether it was made in this session, and what can be done with it.

    `way` is None but for the newest that stands and the one that was taken back last.
    """

    id: int
    at: datetime
    words: str
    undone: bool
    own: bool
    way: Way | None


def latest(file: CaseFile, limit: int = MOST) -> list[Past]:
    """Give the latest changes, the newest first. Raises CaseFileProblem."""
    steps = undoing.history(file, limit)
    ways = _ways(steps)
    return [
        Past(each.id, each.recorded_at, said(each), bool(each.undone), each.session == file.session, ways.get(each.id))
        for each in steps
    ]


def _ways(steps: Sequence[Step]) -> dict[int, Way]:
    standing = next((each.id for each in steps if not each.undone), 0)
    turned = max((each for each in steps if each.undone), key=lambda each: each.undone, default=None)
    ways: dict[int, Way] = {standing: "undo"}
    if turned:
        ways[turned.id] = "redo"
    return ways


def turn(file: CaseFile, change: Past) -> str:
    """Take a change back, or bring it again, as its `way` says; tells which it was.

    Raises Conflict where it is not that change's turn any more, or a case of it was changed again since.
    """
    if change.way == "undo":
        return _("taken back: {what}").format(what=said(undoing.undo(file, only=change.id)))
    return _("brought back: {what}").format(what=said(undoing.redo(file, only=change.id)))
