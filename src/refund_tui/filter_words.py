"""The filter language with the words that lists show, in each language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from refund_tui import labels
from refund_tui.domain import filters
from refund_tui.domain.filters import Filter
from refund_tui.i18n import in_each_language

SHOWN = {"stage": labels.STAGES, "ball": labels.PARTIES, "platform": labels.PLATFORMS}


def parse_filter(parts: Sequence[str], now: datetime) -> Filter:
    """Read a filter as `domain.filters.parse_filter` does, its values by id or by a word that is shown for them."""
    shown = {
        name: {known: in_each_language(word) for known, word in table.items()}
        for name, table in SHOWN.items()
        if any(name in part for part in parts)
    }
    return filters.parse_filter(parts, now, shown)
