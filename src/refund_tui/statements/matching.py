"""Which refunds, stated totals and bank credits belong to which cases, and how much of each is new to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from refund_tui.domain.arrival import Arrival, bookings, lands_at_once
from refund_tui.statements.belonging import NOTHING, CaseRecord, Purchase, all_booked, purchases_of, under_known_keys
from refund_tui.statements.findings import Findings, gather
from refund_tui.statements.likeness import is_bank
from refund_tui.statements.links import PROVEN_TIERS, STATED_TIER, Links, Tie
from refund_tui.statements.model import Row


@dataclass(frozen=True, slots=True)
class Match:
    """A case and money that came back to it; rows go by their keys, amounts are in the minor unit.

    `refund` is the refund row, or the bank's row where `bank` says so, or None for what the payment's own row states.
    `payment` is None where the case is known by its own numbers alone. `amount` is what is new to the case and `total`
    what came back in all, this included. `proven` matches may be booked without asking, the others are proposed.
    `occurred_at` is None for a stated total: it happened by the day of the export. `channel` is the row's own.
    """

    case: int
    refund: str | None
    payment: str | None
    tier: int
    amount: int
    total: int
    proven: bool
    interchangeable: bool = False
    occurred_at: datetime | None = None
    channel: str | None = None
    bank: bool = False

    @property
    def key(self) -> str:
        """The key to book under; a stated total goes under its payment, as which row explains it may yet change."""
        return (self.payment if self.tier == STATED_TIER else self.refund) or ""

    def arrival(self, row: Mapping[str, object] | None = None) -> Arrival:
        """Give what `domain.arrival.bookings` takes; `row` tells where the row stands."""
        return Arrival(self.amount, self.total, self.channel, self.bank, row)


def match(links: Links, cases: Iterable[CaseRecord]) -> tuple[Match, ...]:
    """Give what these rows mean for the cases, by case; the order of rows and cases does not matter.

    What cases booked before counts against what a payment paid back, and a case is asked only for what it does not
    know yet: reading the same rows twice, in another order or in parts leads to the same amounts. A purchase that
    several services tell of paid back what the best informed of them says, not their sum.
    """
    known = sorted((under_known_keys(case, links) for case in cases), key=lambda case: case.id)
    purchases = purchases_of(known, links)
    findings = gather(links, known)
    taken = {key: each.amount for key, each in all_booked(known).items()}
    return tuple(
        each
        for case in known
        if case.is_open
        for each in _of_case(_Account(case, purchases.get(case.id, NOTHING), findings, links.rows, taken))
    )


def _of_case(account: _Account) -> Iterator[Match]:
    yield from _told(account)
    yield from _likely(account)
    yield from _seen_by_bank(account)


class _Account:
    """One case while it is matched: what its payments paid back, and what of that is booked."""

    def __init__(
        self,
        case: CaseRecord,
        purchase: Purchase,
        findings: Findings,
        rows: Mapping[str, Row],
        taken: Mapping[str, int],
    ) -> None:
        self.case, self.purchase, self.findings, self.rows, self.taken = case, purchase, findings, rows, taken
        self.ties, self.stated = findings.best_view(case, purchase.payments)
        self.told = findings.told_by(case, purchase.payments)
        known = purchase.booked if purchase.payments else case.booked
        booked = {key: each for key, each in known.items() if not (key in rows and is_bank(rows[key]))}
        # What was accepted without proof comes on top of what is proven, until it is proven itself.
        accepted = sum(
            each.amount for key, each in booked.items() if each.tier not in PROVEN_TIERS and key not in self.told
        )
        self.booked = sum(each.amount for each in booked.values())
        self.total = sum(tie.amount for tie in self.ties) + sum(self.stated.values()) + accepted
        self.cap = findings.cap(case, purchase.payments)
        self.sure = purchase.sure and self.cap is not None and self.total <= self.cap and self._no_other_word()

    def _no_other_word(self) -> bool:
        """Whether what somebody logged by hand, if anything, is an amount that the rows tell of too."""
        mine = sum(each.amount for each in self.case.booked.values())
        by_hand = max(self.case.issued or 0, self.case.received) - mine
        return by_hand <= 0 or by_hand in {self.total, *self.stated.values(), *(tie.amount for tie in self.ties)}

    def offer(self, found: Match) -> Iterator[Match]:
        """Give the match if it tells the case anything new, and have a proven one change the case for the next."""
        events = bookings(self.case, found.arrival()) if found.amount > 0 else ()
        if found.proven:
            for event in events:
                if event.kind == "refund_issued":
                    self.case = replace(self.case, issued=(self.case.issued or 0) + event.data["amount"])
                else:
                    self.case = replace(self.case, received=self.case.received + event.data["amount"])
        if events:
            yield found


def _told(account: _Account) -> Iterator[Match]:
    """Give what is told of the payment: each refund row, the oldest first, and what its own row states beyond them."""
    room = account.total - account.booked
    # Of a total that was booked before its rows arrived, the oldest rows are part.
    spare = {key: max(0, account.taken.get(key, 0) - account.stated.get(key, 0)) for key in account.purchase.payments}
    for tie in sorted(account.ties, key=lambda tie: (account.rows[tie.refund].occurred_at, tie.refund)):
        new = tie.amount - account.taken.get(tie.refund, 0)
        covered = min(new, spare.get(tie.payment, 0))
        amount = min(new - covered, room)
        if covered > 0:
            spare[tie.payment] -= covered
        if amount > 0:
            room -= amount
            # A row of which only a part would fit contradicts another: nothing of it is booked unasked.
            sure = account.sure and amount == new - covered
            yield from account.offer(_of_tie(account, tie, amount, account.total, sure))
    for key, stated in sorted(account.stated.items()):
        amount = min(stated, room)
        room -= max(0, amount)
        payment = account.rows[key]
        yield from account.offer(
            Match(account.case.id, None, key, STATED_TIER, amount, account.total, account.sure, channel=payment.method)
        )


def _of_tie(account: _Account, tie: Tie, amount: int, total: int, proven: bool) -> Match:
    row = account.rows[tie.refund]
    return Match(
        case=account.case.id,
        refund=tie.refund,
        payment=tie.payment if tie.payment in account.rows else None,
        tier=tie.tier,
        amount=amount,
        total=total,
        proven=proven,
        interchangeable=tie.interchangeable,
        occurred_at=row.occurred_at,
        channel=row.method,
    )


def _likely(account: _Account) -> Iterator[Match]:
    """Give the refunds that may be this case's, each once, by the strongest reason for it."""
    before = max(account.total, account.booked)
    limit = account.findings.limit(account.case, account.purchase.payments)
    best: dict[str, Tie] = {}
    for tie in account.findings.likely(account.case, account.purchase.payments):
        if tie.refund not in best or tie.tier < best[tie.refund].tier:
            best[tie.refund] = tie
    for key, tie in sorted(best.items()):
        if key in account.taken:
            continue
        fits = limit is None or before + tie.amount <= limit
        if fits or key in account.findings.beyond:
            yield from account.offer(_of_tie(account, tie, tie.amount, before + tie.amount, False))


def _seen_by_bank(account: _Account) -> Iterator[Match]:
    """Give the bank's credits that may be this case's refunds arriving; a balance needs none."""
    mine = {*account.told, *account.case.booked} & account.rows.keys()
    seen: set[str] = set()
    for sighting in account.findings.sightings(account.case, sorted(mine)):
        bank = account.rows[sighting.bank]
        refunds = [account.rows[key] for key in sighting.rows if key in mine]
        if bank.key in seen or bank.key in account.taken:
            continue
        if refunds and all(lands_at_once(row.method or account.case.channel) for row in refunds):
            continue
        seen.add(sighting.bank)
        tie = account.told.get(refunds[0].key) if refunds else None
        yield from account.offer(
            Match(
                case=account.case.id,
                refund=bank.key,
                payment=tie.payment if tie and tie.payment in account.rows else None,
                tier=5,
                amount=bank.amount,
                total=max(account.total, account.case.issued or 0, account.booked),
                proven=False,
                interchangeable=sighting.interchangeable,
                occurred_at=bank.occurred_at,
                channel=bank.method,
                bank=True,
            )
        )
