"""The table that lists and `status` read: one row a case, rewritten with the case, and a tally a currency."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING

from refund_tui.domain.listing import ListRow
from refund_tui.store.header import OVERDUE

if TYPE_CHECKING:
    from sqlite_utils import Database

COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(ListRow))
BOOLEANS: tuple[str, ...] = ("is_open", "next_approximate", "next_overridden")
NO_CLOCK = "9999"
"""Sorts after every instant."""
DAY_CELLS = 10
"""Characters of UTC text that name the day."""
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM case_list"
_BOOLEAN_AT = tuple(COLUMNS.index(name) for name in BOOLEANS)


DEFAULT_ORDER = "is_open DESC, due_order, case_id"
"""Open cases before ended ones, the nearest clock first; the one order that has an index."""


@dataclass(frozen=True, slots=True)
class Query:
    """Which cases, in which order: SQL made by `filters.to_query` from a filter that the domain read.

    The places for the parameters are numbered, so that LIMIT and OFFSET can follow them.
    """

    where: str = ""
    parameters: tuple[object, ...] = ()
    order: str = DEFAULT_ORDER


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts and money of the open cases in one currency, in its minor unit."""

    currency: str
    open: int
    my_move: int
    unpaid: int
    claimed_minor: int
    offered_minor: int
    agreed_minor: int
    issued_minor: int
    received_minor: int
    owed_minor: int


SUMS: tuple[str, ...] = tuple(field.name for field in fields(Tally))[1:]
"""What is kept of a currency, beside its name."""


@dataclass(frozen=True, slots=True)
class MerchantTally:
    """Count and money of the open cases of a merchant in one currency, in its minor unit."""

    merchant: str
    currency: str
    open: int
    claimed_minor: int
    agreed_minor: int
    received_minor: int
    owed_minor: int


def _row(values: Sequence[object]) -> ListRow:
    ready = list(values)
    for index in _BOOLEAN_AT:
        ready[index] = bool(ready[index])
    return ListRow(*ready)  # type: ignore[arg-type]


def _weight(row: ListRow | None) -> Tally | None:
    if row is None or not row.is_open:
        return None
    return Tally(
        currency=row.currency,
        open=1,
        my_move=int(row.ball == "me"),
        unpaid=int(row.promised_at is not None),
        claimed_minor=row.claim_minor or 0,
        offered_minor=row.offered_minor or 0,
        agreed_minor=row.agreed_minor or 0,
        issued_minor=row.issued_minor or 0,
        received_minor=row.received_minor,
        owed_minor=row.owed_minor or 0,
    )


def _add(db: Database, tally: Tally | None, sign: int) -> None:
    if tally is None:
        return
    db.execute(
        f"INSERT INTO tally (currency, {', '.join(SUMS)}) VALUES (?{', ?' * len(SUMS)})"
        " ON CONFLICT (currency) DO UPDATE SET " + ", ".join(f"{name} = {name} + excluded.{name}" for name in SUMS),
        (tally.currency, *(sign * getattr(tally, name) for name in SUMS)),
    )


def _count_day(db: Database, row: ListRow | None, sign: int) -> None:
    if row is not None and row.is_open and row.next_due:
        db.execute(
            "INSERT INTO due_days VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET open = open + excluded.open",
            (row.next_due[:DAY_CELLS], sign),
        )


def remove(db: Database, case_id: int) -> None:
    """Take a case out of the list, the tally and the count of its day."""
    before = get(db.conn, case_id)
    _add(db, _weight(before), -1)
    _count_day(db, before, -1)
    db.execute("DELETE FROM case_list WHERE case_id = ?", (case_id,))


def put(db: Database, row: ListRow) -> None:
    """Write the list row of a case and carry the tally and the count of its day along."""
    remove(db, row.case_id)
    values: dict[str, object] = dict(zip(COLUMNS, astuple(row), strict=True))
    values["due_order"] = row.next_due or NO_CLOCK
    db.table("case_list").insert(values, pk="case_id")
    _add(db, _weight(row), +1)
    _count_day(db, row, +1)


def clear(db: Database) -> None:
    """Empty the projection, to be rebuilt."""
    for table in ("case_list", "tally", "due_days"):
        db.execute(f"DELETE FROM {table}")


def get(connection: sqlite3.Connection, case_id: int) -> ListRow | None:
    row = connection.execute(f"{_SELECT} WHERE case_id = ?", (case_id,)).fetchone()
    return _row(row) if row else None


def _where(query: Query) -> str:
    return f" WHERE {query.where}" if query.where else ""


def count(connection: sqlite3.Connection, query: Query) -> int:
    found: int = connection.execute(f"SELECT count(*) FROM case_list{_where(query)}", query.parameters).fetchone()[0]
    return found


def window(connection: sqlite3.Connection, query: Query, offset: int, limit: int) -> list[ListRow]:
    """Give the rows from `offset` on, `limit` at the most, in the query's order."""
    rows = connection.execute(
        f"{_SELECT}{_where(query)} ORDER BY {query.order} LIMIT {int(limit)} OFFSET {int(offset)}",
        query.parameters,
    ).fetchall()
    return [_row(row) for row in rows]


def position(connection: sqlite3.Connection, query: Query, case_id: int) -> int | None:
    """Give the place of a case in the query's order, counted from 0; None when it is not there."""
    row = connection.execute(
        f"SELECT place FROM (SELECT case_id, row_number() OVER (ORDER BY {query.order}) - 1 AS place"
        f" FROM case_list{_where(query)}) WHERE case_id = {int(case_id)}",
        query.parameters,
    ).fetchone()
    return row[0] if row else None


def open_ids(connection: sqlite3.Connection) -> list[int]:
    """Give the numbers of the open cases, the nearest clock first."""
    rows = connection.execute(f"SELECT case_id FROM case_list WHERE is_open = 1 ORDER BY {DEFAULT_ORDER}").fetchall()
    return [row[0] for row in rows]


def default_position(connection: sqlite3.Connection, case_id: int) -> int | None:
    """The same for all cases in the default order, by the index alone: cheap at any size."""
    row = connection.execute("SELECT is_open, due_order FROM case_list WHERE case_id = ?", (case_id,)).fetchone()
    if row is None:
        return None
    is_open, due_order = row
    place: int = connection.execute(
        "SELECT (SELECT count(*) FROM case_list WHERE is_open > ?1)"
        " + (SELECT count(*) FROM case_list WHERE is_open = ?1 AND due_order < ?2)"
        " + (SELECT count(*) FROM case_list WHERE is_open = ?1 AND due_order = ?2 AND case_id < ?3)",
        (is_open, due_order, case_id),
    ).fetchone()[0]
    return place


def tallies(connection: sqlite3.Connection) -> list[Tally]:
    rows = connection.execute(f"SELECT currency, {', '.join(SUMS)} FROM tally WHERE open > 0 ORDER BY currency")
    return [Tally(*row) for row in rows.fetchall()]


def by_merchant(connection: sqlite3.Connection, query: Query) -> list[MerchantTally]:
    """Sum up the open cases of a query by merchant and currency: a currency after the other, most owed first."""
    also = f" AND {query.where}" if query.where else ""
    # Left to itself SQLite takes the index of the list's order, which is slower than reading the table through.
    how = "NOT INDEXED" if query.where else "INDEXED BY case_list_owed"
    rows = connection.execute(
        "SELECT merchant, currency, count(*), sum(coalesce(claim_minor, 0)), sum(coalesce(agreed_minor, 0)),"
        " sum(received_minor), sum(coalesce(owed_minor, 0)) AS owed"
        f" FROM case_list {how} WHERE is_open = 1{also}"
        " GROUP BY merchant, currency ORDER BY currency, owed DESC, merchant",
        query.parameters,
    )
    return [MerchantTally(*row) for row in rows.fetchall()]


def due_between(connection: sqlite3.Connection, start: str, end: str) -> int:
    """Count the open cases whose clock is due after `start` and not after `end` (UTC text)."""
    found: int = connection.execute(
        "SELECT count(*) FROM case_list WHERE is_open = 1 AND due_order > ? AND due_order <= ?", (start, end)
    ).fetchone()[0]
    return found


def overdue(connection: sqlite3.Connection, now: str) -> int:
    """Count the open cases whose clock is not due after `now` (UTC text): whole days are counted already."""
    found: int = connection.execute(OVERDUE, {"now": now}).fetchone()[0]
    return found
