"""The bundle as one page that needs nothing but itself: no script, no link, pictures inside, made to be printed.

Every text goes through `html.escape`; the policy in the head forbids what the page does not hold anyway.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

from refund_tui.dossier.pictures import Picture
from refund_tui.dossier.pieces import HANDLING, Piece
from refund_tui.dossier.sheets import Part, Row, Sheet
from refund_tui.i18n import N_, _, language
from refund_tui.values import exhibit_name, label

TAGS = {"zh_CN": "zh-CN", "en": "en"}
_STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
_HEAD = Template("""<!DOCTYPE html>
<html lang="$tag">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="$policy">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>$title</title>
<style>$style</style>
</head>
<body>
<header>
<h1>$title</h1>
$notes
</header>
""")
_BASE64_BYTES = 3 * 256 * 1024
"""Bytes of a picture that are coded at a time; a multiple of three, so that the parts can be joined."""
NO_PICTURE = N_("Not shown here; see the file {file}")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page, or a paper, shows: notes under its title, sheets, evidence, and the pictures of some of it."""

    title: str
    notes: Sequence[str]
    sheets: Sequence[Sheet]
    pieces: Sequence[Piece]
    pictures: Mapping[int, Picture]
    closing: str


def page(shown: Page) -> Iterator[bytes]:
    """Write the page, a part at a time: pictures are never in memory together."""
    for part in _parts(shown):
        yield part.encode()


def _parts(shown: Page) -> Iterator[str]:
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    notes = "\n".join(f"<p>{escape(note)}</p>" for note in shown.notes)
    yield _HEAD.substitute(
        tag=TAGS[language()], policy=escape(policy), title=escape(shown.title), style=_STYLE, notes=notes
    )
    for sheet in shown.sheets:
        yield from _sheet(sheet, shown)
    if shown.pieces:
        yield f'<section class="evidence">\n<h2>{escape(_("Evidence"))}</h2>\n'
        for piece in shown.pieces:
            yield from _exhibit(piece, shown.pictures.get(piece.exhibit.number))
        yield "</section>\n"
    yield f"<footer>\n<p>{escape(shown.closing)}</p>\n</footer>\n</body>\n</html>\n"


def _sheet(sheet: Sheet, shown: Page) -> Iterator[str]:
    yield f'<section class="{escape(sheet.name[3:])}">\n'
    if sheet.title != shown.title:
        yield f"<h2>{escape(sheet.title)}</h2>\n"
    for part in sheet.parts:
        if part.rows:
            yield from _part(part)
    yield "</section>\n"


def _part(part: Part) -> Iterator[str]:
    if part.title:
        yield f"<h3>{escape(part.title)}</h3>\n"
    if part.kind in ("pairs", "sums"):
        yield f'<table class="{part.kind}">\n{"".join(map(_row, part.rows))}</table>\n'
    else:
        paragraphs = [each for row in part.rows for each in row.text.split("\n\n")]
        yield "".join(f'<p class="{part.kind}">{escape(each)}</p>\n' for each in paragraphs)


def _row(row: Row) -> str:
    strong = ' class="strong"' if row.strong else ""
    return f"<tr{strong}><th>{escape(row.label)}</th><td>{escape(row.text)}</td></tr>\n"


def details(piece: Piece) -> Iterable[tuple[str, str]]:
    """Give what is said of a piece beside what it shows: pairs of a name and a value."""
    named = (
        (_("what it is proof of"), piece.proves),
        (_("taken"), piece.captured),
        (_("file"), "" if piece.handling == "left_out" else piece.file),
        ("SHA-256", piece.sha256),
        (_("SHA-256 of the original"), piece.exhibit.sha256 if piece.handling else ""),
        (_("masking"), label(HANDLING, piece.handling) if piece.handling else ""),
    )
    return [(name, given) for name, given in named if given]


def _exhibit(piece: Piece, picture: Picture | None) -> Iterator[str]:
    name = exhibit_name(piece.exhibit.number)
    caption = piece.shows or piece.proves or name
    yield f"<figure>\n<h3>{escape(name)}</h3>\n"
    if piece.shows:
        yield f'<p class="shows">{escape(piece.shows)}</p>\n'
    yield f'<table class="pairs">\n{"".join(_row(Row(given, what)) for what, given in details(piece))}</table>\n'
    if picture is not None:
        yield f'<img alt="{escape(caption)}" src="data:{picture.mime};base64,'
        yield from _coded(picture.path)
        yield '">\n'
    elif piece.handling != "left_out":
        yield f"<figcaption>{escape(_(NO_PICTURE).format(file=piece.file))}</figcaption>\n"
    yield "</figure>\n"


def _coded(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        while chunk := file.read(_BASE64_BYTES):
            yield base64.b64encode(chunk).decode()
