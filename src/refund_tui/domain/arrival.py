"""What a refund on a statement means for a case: the platform's word and the money seen are two facts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from refund_tui.domain.channels import channel_kind, is_card
from refund_tui.domain.events import Event

AT_ONCE = frozenset(("balance", "huabei"))
"""Where a refund is there as soon as the platform gives it: AP-02, AP-06. A card takes days: AP-03 to AP-05."""


class Money(Protocol):
    """What of a case decides; amounts in the minor unit, as in Case."""

    @property
    def channel(self) -> str | None: ...
    @property
    def issued(self) -> int | None: ...
    @property
    def received(self) -> int: ...
    @property
    def expected(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Arrival:
    """A refund that a statement shows: `amount` of it is to be booked, `total` is what its payment paid back in all.

    Both in the minor unit, `amount` included in `total`. `channel` is the row's own, None where it names none; `bank`
    says that it is the bank's row. `row` tells where it stands: source, file, row, key, tier.
    """

    amount: int
    total: int
    channel: str | None = None
    bank: bool = False
    row: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """An event to log: its kind, and its data with the amount, the channel and the row that proves it."""

    kind: str
    data: Mapping[str, Any]


def lands_at_once(channel: str | None) -> bool:
    """Whether a refund to this channel is there when the platform has given it (statement-formats 1.7; AP-02, AP-06).

    Of several channels each gets its part back (M3), so one card among them leaves it open.
    """
    parts = (channel or "").split("&")
    return channel_kind(channel) in AT_ONCE and not any(is_card(part) for part in parts)


def bookings(case: Money, arrival: Arrival) -> tuple[Booking, ...]:
    """Give the events that a refund means for a case, in the order to log them; none where the case knows it all.

    A row of a shop or wallet is the platform's word: `refund_issued`. To a balance or Huabei it is the money too:
    `refund_received` as well, so that `issued` never lags behind what the platform paid. A bank row is the money and
    not the platform's word: `refund_received` alone, and `issued` stays. What was logged by hand counts, so that the
    same money is not booked again.
    """
    channel = arrival.channel or case.channel
    known = (
        ("refund_issued", case.issued or 0, not arrival.bank),
        ("refund_received", case.received, arrival.bank or lands_at_once(channel)),
    )
    events = ((kind, min(arrival.amount, arrival.total - before)) for kind, before, meant in known if meant)
    return tuple(Booking(kind, _data(amount, channel, arrival)) for kind, amount in events if amount > 0)


def _data(amount: int, channel: str | None, arrival: Arrival) -> dict[str, Any]:
    given = {"amount": amount, "channel": channel, "row": arrival.row}
    return {name: value for name, value in given.items() if value is not None}


class Booked(NamedTuple):
    """What one statement row booked to a case, in the minor unit, and by which tier of statement-formats 11.4."""

    amount: int
    tier: int


def booked(events: Iterable[Event]) -> Mapping[str, Booked]:
    """Give what each statement row booked to a case, by the row's key.

    A row that is the platform's word and the money at once has two events and counts once.
    """
    tiers: dict[str, int] = {}
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for event in events:
        row = event.data.get("row")
        if row and event.kind in ("refund_issued", "refund_received"):
            found[row["key"]][event.kind] += event.data["amount"]
            tiers[row["key"]] = row["tier"]
    return {key: Booked(max(amounts.values()), tiers[key]) for key, amounts in found.items()}
