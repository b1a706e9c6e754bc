"""Makes statement rows by hand, as any source would read them, and the records of cases that meet them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from refund_tui.statements.belonging import CaseRecord
from refund_tui.statements.model import Row

NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
NUMBER = "2026030122001400005500001111"


def payment(number: int, amount: int, days: float = 0, **changes: Any) -> Row:
    row = Row(
        number=number,
        kind="payment",
        occurred_at=NOON + timedelta(days=days),
        merchant="店",
        item="杯子",
        amount=amount,
        currency="CNY",
        direction="支出",
        status="交易成功",
        category="日用百货",
        method="余额",
        trade_no="",
        order_no_raw="",
        order_no=None,
        platform="alipay",
        shipping=None,
        refundable=True,
        why_not=None,
        refunded_minor=0,
        key=str(number),
        raw={},
    )
    return replace(row, **changes)


def refund(number: int, amount: int, days: float = 1, **changes: Any) -> Row:
    return payment(
        number,
        amount,
        days,
        **{"kind": "refund", "refundable": False, "why_not": "refund_row", "item": "退款-杯子", **changes},
    )


def bank(number: int, amount: int, days: float, text: str = "", why_not: str = "refund_row") -> Row:
    """A card's line: a day, an amount and a text."""
    return refund(
        number,
        amount,
        occurred_at=NOON.replace(hour=16) + timedelta(days=days - 1),
        kind="refund" if why_not == "refund_row" else "other",
        why_not=why_not,
        source="bank-boc-credit",
        merchant=text,
        item=text,
    )


def record(case_id: int = 1, **facts: Any) -> CaseRecord:
    return CaseRecord(case_id, "CNY", **{"merchant": "店", **facts})
