"""Reads the frames that Textual writes: text at places, each piece as cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from rich.cells import get_character_cell_size, split_graphemes

from refund_tui.tui.terminal.sgr import PLAIN, Look, NotUnderstood, applied, on_blank

Cell = tuple[str, Look]
"""A character with its combining marks, and how it looks. The second cell of a wide one holds an empty string."""

BLANK: Cell = (" ", PLAIN)
_PLACE = re.compile(r"\x1b\[(\d+);(\d+)H")
_LOOK = re.compile(r"\x1b\[([\d;]*)m")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURE = (
    0x20, 0x7F, 0xA1, 0xAD, 0xAE, 0x300, 0x370, 0x483, 0x48A, 0x530, 0x2026, 0x2027, 0x2190, 0x2194, 0x2500, 0x25FD,
    0x3000, 0x302A, 0x3030, 0x303F, 0x3041, 0x3097, 0x309B, 0x3100, 0x3105, 0x3130, 0x3400, 0x4DC0, 0x4E00, 0xA000,
    0xAC00, 0xD7A4, 0xFF01, 0xFF61, 0xFFE0, 0xFFE7,
)  # fmt: skip
"""Where characters begin, and end again, that every terminal gives the width that Textual counts with, or that this
program itself relies on. Quotation marks and dashes are none: where ambiguous characters are wide, they are."""


class Piece(NamedTuple):
    """Some cells side by side; `sure` when all terminals agree on how wide they are."""

    cells: list[Cell]
    sure: bool


class Placed(NamedTuple):
    """A piece of a frame as it was written; row and column start at 0."""

    row: int
    column: int
    content: str


def places(frame: str) -> list[Placed] | None:
    """Take a frame apart; None where the text is no frame. The last place is where the cursor stays."""
    parts = _PLACE.split(frame)
    if parts[0] or len(parts) == 1:
        return None
    return [
        Placed(int(row) - 1, int(column) - 1, content.removesuffix("\n"))
        for row, column, content in zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
    ]


@lru_cache(maxsize=256)
def read(content: str) -> Piece:
    """Read text with its looks, as it is written from one place on. Raises NotUnderstood."""
    look, cells, sure = PLAIN, list[Cell](), True
    parts = _LOOK.split(content)
    for text, parameters in zip(parts[::2], [*parts[1::2], None], strict=True):
        if text:
            sure = _add(cells, text, look) and sure
        if parameters is not None:
            look = applied(look, parameters)
    if look != PLAIN:
        raise NotUnderstood(content)
    return Piece(cells, sure)


def _add(cells: list[Cell], text: str, look: Look) -> bool:
    """Put the cells of a text after others; say whether their width is sure."""
    if _CONTROL.search(text):
        raise NotUnderstood(text)
    blank = (" ", on_blank(look))
    if text.isascii():
        cells += zip(text, repeat(look)) if " " not in text else [(c, look) if c != " " else blank for c in text]
        return True
    widths = [_width(character) for character in text]
    sure = 0 not in widths
    for character, width in zip(text, widths, strict=True) if sure else _unsure(text):
        cells.append((character, look) if character != " " else blank)
        if width == 2:
            cells.append(("", look))
    return sure


@lru_cache(maxsize=4096)
def _width(character: str) -> int:
    """Give how many cells a character takes, 0 where that is not sure."""
    sure = bisect_right(_SURE, ord(character)) % 2
    return get_character_cell_size(character) if sure else 0


def _unsure(text: str) -> list[tuple[str, int]]:
    """Take a text with marks and pictures apart, as Textual counts it."""
    spans = split_graphemes(text)[0]
    if any(width not in (1, 2) for _, _, width in spans):
        raise NotUnderstood(text)
    return [(text[start:end], width) for start, end, width in spans]
