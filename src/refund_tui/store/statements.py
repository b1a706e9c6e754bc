"""Rows of statements as each export gave them: nothing is written over, and the newest export of a row is what counts.

A row is kept as the text that its source made of it; what it means is no matter of the store.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from refund_tui.store.changes import STANDS, Change


@dataclass(frozen=True, slots=True)
class RowText:
    """One row: its key across files, the file it came from, its number there, and what it says, as JSON text.

    `as_of` is UTC text: how late the export speaks. Of two exports of a row the later one counts.
    """

    key: str
    file: str
    number: int
    text: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What keeping the rows of a file came to: rows never seen before, rows that say something else by now."""

    new: int
    moved: int


_NEWEST = "ORDER BY as_of DESC, id DESC"


def keep(change: Change, rows: Iterable[RowText]) -> Counts:
    """Keep what is not known yet of some rows; an older export never counts over a newer one."""
    db, new, moved = change.db, 0, 0
    for row in rows:
        known = db.execute(
            f"SELECT text, as_of FROM statement_rows WHERE key = ? AND {STANDS} {_NEWEST}", (row.key,)
        ).fetchall()
        if known and (known[0][0] == row.text or (row.text, row.as_of) in known):
            continue
        db.execute(
            "INSERT INTO statement_rows (key, file, number, text, as_of, change_id) VALUES (?, ?, ?, ?, ?, ?)",
            (row.key, row.file, row.number, row.text, row.as_of, change.id),
        )
        new, moved = new + (not known), moved + bool(known)
    return Counts(new, moved)


def everything(connection: sqlite3.Connection) -> list[RowText]:
    """Give each row that is kept, as its newest export gave it, in the order of their keys."""
    rows = connection.execute(
        "SELECT key, file, number, text, as_of FROM"
        f" (SELECT *, row_number() OVER (PARTITION BY key {_NEWEST}) AS place FROM statement_rows WHERE {STANDS})"
        " WHERE place = 1 ORDER BY key"
    ).fetchall()
    return [RowText(*row) for row in rows]


def versions(connection: sqlite3.Connection, key: str) -> list[RowText]:
    """Give a row as each export gave it, the newest first."""
    rows = connection.execute(
        f"SELECT key, file, number, text, as_of FROM statement_rows WHERE key = ? AND {STANDS} {_NEWEST}", (key,)
    ).fetchall()
    return [RowText(*row) for row in rows]


def remember(change: Change, fingerprint: str, body: str) -> None:
    """Keep which column is which in files with the header of this fingerprint, unless that is what is known already."""
    if mappings(change.db.conn).get(fingerprint) != body:
        change.db.table("mappings").insert({"change_id": change.id, "fingerprint": fingerprint, "body": body})


def mappings(connection: sqlite3.Connection) -> dict[str, str]:
    """Give the mappings of columns that are kept, by the fingerprint of a header."""
    return dict(connection.execute(f"SELECT fingerprint, body FROM mappings WHERE {STANDS} ORDER BY id").fetchall())
