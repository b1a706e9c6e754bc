"""What a picture says of itself, and a small copy of it in half cells; by Pillow, where that is installed.

Pictures come from anywhere, and a reader of pictures may fail in any way: whatever it raises, nothing is known then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

READABLE = ("jpeg", "png", "gif", "webp", "bmp", "tiff", "avif")
"""Types that are handed to Pillow, and the formats that it may take them for."""
MOST_PIXELS = 50_000_000
"""Pixels that are decoded at the most: four bytes each."""
COLOUR_BITS = 5
"""Bits of each colour that a preview keeps."""
_EXIF, _TAKEN, _OFFSET = 0x8769, 0x9003, 0x9011
"""The Exif part of the metadata, DateTimeOriginal and OffsetTimeOriginal (Exif 2.31, CIPA DC-008)."""

Colour = tuple[int, int, int]
Row = tuple[tuple[Colour, Colour], ...]
"""Cells of a line, each an upper and a lower half."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A picture's own size in pixels, as it is to be looked at, and its small copy."""

    width: int
    height: int
    rows: tuple[Row, ...]


@cache
def _pillow() -> Any:
    """Give Pillow's module, None where it is not installed."""
    try:
        from PIL import Image
    except ImportError:
        return None
    # Its warning about large pictures would go to the terminal; we look at the size ourselves.
    Image.MAX_IMAGE_PIXELS = None
    return Image


def available() -> bool:
    """Say whether pictures can be looked into."""
    return _pillow() is not None


def _open(path: Path) -> Any:
    return _pillow().open(path, formats=tuple(each.upper() for each in READABLE))


def taken(path: Path, type_id: str) -> datetime | None:
    """Give when a photo was taken, with its offset where it says one; None where it does not say it."""
    if type_id not in READABLE or not available():
        return None
    try:
        with _open(path) as image:
            facts = image.getexif().get_ifd(_EXIF)
        instant = datetime.strptime(str(facts[_TAKEN]).strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
    except Exception:  # see above
        return None
    try:
        offset = datetime.strptime(str(facts[_OFFSET]).strip("\0 "), "%z").tzinfo
    except (KeyError, ValueError):
        return instant
    return instant.replace(tzinfo=offset)


def preview(path: Path, type_id: str, columns: int, lines: int) -> Preview | None:
    """Give a picture in at most so many cells; None where it cannot be shown. The file is only read."""
    if type_id not in READABLE or not available():
        return None
    try:
        with _open(path) as image:
            return _small(image, max(columns, 1), max(lines, 1))
    except Exception:  # see above
        return None


def _small(image: Any, columns: int, lines: int) -> Preview | None:
    from PIL import ImageOps

    width, height = image.size
    if image.getexif().get(0x0112) in (5, 6, 7, 8):  # it lies on its side
        width, height = height, width
    # A JPEG is decoded at an eighth of its size where that is enough.
    image.draft("RGB", (columns * 2, lines * 4))
    if image.size[0] * image.size[1] > MOST_PIXELS:
        return None
    image.thumbnail((max(columns, 2 * lines) * 2,) * 2)
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail((columns, 2 * lines))
    flat = _pillow().new("RGB", upright.size, (255, 255, 255))
    flat.paste(upright, mask=upright.getchannel("A"))
    # Neighbours of one colour are sent as one: over a slow line half the bytes.
    flat = ImageOps.posterize(flat, COLOUR_BITS)
    return Preview(width, height, tuple(_row(flat, y) for y in range(0, flat.size[1], 2)))


def _row(image: Any, y: int) -> Row:
    last = image.size[1] - 1
    return tuple((image.getpixel((x, y)), image.getpixel((x, min(y + 1, last)))) for x in range(image.size[0]))
