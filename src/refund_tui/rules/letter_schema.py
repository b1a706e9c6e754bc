"""The form of a file of letters, checked with pydantic: only a user's own file imports this."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from refund_tui.domain.letter_book import FEEDS, LENGTHS, SIGNS, STYLES, LetterBook
from refund_tui.domain.letter_facts import FACTS
from refund_tui.domain.letter_template import names
from refund_tui.domain.problem import Refused
from refund_tui.rules.faults import model_faults
from refund_tui.rules.loader import Raw, refused
from refund_tui.rules.schema import Accepted, Citation, Id, SourceTable, Table, Words, one_of

NAMED_BY_ALL = ("12315",)
"""Digits that are a name, and need no source."""


def _conditions(when: list[dict[str, list[str]]]) -> list[dict[str, list[str]]]:
    for name in (name for each in when for name in each if name not in SIGNS):
        raise ValueError(f"{name!r} cannot be asked about; choose one of: {', '.join(SIGNS)}")
    return when


def _template(text: dict[str, str]) -> dict[str, str]:
    for said in text.values():
        if said.count("[") != said.count("]") or re.search(r"\[[^\]]*\[", said):
            raise ValueError(f"has brackets that do not close: {said}")
        for name in sorted(names(said) - set(FACTS)):
            raise ValueError(f"{{{name}}} is no fact of a letter; choose from: {', '.join(FACTS)}")
    return text


def _several(text: Any) -> Any:
    return text if isinstance(text, list) else [text]


When = Annotated[
    list[Annotated[dict[str, Accepted], Field(min_length=1)]], AfterValidator(_conditions), Field(default_factory=list)
]
WordTable = Annotated[dict[str, Words], Field(default_factory=dict)]
Template = Annotated[Words, AfterValidator(_template)]


class SentenceTable(Table):
    """One sentence, or several ways of saying it."""

    text: Annotated[list[Template], BeforeValidator(_several), Field(min_length=1)]
    priority: Annotated[int, Field(ge=1, le=9)] = 5
    parts: Annotated[int, Field(ge=1, le=9)] = 5
    when: When
    clock: str | None = None
    unanswered: bool = False
    source: SourceTable | None = None

    @model_validator(mode="after")
    def _has_source(self) -> SentenceTable:
        said = [
            words for text in (self.text if isinstance(self.text, list) else [self.text]) for words in text.values()
        ]
        figures = [each for words in said for each in re.findall(r"\d+", words) if each not in NAMED_BY_ALL]
        if self.source is None and (figures or any("rule" in names(words) for words in said)):
            raise ValueError(f"says {figures[0] if figures else '{rule}'} and names no source")
        return self


class BlockTable(Table):
    """Sentences that stand together."""

    id: Id
    sentences: Annotated[list[SentenceTable], Field(default_factory=list)]
    style: Annotated[str, one_of(STYLES)] = "paragraph"
    title: Words | None = None
    feed: Annotated[str, one_of(FEEDS)] | None = None
    when: When
    like: str | None = None


class LetterTable(Table):
    """The letter of a lane."""

    lane: Id
    full: Annotated[list[str], Field(min_length=1)]
    brief: Annotated[list[str], Field(min_length=1)]
    asks: Annotated[list[str], Field(default_factory=list)]
    to_seller: bool = False
    weighs_evidence: bool = False
    tip_off: bool = False


class LimitTable(Table):
    """How many characters a desk takes."""

    lane: Id
    characters: Annotated[int, Field(ge=1)]
    source: SourceTable
    when: When


class LetterFile(Table):
    """Letters over those that ship: whatever has the same id, lane or key takes its place."""

    sources: Annotated[dict[Annotated[str, Field(pattern=r"^[^\s;]+$")], Citation], Field(default_factory=dict)]
    blocks: Annotated[list[BlockTable], Field(default_factory=list)]
    letters: Annotated[list[LetterTable], Field(default_factory=list)]
    limits: Annotated[list[LimitTable], Field(default_factory=list)]
    budgets: Annotated[
        dict[Annotated[str, one_of(LENGTHS[:2])], Annotated[int, Field(ge=50)]], Field(default_factory=dict)
    ]
    words: WordTable
    platforms: WordTable
    demands: WordTable
    history: WordTable
    kinds: WordTable


def form_faults(path: Path, raw: Raw) -> list[Refused]:
    """List where a file is not of the form."""
    return model_faults(LetterFile, path, raw)


def reference_faults(path: Path, raw: Raw, book: LetterBook) -> list[Refused]:
    """List what a file names that is not there, once it is put over the letters that ship."""
    return [refused(path, key, why) for key, why in _dangling(raw, book)]


def _dangling(raw: Raw, book: LetterBook) -> Iterator[tuple[str, str]]:
    for form in raw.get("letters", ()):
        for name in ("full", "brief"):
            yield from (
                (f"letters[{form['lane']}].{name}", f"{e!r} is no block") for e in form[name] if e not in book.blocks
            )
    for block in raw.get("blocks", ()):
        for sentence in block.get("sentences", ()):
            yield from _unsourced(f"blocks[{block['id']}].sentences", sentence, book)
    for limit in raw.get("limits", ()):
        yield from _unsourced(f"limits[{limit['lane']}]", limit, book)


def _unsourced(key: str, table: Mapping[str, Raw], book: LetterBook) -> Iterator[tuple[str, str]]:
    ref = str(table.get("source", {}).get("ref", ""))
    if ref and ref.split()[0] not in book.sources:
        yield f"{key}.source.ref", f"{ref.split()[0]!r} is not in sources"
