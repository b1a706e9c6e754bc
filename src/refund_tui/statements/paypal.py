"""PayPal's activity and statement reports in five languages (statement-formats 9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from refund_tui.domain.problem import Refused
from refund_tui.statements.model import Content, Identity, Line, Row, Source
from refund_tui.statements.notation import (
    MARKS,
    DayOrder,
    Mark,
    Moment,
    day_order,
    decimal_mark,
    instant,
    read_number,
)
from refund_tui.statements.paypal_words import (
    ACTIVITY_HEADERS,
    COMPLETED,
    FIELDS,
    FUNDING,
    MEMO,
    NOT_COMPLETED,
    STATEMENT_HEADERS,
    is_chargeback,
    rule_of,
)
from refund_tui.statements.progress import Progress, nothing
from refund_tui.statements.rows import Draft, Rule, Sheet, not_known, read_rows, sheet
from refund_tui.statements.tables import RawTable

AGREEMENT = "B-"
"""A reference that starts so names a billing agreement, not a transaction."""
NEEDED = ("date", "time", "type", "currency", "gross", "net", "trade_no")
SUMMED = ("gross", "fee", "net")
CURRENCY = "USD"
"""Of a report in which no row can be read."""
UNKNOWN = Rule("other", "unknown_status")
REFUND = Rule("refund", "refund_row")


class _Report(NamedTuple):
    """The rows of a report, its columns by field, and what is before its decimals and in which order its dates are.

    `purchases` are the numbers of its purchases.
    """

    parts: Sheet
    columns: dict[str, str]
    mark: Mark
    order: DayOrder
    purchases: frozenset[str] = frozenset()

    def cell(self, line: Line, field: str) -> str:
        return line.known(self.columns.get(field, ""))


def read(source: str, table: RawTable, header: int, progress: Progress = nothing) -> Content:
    """Read a report: purchases, refunds, and the deposits, conversions and holds that belong to them."""
    report = _report(table, header, progress)
    # One transaction has one key, whichever of the two reports it stands in.
    identity = Identity("paypal", None)
    identity.source = source
    content = read_rows(
        report.parts,
        partial(_draw, report),
        identity,
        needed=[report.columns[field] for field in NEEDED],
        currency=CURRENCY,
        progress=progress,
    )
    expenses = {currency: total for currency, total in content.expenses.items() if total}
    first = next(iter(content.expenses))
    return replace(content, rows=_with_methods(content.rows), expenses=expenses, currency=first)


SOURCES: tuple[Source, ...] = (
    *(Source("paypal-activity", columns, partial(read, "paypal-activity")) for columns in ACTIVITY_HEADERS),
    *(Source("paypal-statement", columns, partial(read, "paypal-statement")) for columns in STATEMENT_HEADERS),
)


def _report(table: RawTable, header: int, progress: Progress) -> _Report:
    parts = sheet(table.lines, header, len(NEEDED))
    columns = {field: name for field, known in FIELDS.items() for name in known if name in parts.names}
    for field in NEEDED:
        if field not in columns:
            raise Refused(
                "{file} has no column {column}: download the report again with all columns",
                file=table.name,
                column=FIELDS[field][0],
            )
    # The other columns hold the owner's mail, postal address and telephone: they are not kept.
    kept = set(columns.values())
    parts = parts._replace(names=[name if name in kept else "" for name in parts.names])
    places = {name: place for place, name in enumerate(parts.names) if name}
    draft = _Report(parts, columns, "point", "dmy")
    lines = [Line(places, cells) for cells in parts.rows]
    progress(0, len(lines))
    mark = decimal_mark(_amounts(draft, lines), table.name, lambda: _proofs(draft, lines))
    progress(0, len(lines))
    order = day_order([_moment(draft, line) for line in lines], table.name)
    report = draft._replace(mark=mark, order=order)
    return report._replace(purchases=frozenset(_purchases(report, lines)))


def _purchases(report: _Report, lines: Sequence[Line]) -> Iterator[str]:
    if any(is_chargeback(report.cell(line, "type")) for line in lines):
        for line in lines:
            gross = _number(report, line, "gross")
            if gross is not None and _rule(report, line, gross).kind == "payment":
                yield report.cell(line, "trade_no")


def _moment(report: _Report, line: Line) -> Moment:
    return Moment(report.cell(line, "date"), report.cell(line, "time"), report.cell(line, "zone"))


def _amounts(report: _Report, lines: Sequence[Line]) -> list[tuple[str, str]]:
    cells = ((report.cell(line, field), line) for line in lines for field in (*SUMMED, "balance"))
    return [(text, report.cell(line, "currency")) for text, line in cells if text]


def _proofs(report: _Report, lines: Sequence[Line]) -> Counter[Mark]:
    """Count by mark the sums that are right when read so, and wrong when read with the other."""
    right = {mark: list(_sums(report._replace(mark=mark), lines)) for mark in MARKS}
    proofs: Counter[Mark] = Counter()
    for both in zip(*right.values(), strict=True):
        if sum(both) == 1:
            proofs[MARKS[both.index(True)]] += 1
    return proofs


def _sums(report: _Report, lines: Sequence[Line]) -> Iterator[bool]:
    """Say of each row whether gross and fee are the net, and whether the net leads to its balance."""
    before: dict[str, int] = {}
    for line in lines:
        summed, currency = _summed(report, line), report.cell(line, "currency")
        balance = _number(report, line, "balance")
        yield summed is not None and summed[0] + summed[1] == summed[2]
        yield summed is not None and balance is not None and before.get(currency) == balance - summed[2]
        if balance is not None:
            before[currency] = balance


def _number(report: _Report, line: Line, field: str) -> int | None:
    try:
        return read_number(report.cell(line, field), report.cell(line, "currency"), report.mark)
    except Refused:
        return None


def _summed(report: _Report, line: Line) -> tuple[int, int, int] | None:
    gross, net = _number(report, line, "gross"), _number(report, line, "net")
    fee = _number(report, line, "fee") if report.cell(line, "fee") else 0
    return None if gross is None or fee is None or net is None else (gross, fee, net)


def _draw(report: _Report, line: Line) -> Draft:
    cell = partial(report.cell, line)
    gross = read_number(cell("gross"), cell("currency"), report.mark)
    summed = _summed(report, line)
    if summed is not None and summed[0] + summed[1] != summed[2]:
        raise Refused(
            "{gross} and the fee do not make {net}: import the file as it was sent",
            gross=cell("gross"),
            net=cell("net"),
        )
    rule = _rule(report, line, gross)
    state = cell("status")
    reference = cell("reference")
    return Draft(
        rule=rule,
        occurred_at=instant(_moment(report, line), report.order),
        amount=abs(gross),
        currency=cell("currency"),
        merchant=cell("name"),
        item=cell("item") or cell("subject"),
        direction="out" if gross < 0 else "in",
        status=state or cell("type"),
        category=cell("type"),
        trade_no=cell("trade_no"),
        order_cell=cell("order_no"),
        order_no=cell("order_no"),
        platform="paypal",
        reference="" if reference.startswith(AGREEMENT) else reference,
        expense=abs(gross) if rule.kind == "payment" else 0,
        doubt=_doubt(report, line) if rule is UNKNOWN else None,
    )


def _doubt(report: _Report, line: Line) -> Refused:
    state, kind = report.cell(line, "status"), report.cell(line, "type")
    if "status" in report.columns and not _completed(state):
        return not_known("status", state)
    if is_chargeback(kind):
        return Refused("{type} names no purchase of this file that it pays back: judge the row yourself", type=kind)
    return not_known("type", kind)


def _completed(state: str) -> bool:
    return state.casefold() in COMPLETED


def _rule(report: _Report, line: Line, gross: int) -> Rule:
    """Say what a row is: its state first, then its kind, then its sign (statement-formats 1.4, 9, 11.2)."""
    state = report.cell(line, "status")
    if "status" in report.columns and not _completed(state):
        why_not = NOT_COMPLETED.get(state.casefold())
        return Rule("other", why_not) if why_not else UNKNOWN
    if report.cell(line, "impact").casefold() in MEMO:
        return Rule("other", "hold")
    kind = report.cell(line, "type")
    if is_chargeback(kind):
        return REFUND if gross > 0 and report.cell(line, "reference") in report.purchases else UNKNOWN
    rule = rule_of(kind) or UNKNOWN
    if rule.kind == "payment" and gross >= 0:
        return Rule("other", "income")
    return Rule("other", "other_status") if rule.kind == "refund" and gross < 0 else rule


def _with_methods(rows: Sequence[Row]) -> tuple[Row, ...]:
    """A purchase is paid for by the row that says where its money came from and refers to it."""
    methods = {row.reference: row.category for row in rows if row.why_not == FUNDING.why_not and row.reference}
    return tuple(
        replace(row, method=methods[row.trade_no]) if row.kind == "payment" and row.trade_no in methods else row
        for row in rows
    )
