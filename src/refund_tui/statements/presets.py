"""Headers of userscripts and banks that are known, and guesses at others (statement-formats 8 and 10)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from refund_tui.statements.bank import comes_in
from refund_tui.statements.mapping import ColumnMapping, MapKind, column_name, missing


class Preset(NamedTuple):
    """A header that holds all `columns`; of the mapping's columns those count that the header has."""

    columns: frozenset[str]
    mapping: ColumnMapping


def _orders(order_no: str, paid: str, item: str, status: str, refund: str) -> Preset:
    return Preset(
        frozenset((order_no, "下单日期", paid, item)),
        ColumnMapping(
            "orders",
            {
                "order_no": order_no,
                "sub_order_no": "子订单编号",
                "time": "下单日期",
                "merchant": "店铺名称",
                "item": item,
                "paid": paid,
                "status": status,
                "refund_flag": refund,
            },
        ),
    )


def _bank(columns: Mapping[str, str], signs: str = "", dates: str = "", source: str = "bank") -> Preset:
    return Preset(frozenset(columns.values()), ColumnMapping("bank", columns, signs, dates=dates, source=source))


PRESETS: tuple[Preset, ...] = (
    _orders("订单编号", "订单实付款", "商品名称", "订单交易状态", "商品退款状态"),
    _orders("订单编号", "实付款", "商品名称", "交易状态", "退款状态"),
    _orders("订单号", "实付款", "商品明细", "状态", "退款状态"),
    _bank(
        {
            "date": "交易日",
            "booked": "银行记账日",
            "text": "交易描述",
            "in": "存入",
            "out": "支出",
            "currency": "币种",
        },
        source="bank-boc-credit",
    ),
    _bank(
        {"date": "交易日期", "booked": "记账日期", "text": "交易说明", "amount": "入账币种/金额"},
        signs="words",
        source="bank-bocom-credit",
    ),
    _bank(
        {"date": "交易日期", "booked": "入账日期", "text": "交易摘要", "amount": "入账金额", "currency": "入账货币"},
        signs="plus_out",
    ),
    _bank(
        {
            "date": "Transaction date",
            "booked": "Post date",
            "text": "Description",
            "merchant": "Merchant name",
            "amount": "Billing amount",
            "currency": "Billing currency",
        },
        signs="minus_out",
        dates="dmy",
    ),
    _bank(
        {
            "date": "交易日期",
            "text": "摘要",
            "merchant": "交易场所",
            "in": "记账金额(收入)",
            "out": "记账金额(支出)",
            "currency": "记账币种",
            "balance": "余额",
        },
    ),
    _bank(
        {
            "date": "Transaction Date",
            "booked": "Clearing Date",
            "text": "Description",
            "merchant": "Merchant",
            "amount": "Amount (USD)",
        },
        signs="plus_out",
        dates="mdy",
    ),
)
"""In this order: two of BuyerOrdersExport and one of Greasy Fork 414444; Bank of China and Bank of Communications
credit cards, Guangfa credit card, HSBC Hong Kong, ICBC debit card, Apple Card."""

_NAMES: Mapping[MapKind, tuple[tuple[str, str], ...]] = {
    "orders": (
        ("sub_order_no", r"子订单(编)?号"),
        ("order_no", r"订单(编)?号|order ?(no|number|id)\.?"),
        ("time", r"(下单|付款|成交|创建|订单创建)(日期|时间)|order (date|time)|date"),
        ("merchant", r"店铺(名称?)?|卖家(昵称)?|商家(名称)?|seller|shop|store"),
        ("item", r"(商品|宝贝)(名称|明细|标题)?|item( title)?|product|title"),
        ("paid", r"(订单)?实付款?(金额)?|(订单|付款)金额|(买家)?实际支付金额|total|amount( paid)?|paid"),
        ("refund_flag", r"(商品)?退款状态|refund( status)?"),
        ("status", r"(订单|交易|订单交易)?状态|(order )?status"),
    ),
    "bank": (
        ("date", r"交易(日期?|时间)|日期|时间|(transaction )?date|buchungs(tag|datum)|fecha|datum"),
        ("booked", r"(银行)?[记入]账(日期?|时间)|(post|posting|posted|clearing|booking|value) date|valuta"),
        (
            "in",
            r"存入(金额)?|收入(金额)?|贷方(发生额|金额)?|.*[(（]收入[)）]|cr[eé]dit( amount)?|(money|paid) in|"
            r"deposits?|haben|gutschrift|abono",
        ),
        (
            "out",
            r"支出(金额)?|借方(发生额|金额)?|.*[(（]支出[)）]|d[eé]bit( amount)?|(money|paid) out|"
            r"withdrawals?|soll|lastschrift|cargo",
        ),
        (
            "amount",
            r"(交易|入账|记账|人民币)?金额|.*币种/金额|(billing |transaction )?amount( \([a-z]{3}\))?|"
            r"发生额|betrag|umsatz|importe|montant|bedrag",
        ),
        (
            "text",
            r"(交易)?(摘要|描述|说明|类型)|备注|附言|用途|text|description|details?|memo|narrative|payee|"
            r"交易摘要|verwendungszweck|buchungstext|libell[eé]|concepto|omschrijving|naam",
        ),
        ("merchant", r"(交易)?(场所|商户|对方)(名称)?|对方户名|merchant( name)?"),
        ("currency", r"(交易|入账|记账)?(币种|货币)|(billing )?currency|währung"),
        ("balance", r"(账户|卡)?余额|balance|saldo"),
    ),
}
"""Names that a column of a field has, in small letters; the first column that fits is taken, and once."""
_MINUS = "-\u2212"


def preset(header: Sequence[str]) -> ColumnMapping | None:
    """Give the mapping of a header that is known, without the columns that this one lacks."""
    names = {column_name(name) for name in header}
    for each in PRESETS:
        if each.columns <= names:
            own = {name: column for name, column in each.mapping.columns.items() if column in names}
            return replace(each.mapping, columns=own)
    return None


def mappable(header: Sequence[str]) -> MapKind | None:
    """Say what a header looks like: orders have an order number, a bank's rows a date and an amount; None: neither."""
    if "order_no" in by_names("orders", header):
        return "orders"
    return None if missing("bank", tuple(by_names("bank", header))) else "bank"


def guess(header: Sequence[str], sample: Sequence[Sequence[str]]) -> ColumnMapping | None:
    """Propose a mapping: that of a preset, else one by the names of the columns, for a person to look at.

    None where a required column cannot be found. `sample` are rows, by which the sign of an amount is proposed
    where they tell.
    """
    if known := preset(header):
        return known
    kind = mappable(header)
    if kind is None:
        return None
    columns = by_names(kind, header)
    if missing(kind, tuple(columns)):
        return None
    signs = ""
    if {"in", "out"} & columns.keys():
        columns.pop("amount", None)
    elif kind == "bank":
        signs = _signs(list(map(column_name, header)).index(columns["amount"]), sample)
    return ColumnMapping(kind, columns, signs)


def by_names(kind: MapKind, header: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field, pattern in _NAMES[kind]:
        for name in map(column_name, header):
            if name not in found.values() and re.fullmatch(pattern, name.casefold()):
                found[field] = name
                break
    return found


def _signs(amount: int, sample: Sequence[Sequence[str]]) -> str:
    """Tell what the sign of an amount means by the rows whose words say what they are; "" where no row decides.

    Without words only an account in which everything is negative tells: it is spent from.
    """
    told: set[str] = set()
    negative: set[bool] = set()
    for row in sample:
        if amount >= len(row) or not row[amount].strip():
            continue
        minus = any(mark in row[amount] for mark in _MINUS)
        negative.add(minus)
        # In any cell: the column that holds the words may be one that its name does not give away.
        words = {comes_in(cell) for cell in row} - {None}
        if words:
            told.add("plus_out" if (True in words) is minus else "minus_out")
    if negative == {True}:
        return "" if told == {"plus_out"} else "minus_out"
    if negative == {False}:
        return "words" if told else ""
    return told.pop() if len(told) == 1 else ""
