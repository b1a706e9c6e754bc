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
from refund_tui.store.codec import instant
from refund_tui.store.statements import Counts, RowText
from refund_tui.views import CaseView

PLAIN_TIER = 1
"""A case that a refund row was made of is tied to it by that."""
PASSES = 3
"""What one refund books may tell more of the next; more than this often it never did."""


@dataclass(frozen=True, slots=True)
class Told:
    """A row as its newest export gave it: in which file, and how late that speaks (UTC text).

    `fresh` where that is a statement that is being looked at, and not one that was kept before.
    """

    row: Row
    file: str
    as_of: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """What statements and the case file say of each other. Rows go by their keys.

    `told` gives each row, and where it stood last; `cases` which case a payment already is; `titles` what each case is
    about, by its id; `moved` the status that a row had before these statements, where it has another.
    """

    links: Links
    matches: tuple[Match, ...]
    told: Mapping[str, Told]
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
    stored, cases = _known(file)
    told = _newest(read, stored)
    progress(30, WHOLE)
    return replace(_meet(told, cases, progress), moved=_moved(stored, told))


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


def _moved(stored: Iterable[RowText], told: Mapping[str, Told]) -> dict[str, str]:
    """Give the status that each row had, where what counts of it now says another."""
    found: dict[str, str] = {}
    for old in stored:
        now = told[old.key]
        if now.fresh and old.text != to_text(now.row):
            before = from_text(old.key, old.number, old.text).status
            if before != now.row.status:
                found[old.key] = before
    return found


def apply(file: CaseFile, read: Sequence[Statement], accepted: Collection[Match] = ()) -> Applied:
    """Keep the rows of these statements, and book what they prove and what was accepted: one step to take back."""
    names = [statement.name for statement in read]
    with file.changing("import", may_create=True, files=names) as change:
        counts = statements.keep(change, _texts(read))
        told = _newest(read, statements.everything(change.db.conn))
        links = link(each.row for each in told.values())
        done: list[Match] = []
        views: dict[int, CaseView] = {}
        for _pass in range(PASSES):
            matches = match(links, _records(change.db.conn))
            wanted = [each for each in matches if each.proven or each in accepted]
            for each in wanted:
                view, booked_minor = _book(file, change, each, told)
                views[each.case] = view
                done += [replace(each, amount=booked_minor)] if booked_minor else []
            if not wanted:
                break
            accepted = ()
        rows = [told[each.refund or each.key] for each in done]
        change.tell(rows=sorted({each.row.number for each in rows if each.fresh}))
        return Applied(counts, tuple(done), views)


def case_of(meeting: Meeting, row: Row) -> int | None:
    """Give the case that a row already is, from whichever statement it was opened."""
    return meeting.cases.get(row.key)


def outcomes(read: Sequence[Statement], meeting: Meeting, applied: Applied | None) -> list[list[tuple[Match, bool]]]:
    """Give for each statement what its rows mean for cases, each match once, and whether it was booked just now.

    What was booked stands with the first statement where its rows stand on their own: the refund may have come in an
    earlier file, and only now have found its payment.
    """
    keys = [{row.key for row in statement.plain} for statement in read]
    done = applied.booked if applied else ()
    known = {(each.case, each.key) for each in done}
    rest = [each for each in meeting.matches if (each.case, each.key) not in known]
    found: list[list[tuple[Match, bool]]] = [[] for _statement in read]
    for each, just_now in (*((each, True) for each in done), *((each, False) for each in rest)):
        wanted = (each.refund, each.payment) if just_now or each.proven else (each.refund or each.payment,)
        place = next((nth for key in wanted for nth, some in enumerate(keys) if key in some), 0 if just_now else None)
        if place is not None:
            found[place].append((each, just_now))
    return found


def named(meeting: Meeting, statement: Statement, numbers: Collection[int], case_id: int | None) -> list[Match]:
    """Give what is only proposed for rows of a statement, and for one case where it is named.

    Raises Refused for a row that nothing is proposed for, and for one that several cases may have.
    """
    keys = {row.number: row.key for row in statement.plain}
    proposed = [each for each in meeting.matches if not each.proven and case_id in (None, each.case)]
    found = [each for number in numbers for each in proposed if each.key == keys.get(number)]
    for number in numbers:
        some = sorted({each.case for each in found if each.key == keys.get(number)})
        if len(some) > 1:
            raise Refused(
                "row {row} of {file} may be money of cases {ids}: name one with --case",
                row=number,
                file=statement.name,
                ids=", ".join(map(str, some)),
            )
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


def book_refund(file: CaseFile, change: Change, view: CaseView, row: Row, told: Mapping[str, Told]) -> CaseView:
    """Book a refund row to a case that was just opened for it."""
    arrival = Arrival(row.amount, row.amount, row.method, row=_where(told[row.key], PLAIN_TIER))
    return _log(file, change, view.case.id, arrival, row.occurred_at)[0]


def _book(file: CaseFile, change: Change, found: Match, told: Mapping[str, Told]) -> tuple[CaseView, int]:
    """Book a match; gives the case after it, and how much of it the case did not know yet (minor units)."""
    by = told[found.refund or found.key]
    # Booked under its key, told by the row that says it where there is one. A stated total happened by its export.
    arrival = found.arrival(_where(by, found.tier) | {"key": found.key})
    return _log(file, change, found.case, arrival, found.occurred_at or instant(by.as_of))


def _log(file: CaseFile, change: Change, case_id: int, arrival: Arrival, at: datetime) -> tuple[CaseView, int]:
    amounts = [0]

    def make(view: CaseView) -> list[Event]:
        events = bookings(view.case, arrival)
        amounts.extend(each.data["amount"] for each in events)
        return [Event(0, each.kind, at, change.now, each.data) for each in events]

    return file.record(change, case_id, make), max(amounts)


def _where(told: Told, tier: int) -> dict[str, object]:
    row = told.row
    return {"source": row.source, "file": told.file, "row": row.number, "key": row.key, "tier": tier}


def _texts(read: Iterable[Statement]) -> Iterator[RowText]:
    for statement in read:
        at = utc_text(as_of(statement))
        for row in statement.plain:
            yield RowText(row.key, statement.name, row.number, to_text(row), at)


def _newest(read: Iterable[Statement], stored: Iterable[RowText]) -> dict[str, Told]:
    """Give each row once, as the newest export has it."""
    found: dict[str, Told] = {}
    for statement in read:
        at = utc_text(as_of(statement))
        for row in statement.plain:
            if row.key not in found or at > found[row.key].as_of:
                found[row.key] = Told(row, statement.name, at, fresh=True)
    for text in stored:
        if text.key not in found or text.as_of > found[text.key].as_of:
            row = from_text(text.key, text.number, text.text)
            found[text.key] = Told(row, text.file, text.as_of, fresh=False)
    return found


def _meet(told: Mapping[str, Told], cases: Sequence[CaseRecord], progress: Progress) -> Meeting:
    links = link(each.row for each in told.values())
    progress(80, WHOLE)
    taken = {key: each for each, purchase in purchases_of(cases, links).items() for key in purchase.payments}
    taken |= {each.origin: each.id for each in cases if each.origin}
    titles = {each.id: " · ".join(filter(None, (each.merchant, each.item))) for each in cases}
    met = Meeting(links, match(links, cases), told, taken, titles, {})
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
