"""Whatever a person typed is text on the page: no tag, no attribute, no end of an element comes from it."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from refund_tui.domain.exhibits import Exhibit
from refund_tui.domain.text import clean_text
from refund_tui.dossier.page import Page, page
from refund_tui.dossier.pictures import Picture
from refund_tui.dossier.pieces import Piece, file_of, index
from refund_tui.dossier.sheets import Part, Row, Sheet, as_text, cleaned

PIECES = (
    "<",
    ">",
    '"',
    "'",
    "&",
    "</p>",
    "</style>",
    "<script>",
    "<img src=x onerror=y>",
    "&lt;",
    "-->",
    "$",
    "裂",
    "\n",
    "]]>",
)
TEXTS = st.one_of(st.text(max_size=30), st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
TAGS = frozenset(
    (
        *("html", "head", "meta", "title", "style", "body", "header", "footer", "section", "figure", "figcaption"),
        *("h1", "h2", "h3", "p", "table", "tr", "th", "td", "img"),
    )
)
ATTRIBUTES = frozenset(("lang", "charset", "http-equiv", "content", "name", "class", "alt", "src"))


class Seen(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags, self.ends, self.texts = Counter[str](), Counter[str](), list[str]()
        self.attributes, self.sources = set[str](), list[str]()
        self.alts: list[str | None] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for name, value in attrs:
            self.attributes.add(name)
            if name == "src":
                self.sources.append(value or "")
            if name == "alt":
                self.alts.append(value)

    def handle_endtag(self, tag: str) -> None:
        self.ends[tag] += 1

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def pages(text: str, picture: Path) -> Page:
    rows = (Row(text), Row(text, text), Row(text, strong=True))
    sheet = cleaned(Sheet("00_x", text, (Part(rows, "pairs", text), Part(rows, "prose"), Part(rows, "sums"))))
    exhibit = Exhibit(1, text, text, "0" * 64, text)
    piece = Piece(exhibit, picture, file_of(exhibit), text, text, text, text)
    return Page(text, [text], [sheet], [piece], {1: Picture(1, picture, "png")}, text)


@given(TEXTS)
@settings(max_examples=120)
def test_no_text_becomes_a_part_of_the_page(text: str) -> None:
    picture = Path(__file__)
    seen, plain = (Seen(b"".join(page(pages(each, picture))).decode("utf-8", "replace")) for each in (text, "x"))
    assert seen.tags.keys() <= TAGS and seen.attributes <= ATTRIBUTES
    if "\n\n" not in clean_text(text) and text.strip():  # one more paragraph is one more paragraph
        assert (seen.tags, seen.ends) == (plain.tags, plain.ends)
    assert all(source.startswith("data:image/png;base64,") for source in seen.sources) and len(seen.sources) == 1
    assert not any(each in "".join(seen.texts[:8]) for each in ("http://", "https://"))


@given(TEXTS)
def test_no_cell_of_the_index_begins_as_a_formula_does(text: str) -> None:
    import csv
    import io

    exhibit = Exhibit(1, None, text, "0" * 64, text)
    piece = Piece(exhibit, Path("x"), file_of(exhibit), text, text, text, text)
    rows = list(csv.reader(io.StringIO(index([piece], masked=True).decode("utf-8-sig"), newline="")))
    assert len(rows) == 2 and {len(row) for row in rows} == {9}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(TEXTS)
def test_a_text_drives_no_terminal(text: str) -> None:
    sheet = cleaned(Sheet("x", "t", (Part((Row(text, text), Row(text)), "pairs"),)))
    assert as_text(sheet) == clean_text(as_text(sheet))
