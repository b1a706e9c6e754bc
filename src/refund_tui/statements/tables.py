"""Somebody else's file to tables of text cells, within fixed bounds and without a byte written to disk."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from refund_tui.domain.problem import Refused
from refund_tui.reasons import reason
from refund_tui.statements import bounds
from refund_tui.statements.archive import MAGIC, unpack
from refund_tui.statements.delimited import as_utf8, decode, split
from refund_tui.statements.progress import Progress, nothing, part


@dataclass(frozen=True, slots=True)
class RawTable:
    """A file's cells, each one clean trimmed line of text; a blank line is an empty list.

    `name` is the file's name made fit to show, `member` that of the table inside a zip; of several there it is the name
    too. `encoding` is `utf-8`, `cp1252`, `gb18030`, `utf-16` or `xlsx`. `digest` is the SHA-256 of the table's bytes in
    hex, the same zipped or not.
    """

    name: str
    encoding: str
    lines: list[list[str]]
    digest: str
    member: str | None = None


class Packed(NamedTuple):
    """The bytes of one file with tables, such as a CSV file or a workbook; `name` and `member` as in RawTable."""

    name: str
    data: bytes
    member: str | None = None


def read_tables(path: Path, password: str | None = None, progress: Progress = nothing) -> Iterator[RawTable]:
    """Read a CSV file or a workbook, or the only one in a zip: one table, or one a sheet, the active one first.

    Raises Refused for anything but a regular file (a symlink to one is fine), for what is beyond the limits in
    bounds.py, for bytes that are neither UTF-8, GB18030 nor UTF-16 with a BOM, and for a quotation mark that swallows
    lines.
    Source: statement-formats 1, 3 and 12; fault-catalogue 2.D.
    """
    [file] = open_files(path, password, part(progress, 0, 20), several=False)
    progress(20, 100)
    yield from tables_of(file, part(progress, 20, 100))


def open_files(
    path: Path, password: str | None = None, progress: Progress = nothing, *, several: bool = True
) -> list[Packed]:
    """Read a file's bytes, and those of each table where it is a zip: of several, each goes by its own name in there.

    Raises Refused as `read_tables` does, and for a zip with more than one table unless `several` are wanted.
    """
    name = bounds.shown(path.name)
    data = _read_regular(path, name)
    if not data.startswith(MAGIC):
        return [Packed(name, data)]
    found = unpack(data, name, password, progress, several=several)
    return [Packed(member if member and len(found) > 1 else name, each, member) for member, each in found]


def tables_of(file: Packed, progress: Progress = nothing) -> Iterator[RawTable]:
    """Give the tables of a file, as `read_tables` does."""
    name, data, member = file.name, bounds.within(file.data, file.name), file.member
    bounds.refuse_other_formats(data, name)
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(MAGIC):
        from refund_tui.statements.workbook import sheets

        nothing_there = True
        for lines in sheets(data, name, progress):
            nothing_there = nothing_there and not any(map(any, lines))
            yield RawTable(name, "xlsx", lines, digest, member)
        if nothing_there:
            raise bounds.empty(name)
        return
    turned = as_utf8(data, name)
    codec = "utf-8" if turned is not None else decode(data, name)
    lines = split(data if turned is None else turned, codec, name, part(progress, 25, 100))
    if not any(map(any, lines)):
        raise bounds.empty(name)
    yield RawTable(name, codec if turned is None else "utf-16", lines, digest, member)


def _whole_path(path: Path) -> str:
    try:
        return bounds.shown(str(path.absolute()))
    except OSError:  # the folder one stands in is gone
        return bounds.shown(str(path))


def _read_regular(path: Path, name: str) -> bytes:
    # Without O_NONBLOCK, opening a FIFO waits for a writer for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise Refused("{file} does not exist: check the path", file=_whole_path(path)) from None
    except (OSError, ValueError) as error:
        raise Refused("{file} cannot be opened: {why}", file=_whole_path(path), why=reason(error)) from None
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise Refused("{file} is a folder: name a statement in it (.csv, .xlsx or .zip)", file=name)
        if not stat.S_ISREG(status.st_mode):
            raise Refused("{file} is not a regular file: give the statement file itself", file=name)
        if status.st_size > bounds.MAX_BYTES:
            raise bounds.too_big(name)
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            return bounds.within(stream.read(bounds.MAX_BYTES + 1), name)
    except OSError as error:
        raise Refused("{file} cannot be read: {why}", file=name, why=reason(error)) from None
    finally:
        os.close(descriptor)
