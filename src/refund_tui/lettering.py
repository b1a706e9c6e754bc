"""Letters of a stored case: the domain's text with the words that ship, in the language in use, and what to look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from refund_tui import form_labels, labels, letter_labels
from refund_tui.case_text import lane_why
from refund_tui.domain.letter_book import Length, LetterBook
from refund_tui.domain.letter_edits import in_own_words, last_edit
from refund_tui.domain.letters import Letter, letter
from refund_tui.domain.preflight import Flag, Value, preflight
from refund_tui.errors import Refused
from refund_tui.i18n import _
from refund_tui.i18n import language as in_use
from refund_tui.rules.letter_files import load_letters
from refund_tui.values import exhibit_name, label, money, value, when
from refund_tui.views import CaseView

_WORDS = {**labels.FIELDS, **letter_labels.ASKED, **letter_labels.CUT}


def write(
    view: CaseView,
    lane: str,
    length: Length = "full",
    *,
    language: str | None = None,
    book: LetterBook | None = None,
    reply_by: date | None = None,
    fresh: bool = False,
) -> Letter:
    """Write the letter of one of a case's lanes, in the user's own words where it was edited, unless `fresh`.

    `language` is the one in use unless given, `book` the letters that ship, `reply_by` the day that the seller is
    given to answer. Raises Refused for a lane that the case does not have, and for a day that an edited text would
    not hold.
    """
    language = language or in_use()
    book = book or load_letters()
    lanes = [status.lane.id for status in view.lanes if status.lane.id in book.forms]
    if lane not in lanes:
        raise Refused(
            "{lane} is not a way of case {id}; choose one of: {lanes}",
            lane=lane,
            id=view.case.id,
            lanes=", ".join(lanes),
        )
    made = letter(view, lane, length, language, book, exhibits=view.exhibits, reply_by=reply_by)
    edit = None if fresh else last_edit(view.events, lane, length, language)
    if edit is None:
        return made
    if reply_by is not None:
        raise Refused("this letter is in your own words: write the day into them, or write it anew with --fresh")
    return in_own_words(made, edit, view, book, view.exhibits)


def look(view: CaseView, written: Letter, *, book: LetterBook | None = None) -> tuple[Flag, ...]:
    """Name what to look at before a letter goes out; `book` as in `write`."""
    return preflight(view, written, book or load_letters(), view.exhibits)


def flag_line(flag: Flag, view: CaseView) -> str:
    """Write a flag with its sign: `!` for what is wrong or may hurt, `?` for what is missing."""
    template = letter_labels.FLAGS.get(flag.code) or labels.WARNINGS[flag.code]
    words = {name: _named(name, given, flag, view) for name, given in flag.values.items()}
    if flag.code in ("locked", "opens_later"):
        words["why"] = next(lane_why(each) for each in view.lanes if each.lane.id == flag.values["lane"])
    return f"{letter_labels.SIGNS[flag.severity]} {_(template).format(**words)}"


def _named(name: str, given: Value, flag: Flag, view: CaseView) -> str:
    if name == "prompt":
        return label(form_labels.PROMPTS, str(given))
    if name == "opens_at" and not isinstance(given, int | str | tuple):
        return when(given, view)
    if name in ("amount", "paid") and isinstance(given, int):
        return money(given, view)
    if name in ("agreed", "asked"):
        return value(str(flag.values["field"]), given, view)
    if name == "field":
        return label(labels.FIELDS, str(given))
    tables = {"fields": _WORDS, "aspects": form_labels.ASPECTS, "kinds": letter_labels.PRIVATE}
    if isinstance(given, tuple):
        return _(", ").join(_one(name, each, tables.get(name, {}), view) for each in given)
    return str(given)


def _one(name: str, given: str, table: Mapping[str, str], view: CaseView) -> str:
    if name == "slots":
        return value("slot", given, view)
    return exhibit_name(int(given)) if name == "exhibits" else label(table, given)
