"""What kind of file some bytes are, told by their first bytes and never by the file's name."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass

HEAD = 64 * 1024
"""First bytes of a file that are looked at."""
_CONTROLS = frozenset(map(chr, range(0x20))) - set("\t\n\r\f\x1b")


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file: the family it belongs to, and the endings that its files have."""

    family: str
    suffixes: tuple[str, ...]


FAMILIES: tuple[str, ...] = ("image", "video", "audio", "document", "text", "archive", "data")
TYPES: Mapping[str, FileType] = {
    "jpeg": FileType("image", ("jpg", "jpeg", "jpe", "jfif")),
    "png": FileType("image", ("png",)),
    "gif": FileType("image", ("gif",)),
    "webp": FileType("image", ("webp",)),
    "bmp": FileType("image", ("bmp", "dib")),
    "tiff": FileType("image", ("tif", "tiff", "dng")),
    "heic": FileType("image", ("heic", "heif", "hif")),
    "avif": FileType("image", ("avif",)),
    "mp4": FileType("video", ("mp4", "m4v")),
    "mov": FileType("video", ("mov", "qt")),
    "3gp": FileType("video", ("3gp", "3g2")),
    "webm": FileType("video", ("webm",)),
    "mkv": FileType("video", ("mkv",)),
    "avi": FileType("video", ("avi",)),
    "m4a": FileType("audio", ("m4a", "m4b")),
    "mp3": FileType("audio", ("mp3",)),
    "wav": FileType("audio", ("wav",)),
    "amr": FileType("audio", ("amr",)),
    "silk": FileType("audio", ("silk", "slk", "aud", "amr")),
    "pdf": FileType("document", ("pdf",)),
    "docx": FileType("document", ("docx", "docm")),
    "xlsx": FileType("document", ("xlsx", "xlsm")),
    "doc": FileType("document", ("doc", "xls", "ppt", "msg", "wps", "et")),
    "zip": FileType("archive", ("zip", "pptx", "odt", "ods", "ofd", "epub")),
    "rar": FileType("archive", ("rar",)),
    "7z": FileType("archive", ("7z",)),
    "text": FileType("text", ("txt", "csv", "md", "html", "htm", "json", "xml", "log", "eml", "srt", "svg", "rtf")),
    "data": FileType("data", ()),
}
"""Every type by its id; `data` is what none of the signatures fits."""

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"%PDF-", "pdf"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"\xff\xf2", "mp3"),
    (b"#!AMR", "amr"),
    (b"#!SILK_V3", "silk"),
    (b"\x02#!SILK_V3", "silk"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    (b"PK\x05\x06", "zip"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
_RIFF = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "heic"),
    **dict.fromkeys((b"avif", b"avis"), "avif"),
    **dict.fromkeys((b"M4A ", b"M4B "), "m4a"),
    b"qt  ": "mov",
}
"""The brand of an ISO container; any other that begins with 3g is `3gp`, and what is left `mp4`."""


def detect(head: bytes) -> str:
    """Give the type of a file by its first bytes, `HEAD` of them or all there are; an id of `TYPES`."""
    for start, found in _STARTS:
        if head.startswith(start):
            return found
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "data")
    if head[4:8] == b"ftyp":
        return _brand(head)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm" if b"webm" in head[:64] else "mkv"
    if head.startswith(b"PK\x03\x04"):
        return "docx" if b"word/" in head else "xlsx" if b"xl/" in head else "zip"
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return "bmp"
    return "text" if _is_text(head) else "data"


def _brand(head: bytes) -> str:
    brand = head[8:12]
    # A still image may name only the container; which codec it needs stands among the compatible brands.
    if brand in (b"mif1", b"msf1") and b"avif" in head[16:64]:
        return "avif"
    return _BRANDS.get(brand, "3gp" if brand[:2] == b"3g" else "mp4")


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    for encoding in ("utf-8", "gb18030"):
        try:
            # The head may end within a character, which is no mistake.
            text = codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return bool(text) and _CONTROLS.isdisjoint(text)
    return False


def family(type_id: str) -> str:
    """Give the family of a type; `data` for an id that is not known here."""
    return TYPES.get(type_id, TYPES["data"]).family


def disagrees(type_id: str, name: str) -> bool:
    """Say whether a file's ending promises another type than its bytes are; an ending nobody knows promises nothing."""
    _stem, dot, suffix = name.rpartition(".")
    promised = [each for each, kind in TYPES.items() if dot and suffix.lower() in kind.suffixes]
    return bool(promised) and type_id not in promised
