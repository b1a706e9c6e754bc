"""What a terminal emulator shows of some bytes, cell by cell, so that two ways to the same screen can be compared."""

from __future__ import annotations

import re
from typing import Any

import pyte

Look = tuple[Any, ...]
_LOOK = re.compile(r"\x1b\[([\d;]*)m")
_UNKNOWN = re.compile(r"\x1b\[[<=>?][\d;]*\$?[a-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")


def emulator(columns: int, rows: int) -> pyte.Screen:
    """Make a terminal that has been told not to wrap lines, as Textual does."""
    screen = pyte.Screen(columns, rows)
    screen.reset_mode(pyte.modes.DECAWM >> 5, private=True)
    return screen


def show(screen: pyte.Screen, text: str) -> None:
    """Feed a screen; what pyte does not know is left out, and dim, which it does not know, is shown as blinking."""
    pyte.Stream(screen).feed(_LOOK.sub(_dim_as_blink, _UNKNOWN.sub("", text)))


def _dim_as_blink(found: re.Match[str]) -> str:
    codes, out = found[1].split(";"), list[str]()
    while codes:
        length = {"5": 3, "2": 5}[codes[1]] if codes[0] in ("38", "48") else 1
        out += [{"2": "5", "22": "22;25"}.get(codes[0], codes[0])] if length == 1 else codes[:length]
        codes = codes[length:]
    return f"\x1b[{';'.join(out)}m"


def cells(screen: pyte.Screen) -> list[list[Look]]:
    """Give what a person sees of each cell: a space shows no colour of its own, and is neither bold nor dim."""
    return [[_seen(screen.buffer[row][column]) for column in range(screen.columns)] for row in range(screen.lines)]


def _seen(cell: Any) -> Look:
    lined = cell.underscore or cell.strikethrough or cell.reverse
    if cell.data == " " and not lined:
        return (" ", cell.bg)
    return (
        cell.data, cell.fg, cell.bg, cell.bold, cell.italics, cell.underscore, cell.strikethrough, cell.reverse,
        cell.blink,
    )  # fmt: skip
