"""Lines of a bank: they say that money arrived, and nothing about orders (statement-formats 1.7 and 10)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from refund_tui.domain.problem import Refused
from refund_tui.statements.mapped_sheet import MappedSheet
from refund_tui.statements.mapping import ColumnMapping
from refund_tui.statements.model import Content, Identity, Line
from refund_tui.statements.progress import Progress, nothing
from refund_tui.statements.rows import Draft, Rule, read_rows

REFUND = Rule("refund", "refund_row")
REPAYMENT = Rule("other", "repayment")
CREDIT = Rule("other", "income")
"""Money that came in without a word of a refund: a person may know that it is one."""
SPENT = Rule("other", "bank_row")
UNKNOWN = Rule("other", "unknown_direction")

_REFUND = re.compile(r"退货|退款|\brefund|\breturn\b", re.IGNORECASE)
_NO_REFUND = re.compile(r"买入退款|退税|\btax refund", re.IGNORECASE)
_REPAYMENT = re.compile(r"还款|\bpayment - thank you|\bautopay\b|\bach deposit\b", re.IGNORECASE)
_SPENDING = re.compile(r"消费(?!撤销|冲正)|支付(?!宝)|purchase\b|sales:", re.IGNORECASE)
_OWN_REFUNDS: Mapping[str, re.Pattern[str]] = {"bank-boc-credit": re.compile(r"网银在线(CHN)?")}
"""How a refund reads at a bank that uses no word for it: the payment service alone, without a merchant."""
_SERVICE = re.compile(r"支付宝|财付通|微信支付|京东支付|网银在线|抖音支付|钱袋宝支付")


def read(file: MappedSheet, mapping: ColumnMapping, progress: Progress = nothing) -> Content:
    """Read a bank's rows, none of them refundable: refunds, other credits, and spending.

    A day is its start in China. Two rows that are alike are two rows.
    """
    return read_rows(
        file.parts,
        partial(_draw, file, mapping),
        Identity(mapping.source, None),
        needed=(file.columns["date"],),
        progress=progress,
    )


def _draw(file: MappedSheet, mapping: ColumnMapping, line: Line) -> Draft:
    merchant, text = file.cell(line, "merchant"), file.cell(line, "text")
    words = f"{text} {merchant}".strip()
    signed, currency = _money(file, line)
    incoming = _incoming(mapping.signs, signed, words) if "amount" in file.columns else signed >= 0
    rule = UNKNOWN if incoming is None else _rule(mapping.source, text, words, incoming=incoming)
    service = _SERVICE.search(words)
    return Draft(
        rule=rule,
        occurred_at=file.at(line, "date"),
        amount=abs(signed),
        currency=currency,
        merchant=merchant or text,
        item=text if merchant else "",
        direction=(words or file.cell(line, "amount")) if incoming is None else "in" if incoming else "out",
        category=service[0] if service else "",
        expense=abs(signed) if rule is SPENT else 0,
    )


def _money(file: MappedSheet, line: Line) -> tuple[int, str]:
    """Give what came in, or what went out as a negative amount; with one column, that column as it stands."""
    if "amount" in file.columns:
        if found := file.money(line, "amount"):
            return found
        raise Refused("the row has no amount: judge it yourself")
    sides = [
        (sign * money[0], money[1])
        for field, sign in (("in", 1), ("out", -1))
        if field in file.columns and (money := file.money(line, field))
    ]
    moved = [side for side in sides if side[0]] or sides[:1]
    if len(moved) != 1:
        raise Refused("the row needs one amount, in or out, and has {count}: judge it yourself", count=len(moved))
    return moved[0]


def comes_in(words: str) -> bool | None:
    """Say by a row's words alone whether a shop paid back or was paid; None where they do not tell.

    A repayment tells nothing: it comes into a card's account and goes out of a current one.
    """
    if _REFUND.search(words):
        return True
    return False if _SPENDING.match(words) else None


def _incoming(signs: str, amount: int, words: str) -> bool | None:
    """Say whether an amount came in; None where neither its sign nor its words tell."""
    if signs == "minus_out":
        return amount >= 0
    if signs == "plus_out":
        return amount < 0
    if amount < 0:
        return None
    return True if _REPAYMENT.search(words) else comes_in(words)


def _rule(source: str, text: str, words: str, *, incoming: bool) -> Rule:
    if _REPAYMENT.search(words):
        return REPAYMENT
    if not incoming:
        return SPENT
    own = _OWN_REFUNDS.get(source)
    named = _REFUND.search(words) and not _NO_REFUND.search(words)
    return REFUND if named or (own and own.fullmatch(text)) else CREDIT
