"""Lines and gifts of an order as a person types them, a row each: `name | price | quantity | returned | page share`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from refund_tui.domain.currency import format_amount, shown
from refund_tui.domain.money import parse_amount
from refund_tui.domain.order import Gift, Line, Part
from refund_tui.domain.problem import Refused
from refund_tui.domain.text import clean_line

MOST_ROWS, MOST_PIECES = 100, 9999
_BARS = re.compile(r"[|｜]")
_YES = ("yes", "y", "all", "x", "是", "退", "全部", "全退")
_NO = ("", "no", "n", "none", "-", "0", "否", "不退", "留")


def read_lines(text: str, currency: str) -> tuple[Line, ...]:
    """Read the lines of an order. Only the name is needed; `returned` is a number of pieces, or yes for all.

    Raises Refused naming the row for a cell that cannot be read, and for too many rows.
    """
    return tuple(_line(number, cells, currency) for number, cells in _rows(text, 5))


def read_gifts(text: str, currency: str) -> tuple[Gift, ...]:
    """Read gifts: `name | stated price | returned`, only the name being needed. Raises Refused as `read_lines`."""
    found = []
    for number, (name, price, back) in _rows(text, 3):
        found.append(Gift(name, _amount(number, price, currency), _returned(number, back, 1) == 1))
    return tuple(found)


def read_part(text: str, currency: str) -> Part:
    """Read a part of what was paid: `80%`, or an amount. Raises Refused for anything else."""
    typed = text.strip().replace("％", "%")
    if not typed.endswith("%"):
        return Part(amount=parse_amount(typed, currency))
    number = typed[:-1].strip()
    if not (number.isascii() and number.isdigit() and len(number) <= 3 and int(number) <= 100):
        raise Refused("{value} is no part: write a whole percentage such as 80%, or an amount", value=shown(text))
    return Part(percent=int(number))


def lines_typed(lines: Iterable[Line], currency: str) -> str:
    """Write lines so that `read_lines` gives the same again; numbers are words in no language."""
    return _written(
        (
            each.name,
            _shown(each.price, currency),
            str(each.quantity),
            str(each.returned),
            _shown(each.share, currency),
        )
        for each in lines
    )


def gifts_typed(gifts: Iterable[Gift], currency: str) -> str:
    """Write gifts so that `read_gifts` gives the same again."""
    return _written((each.name, _shown(each.price, currency), str(int(each.returned))) for each in gifts)


def part_typed(part: Part, currency: str) -> str:
    """Write a part so that `read_part` gives the same again."""
    return f"{part.percent}%" if part.percent is not None else _shown(part.amount, currency)


Reader = Callable[[str, str], tuple[Line, ...] | tuple[Gift, ...] | Part]
READERS: dict[str, Reader] = {"lines": read_lines, "gifts": read_gifts, "part": read_part}
"""How each type of field is read from text, in a currency."""


def _rows(text: str, width: int) -> Iterable[tuple[int, list[str]]]:
    """Give the rows that are not blank, numbered from 1, each with `width` cells; the first one is its name."""
    rows = [(number, row) for number, row in enumerate(text.splitlines(), 1) if row.strip()]
    if len(rows) > MOST_ROWS:
        raise Refused("{count} rows; {most} at most: put small ones together", count=len(rows), most=MOST_ROWS)
    for number, row in rows:
        cells = [clean_line(cell) for cell in _BARS.split(row)]
        if len(cells) > width or not cells[0]:
            raise Refused(
                "row {row}: {value} does not fit; a row is a name, and up to {more} cells behind it, set apart by |",
                row=number,
                value=shown(row),
                more=width - 1,
            )
        yield number, [*cells, *[""] * (width - len(cells))]


def _line(number: int, cells: list[str], currency: str) -> Line:
    name, price, pieces, back, share = cells
    quantity = _count(number, pieces, MOST_PIECES) if pieces else 1
    if not quantity:
        raise Refused("row {row}: the quantity is 0; leave the row out", row=number)
    return Line(
        name,
        _amount(number, price, currency),
        quantity,
        _returned(number, back, quantity),
        _amount(number, share, currency),
    )


def _amount(number: int, cell: str, currency: str) -> int | None:
    try:
        return parse_amount(cell, currency) if cell else None
    except Refused as refused:
        raise Refused("row {row}: {why}", row=number, why=refused) from refused


def _returned(number: int, cell: str, quantity: int) -> int:
    word = cell.casefold()
    return quantity if word in _YES else 0 if word in _NO else _count(number, cell, quantity)


def _count(number: int, cell: str, most: int) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 5 and int(cell) <= most):
        raise Refused(
            "row {row}: {value} is not yes, no, or a number of pieces up to {most}",
            row=number,
            value=shown(cell),
            most=most,
        )
    return int(cell)


def _shown(amount: int | None, currency: str) -> str:
    return "" if amount is None else format_amount(amount, currency)


def _written(rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(" | ".join(row).rstrip(" |") for row in rows)
