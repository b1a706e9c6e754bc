"""What linked rows tell of cases: what is proven of a payment, what is likely, what the bank saw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from refund_tui.statements.belonging import CaseRecord
from refund_tui.statements.finders import LIKELY_WAIT, LOOKED_AT, Ledger
from refund_tui.statements.likeness import family, in_time, is_bank, similar_merchant
from refund_tui.statements.links import NUMBER_TIERS, Links, Proposal, Tie, largest_first, tie_refunds
from refund_tui.statements.model import Row
from refund_tui.statements.sightings import Sighting, sightings
from refund_tui.statements.stand_ins import key_of, payment_of, refund_of

Ties = Mapping[str, list[Tie]]
"""Ties by payment; a payment that only a case tells of goes by its stand-in's key."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What links say, arranged for cases: proven and likely ties by payment, sightings by refund."""

    links: Links
    proven: Ties
    maybe: Ties
    seen: Mapping[str, list[Sighting]]
    beyond: frozenset[str] = frozenset()
    """Refunds that name a payment which has less left than they are."""

    def _of(self, ties: Ties, case: CaseRecord, payments: Sequence[str]) -> Iterator[Tie]:
        return (tie for key in (*payments, key_of(case)) for tie in ties.get(key, ()))

    def best_view(self, case: CaseRecord, payments: Sequence[str]) -> tuple[list[Tie], dict[str, int]]:
        """Give the proven ties and the stated amounts of the one service that tells of the most money back."""
        ties: defaultdict[str, list[Tie]] = defaultdict(list)
        stated: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for tie in self._of(self.proven, case, payments):
            ties[self._service(tie.refund)].append(tie)
        for key in payments:
            if self.links.stated.get(key):
                stated[self._service(key)][key] = self.links.stated[key]

        def weight(service: str) -> tuple[int, int, str]:
            by_rows = sum(tie.amount for tie in ties.get(service, ()))
            return by_rows + sum(stated.get(service, {}).values()), by_rows, service

        best = max((*ties, *stated), key=weight, default="")
        return ties[best], stated[best]

    def _service(self, key: str) -> str:
        return family(self.links.rows[key].source)

    def told_by(self, case: CaseRecord, payments: Sequence[str]) -> Mapping[str, Tie]:
        """Give the proven ties of this case by refund row, whichever service told of them."""
        return {tie.refund: tie for tie in self._of(self.proven, case, payments)}

    def cap(self, case: CaseRecord, payments: Sequence[str]) -> int | None:
        """Give what can come back at most: what was paid (M1); None where it is not known."""
        if case.paid is not None:
            return case.paid
        return max((self.links.rows[key].amount for key in payments), default=None)

    def limit(self, case: CaseRecord, payments: Sequence[str]) -> int | None:
        """Give what can come back by what the payment's own row says, and else at most; None where neither is known."""
        stated = [row.stated_refund for key in payments if (row := self.links.rows[key]).stated_refund is not None]
        return max((each for each in stated if each), default=self.cap(case, payments))

    def likely(self, case: CaseRecord, payments: Sequence[str]) -> Iterator[Tie]:
        return self._of(self.maybe, case, payments)

    def sightings(self, case: CaseRecord, refunds: Iterable[str]) -> Iterator[Sighting]:
        """Give the bank's sightings of these refunds, and of the one that the platform announced for the case."""
        return (sighting for key in (*refunds, key_of(case)) for sighting in self.seen.get(key, ()))


def gather(links: Links, cases: Sequence[CaseRecord]) -> Findings:
    """Arrange what `links` say for these cases, and link what no payment row explains to what the cases tell."""
    rows = {row.key: row for row in links.rows.values()}
    ready = [case for case in cases if case.is_open]
    by_cases, doubts = _of_stand_ins(links, rows, ready)
    ties = [*links.ties, *by_cases]
    proven: defaultdict[str, list[Tie]] = defaultdict(list)
    maybe: defaultdict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        (proven if tie.proven else maybe)[tie.payment].append(tie)
    certain = {tie.refund for tie in ties if tie.proven}
    for proposal in links.proposals:
        if proposal.refund not in certain:
            for payment in proposal.payments:
                amount = rows[proposal.refund].amount
                maybe[payment].append(Tie(proposal.refund, payment, max(proposal.tier, 4), amount))
    loose = [row for row in rows.values() if _is_refund(row) and row.key not in certain]
    for tie in _by_expectation(loose, ready):
        maybe[tie.payment].append(tie)
    seen: defaultdict[str, list[Sighting]] = defaultdict(list)
    for sighting in (*links.sightings, *_of_announced(rows.values(), ready)):
        for key in sighting.rows:
            seen[key].append(sighting)
    beyond = frozenset(each.refund for each in (*links.proposals, *doubts) if each.why == "beyond_left")
    return Findings(links, proven, maybe, seen, beyond)


def _is_refund(row: Row) -> bool:
    return row.kind == "refund" and row.amount > 0 and not is_bank(row)


def _of_stand_ins(
    links: Links, rows: Mapping[str, Row], cases: Sequence[CaseRecord]
) -> tuple[list[Tie], Sequence[Proposal]]:
    """Tie refunds whose payment is in no statement to the numbers and words of the cases themselves.

    Gives the ties, likely ones among them, and what was only proposed.
    """
    settled = {tie.refund for tie in links.ties if tie.proven}
    settled |= {proposal.refund for proposal in links.proposals if proposal.tier in NUMBER_TIERS}
    # A case does not say which service's number it has, so here all rows are of one.
    loose = [replace(row, source="") for row in rows.values() if _is_refund(row) and row.key not in settled]
    payments = [payment_of(case) for case in cases]
    ties, proposals = tie_refunds(payments, sorted(loose, key=largest_first), Ledger(payments))
    likely = [
        Tie(proposal.refund, payment, 4, rows[proposal.refund].amount)
        for proposal in proposals
        if proposal.tier < 5
        for payment in proposal.payments
    ]
    return [*ties, *likely], proposals


def _by_expectation(refunds: Iterable[Row], cases: Iterable[CaseRecord]) -> Iterator[Tie]:
    """Tier 5: the merchant is similar, the refund all that the case still expects, 0 to 90 days after the payment."""
    waiting: defaultdict[tuple[str, int], list[Row]] = defaultdict(list)
    for case in cases:
        expected = (case.expected or 0) - max(case.issued or 0, case.received)
        waiting[case.currency, expected].append(payment_of(case))
    for refund in refunds:
        some = waiting.get((refund.currency, refund.amount), ())
        for payment in some if len(some) <= LOOKED_AT else ():
            if in_time(payment, refund, LIKELY_WAIT) and similar_merchant(payment, refund):
                yield Tie(refund.key, payment.key, 5, refund.amount)


def _of_announced(rows: Iterable[Row], cases: Iterable[CaseRecord]) -> tuple[Sighting, ...]:
    announced = [refund_of(case) for case in cases if case.issued_at is not None]
    return sightings([row for row in rows if is_bank(row)], announced)
