"""What letters are made of, as data: sentences in blocks, a form for each lane, and the words of their facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from refund_tui.domain.playbook import Condition, Source, Text

Length = Literal["short", "medium", "full"]
LENGTHS: tuple[Length, ...] = get_args(Length)
Style = Literal["paragraph", "lines", "numbered"]
STYLES: tuple[Style, ...] = get_args(Style)
FEEDS: tuple[str, ...] = ("history", "exhibits")
"""Blocks that are fed from the case, a line an event or a piece of evidence, before their own sentences."""
SIGNS: tuple[str, ...] = (
    "lane",
    "reason",
    "platform",
    "scenario",
    "currency",
    "to_seller",
    "tip_off",
    "kind",
    "freight",
    "agreed_freight",
    "agreed_by",
    "abroad",
    "address_known",
    "refused",
    "waiting",
    "confirmed",
    "platform_ahead",
    "complaint_ahead",
)
"""What a sentence's `when` may ask about; see `letter_facts.signs`."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. `texts` are tried in turn: the first whose facts are all known is taken, else it is left out.

    `priority` says when a brief text does without it: 1 never, 9 first; `parts` the same of its optional parts, which
    at 1 go after all else. `when` is any-of, as in a rule. `clock` names a rule whose time must have run out; with
    `unanswered` it counts from my first demand that is on record, and only where the seller has said nothing since.
    `source` is what its article or figure rests on.
    """

    texts: tuple[Text, ...]
    priority: int = 5
    parts: int = 5
    when: tuple[Condition, ...] = ()
    clock: str | None = None
    unanswered: bool = False
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Sentences that stand together; with `feed`, lines from the case stand before them."""

    id: str
    sentences: tuple[Sentence, ...] = ()
    style: Style = "paragraph"
    title: Text | None = None
    feed: str | None = None
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """The letter of a lane: the blocks of its full and its brief texts, and the facts it should not be without.

    `to_seller` addresses the seller as "you". `weighs_evidence` marks a desk that decides on proof. `tip_off` marks a
    report of a violation, which asks for nothing (Order 121, Art. 9).
    """

    lane: str
    full: tuple[str, ...]
    brief: tuple[str, ...]
    asks: tuple[str, ...] = ()
    to_seller: bool = False
    weighs_evidence: bool = False
    tip_off: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """How many characters the desk of a lane takes, where a source says it; `when` as in a sentence."""

    lane: str
    characters: int
    source: Source
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterBook:
    """All letters. `budgets` are characters by length, `tables` words by table and key, `sources` citations by key."""

    forms: Mapping[str, Form]
    blocks: Mapping[str, Block]
    budgets: Mapping[str, int]
    limits: tuple[Limit, ...]
    tables: Mapping[str, Mapping[str, Text]]
    sources: Mapping[str, Text] = field(default_factory=dict)

    def word(self, table: str, key: str, language: str) -> str | None:
        """Give a word in `language`, None where the table has none."""
        text = self.tables[table].get(key)
        return None if text is None else text.get(language) or text["en"]
