"""What follows from an order before any rule of refunds: shares of what was paid, what stays, what is not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from refund_tui.domain.amount_rules import IN_KIND
from refund_tui.domain.case import Case
from refund_tui.domain.money import apportion
from refund_tui.domain.order import Line, Order


@dataclass(frozen=True, slots=True)
class Share:
    """What was paid for a line, and for its pieces that go back (minor units); `page` where the page says so."""

    line: Line
    whole: int
    back: int
    page: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """The figures an estimate starts from, in minor units; None where they are not known.

    `total` is all that was paid, `goods` the part for the goods, `freight` the part for the way to the buyer.
    `whole` says that all of the order goes back. `shares` are those of the lines that go back.
    """

    case: Case
    order: Order
    reason_class: str | None
    total: int | None
    goods: int | None
    freight: int | None
    whole: bool
    shares: tuple[Share, ...] | None

    @property
    def share(self) -> int | None:
        """What was paid for the goods that go back."""
        if self.whole:
            return self.goods
        return sum(each.back for each in self.shares) if self.shares else None

    @property
    def listed(self) -> int | None:
        """The prices of all lines."""
        return added(line.listed for line in self.order.lines)

    @property
    def kept(self) -> int | None:
        """The prices of what stays; nothing stays where all of the order goes back."""
        return 0 if self.whole else added(line.kept for line in self.order.lines)

    @property
    def exchange(self) -> bool:
        return self.case.application is not None and self.case.application.kind == "exchange"

    @property
    def goes_back(self) -> bool:
        """Whether it is known that goods are sent back."""
        if self.case.application is not None and self.case.application.kind:
            return self.case.application.kind != "refund_only"
        return bool(self.case.terms.return_address)


def added(amounts: Iterable[int | None]) -> int | None:
    """Add amounts up; None where one of them is not known."""
    found = list(amounts)
    known = [amount for amount in found if amount is not None]
    return sum(known) if len(known) == len(found) else None


def ground(case: Case, order: Order, reason_class: str | None) -> Ground:
    """Work out what an estimate starts from."""
    page = added(line.share for line in order.lines) if order.lines else None
    goods = order.goods_paid if order.goods_paid is not None else page
    freight = _freight(case, order, goods)
    if goods is None and case.paid is not None and freight is not None:
        goods = max(case.paid - freight, 0)
    total = case.paid if case.paid is not None else added((goods, freight))
    whole = all(line.returned == line.quantity for line in order.lines)
    shares = None if whole else _shares(order.lines, goods)
    return Ground(case, order, reason_class, total, goods, freight, whole, shares)


def _freight(case: Case, order: Order, goods: int | None) -> int | None:
    """What was paid apart for the way to the buyer."""
    if order.outbound_by in ("free", "free_from") or order.outbound == 0:
        return 0
    if order.outbound_by != "me":
        return None
    if order.outbound is None and case.paid is not None and goods is not None:
        return max(case.paid - goods, 0)
    return order.outbound


def _shares(lines: tuple[Line, ...], goods: int | None) -> tuple[Share, ...] | None:
    """Share out what was paid for the goods: the page's figures stand, the rest goes by price (refund-domain.md 6.2).

    None where a line that goes back has no page figure, and the rest cannot be shared out.
    """
    rest = [line for line in lines if line.share is None]
    paged = sum(line.share or 0 for line in lines)
    prices = added(line.listed for line in rest)
    by_price: tuple[int, ...] | None = None
    if goods is not None and prices:
        by_price = apportion(max(goods - paged, 0), [line.listed or 0 for line in rest])
    found, place = [], 0
    for line in lines:
        whole = line.share
        if line.share is None:
            whole, place = None if by_price is None else by_price[place], place + 1
        if not line.returned:
            continue
        if whole is None:
            return None
        back = apportion(whole, (line.returned, line.quantity - line.returned))[0]
        found.append(Share(line, whole, back, line.share is not None))
    return tuple(found)


def in_kind(at: Ground) -> dict[str, int]:
    """What comes back in kind (M4): coupons, red packets and points, of a part of an order by price."""
    given = {kind: getattr(at.order, kind) for kind in IN_KIND if getattr(at.order, kind)}
    if at.whole:
        return given
    listed, kept = at.listed, at.kept
    if not listed or kept is None:
        return {}
    shares = {kind: apportion(amount, (listed - kept, kept))[0] for kind, amount in given.items()}
    return {kind: amount for kind, amount in shares.items() if amount}
