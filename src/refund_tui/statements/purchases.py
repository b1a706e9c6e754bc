"""Which rows of several statements are one purchase (statement-formats 1.6, 5.4, 11.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from refund_tui.statements.likeness import family, is_bank, once
from refund_tui.statements.model import Row
from refund_tui.statements.sightings import Sighting, bank_sides

A_DAY = timedelta(days=1)
_SAME_SHOP = {"tmall": "taobao"}
"""Taobao and Tmall count their orders in one list."""


def same_purchase(rows: Iterable[Row]) -> tuple[tuple[str, ...], ...]:
    """Give the purchases that stand in several rows, as the keys of those rows, the shop's own row first.

    Rows are one purchase when they carry the same order number of the same shop, which stands on one payment of
    each statement's service only, and agree in amount or were booked within a day. The two formats of Alipay's
    statement count as one row here, each under its own key. Bank rows never join: see `card_sides`.
    """
    known, names = once(row for row in rows if not is_bank(row))
    payments = [row for row in known if row.kind == "payment"]
    joined = _Joined(row.key for row in payments)
    for group in _by_number(payments):
        for row in group[1:]:
            if _compatible(group[0], row):
                joined.join(group[0].key, row.key)
    by_key = {row.key: row for row in payments}
    others: defaultdict[str, list[str]] = defaultdict(list)
    for key, name in names.items():
        others[name].append(key)
    groups = (sorted(group, key=lambda key: _shop_first(by_key[key])) for group in joined.groups())
    whole = (tuple(key for name in group for key in sorted(others[name])) for group in groups)
    return tuple(sorted(group for group in whole if len(group) > 1))


def card_sides(rows: Sequence[Row]) -> tuple[Sighting, ...]:
    """Give the bank rows that may be the card's side of a payment of the other statements; proposed, never proven."""
    payments = [row for row in once(rows)[0] if row.kind == "payment" and not is_bank(row)]
    return bank_sides([row for row in rows if is_bank(row)], payments)


def _numbers(row: Row) -> Iterator[tuple[str, str]]:
    shop = _SAME_SHOP.get(row.platform, row.platform)
    # A shop's own statement knows the payment by a number that a wallet may show for the order.
    numbers = {row.order_no, row.trade_no if family(row.source) == row.platform else None}
    return ((shop, number) for number in sorted(number for number in numbers if number))


def _by_number(payments: Iterable[Row]) -> Iterator[list[Row]]:
    found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in payments:
        for number in _numbers(row):
            found[number].append(row)
    for rows in found.values():
        if len(rows) > 1 and len({family(row.source) for row in rows}) == len(rows):
            yield sorted(rows, key=_shop_first)


def _compatible(one: Row, other: Row) -> bool:
    same_amount = one.amount == other.amount
    return one.currency == other.currency and (same_amount or abs(one.occurred_at - other.occurred_at) <= A_DAY)


def _shop_first(row: Row) -> tuple[object, ...]:
    return family(row.source) != _SAME_SHOP.get(row.platform, row.platform), row.source, row.key


class _Joined:
    """Keys that belong together, whatever the order in which they were joined."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._group: dict[str, set[str]] = {key: {key} for key in keys}

    def join(self, one: str, other: str) -> None:
        mine, theirs = self._group[one], self._group[other]
        if mine is not theirs:
            mine |= theirs
            self._group.update(dict.fromkeys(theirs, mine))

    def groups(self) -> Iterator[set[str]]:
        return iter({id(group): group for group in self._group.values()}.values())
