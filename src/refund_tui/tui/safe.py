"""The only constructors for text on the screen: what a user or a file gave is never markup, and never raw.

Textual reads plain strings as markup in most of its widgets and sends control characters through as they are
(both were found by running); so widgets are given `Content` made here, and the app filters every line on the way out.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from refund_tui.domain.text import clean_line, clean_text


def text(value: object, style: str = "") -> Content:
    """Make safe text of any value, line breaks kept; `style` is ours, never the user's."""
    return Content.styled(clean_text(str(value)), style) if style else Content(clean_text(str(value)))


def line(value: object, style: str = "") -> Content:
    """Make safe text of one line."""
    return Content.styled(clean_line(str(value)), style) if style else Content(clean_line(str(value)))


def lines(parts: Iterable[Content]) -> Content:
    """Put pieces under each other."""
    return Content("\n").join(parts)


def row(*parts: Content) -> Content:
    """Put pieces side by side."""
    return Content("").join(parts)


class ControlFilter(LineFilter):
    """Takes control characters out of everything that is drawn, whichever way it came."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment if segment.control or segment.text.isprintable() else Segment(_visible(segment.text), segment.style)
            for segment in segments
        ]


def _visible(value: str) -> str:
    return "".join(char if char.isprintable() or char in "\n\t" else clean_text(char) for char in value)


_LOOKALIKES = {
    "─━┄┅┈┉╌╍╴╶╼╾═▔": "-",
    "│┃┆┇┊┋╎╏╵╷╽╿║▏▎▍▌▐▕▊▋▉": "|",
    "┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼╋╔╗╚╝╠╣╦╩╬╭╮╯╰": "+",
    "▀▄█■□▪▫▓▒░▖▗▘▙▚▛▜▝▞▟": "#",
    "▁▂▃▅▆▇": "_",
    "•∙●○◆◇★☆※": "*",
    "·": ".",
    "…": ">",
    "‥": ".",
    "—–―‐": "-",
    "‘’": "'",
    "“”": '"',
    "→▶▷►": ">",
    "←◀◁◄": "<",
    "↑▲△": "^",
    "↓▼▽": "v",
    "×✕✗": "x",
    "✓√": "+",
}
_PLAIN = {ord(sign): plain for signs, plain in _LOOKALIKES.items() for sign in signs}


class AsciiFilter(LineFilter):
    """Draws lines, blocks, dots and typographic signs as their nearest ASCII characters, cell for cell.

    Their width is *ambiguous* (Unicode UAX 11): a terminal set for it draws them two cells wide, and everything
    behind them moves. Letters stay as they are.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment
            if segment.control or segment.text.isascii()
            else Segment(segment.text.translate(_PLAIN), segment.style)
            for segment in segments
        ]
