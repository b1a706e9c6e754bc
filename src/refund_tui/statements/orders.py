"""Orders as userscripts write them out: there is no export of the buyer's side of Taobao (statement-formats 8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from refund_tui.domain.problem import Refused
from refund_tui.statements.mapped_sheet import MappedSheet
from refund_tui.statements.mapping import ColumnMapping
from refund_tui.statements.model import Content, Identity, Line
from refund_tui.statements.progress import Progress, nothing
from refund_tui.statements.rows import CURRENCY, Draft, Rule, read_rows, sound_number

NEEDED = ("order_no", "time", "paid")
STATUSES: Mapping[str, Rule] = {
    "交易成功": Rule("payment", None, "confirmed"),
    "卖家已发货": Rule("payment", None, "shipped"),
    "买家已付款": Rule("payment", None, "not_shipped"),
    "等待买家付款": Rule("other", "not_paid_yet"),
}
CLOSED = "交易关闭"
REFUNDED = Rule("payment", "closed_paid")
"""A closed order with a refund was paid. Of one without, the list does not say whether it ever was."""
MAYBE_PAID = Rule("other", "closed_unknown")
SAME_ORDER = Rule("other", "same_order")
JOINED = "; "


class _Order(NamedTuple):
    lines: list[Line]

    def joined(self, file: MappedSheet, field: str) -> str:
        return JOINED.join(filter(None, dict.fromkeys(file.cell(line, field) for line in self.lines)))

    def says(self, file: MappedSheet, field: str) -> str:
        return next((cell for line in self.lines if (cell := file.cell(line, field))), "")


def read(file: MappedSheet, mapping: ColumnMapping, progress: Progress = nothing) -> Content:
    """Read orders: the first line of an order is the purchase, with all its items; the others belong to it.

    An order's day is its start in China where the file gives no time.
    """
    orders: dict[str, _Order] = {}
    for line in file.lines():
        if number := sound_number(file.cell(line, "order_no")):
            orders.setdefault(number, _Order([])).lines.append(line)
    seen: dict[str, int] = {}

    def draw(line: Line) -> Draft:
        cell = file.cell(line, "order_no")
        if not cell:
            raise Refused("the row has no order number: look at the export, or add the case by hand")
        order = orders.get(sound_number(cell), _Order([line]))
        nth = seen[cell] = seen.get(cell, 0) + 1
        if nth > 1 and sound_number(cell):
            return _part(file, mapping, line, nth)
        return _purchase(file, mapping, order)

    needed = tuple(file.columns[field] for field in NEEDED)
    return read_rows(file.parts, draw, Identity(mapping.source, None), needed=needed, progress=progress)


def _purchase(file: MappedSheet, mapping: ColumnMapping, order: _Order) -> Draft:
    first = order.lines[0]
    number = file.cell(first, "order_no")
    amount, currency = _paid(file, mapping, order)
    refund = order.says(file, "refund_flag")
    rule = _rule(file, order, refunded=bool(refund))
    return Draft(
        rule=rule,
        occurred_at=file.at(first, "time"),
        amount=amount,
        currency=currency,
        merchant=order.says(file, "merchant"),
        item=order.joined(file, "item"),
        direction="out",
        status=order.says(file, "status"),
        category=refund,
        order_cell=number,
        order_no=number,
        platform=mapping.platform,
        advice=("refund_shown",) if refund else (),
        expense=amount if rule.kind == "payment" else 0,
        keyed_by=number,
    )


def _part(file: MappedSheet, mapping: ColumnMapping, line: Line, nth: int) -> Draft:
    number = file.cell(line, "order_no")
    amount, currency = file.money(line, "paid") or (0, CURRENCY)
    return Draft(
        rule=SAME_ORDER,
        occurred_at=file.at(line, "time"),
        amount=abs(amount),
        currency=currency,
        merchant=file.cell(line, "merchant"),
        item=file.cell(line, "item"),
        direction="out",
        status=file.cell(line, "status"),
        category=file.cell(line, "refund_flag"),
        order_cell=number,
        order_no=number,
        platform=mapping.platform,
        keyed_by=f"{number}/{file.cell(line, 'sub_order_no') or nth}",
    )


def _rule(file: MappedSheet, order: _Order, *, refunded: bool) -> Rule:
    if "status" not in file.columns:
        return Rule("payment")
    status = order.says(file, "status")
    if status == CLOSED:
        return REFUNDED if refunded else MAYBE_PAID
    return STATUSES.get(status, Rule("other", "unknown_status"))


def _paid(file: MappedSheet, mapping: ColumnMapping, order: _Order) -> tuple[int, str]:
    """Give what an order cost: its lines repeat that, or each says its own part, as the mapping has it."""
    amounts = [money for line in order.lines if (money := file.money(line, "paid"))]
    if not amounts:
        raise Refused("the row does not say what was paid: look at the export, or add the case by hand")
    if any(amount < 0 for amount, _ in amounts):
        raise Refused("{value} has a sign: an order costs 0 or more", value=file.cell(order.lines[0], "paid"))
    if mapping.paid_per == "line":
        return sum(amount for amount, _ in amounts), amounts[0][1]
    if len(set(amounts)) > 1:
        raise Refused(
            "the lines of order {order} say different amounts: map the columns with paid_per=line if each line says "
            "what it cost itself",
            order=file.cell(order.lines[0], "order_no"),
        )
    return amounts[0]
