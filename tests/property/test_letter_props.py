"""Whatever happened and whatever is known, a letter is whole: no gap, no figure of its own, within its length."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from refund_tui.domain.case import PLATFORMS, REASONS, SCENARIOS
from refund_tui.domain.letter_book import LENGTHS
from refund_tui.domain.letters import count, letter
from refund_tui.domain.note import Note
from refund_tui.domain.preflight import preflight
from refund_tui.lettering import flag_line
from refund_tui.rules.letter_files import load_letters
from refund_tui.store.cases import Stored
from refund_tui.views import CaseView, build
from tests.golden.letters import BOOKS, CALENDAR, LANGUAGES, exhibits_of
from tests.making import SHANGHAI, at, case_of, event, opening

BOOK = load_letters()
WORDS = st.lists(
    st.sampled_from(("左耳没声音", "11月14日发现。", "no sound", "since Monday.", "\n", "  ", "裂了！", "5 cm;")),
    max_size=6,
).map("".join) | st.just("。。")
TEXT = st.none() | WORDS
AMOUNT = st.none() | st.integers(1, 99999)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "item": WORDS,
        "description": WORDS,
        "order_no": st.sampled_from(("77", "2026111200001234567")),
        "trade_no": st.just("2026111122001400001234567890"),
        "reason": st.sampled_from(REASONS),
        "platform": st.sampled_from(PLATFORMS),
        "scenario": st.sampled_from(SCENARIOS),
        "currency": st.sampled_from(("CNY", "EUR", "JPY")),
        "paid": st.integers(1, 99999),
        "claimed": st.integers(1, 99999),
        "terms.freight_by": st.sampled_from(("me", "seller")),
    },
)
EVENTS = st.one_of(
    st.tuples(st.just("contacted"), st.fixed_dictionaries({"text": TEXT})),
    st.tuples(
        st.just("seller_replied"),
        st.fixed_dictionaries({"kind": st.sampled_from(("refuse", "stalls", "other")), "text": TEXT}),
    ),
    st.tuples(st.just("seller_refused"), st.fixed_dictionaries({"text": TEXT})),
    st.tuples(st.just("seller_agreed"), st.fixed_dictionaries({"amount": AMOUNT})),
    st.tuples(st.just("seller_offered"), st.fixed_dictionaries({"amount": st.integers(1, 9999)})),
    st.tuples(st.just("terms_agreed"), st.fixed_dictionaries({"amount": AMOUNT})),
    st.tuples(
        st.just("applied"),
        st.fixed_dictionaries(
            {"kind": st.sampled_from(("refund_only", "return_refund", "exchange")), "amount": AMOUNT}
        ),
    ),
    st.tuples(st.just("return_sent"), st.fixed_dictionaries({"waybill": st.none() | st.just("SF99")})),
    st.tuples(st.just("signed"), st.just({})),
    st.tuples(st.just("refund_received"), st.fixed_dictionaries({"amount": st.integers(1, 9999)})),
    st.tuples(
        st.just("platform_decided"), st.fixed_dictionaries({"for": st.sampled_from(("me", "seller", "partial"))})
    ),
)


Recipe = tuple[dict[str, Any], list[tuple[str, dict[str, Any]]], str, str]
RECIPES: st.SearchStrategy[Recipe] = st.tuples(
    FACTS,
    st.lists(EVENTS, max_size=8),
    st.sampled_from(("taobao-order", "online-order", "offline-purchase")),
    st.sampled_from(("11-12", "12-30")),
)


def view_of(recipe: Recipe) -> CaseView:
    facts, told, book, day = recipe
    happened = [event(n, kind, f"2026-11-{n + 1:02}T10:00", **data) for n, (kind, data) in enumerate(told, 2)]
    events = (opening(**facts), *happened)
    now = at(f"2026-{day}T10:00")
    return build(Stored(case_of(events), 1, events, Note("", 0), ""), BOOKS[book], CALENDAR, now)


LETTERS = st.tuples(st.sampled_from(tuple(BOOK.forms)), st.sampled_from(LENGTHS), st.sampled_from(LANGUAGES))
GAPS = re.compile(
    r"[{}\[\]|]|\bNone\b|  |[。，：；、？！][。，：；、？！.,;]|[.,;:][.,;:](?!\d)"
    r"|\(\)|（）|“”| [.,;:。，]|[：:]$(?!\n.)"
)
"""A place or a part left over, a blank or a stop too many, an empty pair, a heading with nothing below."""


@given(RECIPES, LETTERS, st.booleans())
def test_a_letter_has_no_gap_and_no_forbidden_word(recipe: Recipe, what: tuple[Any, Any, Any], kept: bool) -> None:
    stood = view_of(recipe)
    made = letter(stood, *what, BOOK, exhibits=exhibits_of(stood) if kept else ())
    assert not GAPS.search(made.text), made.text
    assert all(line == line.strip() for line in made.text.split("\n"))
    assert "\n\n\n" not in made.text and "暂行办法" not in made.text
    assert made.size == count(made.text) and made.whole.endswith(made.note)


def figures(text: str | None) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text or ""))


def figures_of_case(stood: CaseView) -> set[str]:
    case, texts = stood.case, [each.data.get("text") for each in stood.events]
    found = set[str]().union(*map(figures, (case.item, case.description, case.order_no, case.trade_no, *texts)))
    whole = [case.paid, case.claimed, case.agreed, case.offered, *(each.data.get("amount") for each in stood.events)]
    for amount in filter(None, (*whole, case.received, *((each or 0) - case.received for each in whole))):
        found |= {f"{amount // 100}.{amount % 100:02}", str(amount)}
    for instant in (stood.now, *(each.occurred_at for each in stood.events)):
        day = instant.astimezone(SHANGHAI)
        found |= {*day.date().isoformat().split("-"), str(day.month), str(day.day)}
    return found | {"99"}  # the waybill


def figures_of_rules(refs: tuple[str, ...]) -> set[str]:
    """The articles of the rules that a letter cites, and the figures of the sentences that rest on them."""
    resting = [each for block in BOOK.blocks.values() for each in block.sentences if each.source]
    said = [text for each in resting if each.source and each.source.ref in refs for text in each.texts]
    return set[str]().union(*map(figures, refs), *(figures(words) for text in said for words in text.values()))


@given(RECIPES, LETTERS)
def test_every_figure_is_one_of_the_case_or_of_a_rule_that_is_cited(recipe: Recipe, what: tuple[Any, Any, Any]) -> None:
    stood = view_of(recipe)
    made = letter(stood, *what, BOOK)
    numbered = {"12315", "1", "2", "3"}
    known = figures_of_case(stood) | figures_of_rules(made.rules) | numbered
    assert figures(made.text) <= known, (figures(made.text) - known, made.text)


@given(RECIPES, LETTERS)
def test_a_brief_text_fits_or_says_that_it_does_not(recipe: Recipe, what: tuple[Any, Any, Any]) -> None:
    stood = view_of(recipe)
    made = letter(stood, *what, BOOK)
    assert made.too_long is (made.most is not None and made.size > made.most)
    longer = letter(stood, what[0], "full", what[2], BOOK)
    assert set(made.missing) == set(longer.missing)
    assert set(made.rules) <= {s.source.ref for b in BOOK.blocks.values() for s in b.sentences if s.source}


@given(RECIPES, LETTERS)
def test_what_to_look_at_has_words_and_stops_come_first(recipe: Recipe, what: tuple[Any, Any, Any]) -> None:
    stood = view_of(recipe)
    flags = preflight(stood, letter(stood, *what, BOOK), BOOK)
    order = ["stop", "warn", "ask"]
    assert [order.index(each.severity) for each in flags] == sorted(order.index(each.severity) for each in flags)
    assert len({(each.code, str(each.values)) for each in flags}) == len(flags)
    for each in flags:
        assert "{" not in flag_line(each, stood)
