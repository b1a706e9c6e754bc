"""The text for each lane, written from the case and from nothing else (S34-S36, S73, S85; domain notes, section 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from refund_tui.domain.exhibits import Exhibit
from refund_tui.domain.letter_book import Block, Length, LetterBook
from refund_tui.domain.letter_facts import Matter, facts, proving
from refund_tui.domain.letter_lines import Line, Paragraphs, paragraphs
from refund_tui.domain.playbook import localized
from refund_tui.domain.problem import Refused
from refund_tui.domain.specific import NO_REASON_NEEDED
from refund_tui.domain.standing import Examined

OPTIONS_GO_AT = 5
"""The priority at which a brief text does without optional parts and shortens the description, sentence by sentence."""
_GLUE: Mapping[str, str] = {"en": " ", "zh_CN": ""}


@dataclass(frozen=True, slots=True)
class Letter:
    """A text ready to paste, and `note`, which is for its writer: that it is no legal advice.

    `size` counts the text as `count` does; `budget` is what this length aims at, None for the full one. `rules` are
    the refs that it cites, `exhibits` the numbers of the evidence it names, `missing` the facts that it should not be
    without.
    """

    lane: str
    language: str
    length: Length
    text: str
    note: str
    size: int
    budget: int | None
    rules: tuple[str, ...]
    exhibits: tuple[int, ...]
    missing: tuple[str, ...]

    @property
    def whole(self) -> str:
        """The text with the note as its last line."""
        return f"{self.text}\n\n{self.note}"

    @property
    def too_long(self) -> bool:
        return self.budget is not None and self.size > self.budget


def count(text: str) -> int:
    """Count characters as a web form does: Chinese characters, letters, blanks and line ends one each.

    A character beyond the basic plane, such as an emoji, counts twice (UTF-16; HTML `maxlength`).
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def letter(
    standing: Examined,
    lane: str,
    length: Length,
    language: str,
    book: LetterBook,
    *,
    exhibits: Sequence[Exhibit] = (),
    reply_by: date | None = None,
) -> Letter:
    """Write the letter of `lane` in `language`. A fact that is not known leaves its sentence out.

    `exhibits` are cited by their numbers; `reply_by` is the day that the user gives the seller to answer.
    Raises Refused for a lane that has no letter.
    """
    if lane not in book.forms:
        raise Refused("{lane} has no letter; choose one of: {lanes}", lane=lane, lanes=", ".join(book.forms))
    form = book.forms[lane]
    matter = Matter(standing, book, form, language, length != "full", exhibits, reply_by)
    known, budget = facts(matter), book.budgets.get(length)
    found = paragraphs(form.full if length == "full" else form.brief, matter, known)
    if budget is not None:
        found = [(Block("brief"), _shortened([line for _, lines in found for line in lines], budget, language))]
    lines = [line for _, kept in found for line in kept]
    text = _joined(found, language)
    return Letter(
        lane=lane,
        language=language,
        length=length,
        text=text,
        note=matter.word("words", "note") or "",
        size=count(text),
        budget=budget,
        rules=tuple(dict.fromkeys(line.ref for line in lines if line.ref)),
        exhibits=_cited(lines, matter),
        missing=tuple(name for name in form.asks if _is_missing(name, matter, known)),
    )


def _cited(lines: Sequence[Line], matter: Matter) -> tuple[int, ...]:
    named = frozenset[str]().union(*(line.ways[0][1] for line in lines))
    shown = [*(matter.exhibits if "exhibits" in named else ()), *(proving(matter) if "proof" in named else ())]
    numbers = {each.number for each in shown}
    return tuple(sorted(numbers))


def _is_missing(name: str, matter: Matter, known: Mapping[str, str]) -> bool:
    if name == "description" and matter.standing.case.reason in NO_REASON_NEEDED:
        return False
    return name not in known


def _joined(paragraphs: Paragraphs, language: str) -> str:
    return "\n\n".join(_paragraph(block, lines, language) for block, lines in paragraphs)


def _paragraph(block: Block, lines: Sequence[Line], language: str) -> str:
    texts = [line.text for line in lines]
    if block.style == "numbered" and len(texts) > 1:
        texts = [f"{number}. {text}" for number, text in enumerate(texts, 1)]
    body = (_GLUE.get(language, " ") if block.style == "paragraph" else "\n").join(texts)
    if block.title is None:
        return body
    return localized(block.title, language) + ("：" if language == "zh_CN" else ":") + "\n" + body


def _shortened(lines: list[Line], budget: int, language: str) -> list[Line]:
    """Leave out sentences by priority until the text fits; never a part of one that says something else without it."""
    kept, glue = list(lines), _GLUE.get(language, " ")

    def fits() -> bool:
        return count(glue.join(line.text for line in kept)) <= budget

    for priority in range(9, 1, -1):
        for place in reversed(range(len(kept))):
            while priority == OPTIONS_GO_AT and not fits() and len(kept[place].ways) > 1:
                kept[place] = Line(kept[place].ways[1:], kept[place].priority, kept[place].ref)
        for place in reversed([place for place, line in enumerate(kept) if line.priority == priority]):
            if fits():
                return kept
            del kept[place]
    return kept
