"""What `import` prints of a statement for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from refund_tui import booking, statement_labels
from refund_tui.booking import Applied, Meeting
from refund_tui.case_text import money
from refund_tui.cli.out import table, when
from refund_tui.domain.case import DEFAULT_ZONE
from refund_tui.i18n import _
from refund_tui.match_words import match_line
from refund_tui.statements.matching import Match
from refund_tui.statements.model import NotUnderstood, Row, Statement

NAMED = 50
"""Rows that are named in one line."""


def lines(
    statement: Statement, meeting: Meeting, found: Sequence[tuple[Match, bool]], *, everything: bool
) -> Iterator[str]:
    """Give the lines: sums, rows, links, what was not understood, what it means for cases: `found` of `outcomes`."""
    for sums in statement.money:
        yield _(
            "{source}, {encoding}, {rows} rows · {currency}: refunds {refunds}, {total}; expenses {expenses}"
        ).format(
            source=statement.source,
            encoding=statement.encoding,
            rows=statement.row_count,
            currency=sums.currency,
            refunds=sums.refunds,
            total=money(sums.refund_total_minor, sums.currency),
            expenses=money(sums.expense_total_minor, sums.currency),
        )
    shown = [row for row in statement.rows if everything or row.refundable]
    if shown:
        yield from table([_cells(row, meeting) for row in shown], right=(0, 2))
    yield from _links(statement, meeting)
    for riddle in statement.not_understood:
        yield not_understood(riddle)
    rows = {row.key: row for row in statement.plain}
    for each, booked in found:
        yield match_line(each, rows, meeting, booked=booked)


def kept(applied: Applied) -> str:
    """Say how many rows an import kept."""
    return _("kept: {new} new rows, {moved} that moved on").format(new=applied.counts.new, moved=applied.counts.moved)


def _links(statement: Statement, meeting: Meeting) -> Iterator[str]:
    rows = {row.number: row for row in statement.rows}
    for link in statement.links:
        refund = rows[link.refund_row]
        yield _("refund row {refund} pays back row {payment}: {amount} (tier {tier})").format(
            refund=link.refund_row,
            payment=link.payment_row,
            amount=money(link.amount_minor, refund.currency),
            tier=link.tier,
        )
    if statement.witness == "shop" and statement.orphans:
        yield _("refunds that belong to no payment in this file: {rows}").format(rows=_some(statement.orphans))
    strays = [row.number for row in booking.strays(meeting, statement)]
    if strays:
        yield _("refunds without a case: {rows} (--open ROW makes one)").format(rows=_some(strays))


def _some(numbers: Sequence[int]) -> str:
    """Name rows by their numbers; of very many the first, and how many more there are."""
    words = ", ".join(map(str, numbers[:NAMED]))
    more = len(numbers) - NAMED
    return words + (" " + _("and {n} more").format(n=more) if more > 0 else "")


def not_understood(each: NotUnderstood) -> str:
    """Say which row was not understood and why."""
    return _("row {row} not understood: {why}").format(row=each.row, why=_(each.why).format(**each.values))


def _cells(row: Row, meeting: Meeting) -> tuple[str, ...]:
    used = booking.case_of(meeting, row)
    remark = _("is case {id}").format(id=used) if used is not None else ""
    if not remark and row.why_not:
        remark = _(statement_labels.WHY_NOT[row.why_not])
    return (
        str(row.number),
        when(row.occurred_at, DEFAULT_ZONE),
        money(row.amount, row.currency),
        row.merchant,
        row.item,
        row.status,
        remark,
    )
