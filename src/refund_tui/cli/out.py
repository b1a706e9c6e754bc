"""Printing: JSON as the contract says, text with every column by cells, instants in the case's zone."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from refund_tui.domain.text import cells, clean_text, pad
from refund_tui.domain.when import format_when


def print_json(value: object) -> None:
    """Print a value as JSON, Chinese characters as they are."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_text(lines: Iterable[str]) -> None:
    """Print lines that hold what users and files gave, made safe for a terminal."""
    for line in lines:
        print(clean_text(line))


def print_bytes(chunks: Iterable[bytes]) -> None:
    """Print a file as it is, whatever the terminal's own encoding."""
    sys.stdout.flush()
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)


def table(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """Lay rows out in columns as wide as their widest cell; the columns in `right` are right-aligned."""
    widths = [max(cells(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            pad(cell, width, right=index in right) for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def iso(instant: datetime | None, zone: str) -> str | None:
    """Write an instant as ISO 8601 with the zone's offset."""
    return instant.astimezone(ZoneInfo(zone)).isoformat() if instant is not None else None


def when(instant: datetime, zone: str) -> str:
    """Write an instant for a person, in the zone."""
    return format_when(instant, ZoneInfo(zone))
