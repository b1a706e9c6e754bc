"""The look before an application is sent, for any case and any application."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from refund_tui.domain.case import APPLICATION_KINDS, REASONS, Application, Case, Terms
from refund_tui.domain.differences import differences
from refund_tui.domain.measures import amounts, measure
from refund_tui.domain.precheck import Remark, precheck
from refund_tui.domain.specific import lacking
from refund_tui.form_labels import REMARKS
from tests.making import at

AMOUNTS = st.none() | st.integers(0, 10**6)
TEXTS = st.none() | st.text(max_size=60)
TERMS = st.builds(
    Terms,
    amount=AMOUNTS,
    return_address=TEXTS,
    method=TEXTS,
    freight_by=st.sampled_from((None, "me", "seller")),
)
CASES = st.builds(
    Case,
    id=st.just(1),
    merchant=st.just("店"),
    opened_at=st.just(at("2026-11-01T09:00")),
    playbook=st.just("test@1"),
    order_no=TEXTS,
    reason=st.none() | st.sampled_from(REASONS),
    paid=AMOUNTS,
    terms=TERMS,
)
ASKED = st.builds(Application, kind=st.sampled_from(("", *APPLICATION_KINDS)), amount=AMOUNTS, reason=TEXTS, text=TEXTS)


@given(CASES, ASKED)
def test_every_remark_has_words_a_source_and_wrong_ones_come_first(case: Case, asked: Application) -> None:
    found = precheck(case, asked)
    assert all(each.code in REMARKS and each.rests_on for each in found)
    severities = [each.severity for each in found]
    assert severities == sorted(severities, reverse=True)
    assert len({each.code for each in found}) == len(found)
    for each in found:
        REMARKS[each.code].format(**each.values)


@given(CASES, ASKED)
def test_each_difference_from_the_terms_is_a_wrong_remark_at_its_field(case: Case, asked: Application) -> None:
    differing = {each.field for each in differences(case, asked)}
    told = {each.field for each in precheck(case, asked) if each.code.endswith("_differs")}
    assert told == differing


@given(CASES, ASKED)
def test_an_amount_is_wrong_beyond_the_cap_that_the_form_shows(case: Case, asked: Application) -> None:
    cap = measure("applied", "amount", amounts(case))
    beyond = asked.amount is not None and cap is not None and cap.passed(asked.amount)
    told = any(each.code == "amount_above_paid" for each in precheck(case, asked))
    assert told == beyond


@given(CASES, ASKED)
def test_typing_exactly_what_was_agreed_leaves_nothing_that_differs(case: Case, asked: Application) -> None:
    kind = "return_refund" if case.terms.return_address else asked.kind
    same = replace(asked, kind=kind, amount=case.terms.amount)
    assert not any(each.code.endswith("_differs") for each in precheck(case, same))


REASON = st.none() | st.sampled_from(REASONS)
WORDS = st.text() | st.lists(st.sampled_from(("质量", "不好", "left", "ear", "昨天", " ", "1", "店", "bad"))).map(
    "".join
)


@given(WORDS, WORDS, REASON)
def test_saying_more_never_lacks_more(text: str, more: str, reason: str | None) -> None:
    if text.strip():
        assert set(lacking(f"{text}\n{more}", reason)) <= set(lacking(text, reason))


@given(WORDS, REASON)
def test_full_width_letters_and_capitals_count_as_the_plain_ones(text: str, reason: str | None) -> None:
    wide = "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)
    assert lacking(wide, reason) == lacking(text, reason)


@given(CASES, ASKED)
def test_remarks_are_values(case: Case, asked: Application) -> None:
    found = precheck(case, asked)
    assert found == precheck(case, asked) and all(isinstance(each, Remark) for each in found)
