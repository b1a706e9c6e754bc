"""The evidence of a bundle: what each piece is called there, and the index that says what it shows and proves."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from refund_tui.domain.exhibits import Exhibit
from refund_tui.domain.filetypes import TYPES
from refund_tui.domain.text import clean_line
from refund_tui.i18n import N_, _
from refund_tui.values import exhibit_name, label, told, when
from refund_tui.views import CaseView

FOLDER = "evidence"
INDEX = "03_evidence_index.csv"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run (fault-catalogue.md 2.D)."""
HANDLING: dict[str, str] = {
    "masked": N_("text, masked; the copy is UTF-8"),
    "cleaned": N_("the copy has no place, camera or comment in it any more; what the picture shows is not masked"),
    "unmasked": N_("NOT masked: this copy is the original file, with all that it shows and says of its making"),
    "left_out": N_("left out of this copy: it could not be masked. Ask for it, or look at the original"),
}
"""What was done to a piece in a masked bundle."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One exhibit: where it lies, and where it goes to in the bundle, a path that no user's word is part of.

    `name` is the file's name as it was given, `shows` what the user says it shows, `proves` the item of the
    checklist that it answers. In a masked bundle `handling` is one of `HANDLING`, and `digest` the hash of a copy
    that is not the original.
    """

    exhibit: Exhibit
    source: Path
    file: str
    name: str
    shows: str
    proves: str
    captured: str
    handling: str | None = None
    digest: str | None = None

    @property
    def sha256(self) -> str:
        """The hash of the file in the bundle; empty where there is none."""
        return "" if self.handling == "left_out" else self.digest or self.exhibit.sha256

    @property
    def title(self) -> str:
        """What it is called where something has to be said of it."""
        return f"{exhibit_name(self.exhibit.number)} ({self.name})"


def safe_name(text: str, otherwise: str) -> str:
    """Give an id as a part of a file's name: small letters, digits, `_`; nothing else ever gets into a path."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower())[:40].strip("_") or otherwise


def file_of(exhibit: Exhibit) -> str:
    """Give where an exhibit lies in a bundle: by its number, its item and the type of its bytes."""
    slot = safe_name(exhibit.slot or "", "other")
    suffixes = TYPES[exhibit.type].suffixes if exhibit.type in TYPES else ()
    return f"{FOLDER}/{exhibit.number:02d}_{slot}.{suffixes[0] if suffixes else 'bin'}"


def _captured(exhibit: Exhibit, view: CaseView) -> str:
    if exhibit.captured_at is None:
        return ""
    if exhibit.implausible:
        return _("(implausible)")
    at = when(exhibit.captured_at, view)
    return f"{at} {_('(zone assumed)')}" if exhibit.zone_assumed else at


def piece(exhibit: Exhibit, source: Path, view: CaseView) -> Piece:
    """Say of an exhibit what the index says of it, in the language in use."""
    rule = next((each for each in view.playbook.evidence if each.slot == exhibit.slot), None)
    proves = told(rule.title) if rule else ""
    return Piece(
        exhibit,
        source,
        file_of(exhibit),
        clean_line(exhibit.name),
        clean_line(exhibit.shows or ""),
        proves,
        _captured(exhibit, view),
    )


def index(pieces: Iterable[Piece], *, masked: bool) -> bytes:
    """Write the index as CSV in UTF-8 with its mark, so that a spreadsheet shows Chinese text.

    What nobody described goes by the item that it answers. A cell that would be run as a formula begins with `'`.
    With `masked`, the hashes of the originals and what was done to each copy stand in it too.
    """
    names = [
        _("number"),
        _("file"),
        "SHA-256",
        _("name as given"),
        _("taken"),
        _("what it shows"),
        _("what it is proof of"),
    ]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*names, *([_("SHA-256 of the original"), _("masking")] if masked else [])])
    for each in pieces:
        file = "" if each.handling == "left_out" else each.file
        cells = [exhibit_name(each.exhibit.number), file, each.sha256, each.name, each.captured]
        cells += [each.shows or _("not said"), each.proves or _("no item of the checklist")]
        if masked:
            cells += [each.exhibit.sha256, label(HANDLING, each.handling or "")]
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def checksums(digests: Iterable[tuple[str, str]]) -> bytes:
    """Write pairs of file and hash as `sha256sum -c` reads them, by name."""
    return "".join(f"{digest}  {file}\n" for file, digest in sorted(digests)).encode()
