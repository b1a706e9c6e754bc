"""The texts of a bundle before they are text, page or paper: sheets of parts of rows, plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from refund_tui.domain.text import cells, clean_text, pad
from refund_tui.i18n import _

Kind = Literal["pairs", "lines", "prose", "sums"]
"""Names with values; one statement a row; whole paragraphs; amounts with what they are."""
Mask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `text`, under a `label` where it has one; `strong` marks a sum."""

    text: str
    label: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one kind, under a title where they have one."""

    rows: tuple[Row, ...]
    kind: Kind = "lines"
    title: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One text: `name` is the stem of its file, `title` what stands over it; a `bare` one is a file without it."""

    name: str
    title: str
    parts: tuple[Part, ...]
    bare: bool = False

    @property
    def file(self) -> str:
        return f"{self.name}.txt"


def cleaned(sheet: Sheet) -> Sheet:
    """Take out of a sheet what drives terminals or hides text."""
    return _mapped(sheet, lambda row: replace(row, label=clean_text(row.label), text=clean_text(row.text)))


def masked(sheet: Sheet, mask: Mask) -> Sheet:
    """Mask a sheet. A label is seen together with its value, since it may be what tells what the value is."""

    def masked_row(row: Row) -> Row:
        if not row.label:
            return replace(row, text=mask(row.text))
        before = f"{row.label}："
        return replace(row, text=mask(before + row.text)[len(before) :])

    return _mapped(sheet, masked_row)


def _mapped(sheet: Sheet, change: Callable[[Row], Row]) -> Sheet:
    return replace(sheet, parts=tuple(replace(part, rows=tuple(map(change, part.rows))) for part in sheet.parts))


def as_text(sheet: Sheet) -> str:
    """Write a sheet as plain text that ends in a line end."""
    blocks = ["\n".join(_lines(part)) for part in sheet.parts if part.rows]
    title = [] if sheet.bare else [f"{sheet.title}\n{'=' * cells(sheet.title)}"]
    return "\n\n".join([*title, *blocks]) + "\n"


def _lines(part: Part) -> Iterator[str]:
    if part.title:
        yield f"{part.title}\n{'-' * cells(part.title)}"
    room = max((cells(row.label) for row in part.rows), default=0)
    for row in part.rows:
        if part.kind == "sums" and room:
            yield f"{pad(row.label, room, right=True)}  {row.text}".rstrip()
        elif row.label:
            yield _("{party}: {title}").format(party=row.label, title=row.text.replace("\n", "\n    "))
        else:
            yield row.text
