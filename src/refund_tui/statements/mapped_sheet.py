"""A table through a mapping: its cells by field, and how it writes amounts and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, cast

from refund_tui.domain.problem import Refused
from refund_tui.statements.mapping import ColumnMapping, checked, places
from refund_tui.statements.model import Line
from refund_tui.statements.notation import (
    DayOrder,
    Mark,
    Moment,
    OpenOrder,
    day_order,
    decimal_mark,
    instant,
    read_number,
)
from refund_tui.statements.rows import CURRENCY, Sheet, sheet
from refund_tui.statements.tables import RawTable

MONEY = ("paid", "in", "out", "amount", "balance")
WHEN = ("time", "date")
NONE = frozenset(("", "-", "--", "/", "null"))

_CODE_FIRST = re.compile(r"([A-Z]{3})\s*([-+(]?[\d.,¥￥].*)")
_CODE_LAST = re.compile(r"(.*\d)\s*([A-Z]{3})")
_IN_NAME = re.compile(r"[(（]([A-Z]{3})[)）]")
_TOTAL = re.compile(r".{0,8}[合小总]计")
_CURRENCIES: Mapping[str, str] = {
    **dict.fromkeys(("人民币", "人民币元", "RMB", "CNH", "元"), "CNY"),
    **dict.fromkeys(("港币", "港元"), "HKD"),
    **dict.fromkeys(("日元", "日圆"), "JPY"),
    "美元": "USD",
    "欧元": "EUR",
    "英镑": "GBP",
    "澳元": "AUD",
    "加元": "CAD",
    "新加坡元": "SGD",
    "澳门元": "MOP",
    "新台币": "TWD",
    "韩元": "KRW",
}


class Money(NamedTuple):
    """An amount as the cell writes it, and its currency."""

    text: str
    currency: str


class MappedSheet(NamedTuple):
    """The rows of a file, `columns` by field, and what is before its decimals and in which order its dates are."""

    parts: Sheet
    columns: Mapping[str, str]
    mark: Mark
    order: DayOrder
    currency: str
    """What amounts are in that do not tell it themselves."""

    def lines(self) -> Iterator[Line]:
        """Give the rows as `read_rows` does."""
        named = {name: place for place, name in enumerate(self.parts.names) if name}
        return (Line(named, cells) for cells in self.parts.rows)

    def cell(self, line: Line, field: str) -> str:
        """Give a field of a row, "" where it is empty or not mapped."""
        return _bare(line.get(self.columns.get(field, ""), ""))

    def at(self, line: Line, *fields: str) -> datetime:
        """Give the first of the fields as an instant, UTC. Raises Refused where it is none."""
        return instant(Moment(self.cell(line, fields[0])), self.order)

    def money(self, line: Line, field: str) -> tuple[int, str] | None:
        """Give a field in minor units with its sign, and its currency; None for an empty one.

        Raises Refused where it is no amount.
        """
        text = self.cell(line, field)
        if not text:
            return None
        money = split_money(text, self.columns[field], self.cell(line, "currency"), self.currency)
        return read_number(money.text, money.currency, self.mark), money.currency


def split_money(text: str, column: str, currency: str, otherwise: str) -> Money:
    """Tell an amount from its currency, which may be glued to it, in a column of its own, or in the column's name."""
    if match := _CODE_FIRST.fullmatch(text):
        return Money(match[2], match[1])
    if match := _CODE_LAST.fullmatch(text):
        return Money(match[1], match[2])
    named = currency or (found[1] if (found := _IN_NAME.search(column)) else otherwise)
    return Money(text, _CURRENCIES.get(named.upper(), named.upper()))


def take(table: RawTable, header: int, mapping: ColumnMapping, looked_at: int | None = None) -> MappedSheet:
    """Take a table apart by a mapping; `looked_at` bounds the rows.

    Raises Refused where the mapping does not fit, or the file leaves open how it writes amounts or dates.
    """
    found = places(checked(mapping), table.lines[header], table.name)
    lines = table.lines if looked_at is None else table.lines[: header + 1 + looked_at]
    parts = sheet(lines, header, len(found))
    names = [""] * len(parts.names)
    # The other columns may hold the number of a card or an address: they are not kept.
    for field, place in found.items():
        names[place] = names[place] or mapping.columns[field]
    columns = {field: names[place] for field, place in found.items()}
    when = next(found[field] for field in WHEN if field in found)
    rows = [cells for cells in parts.rows if not _is_total(cells, when)]
    amounts = [
        split_money(cells[place], columns[field], _text(cells, found.get("currency")), mapping.money or CURRENCY)
        for cells in rows
        for field, place in found.items()
        if field in MONEY and _text(cells, place)
    ]
    mark = decimal_mark(amounts, table.name)
    order = mapping.dates or _day_order([Moment(_text(cells, when)) for cells in rows], table.name)
    own = parts._replace(names=names, rows=rows)
    return MappedSheet(own, columns, mark, cast("DayOrder", order), mapping.money or CURRENCY)


def _day_order(moments: Sequence[Moment], name: str) -> DayOrder:
    try:
        return day_order(moments, name)
    except OpenOrder as problem:
        raise Refused(
            "{file} has dates like {value}, which can be day/month or month/day: say which, with dates=dmy or "
            "dates=mdy",
            **problem.values,
        ) from None


def _text(cells: Sequence[str], place: int | None) -> str:
    return _bare(cells[place]) if place is not None and place < len(cells) else ""


def _bare(text: str) -> str:
    # Scripts write `="5116032541422009305"` so that a spreadsheet keeps the digits.
    bare = text[2:-1] if text.startswith('="') and text.endswith('"') else text
    if bare.startswith("'") and bare[1:].isdigit():  # another way to the same end
        bare = bare[1:]
    return "" if bare in NONE else bare


def _is_total(cells: Sequence[str], when: int) -> bool:
    """A line that adds the rows up stands below them and has no date."""
    first = next(cell for cell in cells if cell)
    return _TOTAL.match(first) is not None and not any(map(str.isdigit, _text(cells, when)))
