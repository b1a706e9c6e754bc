"""The filter language with the words that lists show, in each language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from refund_tui import labels
from refund_tui.domain import filters
from refund_tui.domain.filters import Filter
from refund_tui.i18n import N_, in_each_language

FILTER_HINT = N_("words, merchant:…, stage:…, ball:…, platform:…, open, ended, overdue, soon, mine, unpaid")
STATE_WORDS = {"unpaid": labels.UNPAID}
"""Bare states that have a word of their own in each language."""
SHOWN = {"stage": labels.STAGES, "ball": labels.PARTIES, "platform": labels.PLATFORMS}


def parse_filter(parts: Sequence[str], now: datetime) -> Filter:
    """Read a filter as `domain.filters.parse_filter` does, its values by id or by a word that is shown for them."""
    shown = {
        name: {known: in_each_language(word) for known, word in table.items()}
        for name, table in SHOWN.items()
        if any(name in part for part in parts)
    }
    shown["state"] = {state: in_each_language(word) for state, word in STATE_WORDS.items()}
    return filters.parse_filter(parts, now, shown)
