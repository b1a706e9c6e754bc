"""CSV and its like, from bytes to cells: three encodings, three separators, in small bites: keys are answered."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from refund_tui.domain.problem import Refused
from refund_tui.domain.text import clean_line
from refund_tui.statements import bounds
from refund_tui.statements.progress import Progress

MAX_CELL_LINES = 4
SWALLOWED = 6
"""A cell with a line break and this many separators is no text: it is the rest of one row and the start of the next."""

_BITE = 1 << 18
"""Bytes or characters that are taken in one call: Python answers nothing else during it."""
_SEPARATORS = ",\t;"
_LOOKED_AT = 1 << 14
_EACH = 5000
_END = "\0"
_HIGH, _ALONE = re.compile(rb"[\x80-\xff]"), re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_WEIGHED = 1024 * 1024
"""Bytes by which European and Chinese text are told apart."""
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def as_utf8(data: bytes, name: str) -> bytes | None:
    """Give a UTF-16 file with a BOM, such as Excel's "Unicode text", as UTF-8; None for any other.

    Raises Refused naming the line that is no UTF-16.
    """
    codec = _UTF16.get(data[:2])
    if codec is None:
        return None
    decoder = codecs.getincrementaldecoder(codec)()
    view = memoryview(data)
    found = bytearray()
    try:
        for start in range(2, len(data), _BITE):
            found += decoder.decode(view[start : start + _BITE], final=start + _BITE >= len(data)).encode()
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(codec)
        raise Refused(
            "{file}, line {line}: a character is no UTF-16, so the file is damaged or no text: download it again",
            file=name,
            line=found.count(b"\n") + before.count("\n") + 1,
        ) from None
    return bytes(found)


def decode(data: bytes, name: str) -> str:
    """Give the codec of a file: `utf-8`, else `cp1252`, else `gb18030`. Raises Refused naming the line that is none.

    The order matters: text in UTF-8 often is valid GB18030 too (statement-formats 12), and so is that of a bank in
    Europe; there a byte of an accented letter stands between plain letters, and never beside a second one for long.
    """
    # A BOM says UTF-8 for certain; anything decodes as GB18030 far too easily to try it after that.
    trials = ["utf-8"]
    if not data.startswith(codecs.BOM_UTF8):
        high, alone = len(_HIGH.findall(data, 0, _WEIGHED)), len(_ALONE.findall(data, 0, _WEIGHED))
        trials += ["cp1252"] * (2 * alone > high) + ["gb18030"]
    failures: list[int] = []
    for codec in trials:
        failure = _undecodable(data, codec)
        if failure is None:
            return codec
        failures.append(failure)
    raise Refused(
        "{file}, line {line}: a byte is neither UTF-8 nor GB18030, so the file is damaged or no text: "
        "download it again",
        file=name,
        line=data.count(b"\n", 0, max(failures)) + 1,
    )


def _undecodable(data: bytes, codec: str) -> int | None:
    decoder = codecs.getincrementaldecoder(codec)()
    view = memoryview(data)
    for start in range(0, len(data), _BITE):
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(view[start : start + _BITE], final=start + _BITE >= len(data))
        except UnicodeDecodeError as error:
            return start - held + error.start
    return None


def split(data: bytes, codec: str, name: str, progress: Progress) -> list[list[str]]:
    """Give the cells of each line, each one clean trimmed line of text; a blank line is an empty list.

    The separator is the most frequent of comma, tab and semicolon. Raises Refused for a NUL, for more than MAX_LINES
    or MAX_COLUMNS, and for a quotation mark that swallows lines.
    """
    if (zero := data.find(b"\0")) >= 0:
        raise Refused(
            "{file}, line {line}: there is a NUL character, so the file is damaged or no text: download it again",
            file=name,
            line=data.count(b"\n", 0, zero) + 1,
        )
    separator = _separator(data, codec)
    buffer = io.BytesIO(data)
    text = io.TextIOWrapper(buffer, encoding="utf-8-sig" if codec == "utf-8" else codec, newline="")
    lines: list[list[str]] = []
    start = opened = 1
    reader = csv.reader(_bounded_lines(text, separator, name), delimiter=separator)
    try:
        for cells in reader:
            if cells == [_END]:
                return lines
            opened, start = start, reader.line_num + 1
            if start - opened > 1 and (
                start - opened > MAX_CELL_LINES or any(_swallowed(cell, separator) for cell in cells)
            ):
                break
            lines.append([clean(cell) for cell in cells])
            if len(lines) % _EACH == 0:
                progress(buffer.tell(), len(data))
    except csv.Error:  # from the reader, which is not strict, only for a cell beyond MAX_CELL
        opened = start
    raise Refused(
        "{file}, line {line}: a quotation mark is opened and not closed, or a cell is far too long: correct that "
        "line or download the file again",
        file=name,
        line=opened,
    )


def clean(cell: str) -> str:
    """Strip what exporters pad cells with: spaces, tabs, the full-width space, a BOM (statement-formats 1.2).

    What is left is one line without control characters.
    """
    bare = cell.strip()
    # Nearly every cell is printable, so already clean; asking first makes a large file a third faster.
    return bare if bare.isprintable() else clean_line(bare.strip("\ufeff"))


def _separator(data: bytes, codec: str) -> str:
    head = data[:_LOOKED_AT].decode(codec, "ignore")
    return max(_SEPARATORS, key=head.count)


def _swallowed(cell: str, separator: str) -> bool:
    return cell.count(separator) >= SWALLOWED and ("\n" in cell or "\r" in cell)


def _bounded_lines(text: io.TextIOWrapper, separator: str, name: str) -> Iterator[str]:
    """Give the lines, then a line that no file can hold; if it does not come out alone, a quote is open."""
    number = 0
    while line := text.readline(_BITE):
        number += 1
        if number > bounds.MAX_LINES:
            raise bounds.too_long(name)
        if line.count(separator) >= bounds.MAX_COLUMNS:
            raise bounds.too_wide(name, number)
        if len(line) == _BITE:
            raise csv.Error
        yield line if line.endswith(("\n", "\r")) else line + "\n"
    yield _END + "\n"
