"""The lines that a run prints: a goal beside what was measured, and how they are laid out in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stats import Figure

_HEAD = ("id", "what", "goal", "limit", "measured", "min-max", "")
_NUMBERS = range(2, 6)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `limit` is what must not be exceeded; it is the goal where no other is given."""

    id: str
    what: str
    goal: float
    unit: str
    found: Figure
    limit: float

    @property
    def verdict(self) -> str:
        if self.found.value <= self.goal:
            return "met"
        return "within limit" if self.found.value <= self.limit else "NOT MET"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader of the rows wants to know; of one line, or laid out."""

    id: str
    text: str


Found = Iterator[Row | Remark]


def row(id: str, what: str, goal: float, unit: str, found: Figure, limit: float | None = None) -> Row:
    return Row(id, what, goal, unit, found, goal if limit is None else limit)


def number(value: float, unit: str) -> str:
    """Give a value with as many digits as its unit deserves."""
    digits = 2 if unit in ("x", "s", "%") else 0 if unit == "B" or value >= 100 else 1
    return f"{value:,.{digits}f}"


def columns(lines: Sequence[Sequence[str]], right: range) -> str:
    """Lay cells out in columns, those in `right` to the right; the last one is not filled up."""
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    aligned = (
        "  ".join(
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )
    return "\n".join(line.rstrip() for line in aligned)


def table(rows: Sequence[Row]) -> str:
    """Lay the rows out under a head."""
    return columns([_HEAD, *map(_cells, rows)], _NUMBERS)


def _cells(row: Row) -> tuple[str, ...]:
    goal, limit, value, low, high = (
        number(each, row.unit) for each in (row.goal, row.limit, row.found.value, row.found.low, row.found.high)
    )
    return (
        row.id,
        row.what,
        f"{goal} {row.unit}",
        f"{limit} {row.unit}",
        f"{value} {row.unit}",
        f"{low}-{high}",
        row.verdict,
    )
