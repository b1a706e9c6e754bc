"""Which refund pays back which payment: tiers 1, 2 and 4 of statement-formats 11.4, for rows of any source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from refund_tui.statements.model import Link, Row

REFUND_MARK = "退款-"
GLUED_FROM = 16
"""A payment number shorter than this is no safe prefix of a refund number."""
LONGEST_NUMBER = 128
LONGEST_WAIT = timedelta(days=180)

_SUFFIX = re.compile(r"[_*]")

Finder = Callable[[Row], Iterable[Row]]


def link_refunds(rows: Sequence[Row]) -> tuple[tuple[Link, ...], tuple[int, ...]]:
    """Give the links, by refund row, and the numbers of the refund rows that belong to nothing here.

    A tier links only when exactly one payment of the same currency has that much left to pay back. Stronger
    tiers go first, and within a tier the largest refund, so that a guess never takes what a reference proves.
    Refunds of 0.00 are neither linked nor orphans.
    """
    left = {row.number: row.amount for row in rows if row.kind != "refund"}
    open_refunds = sorted(
        (row for row in rows if row.kind == "refund" and row.amount > 0),
        key=lambda row: (-row.amount, row.occurred_at, row.number),
    )
    links: list[Link] = []
    for tier, find in _finders(rows):
        waiting: list[Row] = []
        for refund in open_refunds:
            fits = [row for row in find(refund) if _has_room(row, refund, left)]
            if len(fits) == 1:
                left[fits[0].number] -= refund.amount
                links.append(Link(refund.number, fits[0].number, tier, refund.amount))
            else:
                waiting.append(refund)
        open_refunds = waiting
    by_row = sorted(links, key=lambda link: link.refund_row)
    return tuple(by_row), tuple(sorted(refund.number for refund in open_refunds))


def settle(rows: Iterable[Row], links: Iterable[Link]) -> tuple[Row, ...]:
    """Give the rows with what their links paid back; a payment with nothing left is no longer refundable."""
    refunded: defaultdict[int, int] = defaultdict(int)
    for link in links:
        refunded[link.payment_row] += link.amount_minor
    return tuple(_settled(row, refunded[row.number]) if row.number in refunded else row for row in rows)


def _settled(row: Row, refunded: int) -> Row:
    if refunded >= row.amount:
        return replace(row, kind="payment", refundable=False, why_not="already_refunded", refunded_minor=refunded)
    # Money that came back was paid first, whatever the closed order looks like.
    why_not = "closed_paid" if row.why_not == "closed_unpaid" else row.why_not
    return replace(row, kind="payment", why_not=why_not, refunded_minor=refunded)


def _has_room(payment: Row, refund: Row, left: Mapping[int, int]) -> bool:
    return payment.currency == refund.currency and refund.amount <= left[payment.number]


def _finders(rows: Sequence[Row]) -> tuple[tuple[int, Finder], ...]:
    payments = [row for row in rows if row.kind == "payment"]
    return ((1, _by_reference(rows, payments)), (2, _by_order(payments)), (4, _by_text(payments)))


def _unique(rows: Iterable[Row], number_of: Callable[[Row], str]) -> dict[str, Row]:
    """A number that stands on several rows (masked files, a merchant's constant) is no key."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if number_of(row):
            found[number_of(row)].append(row)
    return {number: group[0] for number, group in found.items() if len(group) == 1}


def _by_reference(rows: Sequence[Row], payments: Sequence[Row]) -> Finder:
    """Tier 1: the refund's number is the payment's number and a suffix.

    A reference also proves that an order which looks unpaid was paid, so other rows serve where no payment does.
    """
    used = {row.trade_no for row in payments}
    others = [row for row in rows if row.kind == "other" and row.why_not != "income" and row.trade_no not in used]
    table = _unique([*payments, *others], lambda row: row.trade_no)

    def find(refund: Row) -> list[Row]:
        number = refund.trade_no[:LONGEST_NUMBER]
        ends = [match.start() for match in _SUFFIX.finditer(number)]
        named = [table[number[:end]] for end in ends if number[:end] in table]
        if named:
            return named
        glued = range(GLUED_FROM, len(number))
        return [table[number[:end]] for end in glued if number[:end] in table]

    return find


def _by_order(payments: Sequence[Row]) -> Finder:
    """Tier 2: the same order number at the shop, and the same item or the same merchant."""
    table = _unique(payments, lambda row: row.order_no_raw)

    def find(refund: Row) -> list[Row]:
        payment = table.get(refund.order_no_raw)
        return [payment] if payment and (_same_item(payment, refund) or _same_merchant(payment, refund)) else []

    return find


def _by_text(payments: Sequence[Row]) -> Finder:
    """Tier 4: item and merchant are equal, and the refund came 0 to 180 days after the payment."""
    table: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in payments:
        table[row.merchant, row.item].append(row)

    def find(refund: Row) -> list[Row]:
        item = _bare(refund.item)
        if not item:
            return []
        return [
            row
            for row in table.get((refund.merchant, item), ())
            if timedelta(0) <= refund.occurred_at - row.occurred_at <= LONGEST_WAIT
        ]

    return find


def _same_item(payment: Row, refund: Row) -> bool:
    return bool(payment.item) and payment.item == _bare(refund.item)


def _same_merchant(payment: Row, refund: Row) -> bool:
    return bool(payment.merchant) and payment.merchant == refund.merchant


def _bare(item: str) -> str:
    return item.removeprefix(REFUND_MARK).strip()
