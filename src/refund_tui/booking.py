"""Statements meet cases: what they prove is booked in one step, what they only suggest waits for a word."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from refund_tui.casefile import CaseFile
from refund_tui.domain.arrival import Arrival, booked, bookings
from refund_tui.domain.events import Event
from refund_tui.domain.listing import utc_text
from refund_tui.errors import CaseFileProblem, Refused
from refund_tui.statements.belonging import CaseRecord, purchases_of
from refund_tui.statements.kept import as_of, from_text, to_text
from refund_tui.statements.links import Links, link
from refund_tui.statements.matching import Match, match
from refund_tui.statements.model import Row, Statement
from refund_tui.statements.progress import WHOLE, Progress, nothing
from refund_tui.store import records, statements
from refund_tui.store.changes import Change
from refund_tui.store.statements import Counts, RowText
from refund_tui.views import CaseView

PLAIN_TIER = 1
"""A case that a refund row was made of is tied to it by that."""
PASSES = 3
"""What one refund books may tell more of the next; more than this often it never did."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What statements and the case file say of each other. Rows go by their keys.

    `texts` tells in which file, and where there, each row stood last; `cases` which case a payment already is; `titles`
    what each case is about, by its id; `moved` the status that a row had before these statements, where it has another.
    """

    links: Links
    matches: tuple[Match, ...]
    texts: Mapping[str, RowText]
    cases: Mapping[str, int]
    titles: Mapping[int, str]
    moved: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import did: rows that are new, rows that moved on, and what was booked to which case."""

    counts: Counts
    booked: tuple[Match, ...] = ()
    views: Mapping[int, CaseView] = field(default_factory=dict)


def look(file: CaseFile, read: Sequence[Statement], progress: Progress = nothing) -> Meeting:
    """Say what these statements would mean for the cases; nothing is written, and no file need be there.

    `progress` is told how far that is, of WHOLE; what it raises ends it at once.
    """
    progress(0, WHOLE)
    known, cases = _known(file)
    texts = _newest([*known, *_texts(read)])
    progress(20, WHOLE)
    return replace(_meet(texts, cases, progress), moved=_moved(known, texts))


def _known(file: CaseFile) -> tuple[list[RowText], list[CaseRecord]]:
    """Give the rows and the cases of a case file; nothing where there is none yet."""
    if not file.path.exists():
        return [], []
    try:
        with file.reader() as connection:
            return statements.everything(connection), _records(connection)
    except CaseFileProblem:
        if file.path.stat().st_size:
            raise
        return [], []


def _moved(known: Iterable[RowText], texts: Mapping[str, RowText]) -> dict[str, str]:
    """Give the status that each row had, where what counts of it now says another."""
    found: dict[str, str] = {}
    for old in known:
        new = texts[old.key]
        if new.text != old.text:
            before, now = (from_text(old.key, each.number, each.text).status for each in (old, new))
            if before != now:
                found[old.key] = before
    return found


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
        change.tell(rows=sorted({known[each.refund or each.key].number for each in done}))
        return Applied(counts, tuple(done), views)


def case_of(meeting: Meeting, row: Row) -> int | None:
    """Give the case that a row already is, from whichever statement it was opened."""
    return meeting.cases.get(row.key)


def about(statement: Statement, matches: Iterable[Match]) -> list[Match]:
    """Give the matches that a row of this statement speaks for."""
    keys = {row.key for row in statement.plain}
    return [each for each in matches if (each.refund or each.payment) in keys]


def named(meeting: Meeting, statement: Statement, numbers: Collection[int]) -> list[Match]:
    """Give what is only proposed for rows of a statement. Raises Refused for a row that nothing is proposed for."""
    keys = {row.number: row.key for row in statement.plain}
    found = [each for number in numbers for each in meeting.matches if each.key == keys.get(number) and not each.proven]
    for number in numbers:
        if not any(each.key == keys.get(number) for each in found):
            raise Refused("nothing is proposed for row {row} of {file}", row=number, file=statement.name)
    return found


def strays(meeting: Meeting, statement: Statement) -> list[Row]:
    """Give the refunds of a statement that belong to no case: neither booked nor proposed to one.

    A bank's line is none: it does not say what was bought, and no case can be made of it.
    """
    if statement.witness == "bank":
        return []
    matched = {each.refund for each in meeting.matches}
    return [
        row
        for row in statement.plain
        if row.kind == "refund"
        and row.amount
        and row.key not in matched
        and case_of(meeting, payment_of(meeting, row)) is None
        and case_of(meeting, row) is None
    ]


def payment_of(meeting: Meeting, row: Row) -> Row:
    """Give the payment that a refund row pays back; the row itself where none is known, or it is no refund."""
    payment = next((tie.payment for tie in meeting.links.ties if tie.refund == row.key), row.key)
    return meeting.links.rows.get(payment, row)


def book_refund(file: CaseFile, change: Change, view: CaseView, row: Row, texts: Mapping[str, RowText]) -> CaseView:
    """Book a refund row to a case that was just opened for it."""
    arrival = Arrival(row.amount, row.amount, row.method, row=_where(texts[row.key], PLAIN_TIER))
    return _log(file, change, view.case.id, arrival, row.occurred_at)


def _book(file: CaseFile, change: Change, found: Match, known: Mapping[str, RowText]) -> CaseView:
    # Booked under its key, told by the row that says it where there is one.
    where = _where(known[found.refund or found.key], found.tier) | {"key": found.key}
    arrival = found.arrival(where)
    return _log(file, change, found.case, arrival, found.occurred_at or change.now)


def _log(file: CaseFile, change: Change, case_id: int, arrival: Arrival, at: datetime) -> CaseView:
    def make(view: CaseView) -> list[Event]:
        return [Event(0, each.kind, at, change.now, each.data) for each in bookings(view.case, arrival)]

    return file.record(change, case_id, make)


def _where(text: RowText, tier: int) -> dict[str, object]:
    source = from_text(text.key, text.number, text.text).source
    return {"source": source, "file": text.file, "row": text.number, "key": text.key, "tier": tier}


def _texts(read: Iterable[Statement]) -> list[RowText]:
    return [text for statement in read for text in _texts_of(statement, utc_text(as_of(statement)))]


def _texts_of(statement: Statement, at: str) -> Iterator[RowText]:
    return (RowText(row.key, statement.name, row.number, to_text(row), at) for row in statement.plain)


def _newest(texts: Iterable[RowText]) -> dict[str, RowText]:
    found: dict[str, RowText] = {}
    for text in texts:
        if text.key not in found or text.as_of > found[text.key].as_of:
            found[text.key] = text
    return found


def _rows(texts: Mapping[str, RowText]) -> list[Row]:
    return [from_text(text.key, text.number, text.text) for text in texts.values()]


def _meet(texts: Mapping[str, RowText], cases: Sequence[CaseRecord], progress: Progress) -> Meeting:
    rows = _rows(texts)
    progress(40, WHOLE)
    links = link(rows)
    progress(80, WHOLE)
    taken = {key: each for each, purchase in purchases_of(cases, links).items() for key in purchase.payments}
    taken |= {each.origin: each.id for each in cases if each.origin}
    titles = {each.id: " · ".join(filter(None, (each.merchant, each.item))) for each in cases}
    met = Meeting(links, match(links, cases), texts, taken, titles, {})
    progress(WHOLE, WHOLE)
    return met


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
