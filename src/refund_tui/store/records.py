"""What of all cases matters to statements, read at once: a file may hold many more cases than an import is about."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from refund_tui.domain.events import Event
from refund_tui.store.changes import STANDS
from refund_tui.store.codec import event_from_json, instant


@dataclass(frozen=True, slots=True)
class Facts:
    """Numbers, names and money of a case; amounts in the minor unit, instants aware, unknown ones None."""

    id: int
    stage: str
    currency: str
    origin: str | None
    trade_no: str | None
    order_no: str | None
    merchant: str
    item: str | None
    paid: int | None
    expected: int | None
    received: int
    channel: str | None
    issued: int | None
    paid_at: datetime | None


def facts(connection: sqlite3.Connection) -> list[Facts]:
    """Give the facts of every case."""
    rows = connection.execute(
        "SELECT case_id, stage, currency, row_key, trade_no, order_no, merchant, item, paid_minor, amount_minor,"
        " received_minor, json_extract(state, '$.channel'), json_extract(state, '$.issued'),"
        " json_extract(state, '$.facts.paid') FROM case_list JOIN cases ON cases.id = case_id ORDER BY case_id"
    ).fetchall()
    return [Facts(*(*known, instant(paid) if paid else None)) for *known, paid in rows]


def issued_at(connection: sqlite3.Connection) -> Mapping[int, datetime]:
    """Give, by case, when a platform last said that it refunds."""
    rows = connection.execute(
        f"SELECT case_id, max(occurred_at) FROM events WHERE kind = 'refund_issued' AND {STANDS} GROUP BY case_id"
    ).fetchall()
    return {case_id: instant(at) for case_id, at in rows}


def from_rows(connection: sqlite3.Connection) -> Mapping[int, list[Event]]:
    """Give, by case, the events that rows of statements booked."""
    rows = connection.execute(
        "SELECT case_id, seq, kind, occurred_at, recorded_at, data, forced FROM events"
        f" WHERE json_extract(data, '$.row.key') IS NOT NULL AND {STANDS} ORDER BY seq"
    ).fetchall()
    found: defaultdict[int, list[Event]] = defaultdict(list)
    for case_id, seq, kind, occurred_at, recorded_at, data, forced in rows:
        event = Event(seq, kind, instant(occurred_at), instant(recorded_at), event_from_json(data), bool(forced))
        found[case_id].append(event)
    return found
