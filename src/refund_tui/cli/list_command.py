"""`list`: cases, filtered and sorted."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from datetime import UTC, datetime

from refund_tui import labels
from refund_tui.case_text import money
from refund_tui.cli import exits
from refund_tui.cli.commands import Context
from refund_tui.cli.out import iso, print_json, print_text, table
from refund_tui.cli.report import say
from refund_tui.domain.case import DEFAULT_ZONE
from refund_tui.domain.currency import format_amount
from refund_tui.domain.listing import ListRow
from refund_tui.filter_words import parse_filter
from refund_tui.i18n import _, language
from refund_tui.live import LiveList, merchants
from refund_tui.wording import countdown, marks, staged

STAGE_CELLS = 16


def run(context: Context, options: Namespace) -> int:
    """Print the cases that fit the filter."""
    from refund_tui import clock

    now = context.as_of or clock.now()
    if options.by == "merchant":
        return _by_merchant(context, options, now)
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


def _by_merchant(context: Context, options: Namespace, now: datetime) -> int:
    """Print what the open cases that fit the filter come to, a line a merchant and currency."""
    found = merchants(context.path, parse_filter(options.filter, now))
    if options.json:
        print_json([asdict(each) for each in found])
    elif not found:
        say(_("no case fits"))
    else:
        names = ("claimed", "agreed", "received", "owed")
        head = (_("cases"), *(_(labels.MONEY[name]) for name in names), "", _("merchant"))
        sums = [
            (
                str(each.open),
                *(format_amount(getattr(each, f"{name}_minor"), each.currency) for name in names),
                each.currency,
                each.merchant,
            )
            for each in found
        ]
        print_text(table([head, *sums], right=(0, 1, 2, 3, 4)))
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
        staged(row.stage, row.promised_at, now, STAGE_CELLS),
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
    amounts = (
        "paid_minor",
        "claim_minor",
        "offered_minor",
        "agreed_minor",
        "issued_minor",
        "received_minor",
        "owed_minor",
    )
    return {
        "id": row.case_id,
        **{name: getattr(row, name) for name in (*names, *amounts)},
        "opened_at": iso(datetime.fromisoformat(row.opened_at), DEFAULT_ZONE),
        "open": row.is_open,
        "promised_at": iso(datetime.fromisoformat(row.promised_at), DEFAULT_ZONE) if row.promised_at else None,
        "next": clock,
    }
