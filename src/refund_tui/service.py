"""The use cases: load, decide, save in one transaction. Owns the clock, the rules and the calendar."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from refund_tui import clock
from refund_tui.domain.case import Case
from refund_tui.domain.events import Event
from refund_tui.domain.fields import (
    FACTS,
    TERMS,
    FieldSpec,
    Reading,
    read_facts,
    read_field,
    require,
)
from refund_tui.domain.lifecycle import apply, check, check_money, fold
from refund_tui.domain.note import Note
from refund_tui.domain.playbook import Playbook
from refund_tui.domain.precheck import Remark, precheck
from refund_tui.domain.summary import list_row
from refund_tui.domain.text import clean_text
from refund_tui.domain.workdays import WorkCalendar
from refund_tui.errors import CaseFileProblem, Conflict, OlderFile, Refused
from refund_tui.rules.calendar import load_calendar
from refund_tui.rules.loader import RuleBook, from_json, load_all, to_json
from refund_tui.store import cases, projection
from refund_tui.store.connection import explain, open_read, write
from refund_tui.telling import happened, known_rule, loggable, stored_facts, told, warnings
from refund_tui.views import CaseView, build

if TYPE_CHECKING:
    from sqlite_utils import Database

    from refund_tui.keeper import Keeper

PROJECTION_VERSION = "2"
"""Raised when the list rows are computed differently, so that old files are recomputed."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an event would do, before it is saved: the case after it, and what should be said first.

    `warnings` are codes of `labels.WARNINGS`; `remarks` name what to look at in an application, and where it leaves
    the agreed terms.
    """

    event: Event
    after: Case
    warnings: tuple[str, ...]
    remarks: tuple[Remark, ...]


@dataclass
class Service:
    """The one door to a case file. Every method that writes is a transaction of its own and may run in any thread.

    `now` gives the present instant (aware, UTC); `user_rules` is a folder of the user's own playbooks.
    """

    path: Path
    now: Callable[[], datetime] = clock.now
    user_rules: Path | None = None
    calendars: tuple[Path, ...] = ()
    _playbooks: dict[str, Playbook] = field(default_factory=dict)

    @cached_property
    def rules(self) -> RuleBook:
        return load_all(self.user_rules)

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
        try:
            with self.reader() as connection:
                if cases.meta(connection, "projection") == self._stamp:
                    return
        except OlderFile:
            pass
        except CaseFileProblem:
            if self.path.exists() and self.path.stat().st_size:
                raise
        with write(self.path, may_create=True) as db:
            self._refresh_all(db)

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

    def reading(self, view: CaseView | None = None) -> Reading:
        """Give what reading a typed field depends on: the case's zone and currency, and what already happened."""
        if view is None:
            return Reading(self.now(), self.calendar)
        anchors = {event.kind: event.occurred_at for event in view.events}
        return Reading(self.now(), self.calendar, view.case.zone, view.case.currency, anchors)

    def _pinned(self, ref: str, body: str) -> Playbook:
        if ref not in self._playbooks:
            self._playbooks[ref] = from_json(body)
        return self._playbooks[ref]

    def _view(self, stored: cases.Stored) -> CaseView:
        playbook = self._pinned(stored.case.playbook, stored.playbook)
        return build(stored.case, stored.revision, stored.events, stored.note, playbook, self.calendar, self.now())

    # Writing

    def add(self, typed: Mapping[str, str]) -> CaseView:
        """Open a case from typed facts; only the merchant is needed. Raises Refused for a value that is none."""
        values = read_facts(FACTS, typed, self.reading())
        require(FACTS, values)
        return self.open(values)

    def open(self, values: Mapping[str, Any], origin: Mapping[str, Any] | None = None) -> CaseView:
        """Open a case from facts already read (names of `fields.FACTS`), and from the row they came from."""
        now = self.now()
        facts = stored_facts(values)
        playbook = self.rules.choose(facts.get("platform"), facts.get("scenario") or "online")
        facts["playbook"] = playbook.ref
        if origin:
            facts["origin"] = dict(origin)
        with write(self.path, may_create=True) as db:
            self._refresh_all(db)
            if origin and (used := cases.case_of_row(db.conn, str(origin["key"]))):
                raise Refused(
                    "row {row} of {file} already is case {id}",
                    row=origin["row"],
                    file=origin["file"],
                    id=used,
                )
            cases.pin_playbook(db, playbook.ref, to_json(playbook))
            case_id = cases.new_id(db)
            events = self._numbered(db, [Event(0, "opened", now, now, facts), *happened(values, now)])
            case = fold(case_id, events)
            check_money(case)
            cases.insert(db, case, events)
            return self._project(db, case_id)

    def edit(self, case_id: int, typed: Mapping[str, str], revision: int | None = None) -> CaseView:
        """Change facts or terms of a case. Raises Refused for a bad value, Conflict when it moved on."""

        def change(view: CaseView) -> list[Event]:
            reading = self.reading(view)
            values = read_facts(FACTS + TERMS, typed, reading)
            facts = stored_facts(values)
            stood = view.case.platform, view.case.scenario
            moved = facts.get("platform", stood[0]), facts.get("scenario", stood[1])
            if facts.get("currency", "") is None or facts.get("zone", "") is None or moved[1] is None:
                raise Refused("currency, zone and scenario cannot be blank; leave them out to keep them")
            if moved != stood:
                facts["playbook"] = self.rules.choose(moved[0], moved[1]).ref
            now = reading.now
            edited = [Event(0, "edited", now, now, facts)] if facts else []
            return [*edited, *happened(values, now)]

        return self._change(case_id, change, revision)

    def preview(
        self, view: CaseView, kind: str, typed: Mapping[str, str], at: str | None = None, force: bool = False
    ) -> Preview:
        """Say what an event would do, without saving. Raises Refused as `log` does."""
        event = told(view, loggable(kind), typed, at, force, self.reading(view))
        check(view.case, event)
        after = apply(view.case, event)
        check_money(after)
        application = after.application if kind in ("applied", "modified") else None
        return Preview(event, after, warnings(view, event), precheck(view.case, application) if application else ())

    def log(
        self,
        case_id: int,
        kind: str,
        typed: Mapping[str, str],
        at: str | None = None,
        force: bool = False,
        revision: int | None = None,
    ) -> CaseView:
        """Say what happened. Raises Refused when the stage forbids it, a field is wrong, or no such event is."""
        spec = loggable(kind)
        return self._change(case_id, lambda view: [told(view, spec, typed, at, force, self.reading(view))], revision)

    def set_deadline(self, case_id: int, rule: str, page: str | None) -> CaseView:
        """Put the page's own instant over a rule's, or take it away again with None."""

        def change(view: CaseView) -> list[Event]:
            known_rule(view.playbook, rule)
            reading = self.reading(view)
            if page is None:
                return [Event(0, "deadline_cleared", reading.now, reading.now, {"rule": rule})]
            due_at = read_field(FieldSpec("page", "until", required=True), page, reading)
            return [Event(0, "deadline_set", reading.now, reading.now, {"rule": rule, "due_at": due_at})]

        return self._change(case_id, change, None)

    def save_note(self, case_id: int, text: str, revision: int) -> int:
        """Replace the note read at `revision`; gives its new revision. Raises Conflict when it moved on."""
        with write(self.path) as db:
            return cases.save_note(db, case_id, clean_text(text), revision, self.now())

    def append_note(self, case_id: int, text: str) -> Note:
        """Add a paragraph to the note, whatever it holds by now."""
        with write(self.path) as db:
            note = cases.load(db.conn, case_id).note
            before = f"{note.text.rstrip()}\n" if note.text.strip() else ""
            joined = before + clean_text(text)
            return Note(joined, cases.save_note(db, case_id, joined, note.revision, self.now()))

    def _change(self, case_id: int, change: Callable[[CaseView], list[Event]], revision: int | None) -> CaseView:
        with write(self.path) as db:
            return self.record(db, case_id, change, revision)

    def record(
        self, db: Database, case_id: int, change: Callable[[CaseView], list[Event]], revision: int | None = None
    ) -> CaseView:
        """Put what `change` makes of a case on its timeline, inside a transaction of `connection.write`."""
        self._refresh_all(db)
        view = self._view(cases.load(db.conn, case_id))
        if revision is not None and revision != view.revision:
            raise Conflict(
                "case {id} was changed by somebody else meanwhile; look at it and say it again",
                id=case_id,
            )
        case, new = view.case, self._numbered(db, change(view))
        for event in new:
            check(case, event)
            case = apply(case, event)
        check_money(case)
        if not new:
            return view
        if case.playbook != view.case.playbook:
            cases.pin_playbook(db, case.playbook, to_json(self.rules.get(case.playbook)))
        cases.save(db, case, new, view.revision)
        return self._project(db, case_id)

    @staticmethod
    def _numbered(db: Database, events: list[Event]) -> list[Event]:
        first = cases.next_seq(db)
        return [replace(event, seq=first + index) for index, event in enumerate(events)]

    # The projection

    def _project(self, db: Database, case_id: int) -> CaseView:
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
            self._project(db, case_id)
        cases.set_meta(db, "projection", self._stamp)
