"""A file's type is told by its bytes; its name only promises."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refund_tui.domain.filetypes import FAMILIES, TYPES, detect, disagrees, family


def zipped(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


def container(brand: bytes, compatible: bytes = b"") -> bytes:
    return b"\0\0\0\x20ftyp" + brand + b"\0\0\0\0" + compatible


KNOWN = {
    "jpeg": b"\xff\xd8\xff\xe0",
    "png": b"\x89PNG\r\n\x1a\n\0",
    "gif": b"GIF89a\1",
    "webp": b"RIFF\1\0\0\0WEBPVP8 ",
    "bmp": b"BM\x9a\0\0\0\0\0\0\0\x36",
    "tiff": b"II*\0\1",
    "heic": container(b"mif1", b"mif1heic"),
    "avif": container(b"mif1", b"mif1avif"),
    "mp4": container(b"isom"),
    "mov": container(b"qt  "),
    "m4a": container(b"M4A "),
    "3gp": container(b"3gp5"),
    "webm": b"\x1a\x45\xdf\xa3\x9fB\x82\x84webm",
    "mkv": b"\x1a\x45\xdf\xa3\x9fB\x82\x88matroska",
    "avi": b"RIFF\1\0\0\0AVI LIST",
    "wav": b"RIFF\1\0\0\0WAVEfmt ",
    "mp3": b"ID3\3\0",
    "amr": b"#!AMR\n",
    "silk": b"\x02#!SILK_V3\0",
    "pdf": b"%PDF-1.7\n",
    "docx": zipped("[Content_Types].xml", "word/document.xml"),
    "xlsx": zipped("[Content_Types].xml", "xl/workbook.xml"),
    "zip": zipped("a.jpg"),
    "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "rar": b"Rar!\x1a\x07\1",
    "7z": b"7z\xbc\xaf\x27\x1c\0",
    "text": "你好".encode(),
    "data": b"\0\1\2\3",
}


@pytest.mark.parametrize("type_id", TYPES)
def test_every_type_is_told_by_its_first_bytes(type_id: str) -> None:
    assert detect(KNOWN[type_id]) == type_id


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_chinese_text_is_text_in_every_encoding_even_when_it_is_cut_within_a_character(encoding: str) -> None:
    whole = "亲，这个是质量问题，可以退款吗？\r\n".encode(encoding)
    assert all(detect(whole[:length]) == "text" for length in range(len(whole) - 8, len(whole) + 1))


def test_text_that_begins_like_a_picture_is_text() -> None:
    assert detect(b"BMW promised to pay") == "text" and detect(b"\x1b[2J") == "text" and detect(b"") == "data"


@pytest.mark.parametrize(
    ("type_id", "name", "lies"),
    [
        ("jpeg", "a.JPG", False),
        ("png", "a.jpg", True),
        ("data", "a.jpg", True),
        ("text", "a.jpg", True),
        ("text", "chat.csv", False),
        ("jpeg", "a", False),
        ("jpeg", "a.evidence", False),
        ("zip", "contract.docx", True),
        ("silk", "voice.amr", False),
        ("mov", "a.mp4", True),
    ],
)
def test_a_name_is_measured_by_what_its_ending_promises(type_id: str, name: str, lies: bool) -> None:
    assert disagrees(type_id, name) is lies


@given(st.binary(max_size=200))
def test_any_bytes_have_a_type_and_a_family(head: bytes) -> None:
    assert family(detect(head)) in FAMILIES


@given(st.sampled_from(sorted(KNOWN)), st.binary(min_size=8, max_size=8))
def test_damage_behind_the_signature_changes_no_family(type_id: str, tail: bytes) -> None:
    assert family(detect(KNOWN[type_id] + b"\0" * 64 + tail)) == ("data" if type_id == "text" else family(type_id))
