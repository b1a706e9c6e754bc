"""What all of Alipay's statements say in the same words: statuses, categories, order numbers, advice."""

from __future__ import annotations

import re
from collections.abc import Mapping

from refund_tui.statements.model import Line
from refund_tui.statements.rows import Rule, sound_number

OUT, IN = "支出", "收入"

STATUSES: Mapping[str, Rule] = {
    "交易成功": Rule("payment", None, "confirmed"),
    "支付成功": Rule("payment"),
    "代付成功": Rule("payment"),
    "亲情卡付款成功": Rule("payment"),
    "等待确认收货": Rule("payment", None, "shipped"),
    "等待对方发货": Rule("payment", None, "not_shipped"),
    "等待对方确认收货": Rule("payment", "other_status", "shipped"),
    "交易关闭": Rule("payment", "closed_paid"),
    "已关闭": Rule("payment", "closed_paid"),
    "等待付款": Rule("other", "not_paid_yet"),
    "退款成功": Rule("refund", "refund_row"),
    "退税成功": Rule("other", "tax"),
    "充值成功": Rule("other", "topup"),
    "还款成功": Rule("other", "repayment"),
    "收款成功": Rule("other", "income"),
    "提取成功": Rule("other", "transfer"),
    "转出成功": Rule("other", "transfer"),
    "冻结成功": Rule("other", "hold"),
    "解冻成功": Rule("other", "hold"),
    "信用服务使用成功": Rule("other", "hold"),
}
"""The statuses of statement-formats 4.4, judged by 11.2 and 11.3."""
SPECIAL: tuple[tuple[str, str, Rule], ...] = (
    ("提取成功", "退款资金提取", STATUSES["退款成功"]),
    ("退款成功", "买入退款", Rule("other", "investment")),
)
"""Status, what the item contains, what it means instead (statement-formats 11.3)."""
CATEGORIES: Mapping[str, str] = {
    "投资理财": "investment",
    "信用借还": "repayment",
    "转账红包": "transfer",
    "账户存取": "transfer",
}

_TAOBAO = re.compile(r"T200P(\d+)", re.ASCII)


def rule_of(status: str, item: str) -> Rule:
    """Say what a status means, before anything else of the row is looked at (statement-formats 1.4)."""
    rule = STATUSES.get(status)
    if rule is None:
        return Rule("other", "unknown_status")
    return next((then for which, mark, then in SPECIAL if which == status and mark in item), rule)


def counted_rule(rule: Rule, category: str, *, counted: bool, paid: bool) -> Rule:
    """Judge a row that is neither refund nor income (statement-formats 4.5, 11.2).

    `counted` where the statement calls it an expense, `paid` where it shows that money was paid.
    """
    if rule.why_not == "closed_paid":
        return rule if counted or paid else Rule("other", "closed_unpaid")
    if rule.kind == "other":
        return rule
    if why_not := CATEGORIES.get(category):
        return Rule("payment" if counted else "other", why_not)
    return rule if counted else rule._replace(why_not="not_counted")


def order_of(line: Line, column: str) -> tuple[str, str | None, str]:
    """Give the shop's number as it stands, the order number that the buyer finds, and the platform."""
    cell = line.known(column)
    taobao = _TAOBAO.fullmatch(cell)
    return cell, taobao[1] if taobao else sound_number(cell) or None, "taobao" if taobao else "alipay"
