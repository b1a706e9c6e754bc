"""A case in the shape of a statement row, so that cases without rows are matched by the same rules."""

from __future__ import annotations

from datetime import UTC, datetime

from refund_tui.domain.money import LARGEST
from refund_tui.statements.belonging import CaseRecord
from refund_tui.statements.model import Kind, Row

_NEVER = datetime.max.replace(tzinfo=UTC)
"""Nothing comes after this, so a payment of unknown time passes no test of time."""


def key_of(case: CaseRecord) -> str:
    """Give the key of a case's stand-ins; no row of a file has such a key."""
    return f"case:{case.id}"


def payment_of(case: CaseRecord) -> Row:
    """Give the payment that a case tells of; one of unknown amount holds any refund."""
    paid = LARGEST if case.paid is None else case.paid
    return _row(case, "payment", paid, case.paid_at or _NEVER)


def refund_of(case: CaseRecord) -> Row:
    """Give the refund that the platform announced for a case and that has not been seen to arrive."""
    return _row(case, "refund", max(0, (case.issued or 0) - case.received), case.issued_at or _NEVER)


def _row(case: CaseRecord, kind: Kind, amount: int, at: datetime) -> Row:
    return Row(
        number=0,
        kind=kind,
        occurred_at=at,
        merchant=case.merchant,
        item=case.item or "",
        amount=amount,
        currency=case.currency,
        direction="",
        status="",
        category="",
        method=case.channel,
        trade_no=case.trade_no or "",
        order_no_raw=case.order_no or "",
        order_no=case.order_no,
        platform="",
        shipping=None,
        refundable=False,
        why_not=None,
        refunded_minor=0,
        key=key_of(case),
        raw={},
    )
