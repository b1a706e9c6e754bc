"""WeChat Pay's statement 微信支付账单明细, as CSV and since mid 2025 as XLSX (statement-formats 5)."""

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
    advice_of,
    mark_of,
    needed_instant,
    owner_hash,
    read_rows,
    sheet,
    sound_number,
)
from refund_tui.statements.tables import RawTable

ID = "wechat"
TIME, TYPE, MERCHANT, ITEM, DIRECTION = "交易时间", "交易类型", "交易对方", "商品", "收/支"
AMOUNT, METHOD, STATUS = "金额(元)", "支付方式", "当前状态"
TRADE_NO, ORDER_NO = "交易单号", "商户单号"
NEEDED = (TIME, TYPE, MERCHANT, ITEM, DIRECTION, AMOUNT, METHOD, STATUS, TRADE_NO, ORDER_NO)
OUT, IN, NEITHER = "支出", "收入", ""

REFUND_TYPE = "退款"
"""What the type of a refund row ends with."""
STATUSES: Mapping[str, Rule] = {
    "支付成功": Rule("payment"),
    "已转账": Rule("payment", "transfer"),
    "对方已收钱": Rule("payment", "transfer"),
    "朋友已收钱": Rule("payment", "transfer"),
    "对方已退还": Rule("other", "transfer"),
    "交易关闭": Rule("other", "closed_unpaid"),
    "充值成功": Rule("other", "topup"),
    "充值完成": Rule("other", "topup"),
    "提现已到账": Rule("other", "transfer"),
    "已存入零钱": Rule("other", "income"),
    "已收钱": Rule("other", "income"),
    "已到账": Rule("other", "income"),
}
"""The statuses of statement-formats 5.3 and of the samples; those that name a refund are read by _REFUNDED."""
PRIVATE = ("转账", "微信红包", "群收款", "赞赏码")
"""Beginnings of types between persons; what comes back of them is no merchant's refund (statement-formats 5.4)."""
MOVES: tuple[tuple[str, str], ...] = (
    ("零钱提现", "transfer"),
    ("零钱充值", "topup"),
    ("信用卡还款", "repayment"),
    ("理财通", "investment"),
    ("零钱通", "transfer"),
)
"""What the type of a neutral row contains, and why it is not refundable."""

ADVICE: tuple[tuple[str, frozenset[str], str], ...] = (
    (TYPE, frozenset(("亲属卡交易",)), "refund_goes_to_payer"),
    (STATUS, frozenset(("已转账", "对方已收钱", "朋友已收钱")), "paid_to_person"),
)
SCENARIOS: tuple[tuple[str, str, str], ...] = ((TYPE, "扫二维码付款", "offline"), (ITEM, "收款方备注", "offline"))
PLATFORMS: tuple[tuple[str, str, str], ...] = (
    (ITEM, "京东", "jd"),
    (ITEM, "拼多多", "pinduoduo"),
    (ITEM, "美团", "meituan"),
    (MERCHANT, "京东", "jd"),
    (MERCHANT, "拼多多", "pinduoduo"),
    (MERCHANT, "美团", "meituan"),
)
"""Column, what it contains, the shop behind the payment (statement-formats 5.4, 11.1)."""

_REFUNDED = re.compile(r"已全额退款|已退款(?:[(（]?[¥￥]?(?P<amount>[\d.,]+)[)）]?)?")
_ORDER = re.compile(r"京东-订单编号\s*(\d+)|商户单号\s*(XP\w+)|美团App-(\w+)|美团订单-(\w+)", re.ASCII)
_NICKNAME = re.compile(r"微信昵称[：:]\s*\[([^]]+)\]")


def read(table: RawTable, header: int, progress: Progress = nothing) -> Content:
    """Read the rows under the header at index `header`."""
    parts = sheet(table.lines, header, len(NEEDED))
    account = owner_hash("wechat", parts.note(_NICKNAME))
    # A nickname may change between two exports, and the rows must stay the same ones.
    return read_rows(parts, _draw, Identity(ID, None), needed=NEEDED, account=account, progress=progress)


def _draw(line: Line) -> Draft:
    cell = line.known
    amount = parse_amount(line[AMOUNT], CURRENCY)
    rule = _judge(line)
    order = _ORDER.search(cell(ITEM))
    return Draft(
        rule=rule,
        occurred_at=needed_instant(line[TIME]),
        amount=amount,
        merchant=cell(MERCHANT),
        item=cell(ITEM),
        direction=cell(DIRECTION),
        status=cell(STATUS),
        category=cell(TYPE),
        method=cell(METHOD),
        trade_no=cell(TRADE_NO),
        order_cell=cell(ORDER_NO),
        order_no=order[order.lastindex or 0] if order else sound_number(cell(ORDER_NO)) or None,
        platform=mark_of(cell, PLATFORMS, "wechat"),
        scenario=mark_of(cell, SCENARIOS, "online"),
        advice=advice_of(cell, ADVICE),
        stated_refund=_stated(cell(STATUS), amount) if rule.kind == "payment" else None,
        expense=amount if cell(DIRECTION) == OUT else 0,
    )


def _judge(line: Line) -> Rule:
    """Say what a row is: type and status decide before the direction (statement-formats 5.3, 5.4, 11.2, 11.3)."""
    type_, status, direction = line.known(TYPE), line.known(STATUS), line.known(DIRECTION)
    refunded = _REFUNDED.fullmatch(status)
    rule = Rule("payment") if refunded else STATUSES.get(status, Rule("other", "unknown_status"))
    if rule.why_not == "unknown_status":
        return rule
    if direction not in (OUT, IN, NEITHER):
        return Rule("other", "unknown_direction")
    private = type_.startswith(PRIVATE)
    if type_.endswith(REFUND_TYPE):
        return Rule("other", "transfer") if private else Rule("refund", "refund_row")
    if direction == IN:
        return Rule("other", "income")
    if private and rule.kind == "payment":
        return Rule("payment", "transfer")
    if direction == OUT or rule.kind == "other" or refunded:
        return rule
    return Rule("other", next((why for mark, why in MOVES if mark in type_), "not_counted"))


def _stated(status: str, amount: int) -> int | None:
    """Give what the status of a payment says came back so far (statement-formats 5.4)."""
    match = _REFUNDED.fullmatch(status)
    if match is None:
        return None
    if match["amount"]:
        return parse_amount(match["amount"], CURRENCY)
    return amount if status == "已全额退款" else None


SOURCE = Source(ID, frozenset(NEEDED), read)
