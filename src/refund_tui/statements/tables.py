"""Somebody else's file to a table of text cells, within fixed bounds and without a byte written to disk."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from refund_tui.domain.problem import Refused
from refund_tui.domain.text import clean_line

if TYPE_CHECKING:
    import pyzipper

MAX_BYTES = 64 * 1024 * 1024
MAX_LINES = 200_000
MAX_COLUMNS = 256
MAX_MEMBERS = 64
MAX_CELL_LINES = 4
SWALLOWED_COMMAS = 6
"""A cell with a line break and this many commas is no text: it is the rest of one row and the start of the next."""

_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ZIP_ENTRY = b"PK\x01\x02"
_STORED_OR_DEFLATED = (0, 8)
_END = "\0"

_NOT_TABLES: tuple[tuple[bytes, Refused], ...] = (
    (b"%PDF-", Refused("{file} is a PDF: export the statement as a table (.csv or .zip) and import that")),
    (
        b"\xd0\xcf\x11\xe0",
        Refused("{file} is an Excel or Word file: import the .csv or .zip as it was sent to you"),
    ),
    (b"Rar!", Refused("{file} is a RAR archive: unpack it and import the .csv file inside")),
    (b"7z\xbc\xaf", Refused("{file} is a 7z archive: unpack it and import the .csv file inside")),
    (b"\x1f\x8b", Refused("{file} is a gzip archive: unpack it and import the .csv file inside")),
)
_EMPTY = Refused("{file} is empty: download the statement again")
_TOO_BIG = Refused("{file} is larger than {limit} MiB: export a shorter period")


@dataclass(frozen=True, slots=True)
class RawTable:
    """A file's cells as text, untrimmed; a blank line is an empty list.

    `name` is the file's name made fit to show, `member` that of the table inside a zip. `encoding` is `utf-8`
    or `gb18030`. `digest` is the SHA-256 of the table's bytes in hex, the same zipped or not.
    """

    name: str
    encoding: str
    lines: list[list[str]]
    digest: str
    member: str | None = None


def read_table_file(path: Path, password: str | None = None) -> RawTable:
    """Read a CSV file, or the only CSV file in a zip, into cells.

    Raises Refused for anything but a regular file (a symlink to one is fine), for more than MAX_BYTES, MAX_LINES
    or MAX_COLUMNS, for bytes that are neither UTF-8 nor GB18030, and for a quotation mark that swallows lines.
    Source: statement-formats 1, 3 and 12; fault-catalogue 2.D.
    """
    name = shown_name(path)
    data = _read_regular(path, name)
    member = None
    if data.startswith(_ZIP_MAGIC):
        member, data = _only_csv(data, name, password)
    for magic, advice in _NOT_TABLES:
        if data.startswith(magic):
            raise Refused(advice.message, file=name)
    text, encoding = _decode(data, name)
    if not text.strip():
        raise Refused(_EMPTY.message, file=name)
    return RawTable(name, encoding, _split(text, name), hashlib.sha256(data).hexdigest(), member)


def shown_name(path: Path) -> str:
    """Give a file's name as one line fit for a terminal; bytes that are no UTF-8 become U+FFFD."""
    return _shown(path.name)


def _shown(name: str) -> str:
    return clean_line(os.fsencode(name).decode("utf-8", "replace"))


def _whole_path(path: Path) -> str:
    try:
        return _shown(str(path.absolute()))
    except OSError:  # the folder one stands in is gone
        return _shown(str(path))


def trim(cell: str) -> str:
    """Strip what exporters pad cells with: spaces, tabs, the full-width space, a BOM (statement-formats 1.2)."""
    return cell.strip().strip("\ufeff").strip()


def _read_regular(path: Path, name: str) -> bytes:
    # Without O_NONBLOCK, opening a FIFO waits for a writer for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise Refused("{file} does not exist: check the path", file=_whole_path(path)) from None
    except (OSError, ValueError) as error:
        raise Refused("{file} cannot be opened: {why}", file=_whole_path(path), why=_reason(error)) from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Refused("{file} is not a regular file: give the statement file itself", file=name)
        if status.st_size > MAX_BYTES:
            raise Refused(_TOO_BIG.message, file=name, limit=MAX_BYTES >> 20)
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            return _within_budget(stream.read(MAX_BYTES + 1), name)
    except OSError as error:
        raise Refused("{file} cannot be read: {why}", file=name, why=_reason(error)) from None
    finally:
        os.close(descriptor)


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _within_budget(data: bytes, name: str) -> bytes:
    # /proc and growing files state a size that is not theirs, and so do zip headers: count what arrived.
    if len(data) > MAX_BYTES:
        raise Refused(_TOO_BIG.message, file=name, limit=MAX_BYTES >> 20)
    if not data:
        raise Refused(_EMPTY.message, file=name)
    return data


def _only_csv(data: bytes, name: str, password: str | None) -> tuple[str, bytes]:
    import pyzipper  # only here: it pulls in a cipher library that a plain .csv does without

    damaged = Refused("{file} is a zip that cannot be read: download it again, or unpack it and import the .csv")
    # Counted before the library builds an object for each of what may be a million entries.
    if data.count(_ZIP_ENTRY) > MAX_MEMBERS:
        raise Refused(
            "{file} holds more than {limit} files: unpack it and import the .csv",
            file=name,
            limit=MAX_MEMBERS,
        )
    try:
        with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
            member = _csv_member(archive, name)
            inflated = _inflate(archive, member, name, password)
            return clean_line(_member_name(member)), inflated
    except Refused:
        raise
    except Exception:  # a hostile zip makes the library fail in ways that no list of exceptions covers
        raise Refused(damaged.message, file=name) from None


def _csv_member(archive: pyzipper.AESZipFile, name: str) -> pyzipper.ZipInfo:
    members = archive.infolist()
    if any(member.filename == "[Content_Types].xml" for member in members):
        raise Refused(
            "{file} is an Excel workbook, which this version does not read: import the .csv or .zip as it was sent",
            file=name,
        )
    tables = [
        member
        for member in members
        if member.filename.casefold().endswith(".csv") and not member.filename.startswith("__MACOSX/")
    ]
    if len(tables) != 1:
        raise Refused(
            "{file} holds {count} .csv files where one is expected: unpack it and import the statement itself",
            file=name,
            count=len(tables),
        )
    return tables[0]


def _member_name(member: pyzipper.ZipInfo) -> str:
    # Chinese zip programs write names in GBK without the UTF-8 flag, and the library takes those for cp437.
    name = str(member.filename)
    if member.flag_bits & 0x800:
        return name
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name


def _inflate(archive: pyzipper.AESZipFile, member: pyzipper.ZipInfo, name: str, password: str | None) -> bytes:
    encrypted = bool(member.flag_bits & 1)
    if encrypted and not password:
        raise Refused(
            "{file} is protected by a password: give it with --password (Alipay shows it in the app, in the message "
            "about the export)",
            file=name,
        )
    if member.file_size > MAX_BYTES:
        raise Refused(_TOO_BIG.message, file=name, limit=MAX_BYTES >> 20)
    if member.compress_type not in _STORED_OR_DEFLATED:
        raise Refused("{file} is packed in an unusual way: unpack it and import the .csv file", file=name)
    try:
        with archive.open(member, pwd=os.fsencode(password) if encrypted and password else None) as stream:
            return _within_budget(stream.read(MAX_BYTES + 1), name)
    except Refused:
        raise
    except Exception:  # a wrong password may also pass the check byte and fail later as bad data or a bad checksum
        if not encrypted:
            raise
        raise Refused("{file} does not open with this password: check it and try again", file=name) from None


def _decode(data: bytes, name: str) -> tuple[str, str]:
    reached = 0
    # A BOM says UTF-8 for certain; anything decodes as GB18030 far too easily to try it after that.
    trials = ("utf-8-sig",) if data.startswith(codecs.BOM_UTF8) else ("utf-8-sig", "gb18030")
    for codec in trials:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as error:
            reached = max(reached, error.object.count(b"\n", 0, error.start) + 1)
        else:
            return text, codec.removesuffix("-sig")
    raise Refused(
        "{file}, line {line}: a byte is neither UTF-8 nor GB18030, so the file is damaged or no text: "
        "download it again",
        file=name,
        line=reached,
    )


def _split(text: str, name: str) -> list[list[str]]:
    lines: list[list[str]] = []
    start = opened = 1
    reader = csv.reader(_bounded_lines(text, name))
    try:
        for cells in reader:
            if cells == [_END]:
                return lines
            opened, start = start, reader.line_num + 1
            if start - opened > 1 and (start - opened > MAX_CELL_LINES or any(map(_swallowed, cells))):
                break
            lines.append(cells)
    except csv.Error:  # the one error of a reader that is not strict: a cell beyond 131,072 characters
        opened = start
    raise Refused(
        "{file}, line {line}: a quotation mark is opened and not closed, or a cell is far too long: correct that "
        "line or download the file again",
        file=name,
        line=opened,
    )


def _swallowed(cell: str) -> bool:
    return cell.count(",") >= SWALLOWED_COMMAS and ("\n" in cell or "\r" in cell)


def _bounded_lines(text: str, name: str) -> Iterator[str]:
    """Give the lines, then a line that no file can hold; if it does not come out alone, a quote is open."""
    if (zero := text.find("\0")) >= 0:
        raise Refused(
            "{file}, line {line}: there is a NUL character, so the file is damaged or no text: download it again",
            file=name,
            line=text.count("\n", 0, zero) + 1,
        )
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if number > MAX_LINES:
            raise Refused("{file} has more than {limit} lines: export a shorter period", file=name, limit=MAX_LINES)
        if line.count(",") >= MAX_COLUMNS:
            raise Refused(
                "{file}, line {line}: there are more than {limit} columns, so it is no statement",
                file=name,
                line=number,
                limit=MAX_COLUMNS,
            )
        yield line if line.endswith(("\n", "\r")) else line + "\n"
    yield _END + "\n"
