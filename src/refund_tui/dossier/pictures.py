"""The pictures that the page and the paper show: small ones as they are, large ones as smaller copies by Pillow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from refund_tui import images
from refund_tui.dossier.packing import read_chunks, stage
from refund_tui.dossier.pieces import Piece

DIRECT = {"jpeg": "jpg", "png": "png", "gif": "gif", "webp": "webp"}
"""Types that every browser shows, with their endings."""
_FORMATS = tuple(each.upper() for each in images.READABLE)
EACH, ALL = 1_500_000, 20_000_000
"""Bytes of one picture, and of all of them on a page, that are taken up as they are or as copies."""
EDGE = 1600
"""Pixels of the longer edge of a smaller copy: A4 at about 150 to the inch."""
MOST_PIXELS = 11_000_000
"""Pixels that are decoded to make a copy: four bytes each, beside what is in memory already."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is staged to be shown, by the number of its exhibit."""

    number: int
    path: Path
    type: str

    @property
    def mime(self) -> str:
        return f"image/{self.type}"


def staged(pieces: Iterable[tuple[Piece, Path]], folder: Path) -> dict[int, Picture]:
    """Stage the pictures among the evidence, each from the path of its copy, as many as there is room for.

    One that is not among them is too large, of a type that pages do not show, or cannot be read.
    """
    found: dict[int, Picture] = {}
    room = ALL
    for piece, path in pieces:
        picture = _direct(piece, path, folder) or _smaller(piece, path, folder)
        size = picture.path.stat().st_size if picture else 0
        if picture and size <= room:
            found[piece.exhibit.number] = picture
            room -= size
    return found


def _direct(piece: Piece, path: Path, folder: Path) -> Picture | None:
    exhibit = piece.exhibit
    if exhibit.type not in DIRECT or path.stat().st_size > EACH or not _is_sound(path, exhibit.type):
        return None
    name = f"{exhibit.number}.{DIRECT[exhibit.type]}"
    return Picture(exhibit.number, stage(folder, name, read_chunks(path, piece.title)).path, exhibit.type)


def _smaller(piece: Piece, path: Path, folder: Path) -> Picture | None:
    """Make a copy that stands upright and says nothing of its making."""
    if piece.exhibit.type not in images.READABLE or not images.available():
        return None
    upright = _small(path)
    if upright is None:
        return None
    from PIL import Image

    flat = Image.new("RGB", upright.size, (255, 255, 255))
    flat.paste(upright, mask=upright.getchannel("A"))
    made = BytesIO()
    flat.save(made, "JPEG", quality=80)
    entry = stage(folder, f"{piece.exhibit.number}.small.jpg", (made.getvalue(),))
    return Picture(piece.exhibit.number, entry.path, "jpeg")


# Pictures come from anywhere, and a reader of pictures may fail in any way: such a picture is not shown.


def _small(path: Path) -> Any:
    from PIL import Image, ImageOps

    try:
        with Image.open(path, formats=_FORMATS) as image:
            # A JPEG is decoded at a half or less of its size, as long as that is enough.
            image.draft("RGB", (EDGE * 2 // 3, EDGE * 2 // 3))
            if image.size[0] * image.size[1] > MOST_PIXELS:
                return None
            image.thumbnail((EDGE, EDGE))
            return ImageOps.exif_transpose(image).convert("RGBA")
    except Exception:  # see above
        return None


def _is_sound(path: Path, type_id: str) -> bool:
    """Say whether a picture can be shown; where nothing here can tell, it is tried."""
    if not images.available():
        return True
    from PIL import Image

    try:
        with Image.open(path, formats=(type_id.upper(),)) as image:
            image.verify()
            return bool(image.size[0] * image.size[1] <= images.MOST_PIXELS)
    except Exception:  # see above
        return False
