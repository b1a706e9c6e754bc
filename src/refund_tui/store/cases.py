"""Load and save cases: the state row, its events and its note. Every write runs inside `connection.write`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from refund_tui.domain.case import Case
from refund_tui.domain.events import Event
from refund_tui.domain.listing import utc_text
from refund_tui.domain.note import Note
from refund_tui.errors import Conflict, Refused
from refund_tui.store.changes import STANDS, Change
from refund_tui.store.codec import case_from_json, case_to_json, event_from_json, event_to_json, instant

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Stored:
    """A case as the file holds it, with its timeline in order of `seq` and the playbook text it pinned.

    `undone` are the events that were taken back: they count for nothing, and are not lost.
    """

    case: Case
    revision: int
    events: tuple[Event, ...]
    note: Note
    playbook: str
    undone: tuple[Event, ...] = ()


LARGEST_ID = 2**63 - 1
FILE_ID = "file_id"


def _event(row: tuple[int, str, str, str, str, int]) -> Event:
    seq, kind, occurred_at, recorded_at, data, forced = row
    return Event(seq, kind, instant(occurred_at), instant(recorded_at), event_from_json(data), bool(forced))


def load(connection: sqlite3.Connection, case_id: int) -> Stored:
    """Read one case whole. Raises Refused when there is none with this number."""
    if not 0 < case_id <= LARGEST_ID:
        raise Refused("there is no case {id}; see list", id=case_id)
    row = connection.execute(
        "SELECT state, cases.revision, coalesce(notes.text, ''), coalesce(notes.revision, 0), playbooks.body, gone"
        " FROM cases JOIN playbooks ON playbooks.ref = json_extract(state, '$.playbook')"
        " LEFT JOIN notes ON notes.case_id = cases.id WHERE cases.id = ?",
        (case_id,),
    ).fetchone()
    if row is None:
        raise Refused("there is no case {id}; see list", id=case_id)
    state, revision, text, note_revision, playbook, gone = row
    if gone:
        raise Refused("case {id} was taken back; redo brings it back", id=case_id)
    return Stored(
        case_from_json(state),
        revision,
        _events(connection, case_id, STANDS),
        Note(text, note_revision),
        playbook,
        _events(connection, case_id, f"NOT ({STANDS})"),
    )


def events_of(connection: sqlite3.Connection, case_id: int) -> tuple[Event, ...]:
    """Give the events of a case that count, in order of `seq`; none where all of it was taken back."""
    return _events(connection, case_id, STANDS)


def _events(connection: sqlite3.Connection, case_id: int, which: str) -> tuple[Event, ...]:
    rows = connection.execute(
        "SELECT seq, kind, occurred_at, recorded_at, data, forced FROM events"
        f" WHERE case_id = ? AND {which} ORDER BY seq",
        (case_id,),
    ).fetchall()
    return tuple(map(_event, rows))


def ids(connection: sqlite3.Connection) -> list[int]:
    return [row[0] for row in connection.execute("SELECT id FROM cases WHERE gone = 0 ORDER BY id").fetchall()]


def next_seq(db: Database) -> int:
    """Give the `seq` that the next event will have; true until the transaction ends."""
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'events'").fetchone()
    return (row[0] if row else 0) + 1


def new_id(db: Database) -> int:
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'cases'").fetchone()
    return (row[0] if row else 0) + 1


def pin_playbook(db: Database, ref: str, body: str) -> None:
    """Keep a playbook's text in the file, once; the first text under a ref stays."""
    db.table("playbooks").insert({"ref": ref, "body": body}, ignore=True)


def insert(change: Change, case: Case, events: Sequence[Event]) -> int:
    """Add a new case with its first events; gives its revision, 1."""
    change.db.table("cases").insert({"id": case.id, "revision": 1, "state": case_to_json(case)})
    _append(change, case.id, 1, events)
    return 1


def save(change: Change, case: Case, events: Sequence[Event], revision: int) -> int:
    """Replace a case that was read at `revision` and append its new events; gives the new revision.

    Raises Conflict when the case is no longer at `revision`: somebody else saved first.
    """
    changed = change.db.execute(
        "UPDATE cases SET state = ?, revision = revision + 1 WHERE id = ? AND revision = ? AND gone = 0",
        (case_to_json(case), case.id, revision),
    ).rowcount
    if changed != 1:
        raise Conflict("case {id} was changed by somebody else meanwhile; look at it and say it again", id=case.id)
    _append(change, case.id, revision + 1, events)
    return revision + 1


def settle(db: Database, case_id: int, case: Case | None) -> None:
    """Put what the events that count add up to in the place of a case; None where none of them does."""
    if case is None:
        db.execute("UPDATE cases SET gone = 1, revision = revision + 1 WHERE id = ?", (case_id,))
    else:
        db.execute(
            "UPDATE cases SET gone = 0, revision = revision + 1, state = ? WHERE id = ?",
            (case_to_json(case), case_id),
        )


def _append(change: Change, case_id: int, revision: int, events: Sequence[Event]) -> None:
    number = change.touch(case_id)
    change.db.table("events").insert_all(
        {
            "seq": event.seq,
            "case_id": case_id,
            "revision": revision,
            "kind": event.kind,
            "occurred_at": utc_text(event.occurred_at),
            "recorded_at": utc_text(event.recorded_at),
            "data": event_to_json(event.data),
            "forced": int(event.forced),
            "change_id": number,
        }
        for event in events
    )


def check_row(connection: sqlite3.Connection, case: Case) -> None:
    """Raise Refused where another case was opened from the statement row that `case` comes from."""
    if (origin := case.origin) is None:
        return
    query = "SELECT case_id FROM case_list WHERE row_key = ? AND case_id != ?"
    if other := connection.execute(query, (origin.key, case.id)).fetchone():
        raise Refused("row {row} of {file} already is case {id}", row=origin.row, file=origin.file, id=other[0])


def meta(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def set_meta(db: Database, key: str, value: str) -> None:
    db.table("meta").upsert({"key": key, "value": value}, pk="key")


def make_file_id(db: Database) -> str:
    """Give the random name (a UUID) of the case file; the first one made stays."""
    db.table("meta").insert({"key": FILE_ID, "value": str(uuid4())}, ignore=True)
    known = meta(db.conn, FILE_ID)
    assert known is not None
    return known


def evidence_events(connection: sqlite3.Connection, case_id: int | None = None) -> dict[int, list[Event]]:
    """Give the events that added evidence, by case, of one case or of all."""
    rows = connection.execute(
        "SELECT case_id, seq, kind, occurred_at, recorded_at, data, forced FROM events"
        " WHERE kind = 'evidence_added' AND (?1 IS NULL OR case_id = ?1) ORDER BY seq",
        (case_id,),
    ).fetchall()
    found: dict[int, list[Event]] = {}
    for case, *event in rows:
        found.setdefault(case, []).append(_event(tuple(event)))
    return found
