"""`import`: read a statement, say what it holds, make a case of a row."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping

from refund_tui import importing, labels
from refund_tui.case_text import money
from refund_tui.cli import exits
from refund_tui.cli.changed import print_changed
from refund_tui.cli.commands import Context
from refund_tui.cli.out import print_json, print_text, table, when
from refund_tui.cli.report import say
from refund_tui.domain.case import DEFAULT_ZONE
from refund_tui.i18n import _
from refund_tui.statements.model import NotUnderstood, Row, Statement
from refund_tui.statements.reading import report


def run(context: Context, options: Namespace) -> int:
    """Print what a statement holds, or make a case of one of its rows."""
    if options.map:
        statement = importing.read_mapped(options.file, options.password, options.map)
    else:
        statement = importing.read(options.file, options.password)
    service = context.service()
    if options.open is not None:
        view = importing.open_row(service, statement, options.open)
        for sentence in importing.remarks(statement, options.open):
            say(sentence)
        return print_changed(view, as_json=options.json)
    if options.json:
        print_json(report(statement))
        return exits.DONE
    print_text(_text(statement, importing.used(service, statement), everything=options.all))
    return exits.DONE


def _text(statement: Statement, used: Mapping[int, int], *, everything: bool) -> Iterator[str]:
    for sums in statement.money:
        yield _("{source}, {encoding}: {rows} rows, {refunds} refunds ({total}), expenses {expenses}").format(
            source=statement.source,
            encoding=statement.encoding,
            rows=statement.row_count,
            refunds=sums.refunds,
            total=money(sums.refund_total_minor, sums.currency),
            expenses=money(sums.expense_total_minor, sums.currency),
        )
    currency = {row.number: row.currency for row in statement.rows}
    shown = [row for row in statement.rows if everything or row.refundable]
    if shown:
        yield from table([_cells(row, used) for row in shown], right=(0, 2))
    for link in statement.links:
        yield _("refund row {refund} pays back row {payment}: {amount} (tier {tier})").format(
            refund=link.refund_row,
            payment=link.payment_row,
            amount=money(link.amount_minor, currency[link.refund_row]),
            tier=link.tier,
        )
    for number in statement.orphans:
        yield _("refund row {row} belongs to no payment in this file").format(row=number)
    for each in statement.not_understood:
        yield not_understood(each)


def not_understood(each: NotUnderstood) -> str:
    """Say which row was not understood and why."""
    return _("row {row} not understood: {why}").format(row=each.row, why=_(each.why).format(**each.values))


def _cells(row: Row, used: Mapping[int, int]) -> tuple[str, ...]:
    remark = _("is case {id}").format(id=used[row.number]) if row.number in used else ""
    if not remark and row.why_not:
        remark = _(labels.WHY_NOT[row.why_not])
    return (
        str(row.number),
        when(row.occurred_at, DEFAULT_ZONE),
        money(row.amount, row.currency),
        row.merchant,
        row.item,
        row.status,
        remark,
    )
