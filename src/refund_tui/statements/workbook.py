"""Excel workbooks (.xlsx, .xlsm) as lines of text cells, read as a stream of XML with the standard library.

Not by a library: python-calamine lays a sheet out as one block from its first cell to its last, so that a file of
5 KB ends the process; openpyxl takes for 100,000 rows as long as a whole import may.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import TypeVar
from xml.parsers import expat

from refund_tui.domain.problem import Refused
from refund_tui.statements.progress import Cancelled, Progress, nothing
from refund_tui.statements.workbook_parts import Book, Budget, Lines, Part, Relations, Strings, Styles

_BITE = 1 << 16
_LONGEST_TOKEN = 1 << 20
"""Bytes of a tag or comment: older versions of expat begin such a one anew with each bite."""
_P = TypeVar("_P", bound=Part)


def sheets(data: bytes, name: str, progress: Progress) -> Iterator[list[list[str]]]:
    """Give the lines of each sheet, the active one first, each cell one clean trimmed line of text.

    Numbers have at most 15 digits, as Excel shows them, so that an order number saved as a number looks as ruined as
    it is. Times are `2026-03-01 10:00:00`. Raises Refused for damage, a DOCTYPE, and what is beyond bounds.py.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from _sheets(_Reader(archive, name), progress)
    except (Refused, Cancelled):
        raise
    except Exception as why:  # a hostile file makes the libraries fail in ways that no list of exceptions covers
        raise Refused(
            "{file} is an Excel workbook that cannot be read: download it again, or save it as .csv and import that",
            file=name,
        ) from why


class _Reader:
    """Reads the parts of one workbook within one budget."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._name = name
        self.budget = Budget(name)

    def read(self, member: str, into: _P, progress: Progress = nothing) -> _P:
        """Feed a member to a part; give the part."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = into.start
        parser.EndElementHandler = into.end
        parser.CharacterDataHandler = into.text
        parser.StartDoctypeDeclHandler = self._refuse
        size, done = self._archive.getinfo(member).file_size, 0
        with self._archive.open(member) as stream:
            while bite := stream.read(_BITE):
                done += len(bite)
                self.budget.spend(len(bite))
                parser.Parse(bite)
                if done - parser.CurrentByteIndex > _LONGEST_TOKEN:
                    raise ValueError("a tag or a comment without an end")
                progress(done, size)
        parser.Parse(b"", True)
        return into

    def relations(self, member: str) -> Relations:
        """Give what a member refers to, by the paths of the archive."""
        folder, base = posixpath.split(member)
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        found = Relations(self.budget, folder)
        return self.read(path, found) if path in self._archive.namelist() else found

    def _refuse(self, *declaration: object) -> None:
        raise Refused(
            "{file} has a DOCTYPE inside, which no workbook has: download it again from where it came", file=self._name
        )


def _sheets(reader: _Reader, progress: Progress) -> Iterator[list[list[str]]]:
    budget = reader.budget
    main = reader.relations("").of_kind("officeDocument")[0]
    book = reader.read(main, Book(budget))
    others = reader.relations(main)
    strings, styles = Strings(budget), Styles(budget, book.date1904)
    for member in others.of_kind("sharedStrings"):
        reader.read(member, strings)
    for member in others.of_kind("styles"):
        reader.read(member, styles)
    members = [others.path_of[each] for each in book.sheets]
    if book.active < len(members):
        members.insert(0, members.pop(book.active))
    for member in members:
        yield reader.read(member, Lines(budget, strings.found, styles), progress).found
