"""What is not known of an order and would change a figure, and what of it contradicts itself; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from refund_tui.domain.amount_rules import IN_KIND, TAKEN
from refund_tui.domain.order_ground import Ground, added


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to say: `code` has its words in `amount_labels`, `values` fill them (minor units, names)."""

    code: str
    values: Mapping[str, int | str] = field(default_factory=dict)


def unknown(at: Ground) -> tuple[Told, ...]:
    """Name what is not known, in the order of the form."""
    return (*_of_goods(at), *_of_freight(at), *_of_deductions(at), *_of_reason(at))


def _of_goods(at: Ground) -> Iterator[Told]:
    if at.order.lines and not any(line.returned for line in at.order.lines):
        yield Told("lines_back")
        return
    if at.total is None and at.goods is None:
        yield Told("paid")
    elif not at.whole and at.goods is None:
        yield Told("goods_paid")
    if not at.whole:
        anew = (at.reason_class or "") in TAKEN["resettled"]
        wanted = (line for line in at.order.lines if line.price is None and (anew or line.share is None))
        yield from (Told("price", {"name": line.name}) for line in wanted)


def _of_freight(at: Ground) -> Iterator[Told]:
    order = at.order
    missed = order.free_from is not None and at.kept is not None and at.kept < order.free_from
    if order.outbound_by is None and order.outbound != 0:
        yield Told("outbound_by")
    elif order.outbound_by == "me" and at.freight is None:
        yield Told("outbound")
    elif order.outbound_by == "free_from" and at.reason_class == "no_reason":
        if order.free_from is None:
            yield Told("free_from")
        elif missed and order.outbound is None:
            yield Told("outbound")
    if at.goes_back and order.return_freight is None:
        yield Told("return_freight")


def _of_deductions(at: Ground) -> Iterator[Told]:
    def matters(name: str) -> bool:
        return (at.reason_class or "") in TAKEN[name]

    order = at.order
    if matters("gift"):
        yield from (
            Told("gift_price", {"name": gift.name}) for gift in order.gifts if not gift.returned and gift.price is None
        )
    if order.card_fee and order.card_fee_by is None and matters("card_fee"):
        yield Told("card_fee_by")
    if order.fee and order.fee_agreed is None and matters("fee"):
        yield Told("fee_agreed")


def _of_reason(at: Ground) -> Iterator[Told]:
    if at.reason_class is None:
        yield Told("reason_class")
    elif at.reason_class == "agreed" and at.case.terms.amount is None and at.case.agreed is None:
        yield Told("agreed")


def doubts(at: Ground) -> tuple[Told, ...]:
    """Name what does not add up (S58, S60): an order page says one thing."""
    return tuple(_doubts(at))


def _doubts(at: Ground) -> Iterator[Told]:
    order, goods, listed = at.order, at.order.goods_paid, at.listed
    paged = [line.share for line in order.lines if line.share is not None]
    if goods is not None and paged and (sum(paged) > goods or (len(paged) == len(order.lines) and sum(paged) < goods)):
        yield Told("shares", {"shares": sum(paged), "goods": goods})
    reductions = [getattr(order, name) for name in ("spend_save", *IN_KIND) if getattr(order, name)]
    if goods is not None and order.lines and listed is not None and reductions and listed - sum(reductions) != goods:
        yield Told("prices", {"prices": listed, "reductions": sum(reductions), "goods": goods})
    if order.outbound_by == "me" and at.case.paid is not None:
        split = added((goods, order.outbound))
        if split is not None and split != at.case.paid:
            yield Told("split", {"goods": goods or 0, "outbound": order.outbound or 0, "paid": at.case.paid})
