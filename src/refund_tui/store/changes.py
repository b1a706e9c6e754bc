"""What was done, step by step: each change stands or is taken back, and nothing that was written is ever removed.

A change is one row, and what it wrote names it. Taking it back only marks it; what counts is worked out from the
changes that stand.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from refund_tui.domain.listing import utc_text
from refund_tui.store.codec import instant

if TYPE_CHECKING:
    from sqlite_utils import Database

STANDS = "coalesce((SELECT undone FROM changes WHERE changes.id = change_id), 0) = 0"
"""Of a row with a `change_id`: whether it counts. Rows older than the table of changes have none, and count."""


@dataclass
class Change:
    """One step inside a transaction. It gets its number when it first writes something, so that none is empty.

    `kind` is `case`, `note` or `import`; `data` holds what its words need beyond the events it wrote.
    """

    db: Database
    session: str
    now: datetime
    kind: str = "case"
    data: Mapping[str, Any] = field(default_factory=dict)
    _id: int = 0

    @property
    def id(self) -> int:
        """The number of this change; written to the file on first use."""
        if not self._id:
            row = {
                "session": self.session,
                "recorded_at": utc_text(self.now),
                "kind": self.kind,
                "data": json.dumps(self.data, ensure_ascii=False),
            }
            self._id = self.db.table("changes").insert(row).last_rowid or 0
        return self._id

    def tell(self, **data: Any) -> None:
        """Add to what the words of this change need, once it is known; nothing where nothing was written."""
        self.data = {**self.data, **data}
        if self._id:
            told = json.dumps(self.data, ensure_ascii=False)
            self.db.execute("UPDATE changes SET data = ? WHERE id = ?", (told, self._id))

    def touch(self, case_id: int) -> int:
        """Say that this change is about a case; gives its number."""
        self.db.table("change_cases").insert({"change_id": self.id, "case_id": case_id}, ignore=True)
        return self.id


@dataclass(frozen=True, slots=True)
class Step:
    """A change as it is looked at: what it wrote on which cases. `undone` is 0 while it stands, else its turn."""

    id: int
    session: str
    recorded_at: datetime
    kind: str
    data: Mapping[str, Any]
    undone: int
    cases: tuple[tuple[int, str], ...]
    """Number and merchant."""
    events: tuple[tuple[int, str], ...]
    """Number of the case and kind of event, in order."""


_COLUMNS = "id, session, recorded_at, kind, data, undone"


def steps(connection: sqlite3.Connection, limit: int) -> list[Step]:
    """Give the latest changes, the newest first."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM changes ORDER BY id DESC LIMIT ?", (limit,)).fetchall()
    return [_step(connection, row) for row in rows]


def last_standing(connection: sqlite3.Connection, session: str | None = None) -> Step | None:
    """Give the newest change that stands; of one session, or of all."""
    return _one(connection, "undone = 0 AND (?1 IS NULL OR session = ?1) ORDER BY id DESC", session)


def last_undone(connection: sqlite3.Connection, session: str | None = None) -> Step | None:
    """Give the change that was taken back last; of one session, or of all."""
    return _one(connection, "undone > 0 AND (?1 IS NULL OR session = ?1) ORDER BY undone DESC", session)


def _one(connection: sqlite3.Connection, where: str, session: str | None) -> Step | None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM changes WHERE {where} LIMIT 1", (session,)).fetchone()
    return _step(connection, row) if row else None


def _step(connection: sqlite3.Connection, row: Sequence[Any]) -> Step:
    number, session, recorded_at, kind, data, undone = row
    cases = connection.execute(
        "SELECT case_id, json_extract(state, '$.merchant') FROM change_cases JOIN cases ON cases.id = case_id"
        " WHERE change_id = ? ORDER BY case_id",
        (number,),
    ).fetchall()
    events = connection.execute(
        "SELECT case_id, kind FROM events WHERE change_id = ? ORDER BY seq", (number,)
    ).fetchall()
    return Step(
        number,
        session,
        instant(recorded_at),
        kind,
        json.loads(data),
        undone,
        tuple(map(tuple, cases)),
        tuple(map(tuple, events)),
    )


def later(connection: sqlite3.Connection, step: Step) -> Step | None:
    """Give a change that stands, is newer than this one and about one of its cases; None where there is none."""
    return _one_of(
        connection,
        "SELECT max(later.change_id) FROM change_cases AS mine JOIN change_cases AS later USING (case_id)"
        " JOIN changes ON changes.id = later.change_id"
        " WHERE mine.change_id = ?1 AND later.change_id > ?1 AND changes.undone = 0",
        step.id,
    )


def _one_of(connection: sqlite3.Connection, query: str, number: int) -> Step | None:
    found = connection.execute(query, (number,)).fetchone()[0]
    return _one(connection, "id = ?1", found) if found else None


def mark(db: Database, step: Step, *, undone: bool, session: str, now: datetime) -> None:
    """Mark a change as taken back, or as standing again, and write down who did so and when."""
    turn = db.execute("SELECT coalesce(max(undone), 0) + 1 FROM changes").fetchone()[0] if undone else 0
    db.execute("UPDATE changes SET undone = ? WHERE id = ?", (turn, step.id))
    db.table("change_turns").insert(
        {"change_id": step.id, "undone": int(undone), "session": session, "recorded_at": utc_text(now)}
    )
