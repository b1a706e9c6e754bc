"""The parts of a workbook, each fed with the elements of its XML (ECMA-376 part 1, 18)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from refund_tui.domain.problem import Refused
from refund_tui.statements import bounds
from refund_tui.statements.delimited import clean

DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Numbers of the built-in formats that show a time; 27 to 36 and 50 to 58 are those of Chinese and Japanese Excel."""
DIGITS = 15
"""Excel keeps so many digits of a number."""

_NOT_PATTERN = re.compile(r'"[^"]*"|\[[^]]*\]|[\\_*].')
_DATE_LETTERS = frozenset("ymdhs")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  a cell has no zone


class Budget:
    """What may still be read of a workbook, all its parts together."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._size = bounds.MAX_UNPACKED
        self._elements = bounds.MAX_ELEMENTS

    def spend(self, size: int) -> None:
        """Count bytes, or characters that cells share."""
        self._size -= size
        if self._size < 0:
            raise self._refusal()

    def element(self) -> None:
        self._elements -= 1
        if self._elements < 0:
            raise self._refusal()

    def _refusal(self) -> Refused:
        return Refused("{file} holds far more than a statement: export a shorter period, as .csv", file=self.name)


class _Local(dict[str, str]):
    """The name of an element without its namespace, worked out once."""

    def __missing__(self, name: str) -> str:
        found = self[name] = name[name.rfind("}") + 1 :]
        return found


_local = _Local()


class Part:
    """Takes the elements of one member."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.budget.element()
        self.opened(_local[name], attributes)

    def opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins; `tag` is its name without a namespace. A part overrides what it wants to know."""

    def end(self, name: str) -> None:
        """As `opened`, with the whole name, when the element ends."""

    def text(self, data: str) -> None:
        """As `opened`, for a piece of text."""


class Relations(Part):
    """What a member refers to: `path_of` by id; the paths by kind. `folder` is where relative paths start."""

    def __init__(self, budget: Budget, folder: str) -> None:
        super().__init__(budget)
        self._folder = folder
        self.path_of: dict[str, str] = {}
        self._kinds: list[tuple[str, str]] = []

    def opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", self._folder, attributes["Target"])).lstrip("/")
            self.path_of[attributes["Id"]] = path
            self._kinds.append((attributes["Type"].rpartition("/")[2], path))

    def of_kind(self, kind: str) -> list[str]:
        return [path for each, path in self._kinds if each == kind]


class Book(Part):
    """The workbook: the ids of its sheets, which one is active, where its dates begin."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.sheets: list[str] = []
        self.active = 0
        self.date1904 = False

    def opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "sheet":
            self.sheets.append(next(value for name, value in attributes.items() if name.endswith("}id")))
        elif tag == "workbookView":
            self.active = int(attributes.get("activeTab", "0"))
        elif tag == "workbookPr":
            self.date1904 = attributes.get("date1904") in ("1", "true")


class Styles(Part):
    """Which styles of cells show a time."""

    def __init__(self, budget: Budget, date1904: bool) -> None:
        super().__init__(budget)
        self._epoch = _EPOCH_1904 if date1904 else _EPOCH
        self._formats = set(DATE_FORMATS)
        self._styles: list[str] = []
        self._cells = False

    def opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "numFmt":
            pattern = _NOT_PATTERN.sub("", attributes.get("formatCode", "").casefold())
            if _DATE_LETTERS.intersection(pattern):
                self._formats.add(int(attributes["numFmtId"]))
        elif tag == "cellXfs":
            self._cells = True
        elif tag == "xf" and self._cells:
            self._styles.append(attributes.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        if _local[name] == "cellXfs":
            self._cells = False

    def number(self, text: str, style: str | None) -> str:
        """Give a number cell's text: a time where its style shows one, else at most DIGITS digits."""
        if style is not None and self._shows_time(style):
            try:
                return str(self._epoch + timedelta(seconds=round(float(text) * 86400)))
            except (ValueError, OverflowError):
                return clean(text)
        if len(text) <= DIGITS and text.isdigit():
            return text
        try:
            return f"{float(text):.{DIGITS}g}"
        except ValueError:
            return clean(text)

    def _shows_time(self, style: str) -> bool:
        place = int(style)
        return place < len(self._styles) and int(self._styles[place]) in self._formats


class Strings(Part):
    """The texts that cells share, in order; what a reader is told about their pronunciation is left out."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.found: list[str] = []
        self._parts: list[str] = []
        self._open = False
        self._aloud = False

    def opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "t":
            self._open = not self._aloud
        elif tag == "rPh":
            self._aloud = True

    def end(self, name: str) -> None:
        tag = _local[name]
        if tag == "t":
            self._open = False
        elif tag == "rPh":
            self._aloud = False
        elif tag == "si":
            self.found.append(clean("".join(self._parts)))
            self._parts.clear()

    def text(self, data: str) -> None:
        if self._open:
            self._parts.append(data)


class Lines(Part):
    """The lines of a sheet; a row or a cell that is not there makes no blank line, only an empty cell.

    It meets each of a million cells, so it does all by itself what the other parts share.
    """

    def __init__(self, budget: Budget, strings: list[str], styles: Styles) -> None:
        super().__init__(budget)
        self.found: list[list[str]] = []
        self._strings = strings
        self._styles = styles
        self._columns = _Columns()
        self._cells: list[str] = []
        self._kind: str | None = None
        self._style: str | None = None
        self._place = 0
        self._open = self._aloud = False
        self._text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.budget.element()
        tag = _local[name]
        if tag == "c":
            self._kind, self._style = attributes.get("t"), attributes.get("s")
            where = attributes.get("r")
            self._place = self._columns[where.rstrip("0123456789")] if where else self._place + 1
            self._text = ""
        elif tag == "v" or tag == "t":
            self._open = not self._aloud
        elif tag == "rPh":
            self._aloud = True
        elif tag == "row":
            self._cells, self._place = [], 0

    def end(self, name: str) -> None:
        tag = _local[name]
        if tag == "c":
            if self._text:
                self._put(self._value(self._text))
        elif tag == "row":
            self.found.append(self._cells)
            if len(self.found) > bounds.MAX_LINES:
                raise bounds.too_long(self.budget.name)
        else:
            self._open = False
            self._aloud = self._aloud and tag != "rPh"

    def text(self, data: str) -> None:
        if self._open:
            self._text += data
            if len(self._text) > bounds.MAX_CELL:
                raise ValueError("a cell without an end")

    def _value(self, text: str) -> str:
        if self._kind == "s":
            text = self._strings[int(text)]
            # One text in a million cells is one text in memory, and a million to whoever reads them.
            self.budget.spend(len(text))
            return text
        if self._kind is None or self._kind == "n":
            return self._styles.number(text, self._style)
        return clean(text)

    def _put(self, text: str) -> None:
        if not text:
            return
        gap = self._place - 1 - len(self._cells)
        if gap:
            if gap < 0:
                raise ValueError("two cells in one place")
            if self._place > bounds.MAX_COLUMNS:
                raise bounds.too_wide(self.budget.name, len(self.found) + 1)
            self._cells += [""] * gap
        self._cells.append(text)


class _Columns(dict[str, int]):
    """A column's number by its letters, from 1, worked out once."""

    def __missing__(self, letters: str) -> int:
        place = 0
        for letter in letters[:4]:
            place = place * 26 + ord(letter) - 64
        self[letters] = place
        return place
