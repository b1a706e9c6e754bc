"""Where money comes back to, read from the payment channel as a statement or a person writes it."""

from __future__ import annotations

from collections.abc import Mapping

_MARKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("huabei", ("花呗", "huabei")),
    ("credit_card", ("信用卡", "贷记卡", "credit")),
    ("debit_card", ("储蓄卡", "借记卡", "debit", "银行卡", "银行")),
    ("balance", ("余额", "零钱", "balance")),
)
"""First mark found wins; a channel that pays from several (joined by `&`) counts by its first part."""

CHANNELS: tuple[str, ...] = ("balance", "huabei", "debit_card", "credit_card", "other", "unknown")
_WORDS: Mapping[str, str] = {name: name for name in CHANNELS}


def channel_kind(channel: str | None) -> str:
    """Give one of CHANNELS for a channel's text, such as `招商银行储蓄卡(8705)&红包`."""
    if not channel:
        return "unknown"
    first = channel.split("&", 1)[0].strip().casefold()
    if first in _WORDS:
        return first
    return next((kind for kind, marks in _MARKS if any(mark in first for mark in marks)), "other")


def is_card(channel: str | None) -> bool:
    return channel_kind(channel) in ("debit_card", "credit_card")
