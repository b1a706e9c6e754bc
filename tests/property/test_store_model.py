"""The store against a plain model: whatever is done to it, state rows, events, list and tally agree."""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from refund_tui.domain.case import Case
from refund_tui.domain.events import EVENTS
from refund_tui.domain.filters import merchant_filter, parse_filter
from refund_tui.domain.lifecycle import ball, fold
from refund_tui.domain.summary import list_row
from refund_tui.errors import Conflict, Refused
from refund_tui.service import Service
from refund_tui.store import cases, projection
from refund_tui.store.connection import open_read
from refund_tui.store.filters import to_query
from refund_tui.store.projection import Query
from tests.making import at

NOW = at("2026-11-23T10:00")
LOGGABLE = [kind for kind, spec in EVENTS.items() if spec.loggable]
WORDS = st.text(st.characters(codec="utf-8"), max_size=20)


def typed_fields(kind: str) -> dict[str, str]:
    given: dict[str, str] = {}
    for field in EVENTS[kind].fields:
        if field.type == "amount":
            given[field.name] = "5.00"
        elif field.type == "choice":
            given[field.name] = field.choices[0]
    return given | {name: value for name, value in (("rule", "L-19"), ("slot", "order_detail")) if name in _names(kind)}


def _names(kind: str) -> set[str]:
    return {field.name for field in EVENTS[kind].fields}


class StoreMachine(RuleBasedStateMachine):
    """Two sessions on one file, and what each case ought to be."""

    views: Bundle[Any] = Bundle("views")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "cases.db"
        self.sessions = (Service(self.path), Service(self.path))
        self.sessions[0].prepare()
        self.revisions: dict[int, int] = {}
        self.events: Counter[int] = Counter()
        self.notes: dict[int, str] = {}

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(target=views, session=st.integers(0, 1), merchant=WORDS, paid=st.sampled_from(("", "99.00")))
    def add(self, session: int, merchant: str, paid: str) -> tuple[int, int] | None:
        try:
            view = self.sessions[session].add({"merchant": merchant, "paid": paid, "platform": "taobao"})
        except Refused:
            assert not merchant.strip() or not merchant.strip("\t\n\r \x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u3000")
            return None
        self.revisions[view.case.id], self.events[view.case.id] = 1, len(view.events)
        return view.case.id, view.revision

    @rule(
        target=views,
        seen=consumes(views),
        session=st.integers(0, 1),
        kind=st.sampled_from(LOGGABLE),
        force=st.booleans(),
    )
    def log(self, seen: tuple[int, int] | None, session: int, kind: str, force: bool) -> tuple[int, int] | None:
        if seen is None:
            return None
        case_id, revision = seen
        try:
            view = self.sessions[session].log(case_id, kind, typed_fields(kind), force=force, revision=revision)
        except Conflict:
            assert revision != self.revisions[case_id]
            return case_id, self.revisions[case_id]
        except Refused:
            return seen
        assert revision == self.revisions[case_id]
        self.revisions[case_id] += 1
        self.events[case_id] += 1
        return case_id, view.revision

    @rule(target=views, seen=views, item=WORDS)
    def edit(self, seen: tuple[int, int] | None, item: str) -> tuple[int, int] | None:
        if seen is None:
            return None
        case_id, revision = seen
        try:
            view = self.sessions[0].edit(case_id, {"item": item, "platform": "jd"}, revision)
        except Conflict:
            assert revision != self.revisions[case_id]
            return None
        self.revisions[case_id] += 1
        self.events[case_id] += 1
        return case_id, view.revision

    @rule(seen=views, text=WORDS)
    def note(self, seen: tuple[int, int] | None, text: str) -> None:
        if seen is not None:
            session = self.sessions[1]
            session.save_note(seen[0], text, session.case(seen[0]).note.revision)
            self.notes[seen[0]] = session.case(seen[0]).note.text

    @invariant()
    def the_file_agrees_with_the_model_and_with_itself(self) -> None:
        connection = open_read(self.path)
        try:
            assert cases.ids(connection) == sorted(self.revisions)
            fresh: Counter[str] = Counter()
            for case_id, revision in self.revisions.items():
                fresh += self._check_case(connection, case_id, revision)
            kept = projection.tallies(connection)
            assert {each.currency for each in kept} <= {"CNY"}
            assert {name: value for each in kept for name, value in asdict(each).items() if value} == (
                {"currency": "CNY", **fresh} if fresh["open"] else {}
            )
            shops = projection.by_merchant(connection, Query())
            assert sum(each.open for each in shops) == fresh["open"]
            for name in ("claimed_minor", "agreed_minor", "received_minor", "owed_minor"):
                assert sum(getattr(each, name) for each in shops) == fresh[name]
            for each in shops:
                only = to_query(parse_filter([merchant_filter(each.merchant), "open"], NOW))
                assert projection.count(connection, only) == each.open
        finally:
            connection.close()

    def _check_case(self, connection: sqlite3.Connection, case_id: int, revision: int) -> Counter[str]:
        stored = cases.load(connection, case_id)
        assert (stored.revision, len(stored.events)) == (revision, self.events[case_id])
        assert fold(case_id, stored.events) == stored.case
        assert stored.note.text == self.notes.get(case_id, "")
        view = self.sessions[0].case(case_id, connection)
        row = list_row(view.case, view.revision, view.clocks, view.events)
        assert projection.get(connection, case_id) == row
        return _worth(view.case, bool(row.promised_at))


def _worth(case: Case, unpaid: bool) -> Counter[str]:
    """What an open case adds to the tally, said without the projection."""
    if not case.is_open:
        return Counter()
    expected = next((each for each in (case.agreed, case.claimed, case.paid) if each is not None), 0)
    return Counter(
        open=1,
        my_move=int(ball(case) == "me"),
        unpaid=int(unpaid),
        claimed_minor=case.claimed or 0,
        offered_minor=case.offered or 0,
        agreed_minor=case.agreed or 0,
        issued_minor=case.issued or 0,
        received_minor=case.received,
        owed_minor=max(expected - case.received - case.in_kind, 0),
    )


TestStore = StoreMachine.TestCase
TestStore.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
