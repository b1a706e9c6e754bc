"""The page as PDF, by typst: everything a person wrote goes there as data, and only staged pictures can be read."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from refund_tui.dossier.page import NO_PICTURE, TAGS, Page, details
from refund_tui.dossier.pictures import Picture
from refund_tui.dossier.pieces import Piece
from refund_tui.dossier.sheets import Sheet
from refund_tui.i18n import N_, _, language
from refund_tui.values import exhibit_name

FONTS = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC"),
    *("SimSun", "Songti SC", "WenQuanYi Micro Hei"),
)
"""Fonts with Chinese, Latin and digits; another one may leave a part of the text out in silence."""
NO_TYPST = N_("no PDF: it needs typst; install it with: pip install 'refund-tui[pdf]'. The page is there: index.html")
NO_FONT = N_(
    "no PDF: no font with Chinese was found, such as by apt install fonts-noto-cjk. The page is there: index.html"
)
NOT_MADE = N_("no PDF: typst could not make it ({why}). The page is there: index.html")
_TEMPLATE = Path(__file__).parent / "paper.typ"
_TRIAL = b"#image(sys.inputs.picture)"


class NoPaper(Exception):
    """There is no PDF: `message` is one of the sentences above, `why` what typst said."""

    def __init__(self, message: str, why: str = "") -> None:
        super().__init__(message, why)
        self.message, self.why = message, why


def _typst() -> Any:
    try:
        import typst
    except ImportError:
        raise NoPaper(NO_TYPST) from None
    return typst


def fonts() -> list[str]:
    """Give the fonts of `FONTS` that are installed. Raises NoPaper where there is none, or no typst."""
    installed = set(_typst().Fonts(include_system_fonts=True).families())
    found = [name for name in FONTS if name in installed]
    if not found:
        raise NoPaper(NO_FONT)
    return found


def paper(shown: Page, at: datetime, folder: Path) -> bytes:
    """Make the PDF; `folder` holds the pictures, and typst reads nothing outside it. `at` is its date.

    A picture that cannot be decoded is left out. Raises NoPaper where there can be no PDF.
    """
    typst, found = _typst(), fonts()
    try:
        return _compiled(typst, _data(shown, at, found, shown.pictures), at, folder)
    except typst.TypstError:
        sound = {number: each for number, each in shown.pictures.items() if _decodes(typst, each, folder)}
    try:
        return _compiled(typst, _data(shown, at, found, sound), at, folder)
    except typst.TypstError as error:
        raise NoPaper(NOT_MADE, error.message) from error


def _compiled(typst: Any, data: dict[str, Any], at: datetime, folder: Path) -> bytes:
    made: bytes = typst.compile(
        _TEMPLATE.read_bytes(),
        root=str(folder),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(at.timestamp()),
    )
    return made


def _decodes(typst: Any, picture: Picture, folder: Path) -> bool:
    try:
        typst.compile(_TRIAL, root=str(folder), format="pdf", sys_inputs={"picture": picture.path.name})
    except typst.TypstError:
        return False
    return True


def _data(shown: Page, at: datetime, found: list[str], pictures: Any) -> dict[str, Any]:
    tag, _dash, region = TAGS[language()].partition("-")
    return {
        "title": shown.title,
        "notes": list(shown.notes),
        "sheets": [_sheet(sheet) for sheet in shown.sheets],
        "pieces": [_piece(piece, pictures.get(piece.exhibit.number)) for piece in shown.pieces],
        "evidence": _("Evidence"),
        "closing": shown.closing,
        "date": [at.year, at.month, at.day],
        "fonts": found,
        "lang": tag,
        "region": region.lower() or None,
    }


def _row(label: str, text: str, strong: bool = False) -> dict[str, Any]:
    return {"label": label, "text": text, "strong": strong}


def _sheet(sheet: Sheet) -> dict[str, Any]:
    parts = [
        {
            "title": part.title,
            "kind": part.kind,
            "rows": [_row(row.label, row.text, row.strong) for row in part.rows],
        }
        for part in sheet.parts
        if part.rows
    ]
    return {"title": sheet.title, "parts": parts, "apart": sheet.name == "02_letter"}


def _piece(piece: Piece, picture: Picture | None) -> dict[str, Any]:
    name = exhibit_name(piece.exhibit.number)
    absent = "" if picture or piece.handling == "left_out" else _(NO_PICTURE).format(file=piece.file)
    return {
        "name": name,
        "shows": piece.shows,
        "details": [_row(what, given) for what, given in details(piece)],
        "picture": picture.path.name if picture else "",
        "alt": piece.shows or piece.proves or name,
        "absent": absent,
    }
