"""Which payments a case is about: by the row it was opened from, else by a number that only one payment has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from refund_tui.domain.arrival import Booked
from refund_tui.statements.likeness import is_bank
from refund_tui.statements.links import Links
from refund_tui.statements.model import Row
from refund_tui.statements.purchases import same_purchase


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """What of a case matters to statements; amounts in the minor unit, instants aware.

    `origin` is the key of the row the case was opened from. `booked` gives, by key of a row (`Match.key`),
    what that row booked to this case. `issued_at` is when the platform said
    that it refunds. A case that is over (`is_open` False) gets no matches, but what it booked still counts.
    """

    id: int
    currency: str
    origin: str | None = None
    trade_no: str | None = None
    order_no: str | None = None
    paid: int | None = None
    paid_at: datetime | None = None
    merchant: str = ""
    item: str | None = None
    channel: str | None = None
    expected: int | None = None
    issued: int | None = None
    issued_at: datetime | None = None
    received: int = 0
    booked: Mapping[str, Booked] = field(default_factory=dict)
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Purchase:
    """The payments that one case is about, by key, and what all cases booked for them; `sure` unless cases share it."""

    payments: tuple[str, ...]
    booked: Mapping[str, Booked]
    sure: bool


NOTHING = Purchase((), {}, True)


def purchases_of(cases: Sequence[CaseRecord], links: Links) -> Mapping[int, Purchase]:
    """Give the purchase of each case by its id: that of its origin, else of its trade number, else its order number.

    A number counts when it stands on one purchase only. Where open cases claim the same purchase, those with the
    strongest claim have it; where these are several, none is sure of it.
    """
    payments = {row.key: row for row in links.rows.values() if row.kind != "refund" and not is_bank(row)}
    group_of = {key: group for group in same_purchase(payments.values()) for key in group}
    trades = _groups_by(payments.values(), group_of, lambda row: row.trade_no, {case.trade_no for case in cases})
    bought = (row for row in payments.values() if row.kind == "payment")
    orders = _groups_by(bought, group_of, lambda row: row.order_no, {case.order_no for case in cases})

    def claim(case: CaseRecord) -> tuple[int, tuple[str, ...]]:
        origin = links.rows.get(case.origin or "")
        ways = (
            {group_of.get(origin.key, (origin.key,))} if origin else set(),
            trades.get((case.currency, case.trade_no), set()),
            orders.get((case.currency, case.order_no), set()),
        )
        return next(((-rank, next(iter(way))) for rank, way in enumerate(ways) if len(way) == 1), (0, ()))

    claims = {case.id: claim(case) for case in cases}
    claimed: defaultdict[tuple[str, ...], list[CaseRecord]] = defaultdict(list)
    for case in cases:
        if claims[case.id][1]:
            claimed[claims[case.id][1]].append(case)
    return {
        case.id: purchase
        for group, some in claimed.items()
        for case, purchase in _shared(group, some, {case.id: claims[case.id][0] for case in some})
    }


def _shared(
    group: tuple[str, ...], cases: Sequence[CaseRecord], strength: Mapping[int, int]
) -> list[tuple[CaseRecord, Purchase]]:
    booked = all_booked(cases)
    ready = [case for case in cases if case.is_open]
    best = max((strength[case.id] for case in ready), default=0)
    strongest = [case for case in ready if strength[case.id] == best]
    return [(case, Purchase(group, booked, len(strongest) == 1)) for case in strongest]


def all_booked(cases: Iterable[CaseRecord]) -> dict[str, Booked]:
    """Give what each row booked to these cases together."""
    return _summed((key, each) for case in cases for key, each in case.booked.items())


def under_known_keys(case: CaseRecord, links: Links) -> CaseRecord:
    """Give the case with what it booked under the keys that links go by: a row may have been read in another format."""
    named = ((links.rows[key].key if key in links.rows else key, each) for key, each in case.booked.items())
    return replace(case, booked=_summed(named))


def _summed(booked: Iterable[tuple[str, Booked]]) -> dict[str, Booked]:
    found: dict[str, Booked] = {}
    for key, new in booked:
        before = found.get(key, Booked(0, new.tier))
        found[key] = Booked(before.amount + new.amount, max(before.tier, new.tier))
    return found


def _groups_by(
    rows: Iterable[Row],
    group_of: Mapping[str, tuple[str, ...]],
    number_of: Callable[[Row], str | None],
    wanted: Collection[str | None],
) -> Mapping[tuple[str, str | None], set[tuple[str, ...]]]:
    found: defaultdict[tuple[str, str | None], set[tuple[str, ...]]] = defaultdict(set)
    for row in rows:
        number = number_of(row)
        if number and number in wanted:
            found[row.currency, number].add(group_of.get(row.key, (row.key,)))
    return found
