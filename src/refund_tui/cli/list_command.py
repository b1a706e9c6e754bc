"""`list`: cases, filtered and sorted."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from refund_tui import labels
from refund_tui.case_text import money
from refund_tui.cli import exits
from refund_tui.cli.commands import Context
from refund_tui.cli.out import iso, print_json, print_text, table
from refund_tui.cli.report import say
from refund_tui.domain.case import DEFAULT_ZONE
from refund_tui.domain.listing import ListRow
from refund_tui.filter_words import parse_filter
from refund_tui.i18n import _, language
from refund_tui.live import LiveList
from refund_tui.wording import countdown, marks


def run(context: Context, options: Namespace) -> int:
    """Print the cases that fit the filter."""
    from refund_tui import clock

    now = context.as_of or clock.now()
    rows = LiveList(context.path, busy_seconds=10)
    try:
        rows.show(parse_filter(options.filter, now), options.sort)
        found = rows.everything()
    finally:
        rows.close()
    if options.json:
        print_json([_json(row, now) for row in found])
    elif not found:
        say(_("no case fits"))
    else:
        print_text(table([_cells(row, now) for row in found], right=(0, 1, 4)))
    return exits.DONE


def _left(row: ListRow, now: datetime) -> int | None:
    if row.next_due is None:
        return None
    return int((datetime.fromisoformat(row.next_due).astimezone(UTC) - now).total_seconds())


def _cells(row: ListRow, now: datetime) -> tuple[str, ...]:
    left = _left(row, now)
    clock = marks(row.next_approximate, row.next_overridden) + countdown(left) if left is not None else "-"
    return (
        f"#{row.case_id}",
        clock,
        _(labels.PARTIES[row.ball]),
        _(labels.STAGES[row.stage]),
        money(row.amount_minor, row.currency),
        row.merchant,
        row.item or "",
    )


def _json(row: ListRow, now: datetime) -> dict[str, object]:
    expiry = row.next_on_expiry_zh if language() == "zh_CN" else row.next_on_expiry_en
    clock = None
    if row.next_due is not None:
        clock = {
            "rule": row.next_rule,
            "who": row.next_who,
            "due_at": row.next_due_local,
            "left_seconds": _left(row, now),
            "approximate": row.next_approximate,
            "overridden": row.next_overridden,
            "on_expiry": expiry,
        }
    names = ("merchant", "item", "platform", "order_no", "trade_no", "stage", "ball", "currency")
    amounts = ("paid_minor", "claim_minor", "agreed_minor", "received_minor")
    return {
        "id": row.case_id,
        **{name: getattr(row, name) for name in (*names, *amounts)},
        "opened_at": iso(datetime.fromisoformat(row.opened_at), DEFAULT_ZONE),
        "open": row.is_open,
        "next": clock,
    }
