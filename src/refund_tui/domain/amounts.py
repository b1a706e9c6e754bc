"""How much can be claimed, how much to expect, and the least: step by step, each with its rule (S63-S69, M1-M20)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from refund_tui.domain.amount_doubts import Told, doubts, unknown
from refund_tui.domain.amount_rules import BASES, REASON_CLASS, TAKEN, Basis, Where
from refund_tui.domain.case import Case
from refund_tui.domain.order_ground import Ground, ground, in_kind
from refund_tui.domain.playbook import Source


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an estimate: an amount (minor units) that is added, and why.

    `code` has its words in `amount_labels.STEPS`; `values` fill them: amounts in minor units, counts, names.
    """

    amount: int
    code: str
    values: Mapping[str, int | str] = field(default_factory=dict)

    @property
    def rules(self) -> tuple[str, ...]:
        return BASES[self.code].rules

    @property
    def source(self) -> Source:
        return BASES[self.code].source


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount and the steps that add up to it."""

    steps: tuple[Step, ...]

    @property
    def amount(self) -> int:
        return sum(step.amount for step in self.steps)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an order can bring back: `floor` <= `expected` <= `cap` <= what was paid; None where it cannot be said.

    `expected` begins with the cap, `floor` with what is expected. `on_top` is claimed besides, `own` stays with the
    buyer, `in_kind` comes back as what it was. `because` says why the reason counts as `reason_class`; None where
    somebody chose it. `unknown` names what is not known and would change a figure, `doubts` what contradicts itself.
    """

    reason_class: str | None
    because: Basis | None
    cap: Figure | None
    expected: Figure | None
    floor: Figure | None
    on_top: tuple[Step, ...]
    own: tuple[Step, ...]
    in_kind: tuple[Step, ...]
    unknown: tuple[Told, ...]
    doubts: tuple[Told, ...]

    @property
    def steps(self) -> Iterator[Step]:
        """All steps, in the order they are read."""
        for figure in (self.cap, self.expected, self.floor):
            yield from figure.steps if figure else ()
        yield from (*self.on_top, *self.own, *self.in_kind)


def estimate(case: Case) -> Estimate | None:
    """Estimate what the order of a case can bring back; None where nothing is known of the order."""
    if case.order is None:
        return None
    found = REASON_CLASS.get(case.reason or "")
    chosen = case.order.reason_class or (found[0] if found else None)
    because = found[1] if found and not case.order.reason_class else None
    at = ground(case, case.order, chosen)
    cap = _cap(at)
    # Of a line without a share only the limit is known, unless the sum was agreed.
    start = cap if at.share is not None or at.whole or chosen == "agreed" else None
    expected = _less(start, f"cap_{chosen}", "expected", at) if start and chosen and _agreed_known(at) else None
    floor = _less(expected, "expected", "floor", at) if expected else None
    return Estimate(
        chosen,
        because,
        cap,
        expected,
        floor,
        tuple(_return_leg(at, on_top=True)),
        tuple(_own(at)),
        tuple(Step(amount, kind) for kind, amount in in_kind(at).items()),
        unknown(at),
        doubts(at),
    )


# The cap


def _cap(at: Ground) -> Figure | None:
    """What was paid for what goes back (M1), and never more than is left of the payment."""
    if at.whole:
        steps = _of_order(at)
    elif at.shares is None or not at.shares:
        steps = [] if at.total is None else [Step(at.total, "paid")]
    else:
        steps = [*_of_lines(at), *_outbound(at)]
    if not steps:
        return None
    paid = at.total if at.total is not None or not at.whole else at.goods
    if paid is not None:
        left = max(paid - (at.order.refunded or 0), 0)
        over = sum(step.amount for step in steps) - left
        if over > 0:
            steps.append(Step(-over, "refunded" if at.order.refunded else "limit"))
    return Figure(tuple(steps))


def _of_order(at: Ground) -> list[Step]:
    if at.goods is not None:
        return [Step(at.goods, "goods"), *_outbound(at)]
    return [] if at.total is None else [Step(at.total, "paid")]


def _outbound(at: Ground) -> Iterable[Step]:
    return (Step(at.freight, "outbound_paid"),) if at.freight else ()


def _of_lines(at: Ground) -> Iterator[Step]:
    rest = sum(line.listed or 0 for line in at.order.lines if line.share is None)
    for each in at.shares or ():
        line = each.line
        values: dict[str, int | str] = {"name": line.name, "price": line.listed or 0, "whole": rest}
        whole = line.returned == line.quantity
        if not whole:
            values |= {"returned": line.returned, "quantity": line.quantity, "line": each.whole}
        kind = "share" if whole else "part"
        yield Step(each.back, f"{kind}_page" if each.page and whole else "part_page" if each.page else kind, values)


# What may be taken off


def _less(start: Figure, code: str, where: Where, at: Ground) -> Figure:
    """Give a figure with what is taken off at `where`, never below zero."""
    steps, left = [Step(start.amount, code)], start.amount
    for name, places in TAKEN.items():
        if places.get(at.reason_class or "") != where:
            continue
        taken = _OFF[name](at, left)
        if taken is not None:
            steps.append(Step(-min(taken, left), name))
            left += steps[-1].amount
    return Figure(tuple(steps))


def _agreed(at: Ground) -> int | None:
    return at.case.terms.amount if at.case.terms.amount is not None else at.case.agreed


def _agreed_known(at: Ground) -> bool:
    return at.reason_class != "agreed" or _agreed(at) is not None


def _as_agreed(at: Ground, left: int) -> int | None:
    agreed = _agreed(at)
    return None if agreed is None or agreed >= left else left - agreed


def _outbound_missed(at: Ground, left: int) -> int | None:
    order = at.order
    if order.outbound_by != "free_from" or order.free_from is None or at.kept is None or at.kept >= order.free_from:
        return None
    return order.outbound or None


def _gifts(at: Ground, left: int) -> int | None:
    return sum(gift.price or 0 for gift in at.order.gifts if not gift.returned) or None


def _resettled(at: Ground, left: int) -> int | None:
    """What settling anew at each price leaves less than the share (M5): what stays, without the reduction it lost."""
    order, listed, kept = at.order, at.listed, at.kept
    if at.whole or at.goods is None or at.share is None or listed is None or kept is None or at.goods >= listed:
        return None
    still = order.spend_save if order.spend_from is not None and kept >= order.spend_from else 0
    back = max(at.goods - max(kept - (still or 0), 0), 0)
    return at.share - back if back < at.share else None


def _policy(at: Ground, left: int) -> int | None:
    part = at.order.policy
    if part is None or (part.percent is not None and at.share is None):
        return None
    most = part.amount if part.percent is None else ((at.share or 0) * part.percent + 50) // 100
    return None if most is None or most >= left else left - most


Off = Callable[[Ground, int], int | None]
_OFF: Mapping[str, Off] = {
    "as_agreed": _as_agreed,
    "outbound_mine": lambda at, left: at.freight or None,
    "outbound_missed": _outbound_missed,
    "gift": _gifts,
    "card_fee": lambda at, left: at.order.card_fee if at.order.card_fee_by == "seller" else None,
    "card_fee_open": lambda at, left: at.order.card_fee if at.order.card_fee_by is None else None,
    "fee": lambda at, left: at.order.fee if at.order.fee_agreed == "yes" else None,
    "fee_void": lambda at, left: 0 if at.order.fee and at.order.fee_agreed == "no" else None,
    "fee_fault": lambda at, left: 0 if at.order.fee else None,
    "fee_open": lambda at, left: at.order.fee if at.order.fee_agreed is None else None,
    "policy_fault": lambda at, left: 0 if at.order.policy else None,
    "resettled": _resettled,
    "policy": _policy,
}
"""How much each entry of `TAKEN` takes off what is left (minor units): None where it does not come up, 0 to say so."""


# What stands beside the refund


def _return_leg(at: Ground, *, on_top: bool) -> Iterator[Step]:
    """Who bears the way back (M8-M11, M13, M20): claimed on top, or the buyer's own."""
    code = f"return_{at.reason_class}"
    mine = at.reason_class != "seller_fault"
    if at.reason_class == "agreed":
        by = at.case.terms.freight_by
        mine = by == "me"
        code = "return_unsaid" if by is None else "return_agreed_mine" if mine else "return_agreed_seller"
    elif at.reason_class == "no_reason" and at.exchange:
        code = "return_exchange"
    if at.order.return_freight and at.reason_class and mine != on_top:
        yield Step(at.order.return_freight, code)


def _own(at: Ground) -> Iterator[Step]:
    yield from _return_leg(at, on_top=False)
    if at.order.card_fee and at.order.card_fee_by == "me":
        yield Step(at.order.card_fee, "card_fee_mine")
