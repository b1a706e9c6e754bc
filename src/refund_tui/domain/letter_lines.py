"""The lines of a letter: its sentences filled with what is known, and what happened and what is kept, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from refund_tui.domain.deadlines import Deadline
from refund_tui.domain.letter_book import Block, Sentence
from refund_tui.domain.letter_facts import SELLERS_WORD, Matter, mark, parcel, signs
from refund_tui.domain.letter_template import beginnings, fill, plain, used
from refund_tui.domain.playbook import Text, holds, localized

DESCRIPTION_GOES_AT = 3
"""The priority at which a brief text shortens the description by whole sentences."""
IDENTIFIES, LESS_NEEDED = 1, (("signed_at", 5), ("item", 3), ("paid", 1))
"""At this `parts` a sentence says which purchase it is: of its parts these go first, each at its priority,
the item only where a number stands for it."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of saying a sentence: the facts it `names`, and the priority at which it may replace the fuller one."""

    text: str
    names: frozenset[str] = frozenset()
    priority: int = 9


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that was filled, in its ways, the fullest first; `ref` is the rule it rests on."""

    ways: tuple[Way, ...]
    priority: int = 5
    ref: str | None = None

    @property
    def text(self) -> str:
        return self.ways[0].text


Paragraphs = list[tuple[Block, list[Line]]]


def paragraphs(ids: Sequence[str], matter: Matter, known: Mapping[str, str]) -> Paragraphs:
    told = signs(matter)
    found: Paragraphs = []
    for block in (matter.book.blocks[each] for each in ids):
        if not holds(block.when, told):
            continue
        lines = [*_fed(block, matter), *_said(block, matter, known, told)]
        if lines:
            found.append((block, lines))
    return found


def _said(block: Block, matter: Matter, known: Mapping[str, str], told: Mapping[str, str]) -> Iterator[Line]:
    for sentence in block.sentences:
        if not holds(sentence.when, told):
            continue
        around = _around(sentence, matter)
        if around is None:
            continue
        line = _line(sentence, {**known, **around}, matter)
        if line is not None:
            yield line


def _around(sentence: Sentence, matter: Matter) -> Mapping[str, str] | None:
    """Give what only this sentence knows: its rule, and since when its clock runs; None unless it is over and unmet."""
    found: dict[str, str] = {}
    if sentence.source is not None and (rule := cite(sentence.source.ref, matter)):
        found["rule"] = rule
    if sentence.clock is None:
        return found
    for clock in matter.standing.clocks:
        if clock.rule.id == sentence.clock and clock.running:
            since = _unanswered_since(clock, matter) if sentence.unanswered else _over_since(clock, matter)
            if since is not None:
                return {**found, "clock_from": matter.day(since) or ""}
    return None


def _over_since(clock: Deadline, matter: Matter) -> datetime | None:
    """Give when a clock that has run out began."""
    return clock.started_at if clock.due_at <= matter.standing.now else None


def _unanswered_since(clock: Deadline, matter: Matter) -> datetime | None:
    """Give when I first demanded something on record, where a clock from then has run out without the seller's word."""
    asked = matter.demanded
    if asked is None or clock.started_at is None:
        return None
    answered = any(each.kind in SELLERS_WORD and each.occurred_at >= asked.occurred_at for each in matter.events)
    due_at = clock.due_at + max(asked.occurred_at - clock.started_at, timedelta())
    return None if answered or due_at > matter.standing.now else asked.occurred_at


def _line(sentence: Sentence, known: Mapping[str, str], matter: Matter) -> Line | None:
    templates = [localized(text, matter.language) for text in sentence.texts]
    for template in templates:
        ways = tuple(_ways(template, known, templates if sentence.parts == IDENTIFIES else (), sentence.parts))
        if ways:
            said = tuple(replace(way, text=_capital(way.text, matter.language)) for way in ways)
            return Line(said, sentence.priority, sentence.source.ref if sentence.source else None)
    return None


def _ways(template: str, known: Mapping[str, str], others: Sequence[str], parts: int) -> Iterator[Way]:
    """Give the ways of saying a sentence: whole, without optional parts, then with less and less of the description.

    With `others`, before its parts all go, what is less needed goes one by one, be it by saying it as one of these.
    """
    whole = fill(template, known)
    if whole is None:
        return
    named = used(template, known)
    yield Way(whole, frozenset(named))
    last = whole
    for less, only, priority in _less(known, named, parts, bool(others)):
        way = next((each for each in (others if only is None else (template,)) if fill(each, less, only=only)), None)
        text = fill(way, less, only=only) if way else None
        if way is not None and text is not None and text != last:
            last = text
            yield Way(text, frozenset(used(way, less, only=only)), priority)


def _less(
    known: Mapping[str, str], named: set[str], parts: int, identifies: bool
) -> Iterator[tuple[Mapping[str, str], str | None, int]]:
    """Give what a sentence is said with less and less: the facts, the only part that is kept, the priority."""
    numbered = bool(named & {"order_no", "trade_no"})
    gone: set[str] = set()
    for name, priority in LESS_NEEDED if identifies else ():
        if name == "item" and not numbered:
            continue
        gone.add(name)
        yield {each: words for each, words in known.items() if each not in gone}, None, priority
    yield known, "description", parts
    if "description" in named:
        for part in beginnings(known["description"]):
            yield {**known, "description": part}, "description", DESCRIPTION_GOES_AT
        yield known, "", DESCRIPTION_GOES_AT


def _capital(text: str, language: str) -> str:
    return text[:1].upper() + text[1:] if language == "en" else text


def cite(ref: str, matter: Matter) -> str | None:
    """Write a rule as its title and article; None where its source is no text with articles."""
    key, _, article = ref.partition(" Art. ")
    source = matter.book.sources.get(key)
    if source is None or not article:
        return None
    title = _title(source, matter.language)
    return fill(matter.word("words", "article") or "", {"title": title, "article": article})


def _title(source: Text, language: str) -> str:
    """Take the title out of a citation: 《…》, and in English the name that follows it."""
    words = localized(source, language)
    title, _, rest = words.partition("》")
    if language == "zh_CN":
        return f"{title}》"
    return f"{rest.strip().split(',')[0]} ({title}》)"


# Lines from the case


def _fed(block: Block, matter: Matter) -> Iterator[Line]:
    if block.feed == "history":
        yield from _history(matter)
    elif block.feed == "exhibits":
        yield from _exhibits(matter)


def _history(matter: Matter) -> Iterator[Line]:
    for event in matter.events:
        words = (matter.word("history", key) for key in _patterns(event.data, event.kind))
        template = next(filter(None, words), None)
        if template is None:
            continue
        said = fill(template, _told(event.data, matter, parcel(event, matter)))
        if said:
            known = {"day": matter.day(event.occurred_at) or "", "told": said}
            yield Line((Way(fill(matter.word("words", "history_line") or "", known) or ""),))


def _patterns(data: Mapping[str, Any], kind: str) -> Iterator[str]:
    yield from (f"{kind}:{name}={data[name]}" for name in ("kind", "for") if name in data)
    yield kind


def _told(data: Mapping[str, Any], matter: Matter, sent: str | None) -> Mapping[str, str]:
    found = {
        "text": plain(data.get("text")),
        "amount": matter.amount(data.get("amount")),
        "channel": plain(data.get("channel")),
        "number": plain(data.get("number")),
        "kind": matter.word("kinds", data.get("kind") or ""),
        "parcel": sent,
        "seller": matter.seller,
    }
    return {name: words for name, words in found.items() if words}


def _exhibits(matter: Matter) -> Iterator[Line]:
    titles = {rule.slot: localized(rule.title, matter.language) for rule in matter.standing.playbook.evidence}
    for exhibit in matter.exhibits:
        item, shows = titles.get(exhibit.slot or ""), plain(exhibit.shows)
        # The name of a file proves nothing: what answers no item stands by what it shows.
        known = {"mark": mark(exhibit, matter), "title": item or shows or matter.word("words", "other") or ""}
        if item and shows:
            known["shows"] = shows
        said = fill(matter.word("words", "exhibit_line") or "", known)
        yield Line((Way(said or "", frozenset({"exhibits"})),))
