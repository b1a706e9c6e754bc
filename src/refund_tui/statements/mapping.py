"""Which column of a file is which field, where the file does not say it itself: pure, and remembered by header.

A mapping is made by a preset, by a person in a form, or from the words of `import --map`; it is kept as JSON under the
fingerprint of the header it was made for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal, NamedTuple

from refund_tui.domain.case import PLATFORMS
from refund_tui.domain.currency import CURRENCIES, shown
from refund_tui.domain.problem import Refused
from refund_tui.domain.text import clean_line, fit

MapKind = Literal["orders", "bank"]
VERSION = 1
MOST_SHOWN = 400
"""Cells of a terminal that the columns of a file may take in a sentence."""
MOST_WORDS = 4000
"""Characters of a kept mapping that are read: a header has 256 columns at most, and a mapping names twelve."""


class MapField(NamedTuple):
    """A field of a mapped file; of the fields with the same letter in `needs` one has to be mapped."""

    name: str
    needs: str = ""


FIELDS: Mapping[MapKind, tuple[MapField, ...]] = {
    "orders": (
        MapField("order_no", "order_no"),
        MapField("sub_order_no"),
        MapField("time", "time"),
        MapField("merchant"),
        MapField("item"),
        MapField("paid", "paid"),
        MapField("status"),
        MapField("refund_flag"),
    ),
    "bank": (
        MapField("date", "date"),
        MapField("booked"),
        MapField("text"),
        MapField("merchant"),
        MapField("in", "money"),
        MapField("out", "money"),
        MapField("amount", "money"),
        MapField("currency"),
        MapField("balance"),
    ),
}
OPTIONS: Mapping[MapKind, Mapping[str, tuple[str, ...]]] = {
    "orders": {"paid_per": ("order", "line"), "dates": ("", "dmy", "mdy"), "platform": PLATFORMS},
    "bank": {
        "signs": ("", "minus_out", "plus_out", "words"),
        "dates": ("", "dmy", "mdy"),
        "money": ("", *CURRENCIES),
    },
}
"""What else a mapping says: whether an order's lines repeat what the whole order cost or each say their own part; what
the sign of a bank's one amount means (`words`: it has none, the text says it); the order of day and month; the currency
of a bank's file that does not tell it, else CNY."""
SOURCES: Mapping[MapKind, str] = {"orders": "taobao-orders", "bank": "bank"}
OTHER_ORDERS = "orders"
KNOWN_SOURCES = (*SOURCES.values(), OTHER_ORDERS, "bank-boc-credit", "bank-bocom-credit")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What a file is, `columns` by field (a name of the header, or `#3` for the third), and the OPTIONS of its kind."""

    kind: MapKind
    columns: Mapping[str, str]
    signs: str = ""
    paid_per: str = "order"
    dates: str = ""
    platform: str = "taobao"
    money: str = ""
    source: str = field(default="")

    def __post_init__(self) -> None:
        if not self.source:
            own = SOURCES[self.kind] if self.platform == "taobao" or self.kind == "bank" else OTHER_ORDERS
            object.__setattr__(self, "source", own)


def fields_of(kind: MapKind) -> tuple[MapField, ...]:
    """Give the fields of a kind, in the order of a form; `needs` groups those of which one is required."""
    return FIELDS[kind]


def missing(kind: MapKind, given: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Give what is required and not given, as groups of which one field is enough."""
    groups: dict[str, list[str]] = {}
    for each in FIELDS[kind]:
        if each.needs:
            groups.setdefault(each.needs, []).append(each.name)
    return tuple(tuple(names) for names in groups.values() if not set(names) & set(given))


def column_name(cell: str) -> str:
    """Give a cell of a header as a mapping names it: one clean line."""
    return clean_line(cell).strip("\ufeff").strip()


def fingerprint(header: Sequence[str]) -> str:
    """Name a header: 16 hex digits. The order of columns does not count where each has a name of its own."""
    names = [column_name(name).casefold() for name in header]
    while names and not names[-1]:
        names.pop()
    own = len(set(names)) == len(names) and all(names)
    text = "\x1f".join(sorted(names) if own else names)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def checked(mapping: ColumnMapping) -> ColumnMapping:
    """Give the mapping back. Raises Refused for a field that is missing or unknown, and for an unknown option."""
    names = {each.name for each in FIELDS[mapping.kind]}
    for name in mapping.columns:
        if name not in names:
            raise Refused(
                "{name} is no field of such a file: use {fields}", name=shown(name), fields=", ".join(sorted(names))
            )
    for group in missing(mapping.kind, tuple(mapping.columns)):
        raise Refused("no column is given for {field}: it is needed", field=" / ".join(group))
    for option, values in OPTIONS[mapping.kind].items():
        _check_option(option, getattr(mapping, option), values)
    if "amount" in mapping.columns and not mapping.signs:
        raise Refused(
            "say what the sign of the amount means: signs=minus_out where spending is negative, signs=plus_out where "
            "it is positive, signs=words where amounts have no sign"
        )
    return mapping


def _check_option(option: str, value: object, values: Sequence[str]) -> None:
    if value not in values:
        raise Refused(
            "{value} is not possible for {name}: use {values}",
            value=shown(str(value)),
            name=option,
            values=", ".join(filter(None, values)),
        )


def places(mapping: ColumnMapping, header: Sequence[str], name: str) -> dict[str, int]:
    """Give the column's index by field. Raises Refused where the mapping does not fit the header of the file `name`."""
    names = [column_name(each) for each in header]
    found: dict[str, int] = {}
    for field_name, column in mapping.columns.items():
        place = _place(column, names)
        if place is None:
            raise Refused(
                "the columns chosen earlier do not fit {file}: it has no column {column}; choose its columns anew",
                file=name,
                column=shown(column),
            )
        found[field_name] = place
    return found


def _place(column: str, names: Sequence[str]) -> int | None:
    if column in names:
        return names.index(column)
    number = column.removeprefix("#")
    if number != column and number.isascii() and number.isdecimal() and len(number) < 4:
        return int(number) - 1 if 1 <= int(number) <= len(names) else None
    return None


def read_words(words: Sequence[str], header: Sequence[str]) -> ColumnMapping:
    """Read the `field=column` words of `import --map`: a column by its name or by its number from 1.

    Options of OPTIONS are given the same way, such as `signs=minus_out`; a bank's `currency=USD` may name no column
    but what all amounts are in. What is given decides whether the file is of orders or of a bank. Raises Refused for
    what names no field, no column or no value.
    """
    given: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not value.strip():
            raise Refused("{word} is not of the form field=column", word=shown(word))
        if name.strip() in given:
            raise Refused("{name} is given twice", name=shown(name.strip()))
        given[name.strip()] = value.strip()
    kind: MapKind = "orders" if {"order_no", "paid"} & given.keys() else "bank"
    options = {name: given.pop(name) for name in OPTIONS[kind] if name in given}
    code = given.get("currency", "").upper()
    if kind == "bank" and code in CURRENCIES and code.casefold() not in map(str.casefold, map(column_name, header)):
        options["money"] = given.pop("currency") and code
    columns = {name: _named(value, header) for name, value in given.items()}
    return checked(ColumnMapping(kind, columns, **options))


def _named(value: str, header: Sequence[str]) -> str:
    names = [column_name(each) for each in header]
    if value in names:
        return value
    small = [name.casefold() for name in names]
    if value.casefold() in small:
        return names[small.index(value.casefold())]
    place = _place(f"#{value}", names)
    if place is None:
        raise Refused(
            "the file has no column {column}: its columns are {columns}",
            column=shown(value),
            columns=fit(", ".join(name or f"{number}" for number, name in enumerate(names, 1)), MOST_SHOWN),
        )
    name = names[place]
    return name if name and names.index(name) == place else f"#{place + 1}"


def to_json(mapping: ColumnMapping) -> str:
    """Give the mapping as one line of JSON, to be kept under its header's fingerprint."""
    return json.dumps({"version": VERSION, **asdict(mapping)}, ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> ColumnMapping:
    """Read what `to_json` wrote. Raises Refused for anything else: the columns have to be chosen anew."""
    try:
        data = json.loads(text) if len(text) <= MOST_WORDS else None
    except (ValueError, RecursionError):
        data = None
    words = ("kind", "signs", "paid_per", "dates", "platform", "source")
    money = data.get("money", "") if isinstance(data, dict) else ""
    if (
        not isinstance(data, dict)
        or data.get("version") != VERSION
        or data.get("kind") not in FIELDS
        or data.get("source") not in KNOWN_SOURCES
        or not all(isinstance(data.get(word), str) for word in words)
        or not isinstance(data.get("columns"), dict)
        or not all(isinstance(column, str) for column in data["columns"].values())
    ):
        raise Refused("the columns chosen earlier cannot be read: choose them anew")
    return checked(ColumnMapping(columns=data["columns"], money=money, **{word: data[word] for word in words}))
