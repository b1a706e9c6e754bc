"""A letter in the user's own words: which words stand, whether they are still about the case, and what they say."""

from __future__ import annotations

from typing import Any

import pytest

from refund_tui.domain.letter_edits import Edit, cited_items, in_own_words, last_edit, own_words, sentences
from refund_tui.domain.letters import Letter, letter
from refund_tui.domain.mending import Mend, mend
from refund_tui.domain.preflight import Flag, preflight
from refund_tui.rules.letter_files import load_letters
from refund_tui.views import CaseView
from tests.making import Told, at
from tests.unit.test_preflight import CONTACTED, REFUSED, view

BOOK = load_letters()
LANE = "platform_intervention"


def made(stood: CaseView, language: str = "en", lane: str = LANE) -> Letter:
    return letter(stood, lane, "full", language, BOOK, exhibits=stood.exhibits)


def edited(stood: CaseView, text: str, lane: str = LANE, when: str = "2026-11-05T10:00") -> Letter:
    written = made(stood, lane=lane)
    return in_own_words(written, Edit(text, written.text, at(when)), stood, BOOK, stood.exhibits)


def told_edit(text: str | None, length: str = "full", language: str = "en") -> Told:
    data: dict[str, Any] = {"lane": LANE, "length": length, "language": language}
    if text is None:
        return ("letter_anew", "2026-11-04T10:00", data)
    return ("letter_edited", "2026-11-04T10:00", {**data, "text": text, "made_from": "x"})


def codes(stood: CaseView, written: Letter) -> dict[str, Flag]:
    return {flag.code: flag for flag in preflight(stood, written, BOOK, stood.exhibits)}


def test_the_last_edit_of_a_length_and_a_language_stands_until_the_letter_is_written_anew() -> None:
    stood = view(
        told_edit("first"), told_edit("second"), told_edit("short one", "short"), told_edit("中文", "full", "zh_CN")
    )
    found = last_edit(stood.events, LANE, "full", "en")
    assert found is not None and (found.text, found.made_from) == ("second", "x")
    assert last_edit(stood.events, LANE, "medium", "en") is None
    assert last_edit(stood.events, "alipay_ticket", "full", "en") is None
    assert last_edit(view(told_edit("first"), told_edit(None)).events, LANE, "full", "en") is None


def test_an_edited_letter_is_counted_as_a_form_counts_it_and_keeps_to_the_limit() -> None:
    stood = view(CONTACTED)
    short = letter(stood, LANE, "short", "en", BOOK)
    long = in_own_words(short, Edit("字😀" * 80, short.text, stood.now), stood, BOOK)
    assert (long.size, long.too_long) == (240, True) and codes(stood, long)["too_long"].values == {
        "size": 240,
        "most": 200,
    }


def test_another_day_does_not_make_an_edit_outdated_and_another_fact_does() -> None:
    before = made(view(CONTACTED))
    edit = Edit("mine", before.text, at("2026-11-05T10:00"))
    later = view(CONTACTED, now="2026-11-06T10:00")
    assert made(later).text != before.text and not in_own_words(made(later), edit, later, BOOK).outdated
    refused = view(CONTACTED, REFUSED)
    assert in_own_words(made(refused), edit, refused, BOOK).outdated


def test_tone_is_looked_for_in_what_was_written_and_not_in_what_the_seller_is_quoted_with() -> None:
    rude: Told = ("seller_refused", "2026-11-03T10:00", {"text": "you are a scammer"})
    stood = view(CONTACTED, rude)
    text = made(stood).text
    assert "scammer" in text and "insult" not in codes(stood, edited(stood, text + "\nPlease help."))
    assert codes(stood, edited(stood, text + "\nThey are crooks."))["insult"].values["words"] == ("crooks",)


def test_words_taken_out_of_the_letter_are_no_longer_flagged() -> None:
    stood = view(CONTACTED, description="The lid has a crack since delivery. The shop are crooks.")
    assert "insult" in codes(stood, made(stood))
    assert "crooks" in made(stood).text and "insult" not in codes(
        stood, edited(stood, "The lid has a crack since delivery.")
    )


def test_an_edited_text_that_only_judges_is_told_to_say_what_exactly() -> None:
    stood = view(CONTACTED)
    assert "text_verdict" in codes(stood, edited(stood, "Very bad quality, refund please."))
    assert "text_verdict" not in codes(stood, edited(stood, "The handle broke off on 3 November."))


@pytest.mark.parametrize("description", ["", "the handle broke off on 3 November at the first use, see photo 2"])
def test_a_few_words_put_into_a_letter_make_its_case_no_less_specific(description: str) -> None:
    stood = view(CONTACTED, description=description)
    before = {code for code in codes(stood, made(stood)) if code.startswith("text_")}
    after = {
        code for code in codes(stood, edited(stood, "Kind regards. " + made(stood).text)) if code.startswith("text_")
    }
    assert before == after == set()


def test_an_edit_that_is_no_longer_in_force_says_nothing_of_the_tone() -> None:
    stood = view(CONTACTED, told_edit("you scammers"))
    assert "insult" not in codes(stood, made(stood))


def test_money_written_into_a_tip_off_is_flagged() -> None:
    stood = view(CONTACTED)
    written = edited(stood, made(stood, lane="report_12315").text + "\nI want my money back.", lane="report_12315")
    assert codes(stood, written)["mixed"].severity == "stop"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a. b.c d。 e！f\n\n g;", ["a", "b.c d", "e", "f", "g"]),
        ("", []),
        ("...", []),
        ("129.00 paid", ["129.00 paid"]),
    ],
)
def test_sentences_are_told_apart_in_both_languages(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_own_words_of_a_letter_that_was_not_edited_are_those_of_the_case() -> None:
    assert own_words(made(view()), ("one", "", "two")) == "one\ntwo"


def test_evidence_counts_as_cited_by_its_whole_number_or_by_its_name() -> None:
    slots = [item.rule.slot for item in view().checklist][:3]
    added: list[Told] = [
        ("evidence_added", "2026-11-04T10:00", {"exhibit": number, "sha256": str(number), "slot": slot})
        for number, slot in ((1, slots[0]), (12, slots[1]))
    ]
    stood = view(CONTACTED, *added, ("evidence_marked", "2026-11-04T10:00", {"slot": slots[2], "state": "uploaded"}))
    named = next(item.rule.title["en"] for item in stood.checklist if item.rule.slot == slots[2])
    written = edited(stood, f"See Exhibit 12 and {named}.")
    assert written.exhibits == (12,)
    assert [item.rule.slot for item in cited_items(stood, written)] == [slots[1], slots[2]]
    done = view(*added, ("evidence_marked", "2026-11-04T10:00", {"slot": slots[1], "state": "submitted"}))
    assert not cited_items(done, edited(done, "See Exhibit 12."))


APPLIED: Told = ("applied", "2026-11-02T12:00", {"kind": "return_refund", "amount": 99900})


@pytest.mark.parametrize(
    ("told", "facts", "code", "where"),
    [
        ((), {}, "not_tried", Mend("log", "contacted")),
        ((CONTACTED,), {}, "evidence_missing", Mend("evidence", "order_detail")),
        ((APPLIED,), {}, "above_paid", Mend("modified", "amount")),
        ((CONTACTED,), {"claimed": 99900}, "above_paid", Mend("applied", "amount")),
        ((), {"reason": None, "description": None}, "says_nothing", Mend("facts", "reason")),
        ((), {"description": "bad"}, "text_verdict", Mend("facts", "description")),
        ((("contacted", "2026-11-02T10:00", {"text": "crooks"}),), {}, "insult", None),
        ((), {"description": "The crooks sent a broken lid on 2 November"}, "insult", Mend("facts", "description")),
        ((("receipt_confirmed", "2026-11-02T10:00", {}),), {}, "receipt_confirmed", None),
        ((), {}, "locked", None),
        (
            (("applied", "2026-11-05T09:00", {"kind": "return_refund", "amount": 12900}),),
            {},
            "lacks",
            Mend("facts", "order_no"),
        ),
    ],
)
def test_a_flag_leads_to_where_it_is_mended(
    told: tuple[Told, ...], facts: dict[str, Any], code: str, where: Mend | None
) -> None:
    stood = view(*told, **facts)
    written = made(stood)
    found = codes(stood, written)
    assert mend(found[code], stood, written) == where


def test_what_is_wrong_in_an_edited_text_is_mended_in_the_text() -> None:
    stood = view(CONTACTED)
    written = edited(stood, "Those crooks.")
    assert mend(codes(stood, written)["insult"], stood, written) == Mend("text")
