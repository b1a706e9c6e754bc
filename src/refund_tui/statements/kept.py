"""A row as the text that is kept of it between imports: what it says, not where it stood."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from refund_tui.statements.model import Row, Statement

_APART = frozenset(("number", "key", "raw"))
_NAMES = tuple(each.name for each in fields(Row) if each.name not in _APART)


def to_text(row: Row) -> str:
    """Write a row as JSON; the cells of the file itself are left out, and so is whose they were."""
    said: dict[str, Any] = {name: getattr(row, name) for name in _NAMES}
    said["occurred_at"] = row.occurred_at.isoformat()
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def from_text(key: str, number: int, text: str) -> Row:
    """Read what `to_text` wrote."""
    said: dict[str, Any] = json.loads(text)
    said["occurred_at"] = datetime.fromisoformat(said["occurred_at"])
    said["advice"] = tuple(said["advice"])
    return Row(number=number, key=key, raw={}, **said)


def as_of(statement: Statement) -> datetime:
    """Give how late a statement speaks: when it was exported, or else its last row; aware, UTC."""
    if statement.exported_at is not None:
        return statement.exported_at
    return max((row.occurred_at for row in statement.rows), default=datetime.fromtimestamp(0, UTC))
