"""The text for each lane, written from the case and from nothing else (S34-S36, S73, S85; domain notes, section 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from refund_tui.domain.demand import demand
from refund_tui.domain.exhibits import Exhibit
from refund_tui.domain.letter_book import Block, Length, LetterBook, Limit
from refund_tui.domain.letter_facts import Matter, facts, proving, signs
from refund_tui.domain.letter_lines import Line, Paragraphs, paragraphs
from refund_tui.domain.playbook import holds, localized
from refund_tui.domain.problem import Refused
from refund_tui.domain.specific import NO_REASON_NEEDED
from refund_tui.domain.standing import Examined

_GLUE: Mapping[str, str] = {"en": " ", "zh_CN": ""}


IDENTITY: tuple[str, ...] = ("order_no", "trade_no", "merchant", "paid", "paid_at")
"""Which purchase it is; a brief text does without it last of all."""
CUT: tuple[str, ...] = (
    *(*IDENTITY, "item", "signed_at", "description", "refused_at", "refused_text", "stalled_at", "offered"),
    *("returned_at", "agreed", "received", "contacted_at", "reply_by", "rule", "exhibits", "marked"),
)
"""Facts of which it is said that a brief text left them out."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A text ready to paste, and `note`, which is for its writer: that it is no legal advice.

    `size` counts the text as `count` does; `budget` is what this length aims at, None for the full one; `limit` is the
    desk's own, None where no source says it. `rules` are
    the refs that it cites, `exhibits` the numbers of the evidence it names, `missing` the facts that it should not be
    without, `cut` those of `CUT` that this length left out or shortened. `made_from` is the text that its writer began
    with, None for a letter in the program's words; `outdated` that the case makes another one by now.
    """

    lane: str
    language: str
    length: Length
    text: str
    note: str
    size: int
    budget: int | None
    limit: Limit | None
    rules: tuple[str, ...]
    exhibits: tuple[int, ...]
    missing: tuple[str, ...]
    cut: tuple[str, ...] = ()
    made_from: str | None = None
    outdated: bool = False

    @property
    def whole(self) -> str:
        """The text with the note as its last line."""
        return f"{self.text}\n\n{self.note}"

    @property
    def too_long(self) -> bool:
        return self.most is not None and self.size > self.most

    @property
    def most(self) -> int | None:
        """The characters that this length, or the desk, allows; None where neither does."""
        allowed = [each for each in (self.budget, self.limit.characters if self.limit else None) if each is not None]
        return min(allowed, default=None)


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
    told = _names(found)
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
        limit=_limit(matter),
        rules=tuple(dict.fromkeys(line.ref for line in lines if line.ref)),
        exhibits=_cited(lines, matter),
        missing=tuple(name for name in form.asks if _is_missing(name, matter, known)),
        cut=tuple(_cut(told, _names(found), known, text)),
    )


def _names(found: Paragraphs) -> frozenset[str]:
    """Give the facts that lines say."""
    return frozenset[str]().union(*(line.ways[0].names for _, lines in found for line in lines))


def _cut(before: frozenset[str], after: frozenset[str], known: Mapping[str, str], text: str) -> Iterator[str]:
    shortened = {"description"} if known.get("description", "") not in text else set()
    lost = (name for name in CUT if name in before and name not in after - shortened)
    # What was paid may still be said as what is asked for.
    yield from (name for name in lost if name != "paid" or known["paid"] not in text)


def _limit(matter: Matter) -> Limit | None:
    told = signs(matter)
    fitting = (each for each in matter.book.limits if each.lane == matter.form.lane and holds(each.when, told))
    return next(fitting, None)


def _cited(lines: Sequence[Line], matter: Matter) -> tuple[int, ...]:
    named = frozenset[str]().union(*(line.ways[0].names for line in lines))
    shown = [*(matter.exhibits if "exhibits" in named else ()), *(proving(matter) if "proof" in named else ())]
    numbers = {each.number for each in shown}
    return tuple(sorted(numbers))


def _is_missing(name: str, matter: Matter, known: Mapping[str, str]) -> bool:
    if name == "description" and matter.standing.case.reason in NO_REASON_NEEDED:
        return False
    if name == "asked" and demand(matter.standing.case).kind == "exchange":
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

    for priority in range(9, 0, -1):
        for place in reversed(range(len(kept))):
            line = kept[place]
            while not fits() and len(kept[place].ways) > 1 and kept[place].ways[1].priority >= priority:
                kept[place] = Line(kept[place].ways[1:], line.priority, line.ref)
        for place in reversed([place for place, line in enumerate(kept) if line.priority == priority > 1]):
            if fits():
                return kept
            del kept[place]
    return kept
