"""Alipay's web statement 交易记录明细查询 of 2019 to 2023, as .csv or .txt (statement-formats 4.2)."""

from __future__ import annotations

import re

from refund_tui.domain.money import parse_amount
from refund_tui.statements.alipay import IN, OUT, counted_rule, order_of, rule_of
from refund_tui.statements.model import Content, Identity, Line, Source
from refund_tui.statements.progress import Progress, nothing
from refund_tui.statements.rows import CURRENCY, Draft, Rule, instant, needed_instant, owner_hash, read_rows, sheet
from refund_tui.statements.tables import RawTable

ID = "alipay-web-2019"
TRADE_NO, ORDER_NO, CREATED, PAID, ORIGIN = "交易号", "商家订单号", "交易创建时间", "付款时间", "交易来源地"
TYPE, MERCHANT, ITEM, AMOUNT, DIRECTION = "类型", "交易对方", "商品名称", "金额（元）", "收/支"
STATUS, RETURNED, FUNDS = "交易状态", "成功退款（元）", "资金状态"
NEEDED = (
    *(TRADE_NO, ORDER_NO, CREATED, PAID, ORIGIN, TYPE, MERCHANT),
    *(ITEM, AMOUNT, DIRECTION, STATUS, RETURNED, FUNDS),
)
PAID_OUT, PAID_IN, MOVED = "已支出", "已收入", "资金转移"

_ACCOUNT = re.compile(r"账号[：:]\s*\[([^]]+)\]")


def read(table: RawTable, header: int, progress: Progress = nothing) -> Content:
    """Read the rows under the header at index `header`."""
    parts = sheet(table.lines, header, len(NEEDED))
    account = owner_hash("alipay", parts.note(_ACCOUNT))
    return read_rows(parts, _draw, Identity(ID, account), needed=NEEDED, account=account, progress=progress)


def _draw(line: Line) -> Draft:
    cell = line.known
    amount = parse_amount(line[AMOUNT], CURRENCY)
    returned = parse_amount(cell(RETURNED) or "0", CURRENCY)
    created = needed_instant(line[CREATED])
    order_cell, order_no, platform = order_of(line, ORDER_NO)
    rule = _judge(line, returned)
    return Draft(
        rule=rule,
        occurred_at=instant(line[PAID]) or created,
        keyed_at=created,
        amount=amount,
        merchant=cell(MERCHANT),
        item=cell(ITEM),
        direction=cell(DIRECTION),
        status=cell(STATUS),
        category=cell(TYPE),
        trade_no=cell(TRADE_NO),
        order_cell=order_cell,
        order_no=order_no,
        platform="taobao" if cell(ORIGIN) == "淘宝" else platform,
        # 0.00 stands on every other row, and an order of which nothing came back says no more than "so far".
        stated_refund=returned if returned and rule.kind == "payment" else None,
        expense=amount if cell(DIRECTION) == OUT else 0,
    )


def _judge(line: Line, returned: int) -> Rule:
    """Say what a row is; neither direction nor state of the funds need be there (statement-formats 4.2, 4.5)."""
    direction, funds = line.known(DIRECTION), line.known(FUNDS)
    rule = rule_of(line.known(STATUS), line.known(ITEM))
    if rule.kind == "refund" or rule.why_not == "unknown_status":
        return rule
    if direction not in (OUT, IN, "") or funds not in (PAID_OUT, PAID_IN, MOVED, ""):
        return Rule("other", "unknown_direction")
    if direction == IN or funds == PAID_IN:
        return Rule("other", "income")
    if funds == MOVED and not direction:
        return Rule("other", "transfer")
    paid = funds == PAID_OUT or returned > 0 or bool(line.known(PAID))
    return counted_rule(rule, line.known(TYPE), counted=rule.why_not != "closed_paid", paid=paid)


SOURCE = Source(ID, frozenset(NEEDED), read)
