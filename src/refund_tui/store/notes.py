"""The notes of cases: each with a revision of its own, and what each change of one replaced."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

from refund_tui.domain.listing import utc_text
from refund_tui.errors import Conflict, Refused
from refund_tui.store.changes import Change, Step, last_standing

if TYPE_CHECKING:
    from sqlite_utils import Database

ONE_STEP = timedelta(seconds=60)
"""A note is saved as it is typed; what follows the last save within this is the same step to take back."""


def save(change: Change, case_id: int, text: str, revision: int) -> int:
    """Replace a note that was read at `revision`; gives the new one. Raises Conflict when it moved on."""
    db = change.db
    if db.execute("SELECT 1 FROM cases WHERE id = ? AND gone = 0", (case_id,)).fetchone() is None:
        raise Refused("there is no case {id}; see list", id=case_id)
    before, known = _read(db.conn, case_id)
    if known != revision:
        raise Conflict(
            "the note of case {id} was changed by somebody else meanwhile; your text was not saved",
            id=case_id,
        )
    if text != before:
        _remember(change, case_id, before, text)
    _write(db, case_id, text, revision + 1, utc_text(change.now))
    return revision + 1


def swap(db: Database, step: Step, *, undone: bool, at: str) -> None:
    """Put back what a change replaced, or what it wrote. Raises Conflict where the note holds something else by now."""
    row = db.execute("SELECT case_id, before, after FROM note_changes WHERE change_id = ?", (step.id,)).fetchone()
    if row is None:
        return
    case_id, before, after = row
    expected, wanted = (after, before) if undone else (before, after)
    text, revision = _read(db.conn, case_id)
    if text != expected:
        raise Conflict(
            "the note of case {id} was changed by somebody else meanwhile; nothing was taken back", id=case_id
        )
    _write(db, case_id, wanted, revision + 1, at)


def _read(connection: sqlite3.Connection, case_id: int) -> tuple[str, int]:
    row = connection.execute("SELECT text, revision FROM notes WHERE case_id = ?", (case_id,)).fetchone()
    return (row[0], row[1]) if row else ("", 0)


def _write(db: Database, case_id: int, text: str, revision: int, at: str) -> None:
    db.table("notes").upsert({"case_id": case_id, "revision": revision, "text": text, "updated_at": at}, pk="case_id")


def _remember(change: Change, case_id: int, before: str, after: str) -> None:
    last = last_standing(change.db.conn)
    if last is not None and _goes_on(change, last, case_id):
        change.db.execute("UPDATE note_changes SET after = ? WHERE change_id = ?", (after, last.id))
        change.db.execute("UPDATE changes SET recorded_at = ? WHERE id = ?", (utc_text(change.now), last.id))
    else:
        row = {"change_id": change.touch(case_id), "case_id": case_id, "before": before, "after": after}
        change.db.table("note_changes").insert(row)


def _goes_on(change: Change, last: Step, case_id: int) -> bool:
    """Whether this is the same sitting at the same note as the last change of the file."""
    same = (last.kind, last.session, [number for number, _merchant in last.cases]) == (
        "note",
        change.session,
        [case_id],
    )
    return same and change.kind == "note" and timedelta(0) <= change.now - last.recorded_at <= ONE_STEP
