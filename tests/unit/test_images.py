"""Pictures come from anywhere: what cannot be read shows nothing, and never more memory than is meant for it."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from refund_tui import images

Image = pytest.importorskip("PIL.Image")


def test_a_picture_becomes_cells_of_two_halves_in_its_own_proportion(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    picture = Image.new("RGB", (80, 40), (255, 0, 0))
    picture.paste((0, 0, 255), (0, 20, 80, 40))
    picture.save(path)
    found = images.preview(path, "png", 40, 40)
    assert found is not None and (found.width, found.height) == (80, 40)
    assert len(found.rows) == 10 and {len(row) for row in found.rows} == {40}
    assert found.rows[0][0] == ((248, 0, 0), (248, 0, 0)) and found.rows[-1][0] == ((0, 0, 248), (0, 0, 248))


def test_a_photo_that_lies_on_its_side_is_shown_upright(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (80, 40)).save(path, exif=exif)
    found = images.preview(path, "jpeg", 40, 40)
    assert found is not None and (found.width, found.height) == (40, 80)
    assert len(found.rows) == 40 and len(found.rows[0]) == 40


def test_what_is_transparent_is_shown_on_white(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(path)
    found = images.preview(path, "png", 4, 4)
    assert found is not None and found.rows[0][0] == ((248, 248, 248), (248, 248, 248))


def test_a_picture_that_would_fill_the_memory_is_not_unpacked(tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    size = (60_000).to_bytes(4) * 2
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size + b"\x08\x02\0\0\0") + chunk(b"IDAT", zlib.compress(b"\0" * 999))
    path = tmp_path / "bomb.png"
    path.write_bytes(bomb)
    assert images.preview(path, "png", 40, 20) is None


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n" + b"x" * 99, b"GIF89a" + bytes(9)])
def test_a_broken_picture_shows_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    for kind in ("jpeg", "png", "gif", "heic"):
        assert images.preview(path, kind, 40, 20) is None and images.taken(path, kind) is None


def test_without_the_library_nothing_is_known_and_nothing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (4, 4)).save(path)
    monkeypatch.setattr(images, "_pillow", lambda: None)
    assert not images.available()
    assert images.preview(path, "png", 4, 4) is None and images.taken(path, "png") is None
