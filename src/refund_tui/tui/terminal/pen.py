"""Writes runs of cells with the shortest moves, looks and erasures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from refund_tui.tui.terminal.cells import BLANK, Cell
from refund_tui.tui.terminal.sgr import PLAIN, Look, change, on_blank

_TO_END, _HERE = 4, 6
"""So many blanks are erased rather than written: up to the end of the line, and at the end of a run."""
_INSIDE = re.compile("b{11,}")
"""The same inside of a run, where the cursor has to jump over them as well."""


class Pen:
    """Knows where the terminal's cursor is and which look is set, as far as that can be known."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._out: list[str] = []
        self._at: tuple[int, int] | None = None
        self._look: Look | None = None

    def taken(self) -> str:
        """Give what was written since the last time; the terminal's own look is set at its end."""
        if self._out:
            self._wear(PLAIN)
        text = "".join(self._out)
        self._out.clear()
        return text

    def place(self, row: int, column: int) -> None:
        """Move the cursor."""
        if self._at != (row, column):
            self._out.append(self._move(row, column))
            self._at = (row, column)

    def _move(self, row: int, column: int) -> str:
        if self._at is not None:
            at_row, at_column = self._at
            if row == at_row and column > at_column:
                return f"\x1b[{column - at_column}C" if column - at_column > 1 else "\x1b[C"
            if row == at_row + 1 and not column:
                return "\r\n"
        if column:
            return f"\x1b[{row + 1};{column + 1}H"
        return f"\x1b[{row + 1}H" if row else "\x1b[H"

    def run(self, row: int, column: int, cells: Sequence[Cell], *, sure: bool) -> None:
        """Write cells side by side; not `sure` where terminals may differ in how wide they are."""
        for start, stop, blank in _stretches(cells, column + len(cells) >= self._columns) if sure else _all(cells):
            self.place(row, column + start)
            if blank:
                self._wear(PLAIN)
                self._out.append("\x1b[K" if column + stop >= self._columns else f"\x1b[{stop - start}X")
            else:
                self._write(cells[start:stop])
                self._at = (row, column + stop) if sure and column + stop < self._columns else None

    def _write(self, cells: Sequence[Cell]) -> None:
        out, worn = self._out, self._look
        for character, look in cells:
            if look != worn and not (character == " " and worn is not None and on_blank(worn) == look):
                self._wear(look)
                worn = look
            out.append(character)

    def _wear(self, look: Look) -> None:
        if self._look is None:
            self._out.append("\x1b[m")
            self._look = PLAIN
        if look != self._look:
            self._out.append(change(self._look, look))
            self._look = look


def _all(cells: Sequence[Cell]) -> Iterator[tuple[int, int, bool]]:
    yield 0, len(cells), False


def _stretches(cells: Sequence[Cell], to_end: bool) -> Iterator[tuple[int, int, bool]]:
    """Tell the stretches of blanks that are to be erased, True, from the cells between them, False."""
    blank = "".join("b" if cell == BLANK else "x" for cell in cells)
    tail = len(blank.rstrip("b"))
    if len(blank) - tail < (_TO_END if to_end else _HERE):
        tail = len(blank)
    start = 0
    for found in _INSIDE.finditer(blank, 0, tail):
        yield start, found.start(), False
        yield found.start(), found.end(), True
        start = found.end()
    if start < tail:
        yield start, tail, False
    if tail < len(blank):
        yield tail, len(blank), True
