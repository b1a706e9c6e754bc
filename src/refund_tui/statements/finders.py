"""Which payments a refund row may pay back: the rules of statement-formats 11.4, a function a tier."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from refund_tui.statements.likeness import (
    bare,
    family,
    in_time,
    same_item,
    same_merchant,
    same_method,
    similar_merchant,
)
from refund_tui.statements.model import Row

GLUED_FROM = 16
"""A payment number shorter than this is no safe prefix of a refund number."""
LONGEST_NUMBER = 128
LONGEST_WAIT = timedelta(days=180)
LIKELY_WAIT = timedelta(days=90)
MANY = 40
"""More payments than this that all fit are not told apart, nor listed."""
LOOKED_AT = 100
"""Of more purchases alike than this none is looked at: whichever it were, another would fit too."""
LOOKS_UNPAID = frozenset(("closed_unpaid", "not_paid_yet", "topup", "unknown_status", "unknown_direction"))

_SUFFIX = re.compile(r"[_*]")

Finder = Callable[[Row], Sequence[Row]]
"""Gives the payments that a refund may belong to, at most MANY; tiers 1 and 2 also those with too little left."""


class Ledger:
    """What each payment can still pay back: at most the price, and what its own row says (statement-formats 11.4)."""

    def __init__(self, payments: Iterable[Row]) -> None:
        self._left: dict[str, int] = {}
        self._by_left: defaultdict[tuple[str, str, int], list[Row]] = defaultdict(list)
        for row in payments:
            self._set(row, min(row.amount, row.stated_refund or row.amount))

    def _set(self, payment: Row, left: int) -> None:
        self._left[payment.key] = left
        if left and payment.kind == "payment":
            self._by_left[family(payment.source), payment.currency, left].append(payment)

    def take(self, payment: Row, amount: int) -> None:
        self._set(payment, self._left[payment.key] - amount)

    def left(self, payment: Row) -> int:
        return self._left[payment.key]

    def has_room(self, payment: Row, refund: Row) -> bool:
        return payment.currency == refund.currency and refund.amount <= self._left[payment.key]

    def with_just(self, refund: Row) -> list[Row]:
        """Give the payments of the refund's service that have exactly its amount left; none of too many alike."""
        rows = self._by_left.get((family(refund.source), refund.currency, refund.amount), ())
        return [row for row in rows if self._left[row.key] == refund.amount] if len(rows) <= LOOKED_AT else []


def unique(rows: Iterable[Row], number_of: Callable[[Row], str | None]) -> dict[tuple[str, str], Row]:
    """Give rows by service and number; a number that stands on several (masked files, constants) is no key."""
    found: dict[tuple[str, str], Row] = {}
    several: set[tuple[str, str]] = set()
    for row in rows:
        if number := number_of(row):
            key = family(row.source), number
            if key in found:
                several.add(key)
            found[key] = row
    for key in several:
        del found[key]
    return found


def by_reference(rows: Sequence[Row], ledger: Ledger) -> Finder:
    """Tier 1: the refund names the payment's number, or its own number is that number and a suffix.

    A reference also proves that an order which looks unpaid was paid, so such rows serve where no payment does.
    """
    payments = [row for row in rows if row.kind == "payment"]
    used = {row.trade_no for row in payments}
    unpaid = [row for row in rows if row.why_not in LOOKS_UNPAID and row.kind == "other" and row.trade_no not in used]
    table = unique([*payments, *unpaid], lambda row: row.trade_no)

    def named(refund: Row, numbers: Iterable[str]) -> list[Row]:
        service = family(refund.source)
        return [table[service, number] for number in numbers if (service, number) in table]

    def find(refund: Row) -> list[Row]:
        number = refund.trade_no[:LONGEST_NUMBER]
        ends = [match.start() for match in _SUFFIX.finditer(number)]
        return (
            named(refund, (refund.reference,))
            or named(refund, (number[:end] for end in ends))
            or named(refund, (number[:end] for end in range(GLUED_FROM, len(number))))
        )

    return find


def by_order(rows: Sequence[Row], ledger: Ledger) -> Finder:
    """Tier 2: the same order number at the shop, and the same item or the same merchant."""
    payments = [row for row in rows if row.kind == "payment"]
    tables = tuple((number_of, unique(payments, number_of)) for number_of in (_raw_order, _order))

    def find(refund: Row) -> list[Row]:
        for number_of, table in tables:
            payment = table.get((family(refund.source), number_of(refund) or ""))
            if payment and (same_item(payment, refund) or same_merchant(payment, refund)):
                return [payment]
        return []

    return find


def _raw_order(row: Row) -> str:
    return row.order_no_raw


def _order(row: Row) -> str | None:
    return row.order_no


def by_statement(rows: Sequence[Row], ledger: Ledger) -> Finder:
    """Tier 3: the payment's own row says that much came back, by the same channel and for something alike.

    An amount that is all a payment still has to explain goes before a part of it. A part of it proves nothing unless
    the item is the same: any small refund would fit under a large total (statement-formats 5.4, 6).
    """
    parts = _index((row for row in rows if row.kind == "payment" and row.stated_refund), _item)

    def find(refund: Row) -> list[Row]:
        for some in (ledger.with_just(refund), parts.get(_item(refund), ())):
            fits = _fitting(
                some, lambda row: row.stated_refund and ledger.has_room(row, refund) and _goes_with(row, refund)
            )
            if fits:
                return _few(fits) and ([row for row in fits if same_item(row, refund)] or fits)
        return []

    return find


def by_text(rows: Sequence[Row], ledger: Ledger) -> Finder:
    """Tier 4: item and merchant are equal, and the refund came 0 to 180 days after the payment."""
    table = _index((row for row in rows if row.kind == "payment" and bare(row.item)), _item_and_merchant)

    def find(refund: Row) -> list[Row]:
        bought = table.get(_item_and_merchant(refund), ()) if bare(refund.item) else ()
        since = bisect_left(bought, refund.occurred_at - LONGEST_WAIT, key=_time)
        until = bisect_right(bought, refund.occurred_at, key=_time)
        if until - since > LOOKED_AT:
            return []
        return _few(_fitting(bought[since:until], lambda row: ledger.has_room(row, refund)))

    return find


def by_amount(rows: Sequence[Row], ledger: Ledger) -> Finder:
    """Tier 5: the merchant is similar, and the refund is all that is left, 0 to 90 days after the payment."""

    def find(refund: Row) -> list[Row]:
        return _few(
            _fitting(
                ledger.with_just(refund),
                lambda row: in_time(row, refund, LIKELY_WAIT) and similar_merchant(row, refund),
            )
        )

    return find


FINDERS: tuple[tuple[int, Callable[[Sequence[Row], Ledger], Finder]], ...] = (
    (1, by_reference),
    (2, by_order),
    (3, by_statement),
    (4, by_text),
)
"""The tiers that link, the strongest first."""


def _goes_with(payment: Row, refund: Row) -> bool:
    return same_method(payment, refund) and (similar_merchant(payment, refund) or same_item(payment, refund))


def _item(row: Row) -> tuple[str, ...]:
    return "item", family(row.source), bare(row.item)


def _service(row: Row) -> tuple[str, ...]:
    return "service", family(row.source)


def _merchant(row: Row) -> tuple[str, ...]:
    return "merchant", family(row.source), row.merchant


def _item_and_merchant(row: Row) -> tuple[str, ...]:
    return "both", family(row.source), row.merchant, bare(row.item)


def _index(rows: Iterable[Row], *keys_of: Callable[[Row], tuple[str, ...]]) -> Mapping[tuple[str, ...], list[Row]]:
    """Give rows by each of their keys, in order of time."""
    table: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in sorted(rows, key=_time):
        for key_of in keys_of:
            table[key_of(row)].append(row)
    return table


def _time(row: Row) -> datetime:
    return row.occurred_at


def _fitting(rows: Sequence[Row], fits: Callable[[Row], object]) -> list[Row]:
    """Give those that fit, each once, at most MANY + 1; none of too many alike."""
    if len(rows) > LOOKED_AT:
        return []
    return list({row.key: row for row in islice(filter(fits, rows), MANY + 1)}.values())


def _few(rows: list[Row]) -> list[Row]:
    return rows if len(rows) <= MANY else []
