"""The texts that ship: every place can be filled, both languages say the same, figures have a source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from refund_tui.domain.case import PLATFORMS, REASONS
from refund_tui.domain.demand import USUAL_KINDS
from refund_tui.domain.events import EVENTS
from refund_tui.domain.letter_book import FEEDS, LENGTHS, SIGNS, STYLES, Block, Sentence
from refund_tui.domain.letter_facts import FACTS, Matter, facts, signs
from refund_tui.domain.letter_template import names
from refund_tui.domain.playbook import CONFIRMED, Text
from refund_tui.domain.problem import Refused
from refund_tui.rules.letter_files import FOLDER as SHIPPED
from refund_tui.rules.letter_files import check_letters, holds_letters, load_letters
from refund_tui.rules.loader import LANGUAGES, load_shipped
from refund_tui.rules.loader import SHIPPED as RULES
from tests.golden.letters import view_of

BOOK = load_letters()
NEVER = re.compile("暂行办法|概率|几率|胜诉率|probab|chance of|%", re.IGNORECASE)


def sentences() -> Iterator[tuple[Block, Sentence]]:
    for block in BOOK.blocks.values():
        yield from ((block, sentence) for sentence in block.sentences)


def texts() -> Iterator[Text]:
    yield from (text for _, sentence in sentences() for text in sentence.texts)
    yield from (block.title for block in BOOK.blocks.values() if block.title is not None)
    yield from (text for table in BOOK.tables.values() for text in table.values())


def test_the_facts_named_here_are_those_that_letters_know() -> None:
    form = BOOK.forms["demand_letter"]
    known = {name for reason in REASONS for name in facts(Matter(view_of(reason, "en"), BOOK, form, "en", brief=False))}
    assert known <= {*FACTS, "reason"}


def test_every_place_is_a_fact_and_both_languages_have_the_same_ones() -> None:
    for _, sentence in sentences():
        for text in sentence.texts:
            assert names(text["en"]) <= set(FACTS), text
            assert names(text["en"]) - {"seller"} == names(text["zh_CN"]) - {"seller"}, text


def test_every_text_is_there_in_both_languages_and_balanced() -> None:
    for text in texts():
        for language in LANGUAGES:
            said = text[language]
            assert (said.strip() == said != "" or text == BOOK.tables["words"]["list"]) and not NEVER.search(said)
            assert said.count("[") == said.count("]") and said.count("{") == said.count("}")
            assert "  " not in said and not re.search(r"[。，：；、]{2}|[.,:;]{2}", said)


def test_a_figure_in_a_sentence_has_a_source() -> None:
    for _, sentence in sentences():
        for text in sentence.texts:
            figures = set(re.findall(r"\d+", text["en"] + text["zh_CN"])) - {"12315"}
            assert not figures or sentence.source is not None, text


def test_a_sentence_that_cites_a_rule_has_one_that_is_confirmed_and_known() -> None:
    for _, sentence in sentences():
        if any("rule" in names(text["en"]) for text in sentence.texts):
            assert sentence.source is not None and " Art. " in sentence.source.ref
        if sentence.source is not None:
            assert sentence.source.ref.split()[0] in BOOK.sources and sentence.source.confidence in CONFIRMED


def test_a_limit_has_a_source() -> None:
    for limit in BOOK.limits:
        assert limit.lane in BOOK.forms and limit.source.ref in BOOK.sources and limit.source.confidence in CONFIRMED


def test_rules_that_are_cited_have_a_title_in_their_citation() -> None:
    for _, sentence in sentences():
        if sentence.source is not None and " Art. " in sentence.source.ref:
            source = BOOK.sources[sentence.source.ref.split()[0]]
            assert all(text.startswith("《") and "》" in text for text in source.values())
            assert "暂行办法" not in source["zh_CN"]


def test_conditions_ask_about_signs_that_exist_with_values_that_can_be() -> None:
    values = {"reason": ("", *REASONS), "platform": ("", *PLATFORMS), "lane": tuple(BOOK.forms)}
    whens = [
        when for block in BOOK.blocks.values() for when in (*block.when, *(w for s in block.sentences for w in s.when))
    ]
    assert whens
    for when in whens:
        for name, accepted in when.items():
            assert name in SIGNS
            assert set(accepted) <= set(values.get(name, accepted)), when
    assert set(signs(Matter(view_of("quality", "en"), BOOK, BOOK.forms["seller_message"], "en", brief=True))) == set(
        SIGNS
    )


def test_forms_are_made_of_blocks_that_exist_and_end_with_the_date() -> None:
    for form in BOOK.forms.values():
        for ids in (form.full, form.brief):
            assert set(ids) <= set(BOOK.blocks) and ids[-1] == "date"
    used = {each for form in BOOK.forms.values() for each in (*form.full, *form.brief)}
    assert set(BOOK.blocks) <= used
    assert all(block.style in STYLES and block.feed in (None, *FEEDS) for block in BOOK.blocks.values())
    assert all(1 <= sentence.priority <= 9 for _, sentence in sentences())
    assert set(BOOK.budgets) == set(LENGTHS) - {"full"}


def test_words_are_there_for_whatever_a_case_can_hold() -> None:
    assert set(USUAL_KINDS) == set(REASONS)
    assert set(BOOK.tables["platforms"]) == set(PLATFORMS) - {"alipay", "other"}
    for pattern in BOOK.tables["history"]:
        kind, _, test = pattern.partition(":")
        name, _, value = test.partition("=")
        fields = {field.name: field.choices for field in EVENTS[kind].fields}
        assert not test or value in fields[name]


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_said_in_every_lane_that_can_have_it(reason: str) -> None:
    said = [
        sentence for sentence in BOOK.blocks["problem"].sentences if any(reason in w["reason"] for w in sentence.when)
    ]
    assert said


def test_every_lane_that_ships_has_a_letter_and_every_letter_a_lane() -> None:
    lanes = {lane.id for playbook in load_shipped().values() for lane in playbook.lanes}
    assert lanes == set(BOOK.forms)


# A user's own files

OWN = """
[[blocks]]
id = "hello"
sentences = [{ text = { en = "Good day.", zh_CN = "早上好！" } }]

[budgets]
short = 120

[sources]
desk = "the desk's own page, undated"

[[limits]]
lane = "alipay_ticket"
characters = 500
source = { ref = "desk", confidence = "medium" }
"""


@pytest.mark.parametrize("name", ["blocks", "lanes", "words"])
def test_the_files_that_ship_pass_the_check(name: str) -> None:
    assert check_letters(SHIPPED / f"{name}.toml") == []


def test_a_file_of_ones_own_takes_the_place_of_what_has_the_same_id(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    book = load_letters(tmp_path)
    assert book.blocks["hello"].sentences[0].texts[0]["en"] == "Good day." and book.budgets["short"] == 120
    assert book.limits[0].characters == 500 and book.blocks["date"] == BOOK.blocks["date"]
    assert holds_letters(tmp_path / "own.toml") and not holds_letters(RULES / "order.toml")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Good day.", "Good {day}.", "{day} is no fact of a letter"),
        ("Good day.", "Good [day.", "has brackets that do not close"),
        ("Good day.", "In 9 days.", "says 9 and names no source"),
        ('zh_CN = "早上好！"', 'zh_CN = ""', "has no zh_CN text"),
        ("short = 120", "short = 1", "must not be below 50"),
        ('ref = "desk"', 'ref = "mine"', "limits[alipay_ticket].source.ref: 'mine' is not in sources"),
        ('id = "hello"', 'id = "hello"\nlike = "none"', "'none' is no block"),
        ('id = "hello"', 'id = "hello"\nwhen = [{ mood = "bad" }]', "'mood' cannot be asked about"),
        ("[budgets]", "[budgets", "is not TOML"),
        (
            "[budgets]",
            "[[letters]]\nlane='x'\nfull=['nope']\nbrief=['date']\n[budgets]",
            "letters[x].full: 'nope' is no block",
        ),
    ],
)
def test_what_is_wrong_in_a_file_is_named_with_its_key(before: str, after: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace(before, after, 1), encoding="utf-8")
    problems = check_letters(path)
    assert len(problems) == 1 and problems[0].startswith(str(path)) and told in problems[0], problems
    with pytest.raises(Refused):
        load_letters(tmp_path)
