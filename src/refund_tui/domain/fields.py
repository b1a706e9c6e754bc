"""What a person may type into a case, field by field: facts of a case and fields of an event, one reader for both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from refund_tui.domain.case import DEFAULT_CURRENCY, DEFAULT_ZONE, PLATFORMS, REASONS, SCENARIOS, SHIPPING
from refund_tui.domain.currency import exponent
from refund_tui.domain.money import parse_amount
from refund_tui.domain.order import OUTBOUND_BY, REASON_CLASSES
from refund_tui.domain.order_rows import READERS
from refund_tui.domain.problem import Refused
from refund_tui.domain.text import clean_line, clean_text
from refund_tui.domain.when import parse_when
from refund_tui.domain.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: how it is read (`type`), what it may be (`choices`), whether it must be given, or be `above_nothing`.

    Types: line, text (several lines), amount (minor units), when (an instant something happened), until
    (an instant something ends; a bare date means its last second), choice, currency, zone, and those of
    `order_rows.READERS`: lines and gifts (a row each), part (`80%`, or an amount).
    """

    name: str
    type: str = "line"
    choices: tuple[str, ...] = ()
    required: bool = False
    above_nothing: bool = False

    @property
    def several(self) -> bool:
        """Whether it is typed over several lines."""
        return self.type in ("text", "lines", "gifts")


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a field depends on: the present instant (aware), the case's zone, currency and anchors."""

    now: datetime
    calendar: WorkCalendar
    zone: str = DEFAULT_ZONE
    currency: str = DEFAULT_CURRENCY
    anchors: Mapping[str, datetime] = field(default_factory=dict)


LONGEST_LINE, LONGEST_TEXT = 500, 20_000
"""Characters of a field; more would make each look at the case slow, and belongs into the note."""
FACTS: tuple[FieldSpec, ...] = (
    FieldSpec("merchant", required=True),
    FieldSpec("item"),
    FieldSpec("platform", "choice", PLATFORMS),
    FieldSpec("scenario", "choice", SCENARIOS),
    FieldSpec("order_no"),
    FieldSpec("paid", "amount"),
    FieldSpec("paid_at", "when"),
    FieldSpec("shipped_at", "when"),
    FieldSpec("signed_at", "when"),
    FieldSpec("shipping", "choice", SHIPPING),
    FieldSpec("reason", "choice", REASONS),
    FieldSpec("claim", "amount"),
    FieldSpec("description", "text"),
    FieldSpec("trade_no"),
    FieldSpec("channel"),
    FieldSpec("currency", "currency"),
    FieldSpec("zone", "zone"),
    *(FieldSpec(f"merchant_{name}") for name in ("name", "address", "phone", "code")),
)
"""The facts of a case, in the order of the platforms' pages: the order (S9), whether the goods are there, the reason,
the amount, what happened (S11-S13; Taobao asks for the state of the goods first); then what other desks ask for, last
the seller as he is registered (LAW121 Art. 10)."""
TERMS: tuple[FieldSpec, ...] = (
    FieldSpec("agreed", "amount"),
    FieldSpec("return_address", "text"),
    FieldSpec("method"),
    FieldSpec("freight_by", "choice", ("me", "seller")),
    FieldSpec("by_when", "until"),
)
"""What was agreed with the seller, in the order of S41-S45."""
ORDER: tuple[FieldSpec, ...] = (
    FieldSpec("lines", "lines"),
    FieldSpec("goods_paid", "amount"),
    FieldSpec("outbound", "amount"),
    FieldSpec("outbound_by", "choice", OUTBOUND_BY),
    FieldSpec("free_from", "amount"),
    FieldSpec("return_freight", "amount"),
    FieldSpec("spend_save", "amount"),
    FieldSpec("spend_from", "amount"),
    *(FieldSpec(kind, "amount") for kind in ("platform_coupon", "shop_coupon", "red_packet", "points")),
    FieldSpec("gifts", "gifts"),
    FieldSpec("card_fee", "amount"),
    FieldSpec("card_fee_by", "choice", ("me", "seller")),
    FieldSpec("fee", "amount"),
    FieldSpec("fee_agreed", "choice", ("yes", "no")),
    FieldSpec("policy", "part"),
    FieldSpec("refunded", "amount"),
    FieldSpec("reason_class", "choice", REASON_CLASSES),
)
"""What an estimate is made of (`order.Order`, S63): what was bought and paid, freight, reductions, what comes off."""
STORED_AS: Mapping[str, str] = {
    "claim": "claimed",
    "agreed": "terms.amount",
    **{name: f"terms.{name}" for name in ("return_address", "method", "freight_by", "by_when")},
}
"""Where a typed name is kept, when not under its own name."""
HAPPENED: Mapping[str, str] = {"paid_at": "paid", "shipped_at": "shipped", "signed_at": "signed"}
"""Facts that are events: typing the time says that it happened."""


def read_field(spec: FieldSpec, typed: str, reading: Reading) -> Any:
    """Read what was typed; None where it is blank. Raises Refused naming the field and the value."""
    value = _clean(spec, typed)
    if not value:
        if spec.required:
            raise Refused("{field} is needed: give it as {field}=…", field=spec.name)
        return None
    if spec.type == "amount":
        amount = parse_amount(value, reading.currency)
        if spec.above_nothing and amount == 0:
            raise Refused("{field} is {value}: log it once there is money", field=spec.name, value=value)
        return amount
    if spec.type in READERS:
        return READERS[spec.type](value, reading.currency)
    if spec.type in ("when", "until"):
        return parse_when(
            value,
            now=reading.now,
            zone=ZoneInfo(reading.zone),
            calendar=reading.calendar,
            anchors=reading.anchors,
            day_end=spec.type == "until",
        )
    if spec.type == "choice" and value not in spec.choices:
        raise Refused(
            "{field} cannot be {value}; choose one of: {choices}",
            field=spec.name,
            value=value,
            choices=", ".join(spec.choices),
        )
    if spec.type == "currency":
        value = value.upper()
        exponent(value)
    if spec.type == "zone" and not _is_zone(value):
        raise Refused("zone {value} is not known; write one such as Asia/Shanghai", value=value)
    return value


def _clean(spec: FieldSpec, typed: str) -> str:
    longest = LONGEST_TEXT if spec.several else LONGEST_LINE
    if len(typed) > longest:
        raise Refused(
            "{field} is {count} characters long; {longest} at most: keep the rest in the note",
            field=spec.name,
            count=len(typed),
            longest=longest,
        )
    return clean_text(typed).strip() if spec.several else clean_line(typed)


def _is_zone(name: str) -> bool:
    # Asking for the list of all zones would walk their whole folder, at every key.
    try:
        return bool(ZoneInfo(name).key)
    except (KeyError, ValueError, OSError):
        return False


def read_fields(specs: tuple[FieldSpec, ...], typed: Mapping[str, str], reading: Reading) -> dict[str, Any]:
    """Read several fields by name; unknown names and missing required ones are Refused. Blank becomes None."""
    by_name = {spec.name: spec for spec in specs}
    for name in typed:
        if name not in by_name:
            raise Refused("{field} is not a field here; choose from: {fields}", field=name, fields=", ".join(by_name))
    return {name: read_field(by_name[name], text, reading) for name, text in typed.items()}


def read_facts(specs: tuple[FieldSpec, ...], typed: Mapping[str, str], reading: Reading) -> dict[str, Any]:
    """Read facts as `read_fields` does, amounts and dates in the currency and the zone that stand among them."""
    given = {name: typed[name] for name in ("currency", "zone") if name in typed}
    first = read_fields(specs, given, reading)
    settled = replace(reading, **{name: value for name, value in first.items() if value})
    return read_fields(specs, typed, settled)


def require(specs: tuple[FieldSpec, ...], given: Mapping[str, Any]) -> None:
    """Refuse when a required field is missing or blank."""
    for spec in specs:
        if spec.required and given.get(spec.name) is None:
            raise Refused("{field} is needed: give it as {field}=…", field=spec.name)
