"""The facts of a case that a statement row already knows (statement-formats 11.1)."""

from __future__ import annotations

from collections.abc import Mapping

from refund_tui.domain.channels import channel_kind
from refund_tui.statements.likeness import bare
from refund_tui.statements.model import Row

_SHIPPING_ADVICE: Mapping[str | None, tuple[str, ...]] = {
    "not_shipped": ("escrow_not_shipped",),
    "shipped": ("escrow_shipped", "shipping_time_unknown"),
    "confirmed": ("maybe_confirmed", "shipping_time_unknown"),
}


def prefill(row: Row) -> Mapping[str, object]:
    """Give the case's facts by the names of `domain.fields.FACTS`, without those the row does not know.

    `paid` is in minor units and `paid_at` aware, UTC. `channel` is the whole text; the case reads its first
    part. Beside the facts: `channel_kind`, `shipping` (as Row.shipping, absent when unknown; a statement never
    says when) and `advice`, a tuple of codes of `model.ADVICE`.
    """
    facts: dict[str, object | None] = {
        "merchant": row.merchant or row.item or None,
        "item": row.item or None,
        "platform": row.platform,
        "scenario": row.scenario,
        "paid": row.amount,
        "paid_at": row.occurred_at,
        "order_no": row.order_no,
        "trade_no": row.trade_no or None,
        "channel": row.method,
        "currency": row.currency,
        "channel_kind": channel_kind(row.method),
        "shipping": row.shipping,
        "advice": _advice(row),
    }
    if row.kind == "refund":
        # What came back is known, and not what was paid, nor under which number.
        facts |= {"item": bare(row.item) or None, "claim": row.amount, "paid": None, "paid_at": None, "trade_no": None}
    return {name: value for name, value in facts.items() if value is not None}


def _advice(row: Row) -> tuple[str, ...]:
    partly = ("partly_refunded",) if 0 < row.refunded_minor < row.amount else ()
    return (*_SHIPPING_ADVICE.get(row.shipping, ()), *row.advice, *partly)
