"""Letters say what the case knows, ask for what it asks for, and fit where they go."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import Any

import pytest

from refund_tui.domain.case import REASONS
from refund_tui.domain.demand import Demand, agreed, demand, freight
from refund_tui.domain.letter_book import LENGTHS, Length
from refund_tui.domain.letter_template import beginnings, fill, plain
from refund_tui.domain.letters import Letter, count, letter
from refund_tui.domain.note import Note
from refund_tui.domain.problem import Refused
from refund_tui.rules.letter_files import load_letters
from refund_tui.store.cases import Stored
from refund_tui.views import CaseView, build
from tests.golden.letters import BOOKS, CALENDAR, FOLDER, LANGUAGES, SAMPLES, exhibits_of, page, view_of, written
from tests.making import Told, at, case_of, opening, story

BOOK = load_letters()
CONTACTED: Told = ("contacted", "2026-11-02T10:00", {"text": "the lid is cracked"})


def view(*told: Told, now: str = "2026-11-05T10:00", **facts: Any) -> CaseView:
    events = story(opening(**({"platform": "taobao", "reason": "quality"} | facts)), *told)
    return build(Stored(case_of(events), 1, events, Note("", 0), ""), BOOKS["taobao-order"], CALENDAR, at(now))


def text(case: CaseView, lane: str = "platform_intervention", length: Length = "full", language: str = "en") -> str:
    return letter(case, lane, length, language, BOOK).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lane", list(BOOK.forms))
def test_letters_are_those_that_were_read(lane: str, language: str) -> None:
    assert page(lane, language) == (FOLDER / f"{lane}.{language}.txt").read_text(encoding="utf-8")


def test_a_fact_that_is_not_known_leaves_its_sentence_out_and_is_named() -> None:
    made = letter(view(CONTACTED), "platform_intervention", "full", "en", BOOK)
    assert "Order number" not in made.text and "Paid" not in made.text
    assert made.missing == ("order_no", "refund_no", "paid", "description", "asked")


def test_an_exchange_is_asked_for_without_an_amount() -> None:
    made = letter(view(("applied", "2026-11-03T10:00", {"kind": "exchange"})), "seller_message", "full", "en", BOOK)
    assert "I would like an exchange of the goods." in made.text and "asked" not in made.missing


def test_what_was_agreed_is_asked_for_before_what_was_claimed_or_paid() -> None:
    terms: Told = ("terms_agreed", "2026-11-03T10:00", {"amount": 9000, "freight_by": "me"})
    agreed_on = view(CONTACTED, terms, paid=12900, claimed=12000)
    said = text(agreed_on)
    assert "I ask for the refund of CNY 90.00 that was agreed. I pay the return freight." in said
    assert "129.00" not in said.partition("Request:")[2]


def test_what_the_platform_decided_is_asked_for_as_its_decision() -> None:
    told: tuple[Told, ...] = (
        ("applied", "2026-11-02T10:00", {"kind": "refund_only", "amount": 12900}),
        ("seller_refused", "2026-11-03T10:00", {}),
        ("platform_requested", "2026-11-03T11:00", {}),
        ("platform_decided", "2026-11-04T10:00", {"for": "partial", "amount": 5000}),
    )
    assert "the refund of CNY 50.00 that the platform decided" in text(view(*told, paid=12900), "alipay_ticket")


def test_money_that_came_is_taken_off_what_is_asked_for() -> None:
    case = case_of(story(opening(paid=12900), ("refund_received", "2026-11-03T10:00", {"amount": 2900})))
    assert demand(case).code == "rest" and demand(case).amount == 10000


@pytest.mark.parametrize(("issued", "code", "amount"), [(2900, "rest", 10000), (12900, "refund_only", 12900)])
def test_what_was_paid_out_is_not_asked_for_again_but_where_none_of_it_came(
    issued: int, code: str, amount: int
) -> None:
    case = case_of(
        story(opening(paid=12900, reason="not_received"), ("refund_issued", "2026-11-03T10:00", {"amount": issued}))
    )
    assert demand(case) == Demand(code, "refund_only", amount)


def test_freight_is_whose_the_terms_say_else_whose_the_reason_says() -> None:
    def bearer(reason: str | None, **facts: Any) -> str | None:
        return freight(case_of([opening(reason=reason, **facts)]))

    assert bearer("quality") == "seller" and bearer("change_of_mind") == "me"
    assert bearer("service") is None and bearer(None) is None
    assert bearer("quality", **{"terms.freight_by": "me"}) == "me"


def test_a_decision_for_the_seller_agrees_to_nothing() -> None:
    told: Told = ("platform_decided", "2026-11-04T10:00", {"for": "seller"})
    assert agreed(story(opening(), told)) is None


def test_the_seller_is_addressed_in_what_goes_to_him_and_named_elsewhere() -> None:
    refused = view(CONTACTED, ("seller_refused", "2026-11-04T10:00", {"text": "no."}))
    assert "You refused on 4 November 2026, saying: no." in text(refused, "seller_message")
    assert "the seller refused, saying: no" in text(refused)
    assert "2026年11月4日：贵店拒绝" in text(refused, "demand_letter", language="zh_CN")


def late(*told: Told, now: str = "2026-11-20T10:00") -> str:
    return text(view(*told, now=now), "complaint_12315", language="zh_CN")


def test_a_demand_of_mine_that_was_left_unanswered_is_told_with_its_rule() -> None:
    said = letter(view(CONTACTED, now="2026-11-20T10:00"), "complaint_12315", "full", "zh_CN", BOOK)
    assert "自2026年11月2日提出要求，至今已超过15日，商家未作答复；依照《侵害消费者权益行为处罚办法》第8条" in said.text
    assert "无正当理由" in said.text and "处罚办法 Art. 8" in said.rules
    assert "超过15日" not in late(CONTACTED, now="2026-11-10T10:00")


def test_the_time_of_a_demand_counts_from_one_that_is_on_record() -> None:
    silent: Told = ("contacted", "2026-11-02T10:00", {})
    applied: Told = ("applied", "2026-11-10T10:00", {"kind": "refund_only", "amount": 100})
    assert "超过15日" not in late(silent) and "超过15日" not in late(silent, applied)
    assert "自2026年11月10日提出要求" in late(silent, applied, now="2026-11-27T10:00")


@pytest.mark.parametrize("kind", ["stalls", "refuse", "wants_evidence"])
def test_a_seller_who_answered_is_not_said_to_have_been_silent(kind: str) -> None:
    assert "超过15日" not in late(CONTACTED, ("seller_replied", "2026-11-04T10:00", {"kind": kind}))


def test_a_demand_letter_names_only_the_steps_that_are_still_ahead() -> None:
    filed: Told = ("complaint_filed", "2026-11-03T10:00", {})
    applied: Told = ("applied", "2026-11-02T10:00", {"kind": "refund_only", "amount": 100})
    refused: Told = ("seller_refused", "2026-11-03T09:00", {})
    asked: Told = ("platform_requested", "2026-11-03T11:00", {})
    assert "平台申诉、12315 投诉或诉讼" in text(view(CONTACTED), "demand_letter", language="zh_CN")
    assert "12315" not in text(view(CONTACTED, filed), "demand_letter")
    assert "the platform or to a court" in text(view(CONTACTED, filed), "demand_letter")
    both = text(view(applied, refused, filed, asked), "demand_letter")
    assert "I will take it to a court." in both and "to the platform" not in both.partition("What I ask")[2]


def test_a_clock_that_was_met_late_is_not_told_as_still_running() -> None:
    agreed_late: Told = ("seller_agreed", "2026-11-25T10:00", {"amount": 100})
    said = text(view(CONTACTED, agreed_late, now="2026-11-26T10:00"), "complaint_12315", language="zh_CN")
    assert "超过15日" not in said


def test_what_lies_ahead_is_not_told() -> None:
    early = text(view(CONTACTED, ("seller_refused", "2026-11-09T10:00", {}), now="2026-11-05T10:00"))
    assert "2 November 2026" in early and "refused" not in early


WISHES = {
    "en": r"\b(?:I ask|I return|I would like|please|I want|for a refund)\b",
    "zh_CN": "请|要求按|要求退|赔|希望|诉求",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_a_tip_off_reports_and_asks_for_nothing_whatever_the_reason(reason: str, language: str) -> None:
    late = replace(view_of(reason, language), now=at("2026-12-30T10:00"))
    for stood in (view_of(reason, language), late):
        for length in LENGTHS:
            made = letter(stood, "report_12315", length, language, BOOK, exhibits=exhibits_of(stood))
            theirs = SAMPLES[reason].refusal[language]
            assert not re.search(WISHES[language], made.text.replace(theirs, ""), re.IGNORECASE), made.text


def test_the_complaint_asks_for_the_price_and_leaves_multiples_alone() -> None:
    complaint = written("counterfeit", "complaint_12315", "zh_CN")
    assert "退款金额299.00元" in complaint.text and "第55条" not in complaint.text
    demanded = written("counterfeit", "demand_letter", "zh_CN")
    assert "第55条" in demanded.text and not re.search("三倍|十倍|退一赔", demanded.text)
    assert "第55条" not in written("quality", "demand_letter", "zh_CN").text


def test_chinese_law_stays_out_of_a_case_in_another_currency() -> None:
    for lane in ("seller_message", "demand_letter", "paypal_claim", "eu_withdrawal"):
        abroad = view(CONTACTED, currency="EUR", paid=12900, platform="other", reason="change_of_mind")
        assert "《" not in text(abroad, lane) and "12315" not in text(abroad, lane)


def test_evidence_is_cited_by_number_and_what_is_only_marked_by_name() -> None:
    stood = view_of("quality", "en")
    made = letter(stood, "platform_intervention", "full", "en", BOOK, exhibits=exhibits_of(stood))
    assert made.exhibits == (1, 2, 3) and "Exhibit 3: Photos and video of the defect" in made.text
    marked = view(("evidence_marked", "2026-11-03T10:00", {"slot": "order_detail", "state": "prepared"}))
    assert "Also at hand: Order detail." in text(marked)


def test_every_letter_ends_with_its_date_and_its_note_is_the_last_line() -> None:
    for lane in BOOK.forms:
        for length in LENGTHS:
            made = letter(view(CONTACTED), lane, length, "zh_CN", BOOK)
            assert made.text.endswith("2026年11月5日" if length == "full" else "2026-11-05")
            assert made.whole.splitlines()[-1] == made.note and "不构成法律意见" in made.note


def test_what_a_person_wrote_is_never_read_as_a_template() -> None:
    said = text(view(CONTACTED, description="{paid} [x|y] {0} %s"))
    assert "The goods have a defect: {paid} [x|y] {0} %s." in said


def test_a_lane_without_a_letter_is_refused() -> None:
    with pytest.raises(Refused, match="court has no letter"):
        letter(view(), "court", "full", "en", BOOK)


def test_a_letter_is_written_within_five_milliseconds() -> None:
    stood = view_of("quality", "zh_CN")

    def once() -> float:
        start = time.process_time()
        letter(stood, "complaint_12315", "short", "zh_CN", BOOK)
        return time.process_time() - start

    assert min(once() for _round in range(10)) < 0.005


NOT_THERE = {"en": "as of today it has not reached me", "zh_CN": "截至今日仍未到账"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lane", ["seller_message", "platform_intervention", "alipay_ticket", "complaint_12315"])
def test_money_that_the_page_shows_as_paid_out_and_nobody_has_is_said_to_be_missing(lane: str, language: str) -> None:
    agreed = [("seller_agreed", "2026-11-01T10:00", {"amount": 4500})]
    issued = [*agreed, ("refund_issued", "2026-11-02T10:00", {"amount": 4500})]
    part = [*issued, ("refund_received", "2026-11-03T10:00", {"amount": 1500})]
    unknown = [*agreed, ("refund_issued", "2026-11-02T10:00", {})]
    # Two hundred characters of English have no room for it beside what was bought and what is asked for.
    for length in LENGTHS if language == "zh_CN" else ("full", "medium"):
        said = [text(view(*told, paid=4500), lane, length, language) for told in (agreed, issued, part, unknown)]
        assert [NOT_THERE[language] in each for each in said] == [False, True, True, True]
        assert length != "full" or ["30.00" in each for each in said] == [False, False, True, False]


# Length


def shortened(description: str, length: Length, language: str = "zh_CN") -> Letter:
    stood = view(CONTACTED, paid=12900, order_no="77", description=description)
    return letter(stood, "alipay_ticket", length, language, BOOK)


def test_a_brief_text_keeps_whole_sentences_of_the_description_as_far_as_they_fit() -> None:
    sentences = [f"第{number}处开裂，水从缝里渗出来" for number in range(1, 30)]
    made = shortened("。".join(sentences), "medium")
    assert made.size <= 300 and "第1处开裂，水从缝里渗出来。第2处" in made.text
    told = made.text.partition("质量问题：")[2]
    assert all(each in sentences for each in told.split("。") if each.startswith("第"))


def test_a_description_of_one_long_sentence_is_left_out_rather_than_cut() -> None:
    made = shortened("很长" * 400, "short")
    assert "很长" not in made.text and "商品存在质量问题。" in made.text and not made.too_long


@pytest.mark.parametrize("lane", ["seller_message", "demand_letter", "platform_intervention", "complaint_12315"])
@pytest.mark.parametrize("reason", REASONS)
def test_a_short_english_text_still_says_which_purchase_it_is(reason: str, lane: str) -> None:
    made = written(reason, lane, "en", "short")
    order = "Rice cooker" if reason == "offline" else "2026111100001234567"
    assert order in made.text and "CNY 299.00" in made.text and "2026-11-11" in made.text, made.text
    assert lane == "seller_message" or "Shengyin Shop" in made.text
    assert not set(made.cut) & {"order_no", "merchant", "paid", "paid_at"}


def test_what_a_brief_text_left_out_is_known() -> None:
    assert "description" in shortened("很长" * 400, "short").cut
    assert shortened("裂了", "short").cut == () == shortened("很长" * 400, "full").cut
    long = letter(
        view(CONTACTED, paid=12900, trade_no="9" * 250, item="Pot", channel="card"), "bank_dispute", "short", "en", BOOK
    )
    assert "item" in long.cut and "paid" not in long.cut


def test_what_cannot_be_shortened_is_said_to_be_too_long() -> None:
    stood = view(CONTACTED, paid=12900, trade_no="9" * 400)
    assert letter(stood, "alipay_ticket", "short", "zh_CN", BOOK).too_long


def test_the_full_text_has_no_budget() -> None:
    assert shortened("很长" * 400, "full").budget is None and "很长" in shortened("很长" * 400, "full").text


def test_the_limit_of_a_desk_is_kept_in_mind_where_a_source_says_it() -> None:
    wechat = view(CONTACTED, platform="wechat", description="很长" * 300)
    made = letter(wechat, "platform_intervention", "full", "zh_CN", BOOK)
    assert made.limit is not None and made.limit.characters == 300 and made.too_long
    assert letter(view(CONTACTED), "platform_intervention", "full", "zh_CN", BOOK).limit is None


def test_characters_are_counted_as_a_form_counts_them() -> None:
    assert (count("退款 ok\n"), count("😀"), count("é")) == (6, 2, 1)


# Templates


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("a {x}", "a 1"),
        ("a {y}", None),
        ("a[ {x}][ {y}]", "a 1"),
        ("a[ {x}{y}| {x}|]", "a 1"),
        ("a[ {y}| -]", "a -"),
    ],
)
def test_places_and_optional_parts_are_filled_as_far_as_known(template: str, filled: str | None) -> None:
    assert fill(template, {"x": "1"}) == filled


def test_only_the_named_optional_part_is_kept() -> None:
    assert fill("a[ {x}][ {z}]", {"x": "1", "z": "3"}, only="z") == "a 3"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  broken.  ", "broken"),
        ("一裂\n\n二漏。\n三响！", "一裂；二漏。三响"),
        ("first\nsecond", "first; second"),
        ("。。。", None),
        (None, None),
        ("a   b", "a b"),
    ],
)
def test_what_was_typed_fits_into_a_sentence(typed: str | None, kept: str | None) -> None:
    assert plain(typed) == kept


def test_beginnings_end_with_a_sentence() -> None:
    assert list(beginnings("One 1.5 kg. Two. Three")) == ["One 1.5 kg. Two", "One 1.5 kg"]
    assert list(beginnings("一。二！三")) == ["一。二", "一"]


@pytest.mark.parametrize(
    ("slot", "shows", "line"),
    [
        (None, "the crack", "Exhibit 1: the crack"),
        (None, None, "Exhibit 1: other material"),
        ("payment_proof", None, "Exhibit 1: Payment proof"),
        ("payment_proof", "the trade number", "Exhibit 1: Payment proof (the trade number)"),
    ],
)
def test_an_exhibit_is_cited_by_its_item_and_what_it_shows_never_by_its_file(
    slot: str | None, shows: str | None, line: str
) -> None:
    stood = view(CONTACTED)
    shown = replace(exhibits_of(stood)[0], slot=slot, name="scan.pdf", shows=shows)
    said = letter(stood, "bank_dispute", "full", "en", BOOK, exhibits=[shown]).text
    assert f"{line}\n" in said and "scan.pdf" not in said
