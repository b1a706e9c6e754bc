"""The row that lists show of a case. Kept apart from what works it out, so that a screen can start on it alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SOON = timedelta(hours=24)
"""Within this a deadline counts as due soon in totals and exit codes."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One case as lists show it. `next_*` describe the clock that hurts first, None where no clock runs.

    `next_due` is UTC as `2026-11-24T01:30:00Z`, so that text order is time order; `next_due_local` is the
    same instant with the case zone's offset. `owed_minor` is what is still to come, and `promised_at` is when
    the money was last promised, UTC, while it is promised and has not all come back.
    """

    case_id: int
    revision: int
    merchant: str
    item: str | None
    platform: str | None
    order_no: str | None
    trade_no: str | None
    stage: str
    ball: str
    is_open: bool
    currency: str
    amount_minor: int | None
    paid_minor: int | None
    claim_minor: int | None
    offered_minor: int | None
    agreed_minor: int | None
    issued_minor: int | None
    received_minor: int
    owed_minor: int | None
    promised_at: str | None
    opened_at: str
    next_rule: str | None
    next_who: str | None
    next_due: str | None
    next_due_local: str | None
    next_approximate: bool
    next_overridden: bool
    next_on_expiry_en: str | None
    next_on_expiry_zh: str | None
    row_key: str | None


def utc_text(instant: datetime) -> str:
    """Write an aware instant as sortable UTC text, to the second."""
    # Not strftime: it writes the year 999 in three digits, which sorts and reads as none.
    return instant.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
