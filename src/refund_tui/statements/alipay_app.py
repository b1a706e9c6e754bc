"""Alipay's app statements of 2021 and of 2023 on: 开具交易流水证明 → 用于个人对账 (statement-formats 4.3, 4.4)."""

from __future__ import annotations

import re
from functools import partial

from refund_tui.domain.money import parse_amount
from refund_tui.statements.alipay import IN, OUT, counted_rule, order_of, rule_of
from refund_tui.statements.model import Content, Identity, Line, Source
from refund_tui.statements.progress import Progress, nothing
from refund_tui.statements.rows import (
    CURRENCY,
    Draft,
    Rule,
    advice_of,
    mark_of,
    needed_instant,
    owner_hash,
    read_rows,
    sheet,
)
from refund_tui.statements.tables import RawTable

TIME, CATEGORY, MERCHANT, ITEM = "交易时间", "交易分类", "交易对方", "商品说明"
DIRECTION, AMOUNT, METHOD, STATUS = "收/支", "金额", "收/付款方式", "交易状态"
TRADE_NO, ORDER_NO, NOTE = "交易订单号", "商家订单号", "备注"
NEEDED = (TIME, CATEGORY, MERCHANT, ITEM, DIRECTION, AMOUNT, METHOD, STATUS, TRADE_NO, ORDER_NO)

ADVICE: tuple[tuple[str, frozenset[str], str], ...] = (
    (CATEGORY, frozenset(("亲友代付",)), "refund_goes_to_payer"),
    (STATUS, frozenset(("代付成功", "亲情卡付款成功")), "refund_goes_to_payer"),
    (CATEGORY, frozenset(("转账红包",)), "paid_to_person"),
)
SCENARIOS: tuple[tuple[str, str, str], ...] = (
    (CATEGORY, "充值缴费", "virtual"),
    (ITEM, "收钱码", "offline"),
    (ITEM, "当面付", "offline"),
)
"""Column, what its cell contains, scenario; a row with none of these is taken for bought online."""

_ACCOUNT = re.compile(r"支付宝账户[：:]\s*([^\s,]+)")


def read(source: str, neither: str, table: RawTable, header: int, progress: Progress = nothing) -> Content:
    """Read a statement whose third direction is called `neither`."""
    parts = sheet(table.lines, header, len(NEEDED))
    account = owner_hash("alipay", parts.note(_ACCOUNT))
    identity = Identity(source, account)
    draw = partial(_draw, neither)
    return read_rows(parts, draw, identity, needed=NEEDED, account=account, progress=progress)


def _draw(neither: str, line: Line) -> Draft:
    cell = line.known
    amount = parse_amount(line[AMOUNT], CURRENCY)
    order_cell, order_no, platform = order_of(line, ORDER_NO)
    advice = advice_of(cell, ADVICE)
    return Draft(
        rule=_judge(line, neither),
        occurred_at=needed_instant(line[TIME]),
        amount=amount,
        merchant=cell(MERCHANT),
        item=cell(ITEM),
        direction=cell(DIRECTION),
        status=cell(STATUS),
        category=cell(CATEGORY),
        method=cell(METHOD),
        trade_no=cell(TRADE_NO),
        order_cell=order_cell,
        order_no=order_no,
        platform=platform,
        scenario=mark_of(cell, SCENARIOS, "online"),
        advice=(*advice, "several_channels") if "&" in cell(METHOD) else advice,
        expense=amount if cell(DIRECTION) == OUT else 0,
    )


def _judge(line: Line, neither: str) -> Rule:
    """Say what a row is: the status decides before the direction (statement-formats 1.4, 4.5, 11.2, 11.3)."""
    direction = line.known(DIRECTION)
    rule = rule_of(line.known(STATUS), line.known(ITEM))
    if rule.kind == "refund" or rule.why_not == "unknown_status":
        return rule
    if direction not in (OUT, IN, neither):
        return Rule("other", "unknown_direction")
    if direction == IN:
        return Rule("other", "income")
    return counted_rule(rule, line.known(CATEGORY), counted=direction == OUT, paid=bool(line.known(METHOD)))


# 备注 is what tells the header of 2023 from that of 2021, which has the same columns in another order.
SOURCE = Source("alipay-app-2023", frozenset((*NEEDED, NOTE)), partial(read, "alipay-app-2023", "不计收支"))
SOURCE_2021 = Source("alipay-app-2021", frozenset(NEEDED), partial(read, "alipay-app-2021", "其他"))
