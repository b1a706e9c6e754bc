"""Somebody else's file to tables of text cells, within fixed bounds and without a byte written to disk."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from refund_tui.domain.problem import Refused
from refund_tui.reasons import reason
from refund_tui.statements import bounds
from refund_tui.statements.archive import MAGIC, only_table
from refund_tui.statements.delimited import decode, split
from refund_tui.statements.progress import Progress, nothing, part


@dataclass(frozen=True, slots=True)
class RawTable:
    """A file's cells, each one clean trimmed line of text; a blank line is an empty list.

    `name` is the file's name made fit to show, `member` that of the table inside a zip. `encoding` is `utf-8`,
    `gb18030` or `xlsx`. `digest` is the SHA-256 of the table's bytes in hex, the same zipped or not.
    """

    name: str
    encoding: str
    lines: list[list[str]]
    digest: str
    member: str | None = None


def read_tables(path: Path, password: str | None = None, progress: Progress = nothing) -> Iterator[RawTable]:
    """Read a CSV file or a workbook, or the only one in a zip: one table, or one a sheet, the active one first.

    Raises Refused for anything but a regular file (a symlink to one is fine), for what is beyond the limits in
    bounds.py, for bytes that are neither UTF-8 nor GB18030, and for a quotation mark that swallows lines.
    Source: statement-formats 1, 3 and 12; fault-catalogue 2.D.
    """
    name = bounds.shown(path.name)
    data = _read_regular(path, name)
    member = None
    if data.startswith(MAGIC):
        member, data = only_table(data, name, password, part(progress, 0, 20))
    bounds.refuse_other_formats(data, name)
    progress(20, 100)
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(MAGIC):
        from refund_tui.statements.workbook import sheets

        nothing_there = True
        for lines in sheets(data, name, part(progress, 20, 100)):
            nothing_there = nothing_there and not any(map(any, lines))
            yield RawTable(name, "xlsx", lines, digest, member)
        if nothing_there:
            raise bounds.empty(name)
        return
    codec = decode(data, name)
    lines = split(data, codec, name, part(progress, 40, 100))
    if not any(map(any, lines)):
        raise bounds.empty(name)
    yield RawTable(name, codec, lines, digest, member)


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
