"""Copies for the other party: texts masked, pictures without what they say of their making, the rest named as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from refund_tui.domain.filetypes import family
from refund_tui.domain.redact import known_numbers, redact
from refund_tui.dossier.packing import Entry, read_chunks, stage
from refund_tui.dossier.pieces import Piece
from refund_tui.dossier.strip import MOST, stripped
from refund_tui.views import CaseView

MOST_TEXT = 16 * 1024 * 1024
"""Bytes of a text that are masked."""
_PRIVATE = {"return_address": "address", "terms.return_address": "address", "account": "account"}
"""Fields that are private as a whole, with their kinds."""
_SHORTEST_PRIVATE = 4
_LONGEST = 20_000
"""Characters that are masked at a time."""
_CUTS = "\n。；，;, "
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


@dataclass
class Masker:
    """Masks texts of one case and counts what it masked, by file and kind.

    `known` are numbers that stay, `private` pairs of a kind and a text that is masked wherever it stands.
    """

    known: tuple[str, ...]
    private: tuple[tuple[str, str], ...]
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    file: str = ""

    def __call__(self, text: str) -> str:
        found = redact(text, self.known, self.private)
        if found.masked:
            self.counts.setdefault(self.file, Counter()).update(found.masked)
        return found.text

    def into(self, file: str) -> Masker:
        """Count what is masked from now on for this file."""
        self.file = file
        return self


def masker_of(view: CaseView) -> Masker:
    """Give what masks the texts of a case: its own numbers stay, and its addresses and accounts do not."""
    told = [("return_address", view.case.terms.return_address)]
    told += [pair for event in view.events for pair in event.data.items()]
    private = {
        (_PRIVATE[name], given.strip())
        for name, given in told
        if name in _PRIVATE and isinstance(given, str) and len(given.strip()) >= _SHORTEST_PRIVATE
    }
    return Masker(
        tuple(sorted(known_numbers(view.case, view.events))),
        tuple(sorted(private, key=lambda pair: (-len(pair[1]), pair))),
    )


def mask_piece(piece: Piece, workshop: Path, masker: Masker) -> tuple[Piece, Entry | None]:
    """Make the masked copy of a piece; the original is only read, and refused where it is not what was kept.

    Gives the piece with what was done to it, and the staged copy: None for one that goes as it is, or not at all.
    """
    exhibit, source = piece.exhibit, piece.source
    kind = family(exhibit.type)
    if kind != "text" and exhibit.type not in ("jpeg", "png"):
        return replace(piece, handling="unmasked"), None
    most = MOST_TEXT if kind == "text" else MOST
    if source.exists() and source.stat().st_size > most:
        return replace(piece, handling="left_out"), None
    data = b"".join(read_chunks(source, piece.title, exhibit.sha256))
    copy = _masked_text(data, masker.into(piece.file)) if kind == "text" else stripped(data, exhibit.type)
    if copy is None:
        return replace(piece, handling="left_out"), None
    entry = stage(workshop / "masked", piece.file, (copy,))
    entry = replace(entry, file=piece.file)
    return replace(piece, handling="masked" if kind == "text" else "cleaned", digest=entry.sha256), entry


def _masked_text(data: bytes, masker: Masker) -> bytes | None:
    text = _decoded(data)
    if text is None:
        return None
    return "".join(map(masker, _cut(text))).encode()


def _decoded(data: bytes) -> str | None:
    named = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in (named,) if named else ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _cut(text: str) -> Iterable[str]:
    """Cut a text at the ends of lines, a line that is too long at a comma or a blank: nothing private falls in two."""
    at = 0
    while len(text) - at > _LONGEST:
        places = (text.rfind(sign, at, at + _LONGEST) for sign in _CUTS)
        end = next((place + 1 for place in places if place >= at), at + _LONGEST)
        yield text[at:end]
        at = end
    yield text[at:]
