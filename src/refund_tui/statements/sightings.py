"""What a bank's statement can say: that a refund arrived, and by which service a purchase was paid.

All of it is proposed and nothing proven: a bank line names no order (statement-formats 10, 11.4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from refund_tui.statements.likeness import days_between, family
from refund_tui.statements.model import Row

LONGEST_ARRIVAL = 15
"""Days in which a bank credit is taken for the arrival of a refund (statement-formats 11.4, tier 5)."""
LONGEST_BOOKING = 1
"""Days after a payment on which the card shows it (statement-formats 10)."""
MARKS: Mapping[str, tuple[str, ...]] = {
    "alipay": ("支付宝", "alipay"),
    "wechat": ("财付通", "微信", "tenpay", "wechat"),
    "jd": ("京东", "网银在线"),
    "meituan": ("美团", "钱袋宝", "大众点评"),
    "paypal": ("paypal",),
}
"""What a bank writes for the service that paid or paid back (statement-formats 10)."""
LOOKED_AT = 100
"""Of more rows with one amount than this none is told from the others."""
CREDITS = frozenset(("refund_row", "income"))
SPENT = "bank_row"
"""Why a bank row is not refundable: money that came in, and money that was spent."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A bank row that may be the other end of one of `rows`; all by key.

    `interchangeable`: as many equal bank rows meet as many equal rows, so that all of them are there.
    """

    bank: str
    rows: tuple[str, ...]
    interchangeable: bool = False


def sightings(bank_rows: Iterable[Row], refunds: Iterable[Row]) -> tuple[Sighting, ...]:
    """Give the bank credits that have the amount of a refund 0 to 15 days before; days as China counts them."""
    credits = [row for row in bank_rows if row.why_not in CREDITS]
    return _meetings(credits, refunds, _may_arrive)


def bank_sides(bank_rows: Iterable[Row], payments: Iterable[Row]) -> tuple[Sighting, ...]:
    """Give the bank rows that may be the card's side of a purchase, and so are no second one (statement-formats 11.5).

    The amount is the same, the day the same or the next, and the text has the mark of the service.
    """
    return _meetings([row for row in bank_rows if row.why_not == SPENT], payments, _may_be_paid)


def _may_arrive(bank: Row, refund: Row) -> bool:
    return 0 <= days_between(refund.occurred_at, bank.occurred_at) <= LONGEST_ARRIVAL and _not_another(bank, refund)


def _may_be_paid(bank: Row, payment: Row) -> bool:
    days = days_between(payment.occurred_at, bank.occurred_at)
    return 0 <= days <= LONGEST_BOOKING and bool(_services(bank) & _services_of(payment))


def _not_another(bank: Row, refund: Row) -> bool:
    """Whether the bank's text names no other service than the refund's, as far as both are known."""
    named, known = _services(bank), _services_of(refund) & MARKS.keys()
    return not named or not known or bool(named & known)


def _services(bank: Row) -> set[str]:
    text = f"{bank.merchant} {bank.item}".casefold()
    return {service for service, marks in MARKS.items() if any(mark in text for mark in marks)}


def _services_of(row: Row) -> set[str]:
    return {family(row.source), row.platform}


def _meetings(
    bank_rows: Iterable[Row], rows: Iterable[Row], may_be: Callable[[Row, Row], bool]
) -> tuple[Sighting, ...]:
    by_amount: defaultdict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        by_amount[row.currency, row.amount].append(row)
    met: defaultdict[tuple[int, tuple[str, ...]], list[str]] = defaultdict(list)
    for bank in bank_rows:
        others = by_amount.get((bank.currency, bank.amount), ())
        found = tuple(sorted(row.key for row in _few(others) if may_be(bank, row)))
        if bank.amount and found:
            met[bank.amount, found].append(bank.key)
    return tuple(
        Sighting(key, found, len(keys) == len(found) > 1)
        for key, found, keys in sorted((key, found, keys) for (_, found), keys in met.items() for key in keys)
    )


def _few(rows: Sequence[Row]) -> Sequence[Row]:
    return rows if len(rows) <= LOOKED_AT else ()
