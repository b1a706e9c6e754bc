"""Copies of pictures lose what they say of their making, and look as before."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refund_tui.dossier.strip import stripped

Image = pytest.importorskip("PIL.Image", reason="the pictures are made with Pillow")
SECRET = b"31.2304N secret"


def picture(kind: str, up: int = 1, **options: Any) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    image = Image.linear_gradient("L").resize((40, 24)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = up
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    kept = io.BytesIO()
    if kind == "png":
        notes = PngInfo()
        notes.add_text("Comment", SECRET.decode())
        notes.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        image.save(kept, "PNG", exif=exif, pnginfo=notes, **options)
    else:
        image.save(kept, "JPEG", exif=exif, comment=SECRET, xmp=SECRET, **options)
    return kept.getvalue() + b"trailing " + SECRET


@pytest.mark.parametrize("up", [1, 6])
@pytest.mark.parametrize(("kind", "options"), [("jpeg", {}), ("jpeg", {"progressive": True}), ("png", {})])
def test_nothing_is_left_but_the_picture_and_which_way_is_up(kind: str, options: dict[str, Any], up: int) -> None:
    from PIL import ImageOps

    data = picture(kind, up, **options)
    copy = stripped(data, kind)
    assert copy is not None and SECRET not in copy and len(copy) < len(data)
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(copy))
    assert before.tobytes() == after.tobytes()
    assert dict(after.getexif()) == ({0x0112: up} if up != 1 else {})
    assert ImageOps.exif_transpose(before).tobytes() == ImageOps.exif_transpose(after).tobytes()
    assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "exif"} | {
        "progressive",
        "progression",
    }
    assert stripped(copy, kind) == copy


def test_colours_stay() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in ("jpeg", "png"):
        copy = stripped(picture(kind, icc_profile=profile), kind)
        assert copy is not None and Image.open(io.BytesIO(copy)).info["icc_profile"] == profile


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_of_a_damaged_file_nothing_is_promised(kind: str) -> None:
    data = picture(kind)
    whole = stripped(data, kind)
    assert whole is not None
    assert stripped(whole[: len(whole) // 2], kind) is None
    assert stripped(whole[:-2], kind) is None
    assert stripped(b"", kind) is None
    assert stripped(data, "webp") is None


@given(st.binary(max_size=200), st.sampled_from(["jpeg", "png"]))
def test_no_bytes_break_it(junk: bytes, kind: str) -> None:
    start = b"\xff\xd8" if kind == "jpeg" else b"\x89PNG\r\n\x1a\n"
    for data in (junk, start + junk, start + b"\xff\xe1" + junk):
        stripped(data, kind)
