"""Statements meet cases: what they prove is booked in one step, what they only suggest waits for a word."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from refund_tui.casefile import CaseFile
from refund_tui.domain.arrival import booked, bookings
from refund_tui.domain.events import Event
from refund_tui.domain.listing import utc_text
from refund_tui.errors import CaseFileProblem
from refund_tui.statements.belonging import CaseRecord
from refund_tui.statements.kept import as_of, from_text, to_text
from refund_tui.statements.links import Links, link
from refund_tui.statements.matching import Match, match
from refund_tui.statements.model import Row, Statement
from refund_tui.store import records, statements
from refund_tui.store.changes import Change
from refund_tui.store.statements import Counts, RowText
from refund_tui.views import CaseView

PASSES = 3
"""What one refund books may tell more of the next; more than this often it never did."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What statements and the case file say of each other. Rows go by their keys.

    `texts` tells in which file, and where there, each row stood last.
    """

    links: Links
    matches: tuple[Match, ...]
    texts: Mapping[str, RowText]

    @property
    def proven(self) -> tuple[Match, ...]:
        return tuple(each for each in self.matches if each.proven)


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import did: rows that are new, rows that moved on, and what was booked to which case."""

    counts: Counts
    booked: tuple[Match, ...] = ()
    views: Mapping[int, CaseView] = field(default_factory=dict)


def look(file: CaseFile, read: Sequence[Statement]) -> Meeting:
    """Say what these statements would mean for the cases; nothing is written, and no file need be there."""
    if not file.path.exists():
        return _meet(_newest(_texts(read)), ())
    try:
        with file.reader() as connection:
            known = statements.everything(connection)
            return _meet(_newest([*known, *_texts(read)]), _records(connection))
    except CaseFileProblem:
        if file.path.stat().st_size:
            raise
        return _meet(_newest(_texts(read)), ())


def apply(file: CaseFile, read: Sequence[Statement], accepted: Collection[Match] = ()) -> Applied:
    """Keep the rows of these statements, and book what they prove and what was accepted: one step to take back."""
    names = [statement.name for statement in read]
    with file.changing("import", may_create=True, files=names) as change:
        counts = statements.keep(change, _texts(read))
        done: list[Match] = []
        views: dict[int, CaseView] = {}
        known = _newest(statements.everything(change.db.conn))
        links = link(_rows(known))
        for _pass in range(PASSES):
            matches = match(links, _records(change.db.conn))
            wanted = [each for each in matches if each.proven or each in accepted]
            if not wanted:
                break
            for each in wanted:
                views[each.case] = _book(file, change, each, known)
            done += wanted
            accepted = ()
        change.tell(rows=sorted({known[each.key].number for each in done}))
        return Applied(counts, tuple(done), views)


def _book(file: CaseFile, change: Change, found: Match, known: Mapping[str, RowText]) -> CaseView:
    text = known[found.key]
    where = {"source": _source(text), "file": text.file, "row": text.number, "key": found.key, "tier": found.tier}

    def make(view: CaseView) -> list[Event]:
        at = found.occurred_at or change.now
        return [Event(0, each.kind, at, change.now, each.data) for each in bookings(view.case, found.arrival(where))]

    return file.record(change, found.case, make)


def _source(text: RowText) -> str:
    return from_text(text.key, text.number, text.text).source


def _texts(read: Iterable[Statement]) -> list[RowText]:
    return [
        RowText(row.key, statement.name, row.number, to_text(row), utc_text(as_of(statement)))
        for statement in read
        for row in statement.plain
    ]


def _newest(texts: Iterable[RowText]) -> dict[str, RowText]:
    found: dict[str, RowText] = {}
    for text in texts:
        if text.key not in found or text.as_of > found[text.key].as_of:
            found[text.key] = text
    return found


def _rows(texts: Mapping[str, RowText]) -> list[Row]:
    return [from_text(text.key, text.number, text.text) for text in texts.values()]


def _meet(texts: Mapping[str, RowText], cases: Sequence[CaseRecord]) -> Meeting:
    links = link(_rows(texts))
    return Meeting(links, match(links, cases), texts)


def _records(connection: sqlite3.Connection) -> list[CaseRecord]:
    issued, from_rows = records.issued_at(connection), records.from_rows(connection)
    return [
        CaseRecord(
            id=each.id,
            currency=each.currency,
            origin=each.origin,
            trade_no=each.trade_no,
            order_no=each.order_no,
            paid=each.paid,
            paid_at=each.paid_at,
            merchant=each.merchant,
            item=each.item,
            channel=each.channel,
            expected=each.expected,
            issued=each.issued,
            issued_at=issued.get(each.id),
            received=each.received,
            booked=booked(from_rows.get(each.id, ())),
            is_open=each.stage != "withdrawn",
        )
        for each in records.facts(connection)
    ]
