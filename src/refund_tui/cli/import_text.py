"""What `import` prints of a statement for a person."""

from __future__ import annotations

from collections.abc import Iterator

from refund_tui import booking, statement_labels
from refund_tui.booking import Applied, Meeting
from refund_tui.case_text import money
from refund_tui.cli.out import table, when
from refund_tui.domain.case import DEFAULT_ZONE
from refund_tui.i18n import _
from refund_tui.match_words import match_line
from refund_tui.statements.model import NotUnderstood, Row, Statement


def lines(statement: Statement, meeting: Meeting, applied: Applied | None, *, everything: bool) -> Iterator[str]:
    """Give the lines: sums, rows, links, what it means for cases, what was not understood, what was booked."""
    for sums in statement.money:
        yield _("{source}, {encoding}: {rows} rows, {refunds} refunds ({total}), expenses {expenses}").format(
            source=statement.source,
            encoding=statement.encoding,
            rows=statement.row_count,
            refunds=sums.refunds,
            total=money(sums.refund_total_minor, sums.currency),
            expenses=money(sums.expense_total_minor, sums.currency),
        )
    shown = [row for row in statement.rows if everything or row.refundable]
    if shown:
        yield from table([_cells(row, meeting) for row in shown], right=(0, 2))
    yield from _links(statement, meeting)
    for each in statement.not_understood:
        yield not_understood(each)
    done = applied.booked if applied else ()
    for found in booking.about(statement, dict.fromkeys((*done, *meeting.matches))):
        yield match_line(found, statement, booked=found in done)
    if applied is not None:
        yield _("kept: {new} new rows, {moved} that moved on").format(
            new=applied.counts.new, moved=applied.counts.moved
        )


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
    for number in statement.orphans:
        yield _("refund row {row} belongs to no payment in this file").format(row=number)
    strays = [str(row.number) for row in booking.strays(meeting, statement)]
    if strays:
        yield _("refunds without a case: rows {rows} (--open ROW makes one)").format(rows=", ".join(strays))


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
