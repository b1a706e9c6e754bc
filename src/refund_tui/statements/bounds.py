"""How large a file of somebody else may be, and what is said of one that is too large, empty or no table."""

from __future__ import annotations

import os

from refund_tui.domain.problem import Refused
from refund_tui.domain.text import clean_line

MAX_BYTES = 64 * 1024 * 1024
"""Of a file, and of a table in a zip."""
MAX_ROWS = 200_000
MAX_LINES = MAX_ROWS + 1_000
"""What exporters write above and below the rows is no row."""
MAX_COLUMNS = 256
MAX_MEMBERS = 64
MAX_CELL = 131_072
"""Characters; the csv module's own limit."""
MAX_UNPACKED = 256 * 1024 * 1024
"""Bytes of all that is read of a workbook: its XML is ten times as large as the text in it."""
MAX_ELEMENTS = 10_000_000
"""XML elements of a workbook; a row of eleven cells has 23 to 45."""

_NOT_TABLES: tuple[tuple[bytes, Refused], ...] = (
    (b"%PDF-", Refused("{file} is a PDF: export the statement as a table (.csv, .xlsx or .zip) and import that")),
    (
        b"\xd0\xcf\x11\xe0",
        Refused(
            "{file} is an old Excel file (.xls), or one protected by a password: save it as .xlsx or .csv without a "
            "password, or import the file as it was sent to you"
        ),
    ),
    (b"Rar!", Refused("{file} is a RAR archive: unpack it and import the table inside")),
    (b"7z\xbc\xaf", Refused("{file} is a 7z archive: unpack it and import the table inside")),
    (b"\x1f\x8b", Refused("{file} is a gzip archive: unpack it and import the table inside")),
)


def shown(name: str) -> str:
    """Give a file's name as one line fit for a terminal; bytes that are no UTF-8 become U+FFFD."""
    return clean_line(os.fsencode(name).decode("utf-8", "replace"))


def within(data: bytes, name: str) -> bytes:
    """Give the bytes back. Raises Refused for none, and for more than MAX_BYTES, whatever a header has stated."""
    if len(data) > MAX_BYTES:
        raise too_big(name)
    if not data:
        raise empty(name)
    return data


def too_big(name: str) -> Refused:
    return Refused("{file} is larger than {limit} MiB: export a shorter period", file=name, limit=MAX_BYTES >> 20)


def empty(name: str) -> Refused:
    return Refused("{file} is empty: download the statement again", file=name)


def too_long(name: str) -> Refused:
    return Refused("{file} has more than {limit} lines: export a shorter period", file=name, limit=MAX_LINES)


def too_wide(name: str, line: int) -> Refused:
    return Refused(
        "{file}, line {line}: there are more than {limit} columns, so it is no statement",
        file=name,
        line=line,
        limit=MAX_COLUMNS,
    )


def refuse_other_formats(data: bytes, name: str) -> None:
    """Raise Refused with advice for what is known to be no table by its first bytes."""
    for magic, advice in _NOT_TABLES:
        if data.startswith(magic):
            raise Refused(advice.message, file=name)
