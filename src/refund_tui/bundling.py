"""The bundle of a case: everything that a desk, or the other party, is to get, in one folder or zip, made once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from refund_tui import i18n, lettering
from refund_tui.domain.desks import reads
from refund_tui.domain.letter_book import LetterBook
from refund_tui.domain.letters import Letter
from refund_tui.domain.playbook import Lane, Source, localized
from refund_tui.domain.preflight import Flag
from refund_tui.dossier import content
from refund_tui.dossier.masking import mask_piece, masker_of
from refund_tui.dossier.packing import Entry, Progress, check_room, pack, stage, workshop
from refund_tui.dossier.page import Page, page
from refund_tui.dossier.paper import NoPaper, paper
from refund_tui.dossier.pictures import staged
from refund_tui.dossier.pieces import INDEX, Piece, checksums, index, piece, safe_name
from refund_tui.dossier.sheets import Sheet, as_text, cleaned, masked
from refund_tui.i18n import N_, _
from refund_tui.rules.letter_files import load_letters
from refund_tui.rules.loader import cited
from refund_tui.service import Service
from refund_tui.store.vault import folder_of, path_of
from refund_tui.views import CaseView, at, last_moved

PAGE, PAPER, SUMS = "index.html", "case.pdf", "SHA256SUMS"
CLOSING = N_(
    "Put together by refund-tui from what its user entered and kept; it sends nothing by itself. "
    "The hashes of all files are in SHA256SUMS."
)
MASKED_NOTE = N_(
    "Copy for the other party: phone, ID, address, card and account numbers in its texts are masked. "
    "What pictures, videos and documents show is not."
)


@dataclass(frozen=True, slots=True)
class Bundled:
    """A bundle that was made: where, what was to be looked at before, what was masked, by file and kind.

    `no_paper` says why there is no PDF although one was asked for.
    """

    path: Path
    language: str
    view: CaseView
    flags: tuple[Flag, ...]
    pieces: tuple[Piece, ...]
    masked: Mapping[str, Counter[str]]
    no_paper: NoPaper | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What kind of bundle is wanted: `language` is None for the desk's own, `book` for the letters that ship."""

    language: str | None = None
    redact: bool = False
    pdf: bool = False
    book: LetterBook | None = None


def _no_matter(done: int, total: int) -> None:
    pass


def bundle(
    service: Service, case_id: int, lane: str, out: Path, wish: Wish | None = None, progress: Progress | None = None
) -> Bundled:
    """Make the bundle of a case for a lane at `out`: a folder, or a zip by that name. It is whole or not there.

    Nothing in it comes from a clock but the case's own: the same case gives the same bytes. Raises Refused for a lane
    without a letter, for an `out` that is taken or cannot be written, and naming the exhibit for a file that is gone
    or not what was kept. What `progress` raises ends it.
    """
    wanted, now = wish or Wish(), service.case(case_id)
    view = at(now, last_moved(now))
    language = wanted.language or reads(view.case, lane) or i18n.language()
    folder, told = folder_of(service.path), progress or _no_matter
    return i18n.speaking(language, lambda: _Maker(view, lane, folder, out, wanted, language).made(told))


class _Maker:
    """The making of one bundle; lives as long as that."""

    def __init__(self, view: CaseView, lane: str, folder: Path, out: Path, wish: Wish, language: str) -> None:
        self.view, self.out, self.wish, self.language = view, out, wish, language
        book = wish.book or load_letters()
        letter = lettering.write(view, lane, book=book)
        self.flags = lettering.look(view, letter, book=book)
        status = next(each for each in view.lanes if each.lane.id == lane)
        sources = tuple(_sources(letter, book, language))
        self.matter = content.Matter(view, status.lane, letter, sources, wish.redact)
        self.pieces = [piece(each, path_of(folder, each.sha256), view) for each in view.exhibits]
        self.masker = masker_of(view) if wish.redact else None
        self.size = sum(each.exhibit.size or 0 for each in self.pieces)
        self.entries: list[Entry] = []
        self.at = view.now.astimezone(ZoneInfo(view.case.zone))

    def made(self, progress: Progress) -> Bundled:
        with workshop(self.out) as folder:
            check_room(self.out, self.size)
            self._evidence(folder, progress)
            shown = self._texts(folder)
            no_paper = self._paper(shown, folder) if self.wish.pdf else None
            sums = checksums((each.file, each.sha256) for each in self.entries)
            self.entries.append(stage(folder / "made", SUMS, (sums,)))
            pack(self.out, folder, _name(self.view, self.matter.lane), self.entries, self.at, progress)
        counts = self.masker.counts if self.masker else {}
        return Bundled(self.out, self.language, self.view, self.flags, tuple(self.pieces), counts, no_paper)

    def _evidence(self, folder: Path, progress: Progress) -> None:
        for place, each in enumerate(self.pieces):
            progress(0, self.size)
            entry: Entry | None = None
            if self.masker:
                each, entry = mask_piece(each, folder, self.masker)
                mask = self.masker.into(INDEX)
                each = self.pieces[place] = replace(each, name=mask(each.name), shows=mask(each.shows))
            if each.handling != "left_out":
                self.entries.append(entry or Entry(each.file, each.source, each.exhibit.sha256, each.title))

    def _texts(self, folder: Path) -> Page:
        """Stage the texts, the index and the page; gives what the page shows."""
        sheets = [self._masked(cleaned(sheet)) for sheet in content.sheets(self.matter)]
        made = folder / "made"
        self.entries += [stage(made, sheet.file, (as_text(sheet).encode(),)) for sheet in sheets]
        self.entries.append(stage(made, INDEX, (index(self.pieces, masked=self.masker is not None),)))
        paths = {entry.file: entry.path for entry in self.entries}
        seen = [(each, paths[each.file]) for each in self.pieces if each.file in paths and paths[each.file].exists()]
        notes = [_(MASKED_NOTE)] if self.masker else []
        pictures = staged(seen, folder / "pictures")
        shown = Page(content.heading(self.matter), notes, sheets, self.pieces, pictures, _(CLOSING))
        self.entries.append(stage(made, PAGE, page(shown)))
        return shown

    def _masked(self, sheet: Sheet) -> Sheet:
        return masked(sheet, self.masker.into(sheet.file)) if self.masker else sheet

    def _paper(self, shown: Page, folder: Path) -> NoPaper | None:
        pictures = folder / "pictures"
        pictures.mkdir(mode=0o700, exist_ok=True)
        try:
            self.entries.append(stage(folder / "made", PAPER, (paper(shown, self.at, pictures),)))
        except NoPaper as error:
            return error
        return None


def _name(view: CaseView, lane: Lane) -> str:
    return f"case-{view.case.id}-{safe_name(lane.id, 'lane')}"


def _sources(letter: Letter, book: LetterBook, language: str) -> Iterator[tuple[Source, str]]:
    """Give the rules that a letter cites, each with what its ref stands for."""
    sentences = (sentence for block in book.blocks.values() for sentence in block.sentences)
    known = {each.source.ref: each.source for each in sentences if each.source}
    for ref in letter.rules:
        titles = [localized(book.sources[key], language) for key in cited(ref) if key in book.sources]
        yield known[ref], "; ".join(titles) or ref
