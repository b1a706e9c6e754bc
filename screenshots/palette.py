"""Makes a PNG small: at most 256 colours, packed as tightly as zlib can."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PIXEL = 4
_COLOURS = 256
_COARSE = 0xF8
"""The bits of a channel that are kept: edges of letters have more shades than anybody sees."""


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += size + 12


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((abs(guess - left), 0, left), (abs(guess - above), 1, above), (abs(guess - corner), 2, corner))[2]


def _plain(kind: int, line: bytearray, above: bytes) -> None:
    """Undo the filter of one line, in place."""
    if kind == 2:
        line[:] = bytes((one + other) & 255 for one, other in zip(line, above, strict=True))
    elif kind:
        for at, value in enumerate(line):
            left = line[at - _PIXEL] if at >= _PIXEL else 0
            corner = above[at - _PIXEL] if at >= _PIXEL else 0
            guess = (left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))[kind - 1]
            line[at] = (value + guess) & 255


def _lines(data: bytes, width: int) -> Iterator[list[bytes]]:
    """Give each line as coarse RGB pixels."""
    step, above = width * _PIXEL, bytes(width * _PIXEL)
    coarse = bytes(value & _COARSE for value in range(256))
    for at in range(0, len(data), step + 1):
        line = bytearray(data[at + 1 : at + 1 + step])
        _plain(data[at], line, above)
        above = bytes(line)
        pixels = above.translate(coarse)
        yield [pixels[start : start + 3] for start in range(0, step, _PIXEL)]


def _nearest(colour: bytes, among: list[bytes]) -> int:
    return min(range(len(among)), key=lambda at: sum((a - b) ** 2 for a, b in zip(colour, among[at], strict=True)))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def small(png: bytes) -> bytes:
    """Give the same picture with a palette; takes 8-bit RGBA."""
    found = list(_chunks(png))
    width, height, depth, colour_type = struct.unpack(">IIBB", found[0][1][:10])
    if (depth, colour_type) != (8, 6):
        return png
    packed = b"".join(data for kind, data in found if kind == b"IDAT")
    lines = list(_lines(zlib.decompress(packed), width))
    counted = Counter(pixel for line in lines for pixel in line)
    colours = [colour for colour, _ in counted.most_common(_COLOURS)]
    places = {colour: bytes([at]) for at, colour in enumerate(colours)}
    places |= {colour: bytes([_nearest(colour, colours)]) for colour in counted if colour not in places}
    body = b"".join(b"\0" + b"".join(map(places.__getitem__, line)) for line in lines)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", b"".join(colours)), (b"IDAT", zlib.compress(body, 9)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, data) for kind, data in parts)
