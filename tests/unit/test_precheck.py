"""The look before an application is sent: what contradicts, what is worth a look, and what amounts are measured by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from refund_tui.domain.case import Application, Case, Terms
from refund_tui.domain.events import EVENTS
from refund_tui.domain.fields import FACTS
from refund_tui.domain.measures import FACT, Measure, amounts, measure
from refund_tui.domain.order import Line, Order
from refund_tui.domain.precheck import due, precheck
from refund_tui.domain.suggestions import planned, suggested
from refund_tui.form_labels import MEASURES, REMARKS
from tests.making import at

TEXT = "开箱时杯口有一道裂纹"
CASE = Case(
    id=1,
    merchant="店",
    opened_at=at("2026-11-01T09:00"),
    playbook="test@1",
    order_no="20261101",
    reason="quality",
    paid=29900,
    terms=Terms(amount=10000, return_address="窑前路12号", method="原路", freight_by="seller"),
)
GOOD = Application("return_refund", 10000, "质量问题", TEXT)


def codes(case: Case, application: Application, severity: str = "") -> list[str]:
    return [each.code for each in precheck(case, application) if severity in ("", each.severity)]


def test_an_application_that_is_as_agreed_and_says_what_happened_has_no_remark() -> None:
    assert precheck(CASE, GOOD) == ()


@pytest.mark.parametrize(
    ("change", "code", "field", "values"),
    [
        ({"amount": 12000}, "amount_differs", "amount", {"agreed": 10000, "asked": 12000}),
        ({"kind": "refund_only"}, "kind_differs", "kind", {"asked": "refund_only"}),
    ],
)
def test_what_leaves_the_terms_is_wrong_and_names_both_sides(
    change: dict[str, Any], code: str, field: str, values: dict[str, object]
) -> None:
    (remark,) = precheck(CASE, replace(GOOD, **change))
    assert (remark.code, remark.field, remark.severity, remark.values) == (code, field, "wrong", values)
    assert "S47" in remark.rests_on


def test_more_than_was_paid_and_nothing_at_all_are_wrong() -> None:
    free = replace(CASE, terms=replace(CASE.terms, amount=None))
    assert codes(free, replace(GOOD, amount=29901), "wrong") == ["amount_above_paid"]
    assert codes(free, replace(GOOD, amount=29900), "wrong") == []
    assert codes(free, replace(GOOD, amount=0), "wrong") == ["amount_zero"]
    (above,) = [each for each in precheck(free, replace(GOOD, amount=29901)) if each.severity == "wrong"]
    assert above.rests_on == ("S64", "M1")


def test_what_is_wrong_stands_first_and_the_rest_is_in_the_order_of_the_form() -> None:
    bare = replace(CASE, order_no=None, terms=Terms(amount=10000))
    asked = Application("return_refund", 12000)
    assert codes(bare, asked) == [
        "amount_differs",
        "reason_unknown",
        "text_missing",
        "order_no_unknown",
        "return_address_unknown",
        "method_unknown",
        "freight_unknown",
    ]


def test_applying_before_anything_is_agreed_is_worth_one_quiet_look() -> None:
    assert codes(replace(CASE, terms=Terms()), GOOD) == ["terms_unknown"]


def test_what_only_a_return_needs_is_asked_only_where_goods_go_back() -> None:
    some = replace(CASE, terms=Terms(amount=10000))
    assert codes(some, replace(GOOD, kind="refund_only")) == []
    assert codes(some, replace(GOOD, kind="")) == []
    assert codes(some, replace(GOOD, kind="exchange")) == ["return_address_unknown", "freight_unknown"]


def test_an_exchange_asks_for_no_amount() -> None:
    case = replace(CASE, terms=replace(CASE.terms, amount=None))
    assert codes(case, replace(GOOD, kind="exchange", amount=None)) == ["agreed_unknown"]


def test_an_unknown_payment_and_an_unknown_amount_are_said() -> None:
    assert codes(replace(CASE, paid=None), GOOD) == ["paid_unknown"]
    assert codes(CASE, replace(GOOD, amount=None)) == ["amount_unknown"]


@pytest.mark.parametrize(
    ("text", "code"),
    [(None, "text_missing"), ("质量不好", "text_verdict"), ("左耳没声音", "text_short"), (TEXT[3:] * 2, "text_lacks")],
)
def test_a_vague_text_is_asked_about_by_its_reason(text: str | None, code: str) -> None:
    assert codes(CASE, replace(GOOD, text=text)) == [code]


def test_a_change_of_mind_needs_no_explaining() -> None:
    assert codes(replace(CASE, reason="change_of_mind"), replace(GOOD, text=None)) == []


def test_the_application_that_comes_next_is_checked_once_terms_are_agreed() -> None:
    assert due(replace(CASE, terms=Terms())) == ()
    assert [each.code for each in due(replace(CASE, stage="negotiating"))] == ["text_missing"]
    assert due(replace(CASE, stage="negotiating", description=TEXT)) == ()
    assert due(replace(CASE, stage="applied")) == ()


def test_an_application_is_filled_from_the_terms_and_a_changed_one_from_the_last() -> None:
    case = replace(CASE, description=TEXT)
    assert suggested(case, (), "applied") == {
        "amount": 10000,
        "kind": "return_refund",
        "reason": "quality",
        "text": TEXT,
    }
    assert planned(replace(case, terms=Terms())).kind == ""
    before = Application("refund_only", 5000, "其他", "旧", "R-1")
    changed = suggested(replace(case, application=before), (), "modified")
    assert (changed["kind"], changed["reason"], changed["text"], changed["refund_no"]) == (
        "refund_only",
        "其他",
        "旧",
        "R-1",
    )


def test_only_a_claim_is_capped_by_what_was_paid() -> None:
    known = amounts(replace(CASE, claimed=20000, received=4000))
    assert measure("applied", "amount", known) == measure("modified", "amount", known) == Measure("paid", 29900, 29900)
    assert measure(FACT, "claim", known) == Measure("paid", 29900, 29900)
    assert measure("seller_offered", "amount", known) == Measure("claimed", 20000)
    assert measure("refund_received", "amount", known) == Measure("to_receive", 16000)
    assert measure("return_sent", "freight", known) is None
    assert measure("applied", "amount", {"paid": None}) is None
    assert Measure("paid", 100, 100).passed(101) and not Measure("paid", 100, 100).passed(100)
    assert not Measure("claimed", 100).passed(101)


def test_a_claim_is_measured_by_what_the_order_comes_to_and_limited_by_what_was_paid() -> None:
    lines = (Line("A", 20000), Line("B", 10000, returned=1))
    case = replace(CASE, order=Order(lines=lines, goods_paid=29700, outbound=0))
    assert measure("applied", "amount", amounts(case)) == Measure("estimate", 9900, 29900, 9900)
    unsure = amounts(replace(case, reason=None))
    assert measure(FACT, "claim", unsure) == Measure("cap", 9900, 29900)
    assert measure("amounts_set", "goods_paid", unsure) == Measure("paid", 29900, 29900)
    assert codes(case, replace(GOOD, amount=9900), "look") == []
    assert codes(case, GOOD, "look") == ["amount_above_cap"]
    assert "amount_above_cap" not in codes(case, replace(GOOD, amount=29901))


def test_fields_come_in_the_order_of_the_platforms_page() -> None:
    assert [each.name for each in EVENTS["applied"].fields] == ["kind", "reason", "amount", "text", "refund_no"]
    names = [each.name for each in FACTS]
    order = ["merchant", "order_no", "paid", "shipping", "reason", "claim", "description"]
    assert sorted(order, key=names.index) == order


def test_every_remark_and_measure_has_words() -> None:
    seen = {
        each.code
        for case in (
            CASE,
            replace(CASE, terms=Terms(), paid=None, order_no=None, order=Order(goods_paid=1000, outbound=0)),
            replace(CASE, terms=Terms(amount=1)),
        )
        for asked in (
            replace(GOOD, kind=kind, amount=amount, reason=None, text=text)
            for kind in ("", "refund_only", "return_refund")
            for amount in (None, 0, 1, 99999)
            for text in (None, "差", "左耳没声音", "左边耳机没有任何声音")
        )
        for each in precheck(case, asked)
    }
    assert seen | {"agreed_unknown"} == set(REMARKS)
    assert {"paid", "claimed", "cap", "estimate", "to_issue", "to_receive"} == set(MEASURES)
