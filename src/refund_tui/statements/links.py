"""Which refund pays back which payment, over the rows of any number of statements (statement-formats 11.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from refund_tui.statements.finders import FINDERS, Finder, Ledger, by_amount
from refund_tui.statements.likeness import is_bank, once
from refund_tui.statements.model import Link, Row
from refund_tui.statements.sightings import Sighting, sightings

PROVEN_TIERS = frozenset((1, 2, 3))
"""Only these may change a case without asking (statement-formats 1.5)."""
NUMBER_TIERS = frozenset((1, 2))
STATED_TIER = 3
WHY: tuple[str, ...] = ("several_fit", "beyond_left", "same_amount")
"""Why a refund is only proposed: several payments fit; the one that it names has less left than this, by what was
paid or by what its own row states; only merchant and amount speak for it."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A refund row pays back a payment row; both by key, `amount` in the minor unit, `tier` 1 to 4.

    `interchangeable`: equal refunds met as many equal payments, so totals are certain and the pairing is not.
    `early`: the refund is stamped before the payment.
    """

    refund: str
    payment: str
    tier: int
    amount: int
    interchangeable: bool = False
    early: bool = False

    @property
    def proven(self) -> bool:
        return self.tier in PROVEN_TIERS


@dataclass(frozen=True, slots=True)
class Proposal:
    """A refund row that may belong to one of `payments`; `tier` 1 to 5, `why` one of WHY."""

    refund: str
    payments: tuple[str, ...]
    tier: int
    why: str


@dataclass(frozen=True, slots=True)
class Links:
    """How the rows of some statements belong together; every row goes by its key.

    `rows` gives the row of a key, also for a key that another format of the same row goes by. `stated` is what a
    payment's own row says came back beyond its proven ties, by payment: tier 3, with no date. `sightings` are bank
    credits that may be refunds arriving. `orphans` are refunds with neither tie nor proposal.
    """

    rows: Mapping[str, Row]
    ties: tuple[Tie, ...]
    stated: Mapping[str, int]
    proposals: tuple[Proposal, ...]
    sightings: tuple[Sighting, ...]
    orphans: tuple[str, ...]


def link(rows: Iterable[Row]) -> Links:
    """Link the refunds of these rows; the order of the rows does not matter.

    A tier links only when exactly one payment of the same service and currency has that much left to pay back.
    Stronger tiers go first, and within a tier the largest refund, so that a guess never takes what a reference
    proves. Refunds of 0.00 are ignored. Bank rows only give sightings.
    """
    known, names = once(rows)
    shop = [row for row in known if not is_bank(row)]
    refunds = sorted((row for row in shop if row.kind == "refund" and row.amount > 0), key=largest_first)
    ledger = Ledger(row for row in shop if row.kind != "refund")
    ties, doubts = tie_refunds(shop, refunds, ledger) if refunds else ((), ())
    by_key = {row.key: row for row in known}
    open_keys = {row.key for row in refunds} - {tie.refund for tie in ties} - {doubt.refund for doubt in doubts}
    return Links(
        rows={name: by_key[key] for name, key in names.items()},
        ties=ties,
        stated=_unexplained(shop, ties),
        proposals=doubts,
        sightings=sightings([row for row in known if is_bank(row)], refunds),
        orphans=tuple(sorted(open_keys)),
    )


def tie_refunds(
    rows: Sequence[Row], refunds: Sequence[Row], ledger: Ledger
) -> tuple[tuple[Tie, ...], tuple[Proposal, ...]]:
    """Tie refunds, the largest first, to payments among `rows` as far as `ledger` allows; the rest is proposed."""
    ties: list[Tie] = []
    doubts: dict[str, tuple[int, Sequence[Row]]] = {}
    waiting = list(refunds)
    for tier, finder_of in FINDERS:
        find = finder_of(rows, ledger)
        found: dict[str, Sequence[Row]] = {}
        for _, equal in groupby(waiting, key=lambda row: row.amount):
            ties += _tie_equal(tier, find, list(equal), ledger, found)
        tied = {tie.refund for tie in ties}
        waiting = [refund for refund in waiting if refund.key not in tied]
        for refund in waiting:
            if found[refund.key]:
                doubts.setdefault(refund.key, (tier, found[refund.key]))
        if tier in NUMBER_TIERS:
            # What a number names is not guessed to be something else.
            waiting = [refund for refund in waiting if refund.key not in doubts]
    last = by_amount(rows, ledger)
    untied = {row.key for row in refunds} - {tie.refund for tie in ties}
    proposals = (_proposal(row, doubts.get(row.key), last, ledger) for row in refunds if row.key in untied)
    by_key = sorted(ties, key=lambda tie: tie.refund)
    return tuple(by_key), tuple(sorted(filter(None, proposals), key=lambda proposal: proposal.refund))


def largest_first(row: Row) -> tuple[object, ...]:
    """Order refunds as they are linked, so that nothing depends on the order of rows."""
    return -row.amount, row.occurred_at, row.key


def _tie_equal(
    tier: int, find: Finder, equal: Sequence[Row], ledger: Ledger, found: dict[str, Sequence[Row]]
) -> Iterator[Tie]:
    """Tie refunds of one amount, and leave in `found` what each might belong to."""

    def fitting(refund: Row) -> list[Row]:
        return [row for row in found[refund.key] if ledger.has_room(row, refund)]

    # Twice, from either end: what one equal refund takes may leave another with a single payment.
    for _ in range(2):
        waiting: list[Row] = []
        for refund in equal:
            if refund.key not in found:
                found[refund.key] = find(refund)
            fits = fitting(refund)
            if len(fits) == 1:
                yield _take(tier, fits[0], refund, ledger)
            elif fits:
                waiting.append(refund)
        equal = waiting[::-1]
    alike: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for refund in equal:
        alike[_keys(fitting(refund))].append(refund)
    for group in alike.values():
        yield from _interchangeable(tier, fitting(group[0]), group, ledger)


def _interchangeable(tier: int, payments: Sequence[Row], refunds: Sequence[Row], ledger: Ledger) -> Iterator[Tie]:
    """Tie n equal refunds to n payments with the same left when each can take back just one of them."""
    left = {ledger.left(row) for row in payments}
    if len(refunds) == len(payments) and len(left) == 1 and max(left) < 2 * refunds[0].amount:
        for payment, refund in zip(*(sorted(rows, key=largest_first) for rows in (payments, refunds)), strict=True):
            yield replace(_take(tier, payment, refund, ledger), interchangeable=True)


def _take(tier: int, payment: Row, refund: Row, ledger: Ledger) -> Tie:
    ledger.take(payment, refund.amount)
    return Tie(refund.key, payment.key, tier, refund.amount, early=refund.occurred_at < payment.occurred_at)


def _proposal(refund: Row, doubt: tuple[int, Sequence[Row]] | None, last: Finder, ledger: Ledger) -> Proposal | None:
    if doubt:
        tier, found = doubt
        fits = [row for row in found if ledger.has_room(row, refund)]
        if fits:
            return Proposal(refund.key, _keys(fits), tier, "several_fit")
        named = [row for row in found if row.currency == refund.currency]
        if tier in NUMBER_TIERS:
            return Proposal(refund.key, _keys(named), tier, "beyond_left") if named else None
    guessed = last(refund)
    return Proposal(refund.key, _keys(guessed), 5, "same_amount") if guessed else None


def _keys(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(sorted(row.key for row in rows))


def _unexplained(rows: Iterable[Row], ties: Iterable[Tie]) -> dict[str, int]:
    explained: defaultdict[str, int] = defaultdict(int)
    for tie in ties:
        if tie.proven:
            explained[tie.payment] += tie.amount
    stated = {
        row.key: min(row.stated_refund, row.amount) - explained[row.key]
        for row in rows
        if row.kind == "payment" and row.stated_refund
    }
    return {key: amount for key, amount in sorted(stated.items()) if amount > 0}


def link_refunds(rows: Sequence[Row]) -> tuple[tuple[Link, ...], tuple[int, ...]]:
    """Give the links of one file (tiers 1 to 4), by refund row, and the numbers of the refund rows without one.

    Refunds of 0.00 are neither linked nor orphans.
    """
    number = {row.key: row.number for row in rows}
    links = [Link(number[tie.refund], number[tie.payment], tie.tier, tie.amount) for tie in link(rows).ties]
    linked = {each.refund_row for each in links}
    refunds = (row.number for row in rows if row.kind == "refund" and row.amount > 0)
    return (
        tuple(sorted(links, key=lambda each: each.refund_row)),
        tuple(sorted(each for each in refunds if each not in linked)),
    )


def settle(rows: Iterable[Row], links: Iterable[Link]) -> tuple[Row, ...]:
    """Give the rows with what their links or their own words paid back; one with nothing left is not refundable."""
    linked: defaultdict[int, int] = defaultdict(int)
    for each in links:
        linked[each.payment_row] += each.amount_minor
    return tuple(_settled(row, linked.get(row.number, 0)) for row in rows)


def _settled(row: Row, linked: int) -> Row:
    stated = row.stated_refund or 0 if row.kind == "payment" else 0
    refunded = max(linked, min(stated, row.amount))
    if not refunded:
        return row
    if refunded >= row.amount:
        return replace(row, kind="payment", refundable=False, why_not="already_refunded", refunded_minor=refunded)
    # Money that came back was paid first, whatever the closed order looks like.
    why_not = "closed_paid" if row.why_not == "closed_unpaid" else row.why_not
    return replace(row, kind="payment", why_not=why_not, refunded_minor=refunded)
