"""The tables in a zip, AES and ZipCrypto included, without a byte written to disk."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

from refund_tui.domain.problem import Refused
from refund_tui.domain.text import clean_line
from refund_tui.statements import bounds
from refund_tui.statements.progress import WHOLE, Cancelled, Progress, part

if TYPE_CHECKING:
    import pyzipper

MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
WORKBOOK = "[Content_Types].xml"
"""The member that every Excel workbook has."""

_ENTRY = b"PK\x01\x02"
_STORED_OR_DEFLATED = (0, 8)
_TABLES = ((".csv", ".xlsx", ".xlsm"), (".txt", ".tsv"), (".xls", ".pdf"))
"""Endings of tables; those of a later group count only where there is none of an earlier one."""
_BITE = 1 << 16
_NAMED = 5
"""Members that a refusal names."""


def unpack(
    data: bytes, name: str, password: str | None, progress: Progress, *, several: bool
) -> list[tuple[str | None, bytes]]:
    """Give the name and the bytes of each table in a zip, or None and the zip itself where it is a workbook.

    Raises Refused where there is no table, and where there are more than one and not `several`, naming what there is,
    for a wrong password or none, for what is damaged, and for more than MAX_MEMBERS and, of all tables together,
    MAX_BYTES, counted and not believed.
    """
    import pyzipper  # only here: it pulls in a cipher library that a plain .csv does without

    # Counted before the library builds an object for each of what may be a million entries.
    if data.count(_ENTRY) > bounds.MAX_MEMBERS:
        raise Refused(
            "{file} holds more than {limit} files: unpack it and import the table",
            file=name,
            limit=bounds.MAX_MEMBERS,
        )
    try:
        with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
            if any(member.filename == WORKBOOK for member in archive.infolist()):
                return [(None, data)]
            members = _tables(archive.infolist(), name)
            if len(members) > 1 and not several:
                raise _too_many(members, name)
            found: list[tuple[str | None, bytes]] = []
            room = bounds.MAX_BYTES
            for place, member in enumerate(members):
                share = part(progress, WHOLE * place // len(members), WHOLE * (place + 1) // len(members))
                found.append((clean_line(_name(member)), _unpacked(archive, member, name, password, share, room)))
                room -= len(found[-1][1])
            return found
    except (Refused, Cancelled):
        raise
    except Exception:  # a hostile zip makes the library fail in ways that no list of exceptions covers
        raise Refused(
            "{file} is a zip that cannot be read: download it again, or unpack it and import the table", file=name
        ) from None


def _tables(members: list[pyzipper.ZipInfo], name: str) -> list[pyzipper.ZipInfo]:
    files = [each for each in members if not each.filename.endswith("/") and not each.filename.startswith("__MACOSX/")]
    for endings in _TABLES:
        if tables := [each for each in files if each.filename.casefold().endswith(endings)]:
            return tables
    if not files:
        raise bounds.empty(name)
    raise Refused(
        "{file} holds no table ({names}): unpack it and import the statement, a .csv, .txt or .xlsx file",
        file=name,
        names=_names(files),
    )


def _too_many(tables: list[pyzipper.ZipInfo], name: str) -> Refused:
    return Refused(
        "{file} holds {count} tables where one is expected ({names}): unpack it and import each statement",
        file=name,
        count=len(tables),
        names=_names(tables),
    )


def _names(members: list[pyzipper.ZipInfo]) -> str:
    names = ", ".join(clean_line(_name(each))[:80] for each in members[:_NAMED])
    return names + (", …" if len(members) > _NAMED else "")


def _name(member: pyzipper.ZipInfo) -> str:
    # Chinese zip programs write names in GBK without the UTF-8 flag, and the library takes those for cp437.
    name = str(member.filename)
    if member.flag_bits & 0x800:
        return name
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name


def _unpacked(
    archive: pyzipper.AESZipFile,
    member: pyzipper.ZipInfo,
    name: str,
    password: str | None,
    progress: Progress,
    room: int,
) -> bytes:
    encrypted = bool(member.flag_bits & 1)
    if encrypted and not password:
        raise Refused(
            "{file} is protected by a password: give it with --password (Alipay shows it in the app, in the message "
            "about the export; WeChat sends it in the chat 微信支付)",
            file=name,
        )
    if member.file_size > room:
        raise bounds.too_big(name)
    if member.compress_type not in _STORED_OR_DEFLATED:
        raise Refused("{file} is packed in an unusual way: unpack it and import the table", file=name)
    found = bytearray()
    try:
        with archive.open(member, pwd=os.fsencode(password) if encrypted and password else None) as stream:
            while len(found) <= room and (bite := stream.read(_BITE)):
                found += bite
                progress(len(found), member.file_size)
    except (Refused, Cancelled):
        raise
    except Exception:  # a wrong password may also pass the check byte and fail later as bad data or a bad checksum
        if not encrypted:
            raise
        raise Refused("{file} does not open with this password: check it and try again", file=name) from None
    if len(found) > room:
        raise bounds.too_big(name)
    return bytes(found)
