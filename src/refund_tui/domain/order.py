"""What an order was made of and what was paid for it: the inputs of an estimate, as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

REASON_CLASSES: tuple[str, ...] = ("seller_fault", "no_reason", "unclear", "agreed", "eu_withdrawal")
"""Why money comes back, as far as the amount depends on it."""
OUTBOUND_BY: tuple[str, ...] = ("me", "free", "free_from")
"""Who bore the freight to the buyer: paid apart, free whatever is bought, or free from an amount on."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an order: the price of a piece when it was bought, how many were bought and how many go back.

    `share` is what the order page itself shows as paid for the whole line. Amounts are in minor units.
    """

    name: str
    price: int | None = None
    quantity: int = 1
    returned: int = 0
    share: int | None = None

    @property
    def listed(self) -> int | None:
        """The price of all its pieces."""
        return None if self.price is None else self.price * self.quantity

    @property
    def kept(self) -> int | None:
        """The price of the pieces that stay."""
        return None if self.price is None else self.price * (self.quantity - self.returned)


@dataclass(frozen=True, slots=True)
class Gift:
    """A gift that came with the order: the price stated beforehand (minor units), and whether it goes back."""

    name: str
    price: int | None = None
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what was paid: `percent` of it (0 to 100), or an `amount` in minor units; one of the two."""

    percent: int | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """All that is known of an order's money. Amounts are in minor units; what is unknown stays None.

    `outbound` is the freight to the buyer, `refunded` what came back for this order before. `policy` is what the
    seller's own rules give back at most (S65); `reason_class` stands over what the reason of the case says.
    """

    lines: tuple[Line, ...] = ()
    goods_paid: int | None = None
    outbound: int | None = None
    outbound_by: str | None = None
    free_from: int | None = None
    return_freight: int | None = None
    spend_save: int | None = None
    spend_from: int | None = None
    platform_coupon: int | None = None
    shop_coupon: int | None = None
    red_packet: int | None = None
    points: int | None = None
    gifts: tuple[Gift, ...] = ()
    card_fee: int | None = None
    card_fee_by: str | None = None
    fee: int | None = None
    fee_agreed: str | None = None
    policy: Part | None = None
    refunded: int | None = None
    reason_class: str | None = None


_MADE: Mapping[str, type[Line | Gift | Part]] = {"lines": Line, "gifts": Gift, "policy": Part}


def as_data(value: object) -> Any:
    """Give an order, or a value of one of its fields, as plain JSON values."""
    if isinstance(value, tuple):
        return [as_data(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
    return value


def of_data(name: str, data: Any) -> Any:
    """Make the value of an order's field of what `as_data` gave; nothing of rows is no rows."""
    make = _MADE.get(name)
    if make is None or data is None:
        return () if name in ("lines", "gifts") else data
    return tuple(make(**each) for each in data) if isinstance(data, list) else make(**data)


def changed(order: Order | None, data: Mapping[str, Any]) -> Order | None:
    """Give an order with the fields that `data` names; None once nothing is known of it."""
    given = {field.name: of_data(field.name, data[field.name]) for field in fields(Order) if field.name in data}
    after = replace(order or Order(), **given)
    return None if after == Order() else after
