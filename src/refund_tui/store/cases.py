"""Load and save cases: the state row, its events and its note. Every write runs inside `connection.write`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from refund_tui.domain.case import Case
from refund_tui.domain.events import Event
from refund_tui.domain.listing import utc_text
from refund_tui.domain.note import Note
from refund_tui.errors import Conflict, Refused
from refund_tui.store.codec import case_from_json, case_to_json, event_from_json, event_to_json, instant

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Stored:
    """A case as the file holds it, with its timeline in order of `seq` and the playbook text it pinned."""

    case: Case
    revision: int
    events: tuple[Event, ...]
    note: Note
    playbook: str


LARGEST_ID = 2**63 - 1


def _event(row: tuple[int, str, str, str, str, int]) -> Event:
    seq, kind, occurred_at, recorded_at, data, forced = row
    return Event(seq, kind, instant(occurred_at), instant(recorded_at), event_from_json(data), bool(forced))


def load(connection: sqlite3.Connection, case_id: int) -> Stored:
    """Read one case whole. Raises Refused when there is none with this number."""
    if not 0 < case_id <= LARGEST_ID:
        raise Refused("there is no case {id}; see list", id=case_id)
    row = connection.execute(
        "SELECT state, cases.revision, coalesce(notes.text, ''), coalesce(notes.revision, 0), playbooks.body"
        " FROM cases JOIN playbooks ON playbooks.ref = json_extract(state, '$.playbook')"
        " LEFT JOIN notes ON notes.case_id = cases.id WHERE cases.id = ?",
        (case_id,),
    ).fetchone()
    if row is None:
        raise Refused("there is no case {id}; see list", id=case_id)
    state, revision, text, note_revision, playbook = row
    events = connection.execute(
        "SELECT seq, kind, occurred_at, recorded_at, data, forced FROM events WHERE case_id = ? ORDER BY seq",
        (case_id,),
    ).fetchall()
    return Stored(case_from_json(state), revision, tuple(map(_event, events)), Note(text, note_revision), playbook)


def ids(connection: sqlite3.Connection) -> list[int]:
    return [row[0] for row in connection.execute("SELECT id FROM cases ORDER BY id").fetchall()]


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


def insert(db: Database, case: Case, events: Sequence[Event]) -> int:
    """Add a new case with its first events; gives its revision, 1."""
    db.table("cases").insert({"id": case.id, "revision": 1, "state": case_to_json(case)})
    _append(db, case.id, 1, events)
    return 1


def save(db: Database, case: Case, events: Sequence[Event], revision: int) -> int:
    """Replace a case that was read at `revision` and append its new events; gives the new revision.

    Raises Conflict when the case is no longer at `revision`: somebody else saved first.
    """
    changed = db.execute(
        "UPDATE cases SET state = ?, revision = revision + 1 WHERE id = ? AND revision = ?",
        (case_to_json(case), case.id, revision),
    ).rowcount
    if changed != 1:
        raise Conflict("case {id} was changed by somebody else meanwhile; look at it and say it again", id=case.id)
    _append(db, case.id, revision + 1, events)
    return revision + 1


def _append(db: Database, case_id: int, revision: int, events: Sequence[Event]) -> None:
    db.table("events").insert_all(
        {
            "seq": event.seq,
            "case_id": case_id,
            "revision": revision,
            "kind": event.kind,
            "occurred_at": utc_text(event.occurred_at),
            "recorded_at": utc_text(event.recorded_at),
            "data": event_to_json(event.data),
            "forced": int(event.forced),
        }
        for event in events
    )


def save_note(db: Database, case_id: int, text: str, revision: int, now: datetime) -> int:
    """Replace a note that was read at `revision`; gives the new one. Raises Conflict when it moved on."""
    if db.execute("SELECT 1 FROM cases WHERE id = ?", (case_id,)).fetchone() is None:
        raise Refused("there is no case {id}; see list", id=case_id)
    row = db.execute("SELECT revision FROM notes WHERE case_id = ?", (case_id,)).fetchone()
    if (row[0] if row else 0) != revision:
        raise Conflict(
            "the note of case {id} was changed by somebody else meanwhile; your text was not saved",
            id=case_id,
        )
    db.table("notes").upsert(
        {"case_id": case_id, "revision": revision + 1, "text": text, "updated_at": utc_text(now)},
        pk="case_id",
    )
    return revision + 1


def case_of_row(connection: sqlite3.Connection, key: str) -> int | None:
    """Find the case that was opened from a statement row."""
    row = connection.execute("SELECT case_id FROM case_list WHERE row_key = ? ORDER BY case_id", (key,)).fetchone()
    return row[0] if row else None


def used_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """Give the statement rows already used: row key to case."""
    return dict(
        connection.execute(
            "SELECT row_key, case_id FROM case_list WHERE row_key IS NOT NULL ORDER BY case_id DESC"
        ).fetchall()
    )


def meta(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def set_meta(db: Database, key: str, value: str) -> None:
    db.table("meta").upsert({"key": key, "value": value}, pk="key")


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
