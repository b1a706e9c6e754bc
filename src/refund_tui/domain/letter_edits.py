"""A letter in the user's own words: what was edited, what it was made from, and whether that still holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from refund_tui.domain.checklist import ChecklistItem
from refund_tui.domain.events import Event
from refund_tui.domain.exhibits import Exhibit
from refund_tui.domain.letter_book import LetterBook
from refund_tui.domain.letter_facts import exhibit_mark, written_day
from refund_tui.domain.letters import Letter, count
from refund_tui.domain.playbook import localized
from refund_tui.domain.standing import Examined

EDITED, ANEW = "letter_edited", "letter_anew"
_ENDS = re.compile(r"[。！？!?;；\n]|\.+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person made of a letter: the text, the text it was made from, and when (aware)."""

    text: str
    made_from: str
    at: datetime


def last_edit(events: Iterable[Event], lane: str, length: str, language: str) -> Edit | None:
    """Give the words that stand for a letter; None where it was never edited, or written anew since."""
    wanted = {"lane": lane, "length": length, "language": language}
    found = [each for each in events if each.kind in (EDITED, ANEW) and wanted.items() <= each.data.items()]
    if not found or found[-1].kind == ANEW:
        return None
    data = found[-1].data
    return Edit(data["text"], data.get("made_from") or "", found[-1].occurred_at)


def in_own_words(
    made: Letter, edit: Edit, standing: Examined, book: LetterBook, exhibits: Sequence[Exhibit] = ()
) -> Letter:
    """Put a person's words in the place of the letter that the case makes now.

    The evidence cited is what the words name. That a letter bears another day's date does not make it outdated.
    """
    zone = ZoneInfo(standing.case.zone)

    def undated(text: str, at: datetime) -> str:
        return text.replace(written_day(at.astimezone(zone).date(), made.language, made.length != "full"), "")

    return replace(
        made,
        text=edit.text,
        size=count(edit.text),
        exhibits=tuple(each.number for each in exhibits if _names(edit.text, each.number, book, made.language)),
        cut=(),
        made_from=edit.made_from,
        outdated=undated(edit.made_from, edit.at) != undated(made.text, standing.now),
    )


def _names(text: str, number: int, book: LetterBook, language: str) -> bool:
    return re.search(re.escape(exhibit_mark(number, book, language)) + r"(?!\d)", text) is not None


def sentences(text: str) -> list[str]:
    """Give the sentences of a text, without blanks around them and without the sign that ends them."""
    return [each for each in map(str.strip, _ENDS.split(text)) if each]


def own_words(letter: Letter, mine: Iterable[str]) -> str:
    """Give what a letter says in its writer's words; `mine` are those that the case holds.

    Of an edited letter these are the sentences that were written into it, and those of the case that still stand
    there. What others are quoted with is not among them.
    """
    held = list(filter(None, mine))
    if letter.made_from is None:
        return "\n".join(held)
    kept = [each for text in held for each in sentences(text) if each in letter.text]
    return "\n".join([*kept, *(each for each in sentences(letter.text) if each not in letter.made_from)])


def still_ours(letter: Letter) -> bool:
    """Whether an edited letter holds at least half of the sentences that it was made from."""
    made = list(sentences(letter.made_from or ""))
    return 2 * sum(each in letter.text for each in made) >= len(made) > 0


def cited_items(standing: Examined, letter: Letter) -> tuple[ChecklistItem, ...]:
    """Give the items of the checklist that a letter cites, by exhibit or by name, and that are not handed in yet."""
    return tuple(
        item
        for item in standing.checklist
        if item.state in ("prepared", "uploaded")
        and (
            any(each.number in letter.exhibits for each in item.exhibits)
            or localized(item.rule.title, letter.language) in letter.text
        )
    )
