"""The list as a screen reads it: windows of rows from one connection that notices what others commit."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from refund_tui.domain.filters import Filter
from refund_tui.domain.listing import SOON, ListRow, utc_text
from refund_tui.errors import CaseFileProblem
from refund_tui.store import projection
from refund_tui.store.connection import explain, open_read
from refund_tui.store.filters import to_query
from refund_tui.store.projection import MerchantTally, Query, Tally

__all__ = ["UNREADABLE", "LiveList", "MerchantTally", "Tally", "Totals", "merchants"]

UNREADABLE: tuple[type[Exception], ...] = (sqlite3.Error, OSError, CaseFileProblem)
"""What a read raises that cannot be had now: a writer holds the file, or it is being replaced."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over all open cases and their money a currency."""

    open: int
    my_move: int
    unpaid: int
    due_24h: int
    overdue: int
    money: tuple[Tally, ...]


@dataclass
class LiveList:
    """Rows of the case list in windows. One connection, to be used from one thread.

    `busy_seconds` bounds how long a read waits for a writer; a read that cannot be had raises sqlite3 errors
    through `CaseFileProblem` only on opening, so that a screen keeps what it shows and tries again.
    """

    path: Path
    busy_seconds: float = 0.25
    _query: Query = field(default_factory=Query)
    _connection: sqlite3.Connection | None = None
    _known: tuple[int, int] = (0, 0)
    _version: int = -1

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = open_read(self.path, self.busy_seconds)
            stat = self.path.stat()
            self._known = (stat.st_dev, stat.st_ino)
        return self._connection

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def changed(self) -> bool:
        """Say whether anybody committed since the last call; a file put in place of ours counts too."""
        connection = self._opened()
        stat = self.path.stat()
        if (stat.st_dev, stat.st_ino) != self._known:
            self.close()
            connection = self._opened()
            self._version = -1
        version: int = connection.execute("PRAGMA data_version").fetchone()[0]
        changed, self._version = version != self._version, version
        return changed

    def show(self, wanted: Filter, sort: str = "due") -> None:
        """Choose which cases, in which order, from now on."""
        self._query = to_query(wanted, sort)

    def count(self) -> int:
        return projection.count(self._opened(), self._query)

    def window(self, offset: int, limit: int) -> list[ListRow]:
        return projection.window(self._opened(), self._query, offset, limit)

    def everything(self) -> list[ListRow]:
        """Give all rows at once, for a program that asks once. Raises CaseFileProblem for what cannot be read."""
        try:
            return self.window(0, self.count())
        except sqlite3.Error as error:
            raise explain(error, self.path) from error

    def position(self, case_id: int) -> int | None:
        """Give the place of a case in the list, from 0; None when it is not shown."""
        connection = self._opened()
        if self._query == Query():
            return projection.default_position(connection, case_id)
        return projection.position(connection, self._query, case_id)

    def totals(self, now: datetime) -> Totals:
        connection = self._opened()
        money = tuple(projection.tallies(connection))
        instant, soon = utc_text(now), utc_text(now + SOON)
        return Totals(
            open=sum(tally.open for tally in money),
            my_move=sum(tally.my_move for tally in money),
            unpaid=sum(tally.unpaid for tally in money),
            due_24h=projection.due_between(connection, instant, soon),
            overdue=projection.overdue(connection, instant),
            money=money,
        )

    @property
    def connection(self) -> sqlite3.Connection:
        """The open connection, for another read from the same thread, such as one case whole."""
        return self._opened()


def merchants(path: Path, wanted: Filter) -> list[MerchantTally]:
    """Sum up the open cases that fit a filter by merchant, on a connection of its own: for any thread.

    Raises CaseFileProblem for what cannot be read.
    """
    try:
        with closing(open_read(path)) as connection:
            return projection.by_merchant(connection, to_query(wanted))
    except sqlite3.Error as error:
        raise explain(error, path) from error
