"""The use cases: load, decide, save in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from refund_tui.casefile import CaseFile, Maker
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
from refund_tui.domain.precheck import Remark, precheck
from refund_tui.domain.text import clean_text
from refund_tui.errors import Refused
from refund_tui.rules.loader import to_json
from refund_tui.store import cases, notes
from refund_tui.store.changes import Change
from refund_tui.telling import happened, known_rule, loggable, stored_facts, told, warnings
from refund_tui.views import CaseView


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


class Service(CaseFile):
    """The use cases: what a person does to a case file, and what would come of it."""

    def reading(self, view: CaseView | None = None) -> Reading:
        """Give what reading a typed field depends on: the case's zone and currency, and what already happened."""
        if view is None:
            return Reading(self.now(), self.calendar)
        anchors = {event.kind: event.occurred_at for event in view.events}
        return Reading(self.now(), self.calendar, view.case.zone, view.case.currency, anchors)

    # Writing

    def add(self, typed: Mapping[str, str]) -> CaseView:
        """Open a case from typed facts; only the merchant is needed. Raises Refused for a value that is none."""
        values = read_facts(FACTS, typed, self.reading())
        require(FACTS, values)
        return self.open(values)

    def open(self, values: Mapping[str, Any], origin: Mapping[str, Any] | None = None) -> CaseView:
        """Open a case from facts already read (names of `fields.FACTS`), and from the row they came from."""
        with self.changing(may_create=True) as change:
            return self.opened(change, values, origin)

    def opened(self, change: Change, values: Mapping[str, Any], origin: Mapping[str, Any] | None = None) -> CaseView:
        """Open a case as `open` does, as part of a change."""
        now, db = change.now, change.db
        facts = stored_facts(values)
        playbook = self.rules.choose(facts.get("platform"), facts.get("scenario") or "online")
        facts["playbook"] = playbook.ref
        if origin:
            facts["origin"] = dict(origin)
        cases.pin_playbook(db, playbook.ref, to_json(playbook))
        case_id = cases.new_id(db)
        events = self.numbered(db, [Event(0, "opened", now, now, facts), *happened(values, now)])
        case = fold(case_id, events)
        cases.check_row(db.conn, case)
        check_money(case)
        cases.insert(change, case, events)
        return self.project(db, case_id)

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
            return [*edited, *happened(values, now, view.case)]

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
        with self.changing("note") as change:
            return notes.save(change, case_id, clean_text(text), revision)

    def append_note(self, case_id: int, text: str) -> Note:
        """Add a paragraph to the note, whatever it holds by now."""
        with self.changing("note") as change:
            note = cases.load(change.db.conn, case_id).note
            before = f"{note.text.rstrip()}\n" if note.text.strip() else ""
            joined = before + clean_text(text)
            return Note(joined, notes.save(change, case_id, joined, note.revision))

    def _change(self, case_id: int, make: Maker, revision: int | None) -> CaseView:
        with self.changing() as change:
            return self.record(change, case_id, make, revision)
