"""What a terminal shows, cell by cell, and the fewest bytes that make it show something else.

Pure: text in, text out. A frame that is not understood is no loss: the caller sends it as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from refund_tui.tui.terminal.cells import BLANK, Cell, Piece, places, read
from refund_tui.tui.terminal.pen import Pen
from refund_tui.tui.terminal.sgr import NotUnderstood, on_blank

_BRIDGE = 4
"""So many bytes of unchanged text are written again rather than jumped over: a jump is as long."""
Row = list[Cell | None]


class Canvas:
    """The screen as it was sent, and as it is wanted. None is a cell that nothing is known of."""

    def __init__(self, columns: int, rows: int) -> None:
        self.size = (columns, rows)
        self.forget()

    def forget(self) -> None:
        """Take nothing for known, neither what is shown nor what is wanted."""
        self._wanted: dict[int, Row] = {}
        self._drawn: dict[int, dict[int, tuple[str, Piece]]] = {}
        self._again: dict[int, int] = {}
        self._cursor: tuple[int, int] | None = None
        self.repaint()

    def repaint(self) -> None:
        """Have all that is wanted sent again."""
        self._sent: dict[int, Row] = {}
        self._changed = set(self._wanted)
        self._pen = Pen(self.size[0])

    def resize(self, columns: int, rows: int) -> None:
        """Take note of the terminal's size: whatever it is, what the terminal shows now is not sure."""
        if (columns, rows) == self.size:
            self.repaint()
        else:
            self.size = (columns, rows)
            self.forget()

    def draw(self, frame: str) -> bool:
        """Draw a frame as Textual writes it; False, and nothing is drawn, when it is none or not understood."""
        found = places(frame)
        if found is None:
            return False
        try:
            pieces = [read(content) if content else None for _, _, content in found]
        except NotUnderstood:
            return False
        for (row, column, content), piece in zip(found, pieces, strict=True):
            if piece is not None:
                self._put(row, column, content, piece)
        if not found[-1].content:
            self._cursor = (found[-1].row, found[-1].column)
        return True

    def _put(self, row: int, column: int, content: str, piece: Piece) -> None:
        drawn = self._drawn.setdefault(row, {})
        if column in drawn and drawn[column][0] == content:
            return
        span = range(column, column + len(piece.cells))
        covered = {start: other for start, (_, other) in drawn.items() if _meet(span, start, other)}
        for start in covered:
            del drawn[start]
        drawn[column] = (content, piece)
        wanted = self._wanted.setdefault(row, [])
        if wanted[column : span.stop] == piece.cells:
            return
        _lay(wanted, span, piece.cells)
        self._changed.add(row)
        for start, each in (*covered.items(), (column, piece)):
            if not each.sure:
                self._again[row] = min(start, self._again.get(row, start))

    def changes(self) -> str:
        """Give what turns the screen as it was sent into the one that is wanted, which is then taken for sent.

        A frame may still be one for the size before; beyond the size now, a character would wrap or scroll.
        """
        columns_there, rows_there = self.size
        for row in sorted(row for row in self._changed if row < rows_there):
            wanted, drawn = _cut(self._wanted[row], columns_there), self._drawn.get(row, {})
            again = self._again.get(row)
            sure = again is None and all(piece.sure for _, piece in drawn.values())
            columns = _different(wanted, self._sent.get(row, []), len(wanted) if again is None else again)
            for start, stop in _runs(wanted, columns, set() if sure else set(drawn)):
                self._pen.run(row, start, wanted[start:stop], sure=sure)  # type: ignore[arg-type]
            self._sent[row] = wanted[:]
        self._changed.clear()
        self._again.clear()
        if self._cursor is not None:
            self._pen.place(min(self._cursor[0], rows_there - 1), min(self._cursor[1], columns_there - 1))
        return self._pen.taken()


def _lay(row: Row, span: range, cells: list[Cell]) -> None:
    """Put cells into a row; a wide character that loses one half is a blank in the other, as terminals have it."""
    row.extend([None] * (span.start - len(row)))
    if 0 < span.start < len(row) and _is_half(row[span.start]):
        row[span.start - 1] = BLANK
    row[span.start : span.stop] = cells
    if span.stop < len(row) and _is_half(row[span.stop]):
        row[span.stop] = BLANK


def _cut(row: Row, columns: int) -> Row:
    """Cut a row to so many columns; a wide character whose second half would be beyond is a blank."""
    if len(row) <= columns:
        return row
    cut = row[:columns]
    if _is_half(row[columns]) and cut:
        cut[-1] = BLANK
    return cut


def _is_half(cell: Cell | None) -> bool:
    return cell is not None and not cell[0]


def _meet(span: range, start: int, piece: Piece) -> bool:
    return start < span.stop and span.start < start + len(piece.cells)


def _different(wanted: Row, sent: Row, again: int) -> list[int]:
    """List the columns to write; those from `again` on are not sure to be where they were sent."""
    known = min(len(sent), again)
    columns = [column for column, (now, then) in enumerate(zip(wanted[:known], sent, strict=False)) if now != then]
    columns += range(known, len(wanted))
    return [column for column in columns if wanted[column] is not None]


def _stretches(columns: list[int], breaks: set[int]) -> Iterator[tuple[int, int]]:
    """Tell the stretches of neighbouring columns; none crosses a break."""
    if columns and not breaks and columns[-1] - columns[0] == len(columns) - 1:
        yield columns[0], columns[-1] + 1
        return
    first = 0
    for place in range(1, len(columns) + 1):
        if place == len(columns) or columns[place] != columns[place - 1] + 1 or columns[place] in breaks:
            yield columns[first], columns[place - 1] + 1
            first = place


def _runs(wanted: Row, columns: list[int], breaks: set[int]) -> Iterator[tuple[int, int]]:
    """Join stretches, made of whole characters, over what is shorter to write than to jump; none crosses a break."""
    start = stop = -1
    for first, last in _stretches(columns, breaks):
        first -= _is_half(wanted[first])
        last += last < len(wanted) and _is_half(wanted[last])
        if start < 0:
            start = first
        elif first in breaks or (first > stop and not _is_cheap(wanted[stop - 1 : first])):
            yield start, stop
            start = first
        stop = last
    if start >= 0:
        yield start, stop


def _is_cheap(cells: Row) -> bool:
    """Say whether the cells after the first are rather written than jumped over."""
    known = [cell for cell in cells if cell is not None]
    if len(cells) > _BRIDGE + 1 or len(known) < len(cells):
        return False
    worn = known[0][1]
    return sum(len(character.encode()) for character, _ in known[1:]) <= _BRIDGE and all(
        look == worn or (character == " " and on_blank(worn) == look) for character, look in known
    )
