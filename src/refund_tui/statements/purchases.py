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
    joined = _Joined()
    for group in _by_number(payments):
        for row in group[1:]:
            if _compatible(group[0], row):
                joined.join(group[0], row)
    formats: defaultdict[str, set[str]] = defaultdict(set)
    for key, name in names.items():
        if key != name:
            formats[name] |= {key, name}
    alone = [[row] for row in payments if row.key in formats and row.key not in joined]
    groups = (sorted(group, key=_shop_first) for group in (*joined.groups(), *alone))
    whole = (tuple(key for row in group for key in sorted(formats.get(row.key, {row.key}))) for group in groups)
    return tuple(sorted(whole))


def card_sides(rows: Sequence[Row]) -> tuple[Sighting, ...]:
    """Give the bank rows that may be the card's side of a payment of the other statements; proposed, never proven."""
    payments = [row for row in once(rows)[0] if row.kind == "payment" and not is_bank(row)]
    return bank_sides([row for row in rows if is_bank(row)], payments)


def _numbers(row: Row) -> Iterator[tuple[str, str]]:
    shop = _SAME_SHOP.get(row.platform, row.platform)
    # A shop's own statement knows the payment by a number that a wallet may show for the order.
    own = row.trade_no if family(row.source) == shop else ""
    return ((shop, number) for number in dict.fromkeys((row.order_no, own)) if number)


def _by_number(payments: Sequence[Row]) -> Iterator[list[Row]]:
    if len({family(row.source) for row in payments}) < 2:
        return
    first: dict[tuple[str, str], Row] = {}
    more: dict[tuple[str, str], list[Row]] = {}
    for row in payments:
        for number in _numbers(row):
            if number in first:
                more.setdefault(number, [first[number]]).append(row)
            else:
                first[number] = row
    for rows in more.values():
        if len({family(row.source) for row in rows}) == len(rows):
            yield sorted(rows, key=_shop_first)


def _compatible(one: Row, other: Row) -> bool:
    same_amount = one.amount == other.amount
    return one.currency == other.currency and (same_amount or abs(one.occurred_at - other.occurred_at) <= A_DAY)


def _shop_first(row: Row) -> tuple[object, ...]:
    return family(row.source) != _SAME_SHOP.get(row.platform, row.platform), row.source, row.key


class _Joined:
    """Rows that belong together, whatever the order in which they were joined."""

    def __init__(self) -> None:
        self._group: dict[str, dict[str, Row]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._group

    def join(self, one: Row, other: Row) -> None:
        mine = self._group.setdefault(one.key, {one.key: one})
        theirs = self._group.setdefault(other.key, {other.key: other})
        if mine is not theirs:
            mine.update(theirs)
            self._group.update(dict.fromkeys(theirs, mine))

    def groups(self) -> Iterator[list[Row]]:
        return (list(group.values()) for group in {id(group): group for group in self._group.values()}.values())
