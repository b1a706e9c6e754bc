"""Makes the SVG that Rich exports right for Chinese, and PNG of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from itertools import groupby
from pathlib import Path

import resvg_py
from palette import small

from refund_tui.domain.text import cells

FONT, FONT_FILE = "Noto Sans Mono CJK SC", "NotoSansCJK-Regular.ttc"
NARROW_FONT, NARROW_FILE = "DejaVu Sans Mono", "DejaVuSansMono.ttf"
_NARROW = f" style=\"font-family: '{NARROW_FONT}', '{FONT}'; font-size: 20.3px\""
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts")
CELL = 12.2
"""Width of one cell in Rich's SVG."""
_TEXT = re.compile(r'<text class="([^"]+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+"([^>]*)>([^<]*)</text>')
_FACES = re.compile(r"@font-face \{.*?\}", re.DOTALL)
_FAMILY = re.compile(r"font-family: [^;]+;")
_SIZE = re.compile(r"font-size: 20px;")


def font_folders() -> list[Path]:
    """Give the folders of the two fonts; raises LookupError with the name of one that is not installed."""
    return [_folder(FONT, FONT_FILE), _folder(NARROW_FONT, NARROW_FILE)]


def _folder(font: str, file: str) -> Path:
    for name in FONT_FOLDERS:
        for found in Path(name).expanduser().rglob(file):
            return found.parent
    raise LookupError(font)


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Split where the font must change: a Chinese font draws lines, blocks and dots as wide as its characters."""
    for narrow, run in groupby(text, lambda char: not char.isascii() and cells(char) == 1):
        yield "".join(run), narrow


def _placed(found: re.Match[str]) -> str:
    """Give each character its own place: Rich counts a wide one as one cell."""
    kind, x, y, rest, raw = found.groups()
    at, drawn = float(x), []
    for run, narrow in _runs(unescape(raw)):
        places = []
        for char in run:
            places.append(f"{at:.1f}")
            at += cells(char) * CELL
        font = _NARROW if narrow else ""
        drawn.append(f'<text class="{kind}" x="{" ".join(places)}" y="{y}"{font}{rest}>{escape(run)}</text>')
    return "".join(drawn)


def fixed(svg: str) -> str:
    """Put every character of an exported screen where it stands on the screen, in a font that has it."""
    svg = _FAMILY.sub(f"font-family: '{FONT}';", _FACES.sub("", svg))
    return _TEXT.sub(_placed, _SIZE.sub("font-size: 22px;", svg))


def png(svg: str, fonts: list[Path], zoom: float) -> bytes:
    """Draw an exported screen."""
    drawn = resvg_py.svg_to_bytes(
        svg_string=fixed(svg),
        zoom=zoom,
        skip_system_fonts=True,
        font_dirs=[str(folder) for folder in fonts],
        font_family=FONT,
        monospace_family=FONT,
    )
    return small(bytes(drawn))
