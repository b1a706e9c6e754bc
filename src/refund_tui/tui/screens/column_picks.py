"""Which column is which, as lines to choose in: the fields of a mapping and its options, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refund_tui.domain.text import pad
from refund_tui.errors import Refused
from refund_tui.i18n import N_, _
from refund_tui.statements.mapping import OPTIONS, ColumnMapping, MapKind, checked, column_name, fields_of, missing
from refund_tui.statements.presets import by_names
from refund_tui.values import choice

if TYPE_CHECKING:
    from refund_tui.statements.mapped import MappingNeeded

TITLE = 22
"""Cells that the name of a field has."""
_TITLES: Mapping[str, str] = {
    "kind": N_("what the file is"),
    "order_no": N_("order number"),
    "sub_order_no": N_("number of the line"),
    "time": N_("time of the order"),
    "merchant": N_("merchant"),
    "item": N_("item"),
    "paid": N_("paid"),
    "status": N_("status"),
    "refund_flag": N_("refund or not"),
    "date": N_("date"),
    "booked": N_("day it was booked"),
    "text": N_("text"),
    "in": N_("money in"),
    "out": N_("money out"),
    "amount": N_("amount, in and out"),
    "currency": N_("currency"),
    "balance": N_("balance"),
    "signs": N_("sign of the amount"),
    "paid_per": N_("paid is that of"),
    "dates": N_("day and month"),
    "money": N_("all amounts are in"),
    "platform": N_("platform"),
}
_VALUES: Mapping[str, Mapping[str, str]] = {
    "kind": {"orders": N_("orders of a shop"), "bank": N_("lines of a bank account or card")},
    "signs": {
        "": N_("not said"),
        "minus_out": N_("spending is negative"),
        "plus_out": N_("spending is positive"),
        "words": N_("none: the text says it"),
    },
    "paid_per": {"order": N_("the whole order, on each of its lines"), "line": N_("each line by itself")},
    "dates": {"": N_("as the file shows"), "dmy": N_("day first"), "mdy": N_("month first")},
    "money": {"": N_("as the file shows, else CNY")},
}


@dataclass
class Pick:
    """One line: a field or an option by `name`, what may be chosen (value, as shown), and the `value` that is."""

    name: str
    values: Sequence[tuple[str, str]]
    value: str
    needed: bool = False

    @property
    def title(self) -> str:
        return _(_TITLES[self.name])

    @property
    def shown(self) -> str:
        return next((shown for value, shown in self.values if value == self.value), "")

    def step(self, step: int) -> None:
        """Go on to the next value, round and round."""
        values = [value for value, _shown in self.values]
        self.value = values[(values.index(self.value) + step) % len(values)]

    def jump(self, letter: str) -> None:
        """Go on to the next value that begins with what was typed."""
        place = [value for value, _shown in self.values].index(self.value) + 1
        for value, shown in (*self.values[place:], *self.values[:place]):
            if shown.casefold().startswith(letter.casefold()):
                self.value = value
                return


def draw(pick: Pick, width: int) -> tuple[str, bool]:
    """Give a line's text in `width` cells; dim where nothing is chosen that need not be."""
    return f"{pad(pick.title + ' *' * pick.needed, TITLE)} {pick.shown}", not pick.value and not pick.needed


def picks(needed: MappingNeeded, kind: MapKind, before: ColumnMapping | None) -> list[Pick]:
    """Give the lines of a kind of file, filled in with what was said `before` or with what columns are called."""
    given = before if before is not None and before.kind == kind else None
    named = given.columns if given else by_names(kind, needed.header)
    columns = _columns(needed)
    known = {value for value, _shown in columns}
    lines = [Pick("kind", _options("kind", ("orders", "bank")), kind)]
    for field in fields_of(kind):
        value = named.get(field.name, "")
        lines.append(Pick(field.name, columns, value if value in known else "", field.needs == field.name))
    for name, values in OPTIONS[kind].items():
        value = getattr(given or ColumnMapping(kind, {}), name)
        lines.append(Pick(name, _options(name, values), value))
    return lines


def mapping_of(lines: Sequence[Pick]) -> ColumnMapping:
    """Give the mapping that the lines say. Raises Refused for what is still needed."""
    chosen = {line.name: line.value for line in lines}
    kind: MapKind = "orders" if chosen.pop("kind") == "orders" else "bank"
    options = {name: chosen.pop(name) for name in OPTIONS[kind]}
    columns = {name: value for name, value in chosen.items() if value}
    if groups := missing(kind, tuple(columns)):
        titles = "; ".join(_(" or ").join(_(_TITLES[name]) for name in group) for group in groups)
        raise Refused("still needed: {fields}", fields=titles)
    if "amount" in columns and not options["signs"]:
        raise Refused("still needed: {fields}", fields=_(_TITLES["signs"]))
    return checked(ColumnMapping(kind, columns, **options))


def _columns(needed: MappingNeeded) -> list[tuple[str, str]]:
    """Give the columns of a header, each with a cell of the first rows; one that shares its name goes by its number."""
    found = [("", "-")]
    names = [column_name(name) for name in needed.header]
    for place, name in enumerate(names):
        cells = (column_name(row[place]) for row in needed.sample if place < len(row))
        sample = next(filter(None, cells), "")
        own = name and names.count(name) == 1
        shown = name or _("column {number}").format(number=place + 1)
        found.append((name if own else f"#{place + 1}", f"{shown}  ({sample})" if sample else shown))
    return found


def _options(name: str, values: Sequence[str]) -> list[tuple[str, str]]:
    known = _VALUES.get(name, {})
    return [(value, _(known[value]) if value in known else value if known else choice(name, value)) for value in values]
