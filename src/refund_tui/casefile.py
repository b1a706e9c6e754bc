"""A case file with its clock, rules and calendar: how cases are read from it, and how what happened is recorded."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from refund_tui import clock
from refund_tui.domain.events import Event
from refund_tui.domain.lifecycle import apply, check, check_money
from refund_tui.domain.playbook import Playbook
from refund_tui.domain.summary import list_row
from refund_tui.domain.workdays import WorkCalendar
from refund_tui.errors import CaseFileProblem, Conflict
from refund_tui.rules.calendar import load_calendar
from refund_tui.rules.loader import RuleBook, from_json, load_all, to_json
from refund_tui.store import cases, projection
from refund_tui.store.changes import Change
from refund_tui.store.connection import explain, open_read, write
from refund_tui.views import CaseView, build

if TYPE_CHECKING:
    from sqlite_utils import Database

    from refund_tui.domain.letter_book import LetterBook
    from refund_tui.keeper import Keeper

PROJECTION_VERSION = "2"
"""Raised when the list rows are computed differently, so that old files are recomputed."""
Maker = Callable[[CaseView], list[Event]]
"""Makes, of a case as it stands, the events that are to be recorded."""


@dataclass
class CaseFile:
    """One case file. Every way to write is a transaction of its own and may be used from any thread.

    `now` gives the present instant (aware, UTC); `user_rules` is a folder of the user's own playbooks,
    `user_letters` one of their own letters. `session` tells what was done here from what others did.
    """

    path: Path
    now: Callable[[], datetime] = clock.now
    user_rules: Path | None = None
    user_letters: Path | None = None
    calendars: tuple[Path, ...] = ()
    session: str = field(default_factory=lambda: secrets.token_hex(8))
    _playbooks: dict[str, Playbook] = field(default_factory=dict)

    @cached_property
    def rules(self) -> RuleBook:
        return load_all(self.user_rules)

    @cached_property
    def letters(self) -> LetterBook:
        from refund_tui.rules.letter_files import load_letters

        return load_letters(self.user_letters)

    @cached_property
    def calendar(self) -> WorkCalendar:
        return load_calendar(self.calendars)

    @cached_property
    def drafts(self) -> Keeper:
        """What is typed in this process and not in the case file yet, and what ended ones left."""
        from refund_tui.drafts import Drafts
        from refund_tui.keeper import Keeper

        return Keeper(Drafts(self.path))

    def prepare(self) -> None:
        """Make the case file if there is none, bring its format up to date, recompute what went stale."""
        # What is wrong with the file, if not that there is nothing in it yet, is said when it is opened for writing.
        with suppress(CaseFileProblem), self.reader() as connection:
            if cases.meta(connection, "projection") == self._stamp:
                return
        with self.changing(may_create=True):
            pass

    # Reading

    @contextmanager
    def reader(self) -> Iterator[sqlite3.Connection]:
        connection = open_read(self.path)
        try:
            yield connection
        except sqlite3.Error as error:
            raise explain(error, self.path) from error
        finally:
            connection.close()

    def case(self, case_id: int, connection: sqlite3.Connection | None = None) -> CaseView:
        """Give one case whole, as it stands now."""
        if connection is not None:
            return self._view(cases.load(connection, case_id))
        with self.reader() as opened:
            return self._view(cases.load(opened, case_id))

    def _pinned(self, ref: str, body: str) -> Playbook:
        if ref not in self._playbooks:
            self._playbooks[ref] = from_json(body)
        return self._playbooks[ref]

    def _view(self, stored: cases.Stored) -> CaseView:
        return build(stored, self._pinned(stored.case.playbook, stored.playbook), self.calendar, self.now())

    # Writing

    @contextmanager
    def changing(self, kind: str = "case", *, may_create: bool = False, **data: Any) -> Iterator[Change]:
        """Run one transaction whose writes are one step to take back; nothing is kept when anything raises."""
        with write(self.path, may_create=may_create) as db:
            self._refresh_all(db)
            yield Change(db, self.session, self.now(), kind, data)

    def record(self, change: Change, case_id: int, make: Maker, revision: int | None = None) -> CaseView:
        """Put what `make` makes of a case on its timeline.

        Raises Refused for what the case does not allow, and Conflict when it is no longer at `revision`.
        """
        view = self._view(cases.load(change.db.conn, case_id))
        if revision is not None and revision != view.revision:
            raise Conflict(
                "case {id} was changed by somebody else meanwhile; look at it and say it again",
                id=case_id,
            )
        case, new = view.case, self.numbered(change.db, make(view))
        for event in new:
            check(case, event)
            case = apply(case, event)
        check_money(case)
        if not new:
            return view
        if case.playbook != view.case.playbook:
            cases.pin_playbook(change.db, case.playbook, to_json(self.rules.get(case.playbook)))
        cases.save(change, case, new, view.revision)
        return self.project(change.db, case_id)

    @staticmethod
    def numbered(db: Database, events: list[Event]) -> list[Event]:
        """Give events the places in the file that they will have."""
        first = cases.next_seq(db)
        return [replace(event, seq=first + index) for index, event in enumerate(events)]

    # The projection

    def project(self, db: Database, case_id: int) -> CaseView:
        """Bring the list row of a case up to date; gives the case as it stands."""
        view = self._view(cases.load(db.conn, case_id))
        projection.put(db, list_row(view.case, view.revision, view.clocks, view.events))
        return view

    @cached_property
    def _stamp(self) -> str:
        known = self.calendar
        days = f"{len(known.days_off)}+{len(known.working_weekends)}"
        return f"{PROJECTION_VERSION}/{known.known_from}-{known.known_through}/{days}"

    def _refresh_all(self, db: Database) -> None:
        """Recompute every list row when the calendar or the way of computing is not the one they were made with."""
        if cases.meta(db.conn, "projection") == self._stamp:
            return
        projection.clear(db)
        for case_id in cases.ids(db.conn):
            self.project(db, case_id)
        cases.set_meta(db, "projection", self._stamp)
