"""JD's statement 京东交易流水, in both orders of its columns (statement-formats 6)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from refund_tui.domain.currency import shown
from refund_tui.domain.money import parse_amount
from refund_tui.domain.problem import Refused
from refund_tui.statements.model import Content, Identity, Line, Source
from refund_tui.statements.progress import Progress, nothing
from refund_tui.statements.rows import CURRENCY, Draft, Rule, needed_instant, owner_hash, read_rows, sheet, sound_number
from refund_tui.statements.tables import RawTable

ID = "jd"
TIME, MERCHANT, ITEM, AMOUNT, METHOD = "交易时间", "商户名称", "交易说明", "金额", "收/付款方式"
STATUS, DIRECTION, CATEGORY = "交易状态", "收/支", "交易分类"
ORDER_NO, TRADE_NO = "交易订单号", "商家订单号"
NEEDED = (TIME, MERCHANT, ITEM, AMOUNT, METHOD, STATUS, DIRECTION, CATEGORY, ORDER_NO, TRADE_NO)
OUT, IN, NEITHER = "支出", "收入", "不计收支"
LATER = "先享后付"
"""The category and the method of what is charged only after it arrived."""

STATUSES: Mapping[str, Rule] = {
    "交易成功": Rule("payment", None, "confirmed"),
    "退款成功": Rule("refund", "refund_row"),
}
REFUND_ITEM, AFTER_SALES, RELEASED = "退款-", "售后退款", "解冻"
MOVES: tuple[tuple[str, str], ...] = (
    (RELEASED, "hold"),
    ("冻结", "hold"),
    ("还款", "repayment"),
    ("提现", "transfer"),
    ("充值", "topup"),
)
"""What the item or the category of a row outside income and expense contains, and why it is not refundable."""

_AMOUNT = re.compile(
    r"(?P<amount>[¥￥]?[\d,]+(?:\.\d+)?)"
    r"(?:\s*[(（](?:(?P<full>已全额退款)|已退款\s*[¥￥]?(?P<part>[\d,]+(?:\.\d+)?))[)）].*)?"
)
_ACCOUNT = re.compile(r"京东账号名[：:]\s*([^\s,]+)")


def read(table: RawTable, header: int, progress: Progress = nothing) -> Content:
    """Read the rows under the header at index `header`."""
    parts = sheet(table.lines, header, len(NEEDED))
    account = owner_hash("jd", parts.note(_ACCOUNT))
    return read_rows(parts, _draw, Identity(ID, account), needed=NEEDED, account=account, progress=progress)


def _draw(line: Line) -> Draft:
    cell = line.known
    amount, stated = _amounts(line[AMOUNT])
    rule = _judge(line, amount, stated)
    return Draft(
        rule=rule,
        occurred_at=needed_instant(line[TIME]),
        amount=amount,
        merchant=cell(MERCHANT),
        item=cell(ITEM),
        direction=cell(DIRECTION),
        status=cell(STATUS),
        category=cell(CATEGORY),
        method=cell(METHOD),
        trade_no=cell(TRADE_NO),
        order_cell=cell(ORDER_NO),
        order_no=sound_number(cell(ORDER_NO)) or None,
        platform="jd",
        stated_refund=stated if rule.kind == "payment" else None,
        expense=amount if cell(DIRECTION) == OUT else 0,
    )


def _amounts(text: str) -> tuple[int, int | None]:
    """Read an amount and what its note says came back of it: `131.77(已退款89.84)`, `468.32(已全额退款)`."""
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise Refused("{value} is not an amount: write it like 129.00 or ¥1,299.50", value=shown(text) or "-")
    amount = parse_amount(match["amount"], CURRENCY)
    part = match["part"]
    return amount, amount if match["full"] else parse_amount(part, CURRENCY) if part else None


def _judge(line: Line, amount: int, stated: int | None) -> Rule:
    """Say what a row is; before 2025 a refund is income and 交易成功 (statement-formats 6, 11.2, 11.3)."""
    status, direction, item = line.known(STATUS), line.known(DIRECTION), line.known(ITEM)
    rule = STATUSES.get(status)
    if rule is None:
        return Rule("other", "unknown_status")
    if direction not in (OUT, IN, NEITHER):
        return Rule("other", "unknown_direction")
    if amount == 0 and RELEASED in item:
        return Rule("other", "hold")
    if rule.kind == "refund" or item.startswith(REFUND_ITEM) or AFTER_SALES in item:
        return STATUSES["退款成功"]
    if direction == IN:
        return Rule("other", "income")
    if direction == OUT or stated is not None:
        return rule
    told = f"{item} {line.known(CATEGORY)}"
    if why_not := next((why for mark, why in MOVES if mark in told), None):
        return Rule("other", why_not)
    charged_later = LATER in (line.known(CATEGORY), line.known(METHOD)) and amount > 0
    return rule if charged_later else rule._replace(why_not="not_counted")


SOURCE = Source(ID, frozenset(NEEDED), read)
