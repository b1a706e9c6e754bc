"""Whatever is typed into a letter, and whatever happens then, the words that stand are the user's last ones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from refund_tui.domain.letter_edits import ANEW, EDITED, Edit, cited_items, in_own_words, last_edit, own_words
from refund_tui.domain.letters import count, letter
from refund_tui.domain.mending import mend
from refund_tui.domain.preflight import preflight
from tests.making import event
from tests.property.test_letter_props import BOOK, LETTERS, RECIPES, WORDS, Recipe, view_of

PLACES = st.tuples(st.sampled_from(("a", "b")), st.sampled_from(("short", "full")), st.sampled_from(("en", "zh_CN")))


@given(st.lists(st.tuples(PLACES, st.none() | st.text(min_size=1, max_size=5)), max_size=12))
def test_the_last_words_of_a_place_stand_there_and_nowhere_else(
    told: list[tuple[tuple[str, str, str], str | None]],
) -> None:
    events, stands = [], dict[tuple[str, str, str], str | None]()
    for number, (place, text) in enumerate(told, 1):
        data = dict(zip(("lane", "length", "language"), place, strict=True))
        edit = {} if text is None else {"text": text, "made_from": "m"}
        events.append(event(number, EDITED if edit else ANEW, "2026-11-02T10:00", **data, **edit))
        stands[place] = text
    for place, text in stands.items():
        found = last_edit(events, *place)
        assert (found.text if found else None) == text


@given(RECIPES, LETTERS, WORDS, WORDS)
def test_an_edited_letter_is_looked_at_whole_whatever_was_typed(
    recipe: Recipe, place: tuple[str, str, str], before: str, after: str
) -> None:
    stood = view_of(recipe)
    lane, length, language = place
    made = letter(stood, lane, length, language, BOOK)  # type: ignore[arg-type]
    text = before + made.text + after
    edited = in_own_words(made, Edit(text, made.text, stood.now), stood, BOOK)
    assert (edited.text, edited.size, edited.outdated) == (text, count(text), False)
    for flag in preflight(stood, edited, BOOK):
        mend(flag, stood, edited)
    assert {item.state for item in cited_items(stood, edited)} <= {"prepared", "uploaded"}


@given(RECIPES, LETTERS)
def test_a_letter_left_as_it_was_made_holds_no_words_but_the_cases_own(
    recipe: Recipe, place: tuple[str, str, str]
) -> None:
    stood = view_of(recipe)
    made = letter(stood, place[0], place[1], place[2], BOOK)  # type: ignore[arg-type]
    assert own_words(in_own_words(made, Edit(made.text, made.text, stood.now), stood, BOOK), ()) == ""
