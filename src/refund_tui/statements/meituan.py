"""Meituan's statement 美团交易账单明细 (statement-formats 7)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from refund_tui.domain.money import parse_amount
from refund_tui.statements.model import Content, Identity, Line, Source
from refund_tui.statements.progress import Progress, nothing
from refund_tui.statements.rows import (
    CURRENCY,
    Draft,
    Rule,
    needed_instant,
    not_known,
    owner_hash,
    read_rows,
    sheet,
    sound_number,
)
from refund_tui.statements.tables import RawTable

ID = "meituan"
TIME, TYPE, ITEM, DIRECTION, METHOD = "交易创建时间", "交易类型", "订单标题", "收/支", "支付方式"
PAID, TRADE_NO, ORDER_NO = "实付金额", "交易单号", "商家单号"
ASKED = "订单金额"
"""Before vouchers; only `PAID` is money."""
NEEDED = (TIME, TYPE, ITEM, DIRECTION, METHOD, ASKED, PAID, TRADE_NO, ORDER_NO)
OUT, IN, NEITHER = "支出", "收入", "不计收支"

TYPES: Mapping[str, Rule] = {
    "支付": Rule("payment"),
    "退款": Rule("refund", "refund_row"),
    "还款": Rule("other", "repayment"),
}
UNKNOWN = Rule("other", "unknown_status")

_SHOP_ENDS = re.compile("[-－—|｜(（]")
_NICKNAME = re.compile(r"美团用户名[：:]\s*\[([^]]+)\]")


def read(table: RawTable, header: int, progress: Progress = nothing) -> Content:
    """Read the rows under the header at index `header`."""
    parts = sheet(table.lines, header, len(NEEDED))
    account = owner_hash("meituan", parts.note(_NICKNAME))
    # A user name may change between two exports, and the rows must stay the same ones.
    return read_rows(parts, _draw, Identity(ID, None), needed=NEEDED, account=account, progress=progress)


def _draw(line: Line) -> Draft:
    cell = line.known
    amount = parse_amount(line[PAID], CURRENCY)
    title = cell(ITEM)
    rule = _judge(cell(TYPE), cell(DIRECTION))
    return Draft(
        rule=rule,
        occurred_at=needed_instant(line[TIME]),
        amount=amount,
        merchant=_SHOP_ENDS.split(title, maxsplit=1)[0].strip() or title,
        item=title,
        direction=cell(DIRECTION),
        status=cell(TYPE),
        category=cell(TYPE),
        method=cell(METHOD),
        trade_no=cell(TRADE_NO),
        order_cell=cell(ORDER_NO),
        order_no=sound_number(cell(ORDER_NO)) or None,
        platform="meituan",
        expense=amount if cell(DIRECTION) == OUT else 0,
        doubt=not_known("type", cell(TYPE)) if rule is UNKNOWN else None,
    )


def _judge(type_: str, direction: str) -> Rule:
    """Say what a row is: there is no status, so the type decides before the direction (statement-formats 7, 11.3)."""
    rule = TYPES.get(type_, UNKNOWN)
    if rule.kind != "payment":
        return rule
    if direction not in (OUT, IN, NEITHER):
        return Rule("other", "unknown_direction")
    if direction == IN:
        return Rule("other", "income")
    return rule if direction == OUT else rule._replace(why_not="not_counted")


SOURCE = Source(ID, frozenset(NEEDED), read)
