"""Alipay's app statement of February 2023 and later: 开具交易流水证明 → 用于个人对账 (statement-formats 4.4)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from refund_tui.domain.money import parse_amount
from refund_tui.domain.problem import Refused
from refund_tui.domain.text import clean_line
from refund_tui.statements.model import Content, Identity, Kind, NotUnderstood, Row, Shipping, Source
from refund_tui.statements.tables import RawTable, trim

ID = "alipay-app-2023"
CURRENCY = "CNY"
# The cells carry no zone. A fixed offset, because the statement is younger than the last summer time in China.
ZONE = timezone(timedelta(hours=8))

TIME, CATEGORY, MERCHANT, ITEM = "交易时间", "交易分类", "交易对方", "商品说明"
DIRECTION, AMOUNT, METHOD, STATUS = "收/支", "金额", "收/付款方式", "交易状态"
TRADE_NO, ORDER_NO, NOTE = "交易订单号", "商家订单号", "备注"
NEEDED = (TIME, CATEGORY, MERCHANT, ITEM, DIRECTION, AMOUNT, METHOD, STATUS, TRADE_NO, ORDER_NO)
# 备注 is what tells this header from that of 2021, which has the same columns in another order.
COLUMNS = frozenset((*NEEDED, NOTE))

OUT, IN, NEITHER = "支出", "收入", "不计收支"
EMPTY = frozenset(("", "/", "--", "null"))


class Rule(NamedTuple):
    """What a status means: the kind of row, why it is not refundable (None: it is), where the goods are."""

    kind: Kind
    why_not: str | None = None
    shipping: Shipping | None = None


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

_TIME = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_RUINED = re.compile(r"\d++(\.\d++)?E\+?\d+", re.ASCII | re.IGNORECASE)
_TAOBAO = re.compile(r"T200P(\d+)", re.ASCII)
_ACCOUNT = re.compile(r"支付宝账户[：:]\s*([^\s,]+)")
_EXPORTED = re.compile(r"导出时间[：:]\s*\[([^\]]*)\]")
_DASHES = re.compile(r"-{4,}")
_FOOTNOTE = re.compile(
    r"共\d+笔|(收入|支出|不计收支|其他)[：:]|导出(信息|时间|交易类型)|姓名[：:]|支付宝账户[：:]|起始时间|特别提示|\d{1,2}[.、]"
)


def read(table: RawTable, header: int) -> Content:
    """Read the rows under the header at index `header`; what cannot be read is listed, never dropped."""
    preamble = [",".join(line) for line in table.lines[:header]]
    account = _account_hash(_first(_ACCOUNT, preamble))
    exported = _first(_EXPORTED, preamble)
    found = _read_rows(table, header, Identity(ID, account))
    return Content(
        rows=tuple(found.rows),
        not_understood=tuple(found.unread),
        row_count=found.total,
        expenses={CURRENCY: found.expense},
        currency=CURRENCY,
        account_hash=account,
        exported_at=_instant(exported) if exported else None,
    )


SOURCE = Source(ID, COLUMNS, read)


class _Found(NamedTuple):
    rows: list[Row]
    unread: list[NotUnderstood]
    total: int
    expense: int


def _read_rows(table: RawTable, header: int, identity: Identity) -> _Found:
    names = [trim(cell) for cell in table.lines[header]]
    rows: list[Row] = []
    unread: list[NotUnderstood] = []
    expense = count = 0
    for count, cells in enumerate(_row_lines(table.lines[header + 1 :], len(COLUMNS)), 1):
        raw = {name: _clean(cell) for name, cell in zip(names, cells, strict=False) if name}
        try:
            _check_shape(names, cells, raw)
            amount = parse_amount(raw[AMOUNT], CURRENCY)
            expense += amount if raw[DIRECTION] == OUT else 0
            row = _row(count, raw, amount, identity)
            rows.append(row)
            _check_meaning(row)
        except Refused as problem:
            unread.append(NotUnderstood(count, problem.message, problem.values, raw))
    return _Found(rows, unread, count, expense)


def _clean(cell: str) -> str:
    # Nearly every cell is printable and trimmed, so already clean; asking first makes a large file a third faster.
    return cell if cell.isprintable() else clean_line(cell)


def _row_lines(lines: Iterable[Sequence[str]], width: int) -> Iterator[list[str]]:
    """Give the trimmed cells of each row; blank lines and what Alipay prints below the rows are left out."""
    below = False
    for line in lines:
        cells = [trim(cell) for cell in line]
        filled = sum(map(bool, cells))
        if filled == 1 and _DASHES.match(cells[0]):
            below = True
        elif filled and not (2 * filled < width and (below or _FOOTNOTE.match(cells[0]))):
            yield cells


def _check_shape(names: Sequence[str], cells: Sequence[str], raw: Mapping[str, str]) -> None:
    if any(cells[len(names) :]):
        raise Refused(
            "the row has {count} cells under {columns} columns: look for a comma or a quotation mark in its text",
            count=len(cells),
            columns=len(names),
        )
    for column in NEEDED:
        if column not in raw:
            raise Refused("the row ends before {column}: download the file again", column=column)


def _row(number: int, raw: Mapping[str, str], amount: int, identity: Identity) -> Row:
    cell = {name: "" if raw[name] in EMPTY else raw[name] for name in NEEDED}
    at = _instant(raw[TIME])
    if at is None:
        raise Refused("{value} is not a time: expected like 2026-03-01 10:00:00", value=raw[TIME][:40])
    kind, why_not, shipping = _judge(cell)
    trade_no, order_no_raw = _number(cell[TRADE_NO]), _number(cell[ORDER_NO])
    taobao = _TAOBAO.fullmatch(order_no_raw)
    if why_not is None and (trade_no, order_no_raw) != (cell[TRADE_NO], cell[ORDER_NO]):
        why_not = "ruined_number"
    return Row(
        number=number,
        kind=kind,
        occurred_at=at,
        merchant=cell[MERCHANT],
        item=cell[ITEM],
        amount=amount,
        currency=CURRENCY,
        direction=cell[DIRECTION],
        status=cell[STATUS],
        category=cell[CATEGORY],
        method=cell[METHOD] or None,
        trade_no=trade_no,
        order_no_raw=order_no_raw,
        order_no=taobao[1] if taobao else order_no_raw or None,
        platform="taobao" if taobao else "alipay",
        shipping=shipping,
        refundable=why_not is None,
        why_not=why_not,
        refunded_minor=0,
        key=identity.key(kind, trade_no, amount, at, f"{cell[MERCHANT]}\x1f{cell[ITEM]}"),
        raw=raw,
        scenario=next((then for name, mark, then in SCENARIOS if mark in cell[name]), "online"),
        advice=_advice(cell),
        source=ID,
    )


def _judge(cell: Mapping[str, str]) -> Rule:
    """Say what a row is: the status decides before the direction (statement-formats 1.4, 4.5, 11.2, 11.3)."""
    rule = STATUSES.get(cell[STATUS])
    if rule is None:
        return Rule("other", "unknown_status")
    rule = next((then for status, mark, then in SPECIAL if status == cell[STATUS] and mark in cell[ITEM]), rule)
    if rule.kind == "refund":
        return rule
    if cell[DIRECTION] not in (OUT, IN, NEITHER):
        return Rule("other", "unknown_direction")
    if cell[DIRECTION] == IN:
        return Rule("other", "income")
    counted = cell[DIRECTION] == OUT
    if rule.why_not == "closed_paid":
        return rule if counted or cell[METHOD] else Rule("other", "closed_unpaid")
    if rule.kind == "other":
        return rule
    if why_not := CATEGORIES.get(cell[CATEGORY]):
        return Rule("payment" if counted else "other", why_not)
    return rule if counted else rule._replace(why_not="not_counted")


def _check_meaning(row: Row) -> None:
    if row.why_not == "unknown_status":
        raise Refused("the status {value} is not known to this version: judge the row yourself", value=row.status[:40])
    if row.why_not == "unknown_direction":
        raise Refused(
            "the direction {value} is not known to this version: judge the row yourself", value=row.direction[:40]
        )
    if any(_RUINED.fullmatch(row.raw[name]) for name in (TRADE_NO, ORDER_NO)):
        raise Refused("an order number was ruined by Excel: import the original file as Alipay sent it")


def _number(text: str) -> str:
    # Excel gives the same 2.02E+27 to many orders, so it must not reach anything that compares numbers.
    return "" if _RUINED.fullmatch(text) else text


def _advice(cell: Mapping[str, str]) -> tuple[str, ...]:
    codes = [code for column, values, code in ADVICE if cell[column] in values]
    if "&" in cell[METHOD]:
        codes.append("several_channels")
    return tuple(dict.fromkeys(codes))


def _instant(text: str) -> datetime | None:
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=ZONE).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _first(pattern: re.Pattern[str], lines: Iterable[str]) -> str | None:
    return next((match[1] for line in lines if (match := pattern.search(line))), None)


def _account_hash(account: str | None) -> str | None:
    """The preamble names the owner; only this hash is kept, to tell two accounts apart (statement-formats 4.6)."""
    return hashlib.sha256(f"alipay\x1f{account.casefold()}".encode()).hexdigest()[:16] if account else None
