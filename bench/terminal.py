"""What a terminal does with a program's bytes: answers its queries, keeps the screen, knows which modes are on."""

from __future__ import annotations

import codecs
import re

import pyte

_QUERY = re.compile(
    rb"\x1b\[(?:(?P<dsr>[56])n|(?P<da>0?c)|>(?P<da2>0?c)|>(?P<version>0?q)|\?(?P<kitty>u)|\?(?P<mode>\d+)\$p)"
    rb"|\x1b\](?P<colour>1[012]);\?(?:\x07|\x1b\\)"
)
_REPLIES = {
    "da": b"\x1b[?62;22c",
    "da2": b"\x1b[>1;4000;0c",
    "version": b"\x1bP>|bench\x1b\\",
    "kitty": b"\x1b[?0u",
}
_QUERY_LENGTH = 24
# What pyte does not know and would print: private prefixes, intermediates, operating system and device strings.
_UNKNOWN = re.compile(
    r"\x1b\[[<=>][0-9;:]*[ -/]*[@-~]|\x1b\[\??[0-9;:]*[ -/]+[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|\x1b[P_^X][^\x1b]*\x1b\\|\x1b\[\?[0-9;]*u"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[<=>?]?[0-9;:]*[ -/]*|[\]P_^X][^\x07\x1b]*\x1b?)?\Z")
_MODE = re.compile(rb"\x1b\[\?(\d+(?:;\d+)*)([hl])")
_KITTY = re.compile(rb"\x1b\[([<>])\d*u")
_LEFT_WHEN_SET = {
    1: "cursor keys", 47: "alternate screen", 1047: "alternate screen", 1049: "alternate screen", 1000: "mouse",
    1002: "mouse", 1003: "mouse", 1004: "focus", 1006: "mouse", 1015: "mouse", 1016: "mouse", 2004: "paste",
    2026: "synchronized", 2048: "resize",
}  # fmt: skip
_CURSOR = 25


class Queries:
    """Finds the questions in a stream of bytes that may be cut anywhere, and gives a modern terminal's answers."""

    def __init__(self) -> None:
        self._tail = b""

    def answers(self, data: bytes) -> bytes:
        seen = self._tail + data
        found, end = [], 0
        for match in _QUERY.finditer(seen):
            found.append(_answer(match))
            end = match.end()
        self._tail = seen[max(end, len(seen) - _QUERY_LENGTH) :]
        return b"".join(found)


def _answer(match: re.Match[bytes]) -> bytes:
    kind = str(match.lastgroup)
    asked = match[kind]
    if kind == "dsr":
        return b"\x1b[0n" if asked == b"5" else b"\x1b[1;1R"
    if kind == "mode":
        return b"\x1b[?%s;%d$y" % (asked, 2 if asked == b"2026" else 0)
    if kind == "colour":
        return b"\x1b]%s;rgb:%s\x1b\\" % (asked, b"0000/0000/0000" if asked == b"11" else b"ffff/ffff/ffff")
    return _REPLIES[kind]


def left_on(written: bytes) -> list[str]:
    """Name the terminal modes that a program switched on and never off again."""
    modes: dict[int, bool] = {}
    for match in _MODE.finditer(written):
        for number in match[1].split(b";"):
            modes[int(number)] = match[2] == b"h"
    left = {name for number, name in _LEFT_WHEN_SET.items() if modes.get(number)}
    if not modes.get(_CURSOR, True):
        left.add("hidden cursor")
    if sum(1 if match[1] == b">" else -1 for match in _KITTY.finditer(written)) > 0:
        left.add("kitty keys")
    return sorted(left)


class Screen:
    """The cells that a program's bytes make; `whole` is false in the middle of a synchronized update."""

    def __init__(self, columns: int, lines: int) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._waiting = ""
        self.whole = True

    def feed(self, data: bytes) -> None:
        text = self._waiting + self._decoder.decode(data)
        cut = _UNFINISHED.search(text)
        end = cut.start() if cut else len(text)
        self._waiting = text[end:]
        opened, closed = text.rfind("\x1b[?2026h", 0, end), text.rfind("\x1b[?2026l", 0, end)
        if opened != closed:
            self.whole = closed > opened
        self._stream.feed(_UNKNOWN.sub("", text[:end]))

    def cells(self) -> list[list[tuple[object, ...]]]:
        """Give every cell with its colours, row by row."""
        buffer = self._screen.buffer
        return [[buffer[y][x] for x in range(self._screen.columns)] for y in range(self._screen.lines)]

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display)
