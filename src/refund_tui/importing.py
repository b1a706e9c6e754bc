"""From a file to a statement, and from its row to a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from refund_tui import booking, statement_labels
from refund_tui.casefile import CaseFile
from refund_tui.domain.fields import FACTS, LONGEST_LINE
from refund_tui.errors import CaseFileProblem, Refused
from refund_tui.i18n import _
from refund_tui.service import Service
from refund_tui.statements.mapped import MappingNeeded, asked_by
from refund_tui.statements.mapping import ColumnMapping, from_json, read_words, to_json
from refund_tui.statements.model import Row, Statement
from refund_tui.statements.prefill import prefill
from refund_tui.statements.progress import Progress
from refund_tui.statements.reading import read_statement, read_statements
from refund_tui.statements.tables import read_tables
from refund_tui.store import statements
from refund_tui.views import CaseView


def read(
    path: Path,
    password: str | None = None,
    mappings: Mapping[str, ColumnMapping] | None = None,
    progress: Progress | None = None,
) -> Statement:
    """Read a statement file. Raises Refused naming the file, and the line or the row where there is one.

    `mappings` are the columns chosen earlier, by the fingerprint of a header; MappingNeeded asks for one.
    """
    return read_statement(path, password, progress, mappings)


def known_mappings(file: CaseFile) -> dict[str, ColumnMapping]:
    """Give the columns that somebody named before, by the fingerprint of a header; none without a case file."""
    if not file.path.exists():
        return {}
    try:
        with file.reader() as connection:
            kept = statements.mappings(connection)
    except CaseFileProblem:
        if file.path.stat().st_size:
            raise
        return {}
    return {fingerprint: from_json(body) for fingerprint, body in kept.items()}


def read_mapped(file: CaseFile, path: Path, password: str | None, words: Sequence[str]) -> Statement:
    """Read a file whose columns are given as `field=column` words, and remember them for files with its header.

    Raises Refused where the file needs none.
    """
    try:
        statement = read(path, password)
    except Refused as refused:
        needed = _asked(path, password, words, refused)
        mapping = read_words(words, needed.header)
        found = read(path, password, {needed.fingerprint: mapping})
        remember(file, found.name, needed.fingerprint, mapping)
        return found
    raise Refused(
        "{file} is read as {source} by its own columns: leave --map out", file=statement.name, source=statement.source
    )


def _asked(path: Path, password: str | None, words: Sequence[str], refused: Refused) -> MappingNeeded:
    """Give the header that is to be mapped. Raises what reading the file was refused for, where it has none."""
    if isinstance(refused, MappingNeeded):
        return refused
    found = next(filter(None, (asked_by(table, words) for table in read_tables(path, password))), None)
    if found is None:
        raise refused
    return found


def remember(file: CaseFile, name: str, fingerprint: str, mapping: ColumnMapping) -> None:
    """Keep which column is which in files with the header of this fingerprint; `name` is that of the file."""
    with file.changing("columns", may_create=True, file=name) as change:
        statements.remember(change, fingerprint, to_json(mapping))


_GOODS = {"not_shipped": "not_shipped", "shipped": "shipped", "confirmed": "received"}


def facts_of(row: Row) -> dict[str, object]:
    """Give the facts a case takes from a row; `advice` and the like are for the person, not for the case."""
    known = {spec.name for spec in FACTS}
    given = prefill(row)
    facts = {
        name: value[:LONGEST_LINE] if isinstance(value, str) else value
        for name, value in given.items()
        if name in known
    }
    # A finished trade means received goods only where money waits for the buyer's confirmation.
    escrow = row.platform in ("taobao", "tmall")
    goods = _GOODS.get(row.shipping or "") if escrow or row.shipping != "confirmed" else None
    return facts | {"shipping": goods}


def find_row(statement: Statement, number: int) -> Row:
    """Give a payment or a refund by its number below the header. Raises Refused for a row that is neither."""
    row = next((row for row in statement.rows if row.number == number), None)
    if row is None and 1 <= number <= statement.row_count:
        raise Refused("row {row} of {file} was not understood; add the case by hand", row=number, file=statement.name)
    if row is None:
        raise Refused(
            "{file} has no row {row}; its rows are 1 to {rows}",
            file=statement.name,
            row=number,
            rows=statement.row_count,
        )
    if row.kind == "refund" and not row.amount:
        raise Refused("row {row} of {file} is a refund of 0.00: nothing came back", row=number, file=statement.name)
    if row.kind == "other" or statement.witness == "bank":
        raise Refused("row {row} of {file} is not a payment; choose a payment", row=number, file=statement.name)
    return row


def open_row(service: Service, statement: Statement, number: int, meeting: booking.Meeting | None = None) -> CaseView:
    """Make a case of a statement row. Raises Refused when the row cannot be one, or already is.

    A refund gives the case of the payment that it pays back, or one of its own, with the refund booked. `meeting` is
    what `booking.look` gave for the statement, where that is known.
    """
    row = find_row(statement, number)
    meeting = meeting or booking.look(service, [statement])
    bought = booking.payment_of(meeting, row)
    if (used := booking.case_of(meeting, bought)) is not None:
        raise Refused("row {row} of {file} already is case {id}", row=number, file=statement.name, id=used)
    stood = meeting.told[bought.key]
    origin = {"source": bought.source, "file": stood.file, "row": stood.row.number, "key": bought.key}
    with service.changing(may_create=True) as change:
        view = service.opened(change, facts_of(bought), origin)
        return booking.book_refund(service, change, view, row, meeting.told) if row.kind == "refund" else view


def remarks(statement: Statement, number: int) -> tuple[str, ...]:
    """Give the sentences that somebody who opens a case from a row should read."""
    row = find_row(statement, number)
    doubt = (
        (_("Row {row}: {why}.").format(row=number, why=_(statement_labels.WHY_NOT[row.why_not])),)
        if row.why_not and row.kind != "refund"
        else ()
    )
    given = prefill(row).get("advice", ())
    return (*doubt, *(_(statement_labels.ADVICE[code]) for code in given)) if isinstance(given, tuple) else doubt


def read_all(
    path: Path,
    password: str | None = None,
    mappings: Mapping[str, ColumnMapping] | None = None,
    progress: Progress | None = None,
) -> list[Statement]:
    """Read a statement file as `read` does, and each table of a zip that holds several, by its name in there."""
    return read_statements(path, password, progress, mappings)
