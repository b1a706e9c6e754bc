"""The only place that reads the clock."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime

from refund_tui.domain.problem import Refused


def now() -> datetime:
    """Give the present instant in UTC to the second; `REFUND_TUI_NOW` (ISO 8601 with an offset) replaces it."""
    fixed = os.environ.get("REFUND_TUI_NOW")
    if not fixed:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        instant = datetime.fromisoformat(fixed)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or not 1970 <= instant.year <= 9000:
        raise Refused(
            "REFUND_TUI_NOW is {value}: write an instant with its offset, such as 2026-11-23T10:00:00+08:00",
            value=fixed,
        )
    return instant.astimezone(UTC)


def file_age(written: float) -> float:
    """Give how many seconds ago a file's time is by the system's clock, which is the one that files are dated by."""
    return time.time() - written
