"""Reads the frames that Textual writes: text at places, each piece as cells."""

from __future__ import annotations

import re
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
_SURE = re.compile(
    r"[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2026\u2190-\u2193\u2500-\u25fc"
    r"\u3000-\u3029\u3030-\u303e\u3041-\u3096\u3099\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7a3\uff01-\uff60\uffe0-\uffe6]*"
)
"""What every terminal gives the width that Textual counts with, or what this program itself relies on. Quotation
marks and dashes are no part of it: where ambiguous characters are wide, they are."""


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
    sure = _SURE.fullmatch(text) is not None
    for character, width in _wide(text) if sure else _unsure(text):
        cells.append((character, look) if character != " " else blank)
        if width == 2:
            cells.append(("", look))
    return sure


def _wide(text: str) -> list[tuple[str, int]]:
    return [(character, get_character_cell_size(character)) for character in text]


def _unsure(text: str) -> list[tuple[str, int]]:
    """Take a text with marks and pictures apart, as Textual counts it."""
    spans = split_graphemes(text)[0]
    if any(width not in (1, 2) for _, _, width in spans):
        raise NotUnderstood(text)
    return [(text[start:end], width) for start, end, width in spans]
