"""Statements meet cases: which rows are used already, and how a row becomes a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from refund_tui import labels
from refund_tui.domain.fields import FACTS, LONGEST_LINE
from refund_tui.errors import CaseFileProblem, Refused
from refund_tui.i18n import _
from refund_tui.service import Service
from refund_tui.statements.mapped import MappingNeeded
from refund_tui.statements.mapping import ColumnMapping, read_words
from refund_tui.statements.model import Row, Statement
from refund_tui.statements.prefill import prefill
from refund_tui.statements.reading import read_statement
from refund_tui.store import cases
from refund_tui.views import CaseView


def read(path: Path, password: str | None = None, mappings: Mapping[str, ColumnMapping] | None = None) -> Statement:
    """Read a statement file. Raises Refused naming the file, and the line or the row where there is one.

    `mappings` are the columns chosen earlier, by the fingerprint of a header; MappingNeeded asks for one.
    """
    return read_statement(path, password, mappings=mappings)


def read_mapped(path: Path, password: str | None, words: Sequence[str]) -> Statement:
    """Read a file whose columns are given as `field=column` words. Raises Refused where the file needs none."""
    try:
        statement = read(path, password)
    except MappingNeeded as needed:
        return read(path, password, {needed.fingerprint: read_words(words, needed.header)})
    raise Refused(
        "{file} is read as {source} by its own columns: leave --map out", file=statement.name, source=statement.source
    )


def used(service: Service, statement: Statement) -> dict[int, int]:
    """Give the rows that already are cases: row number to case number; none where there is no case file yet."""
    if not service.path.exists():
        return {}
    try:
        with service.reader() as connection:
            known = cases.used_rows(connection)
    except CaseFileProblem:
        if service.path.stat().st_size:
            raise
        return {}
    return {row.number: known[row.key] for row in statement.rows if row.key in known}


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
    """Give a payment by its number below the header. Raises Refused for a row that is none."""
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
    if row.kind != "payment":
        raise Refused("row {row} of {file} is not a payment; choose a payment", row=number, file=statement.name)
    return row


def open_row(service: Service, statement: Statement, number: int) -> CaseView:
    """Make a case of a statement row. Raises Refused when the row is no payment or already is a case."""
    row = find_row(statement, number)
    origin = {"source": statement.source, "file": statement.name, "row": row.number, "key": row.key}
    return service.open(facts_of(row), origin)


def remarks(statement: Statement, number: int) -> tuple[str, ...]:
    """Give the sentences that somebody who opens a case from a row should read."""
    row = find_row(statement, number)
    doubt = (_("Row {row}: {why}.").format(row=number, why=_(labels.WHY_NOT[row.why_not])),) if row.why_not else ()
    given = prefill(row).get("advice", ())
    return (*doubt, *(_(labels.ADVICE[code]) for code in given)) if isinstance(given, tuple) else doubt
