"""Pictures without what they say of their making: parts of the file are left out, and nothing is encoded again.

What decides how a picture looks stays: colours, transparency, and which way is up.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise
from zlib import crc32

MOST = 32 * 1024 * 1024
"""Bytes of a picture that are taken into memory."""
_SOI, _EOI, _SOS, _APP0, _APP1, _APP2, _APP14 = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE
_BARE = (0x01, *range(0xD0, 0xD8))
"""JPEG markers that no length follows."""
_PNG = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset(
    (
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD"),
        *(b"pHYs", b"acTL", b"fcTL", b"fdAT"),
    )
)
_ORIENTATION = 0x0112


def stripped(data: bytes, type_id: str) -> bytes | None:
    """Give a `jpeg` or `png` without place, camera, time, comments, previews and anything after its end.

    None for another type, and for a file whose parts do not fit together: nothing can be promised of it.
    """
    try:
        if type_id == "jpeg":
            return b"".join(_jpeg(data))
        if type_id == "png":
            return b"".join(_png(data))
    except (struct.error, IndexError, ValueError):
        pass
    return None


def _jpeg(data: bytes) -> Iterator[bytes]:
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    yield data[:2]
    up, at, begun = 1, 2, False
    parts = []
    while True:
        marker, start, end = _segment(data, at)
        body = data[start + 4 : start + 18]
        if marker == _APP1 and body.startswith(b"Exif\0\0") and up == 1:
            up = _orientation(data[start + 10 : end])
        if marker == _SOS:
            end = _scan_end(data, end)
            begun = True
        if marker == _EOI or marker < _APP0 or _shapes(marker, body):
            parts.append(data[start:end])
        if marker == _EOI:
            break
        at = end
    if not begun:
        raise ValueError("no picture in it")
    # A JFIF header, where there is one, comes first.
    first = 1 if parts[0][1] == _APP0 else 0
    exif = b"Exif\0\0" + _exif(up)
    note = [b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif] if up != 1 else []
    yield from (*parts[:first], *note, *parts[first:])


def _shapes(marker: int, body: bytes) -> bool:
    """Say whether a segment of an application tells how the picture looks: its colours, their coding."""
    return (
        (marker == _APP0 and body.startswith(b"JFIF\0") and body[12:14] == b"\0\0")
        or (marker == _APP2 and body.startswith(b"ICC_PROFILE\0"))
        or (marker == _APP14 and body.startswith(b"Adobe"))
    )


def _segment(data: bytes, at: int) -> tuple[int, int, int]:
    """Give the marker at a place, where its segment begins, and where it ends."""
    if data[at] != 0xFF:
        raise ValueError("no marker")
    while data[at + 1] == 0xFF:  # fill bytes
        at += 1
    marker = data[at + 1]
    if marker in _BARE or marker == _EOI:
        return marker, at, at + 2
    if marker < 0xC0 or marker == _SOI:
        raise ValueError("not a marker that may stand here")
    end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
    if end > len(data) or end < at + 4:
        raise ValueError("cut off")
    return marker, at, end


def _scan_end(data: bytes, at: int) -> int:
    """Give where the coded picture ends: at the next marker that is no part of it."""
    while True:
        at = data.index(0xFF, at)
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7 and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2


def _png(data: bytes) -> Iterator[bytes]:
    if data[:8] != _PNG:
        raise ValueError("no PNG")
    parts, up, at = [], 1, 8
    name = b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise ValueError("cut off")
        if name == b"eXIf":
            up = _orientation(data[at + 8 : end - 4])
        if name in _KEPT:
            parts.append((name, data[at:end]))
        at = end
    names = [each for each, _ in parts]
    if names[0] != b"IHDR" or b"IDAT" not in names:
        raise ValueError("no picture in it")
    yield _PNG
    for (_before, part), (after, _part) in pairwise([*parts, (b"", b"")]):
        yield part
        if after == b"IDAT" and up != 1:
            yield _chunk(b"eXIf", _exif(up))
            up = 1


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", crc32(name + body))


def _orientation(tiff: bytes) -> int:
    """Read which way is up from Exif data (1 to 8; Exif 2.31); 1 where it does not say it in order."""
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for entry in range(count):
            tag, kind, number, found = struct.unpack_from(order + "HHIH", tiff, start + 2 + 12 * entry)
            if (tag, kind, number) == (_ORIENTATION, 3, 1):
                return found if 1 <= found <= 8 else 1
    except (KeyError, struct.error):
        pass
    return 1


def _exif(up: int) -> bytes:
    """Make Exif data that says which way is up and nothing else."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, up, 0, 0)
