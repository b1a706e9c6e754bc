"""How much can be claimed, to expect, and the least: each rule with its figure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from refund_tui.domain.amount_rules import BASES, REASON_CLASS, TAKEN
from refund_tui.domain.amounts import Estimate, estimate
from refund_tui.domain.case import REASONS, Application, Case, Terms
from refund_tui.domain.order import REASON_CLASSES, Gift, Line, Order, Part
from tests.making import case_of, opening

LINES = (Line("A", 10000), Line("B", 6000, returned=1), Line("C", 4000))
SAVED = Order(lines=LINES, goods_paid=15000, spend_save=5000, spend_from=20000, outbound_by="free")
"""The worked example: 100/60/40, 50 off from 200, 150 paid; the one of 60 goes back."""
WHOLE = Order(goods_paid=15000, outbound=1000, outbound_by="me")


def case(order: Order | None, reason: str | None = "change_of_mind", **facts: Any) -> Case:
    return replace(case_of([opening(paid=facts.pop("paid", None))]), reason=reason, order=order, **facts)


def of(order: Order, reason: str | None = "change_of_mind", **facts: Any) -> Estimate:
    found = estimate(case(order, reason, **facts))
    assert found is not None
    return found


def sums(found: Estimate) -> tuple[int | None, ...]:
    return tuple(figure.amount if figure else None for figure in (found.cap, found.expected, found.floor))


def codes(found: Estimate) -> set[str]:
    return {step.code for step in found.steps}


def told(found: Estimate) -> list[str]:
    return [each.code for each in found.unknown]


def test_nothing_is_estimated_where_nothing_is_known_of_the_order() -> None:
    assert estimate(case(None)) is None


def test_the_worked_example_gives_45_to_expect_and_10_at_the_least() -> None:
    found = of(SAVED)
    assert sums(found) == (4500, 4500, 1000)
    assert found.floor is not None and [(step.amount, step.code) for step in found.floor.steps] == [
        (4500, "expected"),
        (-3500, "resettled"),
    ]
    assert found.floor.steps[1].rules == ("M5",) and found.floor.steps[1].source.ref == "LAW7 Art. 17"
    assert (found.unknown, found.doubts, found.on_top) == ((), (), ())


def test_with_a_quality_defect_the_same_line_brings_45_and_the_return_freight_on_top() -> None:
    found = of(replace(SAVED, return_freight=800), "quality")
    assert sums(found) == (4500, 4500, 4500)
    assert [(step.amount, step.rules) for step in found.on_top] == [(800, ("M9",))]
    assert found.expected is not None and found.expected.steps[0].rules == ("S68", "M9")


def test_a_share_by_price_says_that_nobody_confirmed_it_and_the_pages_own_figure_wins() -> None:
    by_price = of(SAVED).cap
    assert by_price is not None and not by_price.steps[0].source.confirmed
    shown = of(replace(SAVED, lines=(LINES[0], replace(LINES[1], share=4200), LINES[2])))
    assert shown.cap is not None and (shown.cap.amount, shown.cap.steps[0].code) == (4200, "share_page")
    assert sums(shown) == (4200, 4200, 1000)


def test_what_the_page_leaves_open_is_shared_by_price_among_the_other_lines() -> None:
    lines = (Line("A", 10000, share=8000), Line("B", 6000, returned=1), Line("C", 4000))
    assert sums(of(replace(SAVED, lines=lines)))[0] == 4200  # 7000 x 60 / 100


def test_of_several_pieces_those_that_go_back_count() -> None:
    found = of(Order(lines=(Line("Cup", 2500, quantity=4, returned=3), Line("Pot", 5000)), goods_paid=12000))
    assert found.cap is not None and (found.cap.amount, found.cap.steps[0].code) == (6000, "part")
    assert found.cap.steps[0].values["returned"] == 3 and found.cap.steps[0].values["line"] == 8000


def test_a_reduction_that_what_stays_still_earns_is_not_lost() -> None:
    lines = (Line("A", 20000), Line("B", 6000, returned=1))
    found = of(Order(lines=lines, goods_paid=21000, spend_save=5000, spend_from=20000, outbound_by="free"))
    assert sums(found)[2] == sums(found)[1] == 4846  # anew it would be 60.00, more than the share
    lost = of(Order(lines=lines, goods_paid=21000, spend_save=5000, spend_from=25000, outbound_by="free"))
    assert sums(lost)[2] == 1000


def test_without_any_reduction_settling_anew_changes_nothing() -> None:
    assert "resettled" not in codes(of(Order(lines=LINES, goods_paid=20000)))


@pytest.mark.parametrize("paid", [16000, None])
def test_m1_the_cap_is_what_was_paid_and_never_more(paid: int | None) -> None:
    assert sums(of(WHOLE, "quality", paid=paid)) == (16000, 16000, 16000)
    found = of(replace(WHOLE, refunded=2000), "quality", paid=paid)
    assert sums(found)[0] == 14000 and "refunded" in codes(found)
    over = of(replace(WHOLE, outbound=2000), "quality", paid=16000)
    assert sums(over)[0] == 16000 and "limit" in codes(over) and [each.code for each in over.doubts] == ["split"]


def test_m4_coupons_red_packets_and_points_come_back_in_kind_in_part_by_price() -> None:
    given = Order(platform_coupon=1000, shop_coupon=400, red_packet=500, points=300, goods_paid=10000)
    assert {step.code: step.amount for step in of(given).in_kind} == {
        "platform_coupon": 1000,
        "shop_coupon": 400,
        "red_packet": 500,
        "points": 300,
    }
    part = of(replace(given, lines=(Line("A", 7500), Line("B", 2500, returned=1))))
    assert {step.code: step.amount for step in part.in_kind}["platform_coupon"] == 250
    assert all(step.rules == ("M4",) for step in part.in_kind)
    assert "spend_save" not in {step.code for step in of(SAVED).in_kind}


@pytest.mark.parametrize(
    ("reason_class", "expected", "floor"),
    [("no_reason", 12000, 12000), ("seller_fault", 15000, 12000), ("unclear", 15000, 12000)],
)
def test_m6_a_gift_that_stays_costs_the_price_stated_beforehand(reason_class: str, expected: int, floor: int) -> None:
    gifts = (Gift("Cup", 3000), Gift("Bag", 900, returned=True))
    found = of(Order(goods_paid=15000, gifts=gifts, reason_class=reason_class, outbound=0))
    assert sums(found) == (15000, expected, floor)
    nameless = of(Order(goods_paid=15000, gifts=(Gift("Cup"),), reason_class=reason_class, outbound=0))
    assert sums(nameless) == (15000, 15000, 15000) and told(nameless) == ["gift_price"]


def test_m7_a_card_fee_the_seller_waived_may_come_off_and_one_the_buyer_paid_stays_paid() -> None:
    waived = replace(WHOLE, card_fee=90, card_fee_by="seller")
    assert sums(of(waived)) == (16000, 14910, 14910) and sums(of(waived, "quality"))[2] == 16000
    mine = of(replace(WHOLE, card_fee=90, card_fee_by="me"))
    assert sums(mine)[1] == 15000 and [(step.amount, step.code) for step in mine.own] == [(90, "card_fee_mine")]
    unsaid = of(replace(WHOLE, card_fee=90))
    assert sums(unsaid) == (16000, 15000, 14910) and told(unsaid) == ["card_fee_by"]


def test_m8_without_reason_outbound_freight_that_was_paid_stays_with_the_buyer_and_so_does_the_way_back() -> None:
    found = of(replace(WHOLE, return_freight=1200))
    assert sums(found) == (16000, 15000, 15000) and "outbound_mine" in codes(found)
    assert [(step.amount, step.rules) for step in found.own] == [(1200, ("M8",))] and not found.on_top


def test_m8_free_freight_costs_only_the_way_back() -> None:
    assert sums(of(Order(goods_paid=15000, outbound_by="free"))) == (15000, 15000, 15000)


@pytest.mark.parametrize(("free_from", "expected"), [(9900, 4500), (14000, 4500), (14001, 3300)])
def test_m8_freight_that_was_free_from_an_amount_comes_off_when_what_stays_is_below_it(
    free_from: int, expected: int
) -> None:
    order = replace(SAVED, outbound_by="free_from", free_from=free_from, outbound=1200)
    assert sums(of(order))[1] == expected and sums(of(order, "quality"))[1] == 4500
    unknown = of(replace(order, outbound=None))
    assert sums(unknown)[1] == 4500 and told(unknown) == (["outbound"] if expected == 3300 else [])


@pytest.mark.parametrize(("freight_by", "top", "own"), [(None, 1, 0), ("seller", 1, 0), ("me", 0, 1)])
def test_m10_a_private_agreement_without_a_word_on_freight_leaves_it_with_the_seller(
    freight_by: str | None, top: int, own: int
) -> None:
    order = replace(WHOLE, return_freight=800, reason_class="agreed")
    found = of(order, terms=Terms(amount=12000, freight_by=freight_by))
    assert sums(found) == (16000, 12000, 12000) and (len(found.on_top), len(found.own)) == (top, own)
    assert all(step.rules == ("M10",) for step in found.on_top if freight_by is None)


def test_an_agreement_without_its_amount_leaves_what_to_expect_unknown() -> None:
    found = of(replace(WHOLE, reason_class="agreed"))
    assert sums(found) == (16000, None, None) and told(found) == ["agreed"]
    assert sums(of(replace(WHOLE, reason_class="agreed"), agreed=9000))[1] == 9000
    assert sums(of(replace(WHOLE, reason_class="agreed"), agreed=90000))[1] == 16000


def test_m11_where_fault_is_unclear_outbound_freight_comes_back_and_the_way_back_does_not() -> None:
    found = of(replace(WHOLE, return_freight=800, reason_class="unclear"))
    assert sums(found) == (16000, 16000, 16000)
    assert [(step.amount, step.rules) for step in found.own] == [(800, ("M11",))]
    assert sums(of(replace(SAVED, reason_class="unclear")))[1:] == (4500, 1000)


def test_m13_an_exchange_without_reason_leaves_all_freight_with_the_buyer() -> None:
    found = of(replace(WHOLE, return_freight=800), application=Application("exchange"))
    assert [step.rules for step in found.own] == [("M13",)]


@pytest.mark.parametrize(
    ("agreed", "expected", "floor", "code"),
    [("yes", 14000, 14000, "fee"), ("no", 15000, 15000, "fee_void"), (None, 15000, 14000, "fee_open")],
)
def test_m14_a_fee_comes_off_only_if_it_was_agreed_beforehand(
    agreed: str | None, expected: int, floor: int, code: str
) -> None:
    order = replace(WHOLE, fee=1000, fee_agreed=agreed)
    found = of(order)
    assert sums(found) == (16000, expected, floor) and code in codes(found)
    assert told(found) == ([] if agreed else ["fee_agreed"])
    fault = of(order, "quality")
    assert sums(fault) == (16000, 16000, 16000) and "fee_fault" in codes(fault)


def test_m20_a_withdrawal_in_the_eu_brings_back_the_outbound_freight_and_not_the_return() -> None:
    found = of(replace(WHOLE, return_freight=800, reason_class="eu_withdrawal"))
    assert sums(found) == (16000, 16000, 16000)
    assert [(step.amount, step.rules) for step in found.own] == [(800, ("M20",))]


@pytest.mark.parametrize(
    ("policy", "floor"), [(Part(percent=80), 12000), (Part(amount=9900), 9900), (Part(amount=99900), 15000)]
)
def test_s65_a_sellers_partial_policy_lowers_only_the_least_and_not_where_the_seller_is_at_fault(
    policy: Part, floor: int
) -> None:
    order = replace(WHOLE, policy=policy)
    assert sums(of(order)) == (16000, 15000, floor)
    fault = of(order, "quality")
    assert sums(fault)[2] == 16000 and "policy_fault" in codes(fault)


def test_a_reason_that_decides_nothing_leaves_what_to_expect_unknown_and_a_chosen_class_stands_over_it() -> None:
    for reason in (None, "service"):
        found = of(WHOLE, reason)
        assert sums(found) == (16000, None, None) and told(found) == ["reason_class"]
    chosen = of(replace(WHOLE, reason_class="seller_fault"), "change_of_mind")
    assert (chosen.reason_class, chosen.because) == ("seller_fault", None) and sums(chosen)[1] == 16000
    because = of(WHOLE, "quality").because
    assert because is not None and because.rules == ("S68",)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order(return_freight=500, outbound=0), ["paid"]),
        (Order(goods_paid=5000), ["outbound_by"]),
        (Order(goods_paid=5000, outbound_by="me"), ["outbound"]),
        (Order(goods_paid=5000, outbound_by="free_from"), ["free_from"]),
        (Order(lines=(Line("A", 5000),), goods_paid=5000, outbound=0), ["lines_back"]),
        (Order(lines=(Line("A", returned=1), Line("B", 5)), goods_paid=5000, outbound=0), ["price"]),
    ],
)
def test_what_is_not_known_is_named_and_never_guessed(order: Order, expected: list[str]) -> None:
    assert told(of(order)) == expected


def test_a_share_that_cannot_be_worked_out_leaves_only_what_was_paid_as_the_cap() -> None:
    lines = (Line("A", returned=1), Line("B", 5000))
    found = of(Order(lines=lines, outbound=0), paid=9000)
    assert sums(found) == (9000, None, None) and told(found) == ["price"]
    both = of(Order(lines=(Line("A", 5000, returned=1), Line("B", 5000))), paid=9000)
    assert sums(both) == (9000, None, None) and told(both) == ["goods_paid", "outbound_by"]


def test_the_return_freight_is_asked_for_only_where_goods_go_back() -> None:
    assert "return_freight" not in told(of(WHOLE, application=Application("refund_only")))
    assert "return_freight" in told(of(WHOLE, application=Application("return_refund")))
    assert "return_freight" in told(of(WHOLE, terms=Terms(return_address="Road 5")))


def test_what_does_not_add_up_is_named() -> None:
    shares = (Line("A", 9000, share=8000), Line("B", 3000, returned=1, share=2500))
    assert [each.code for each in of(Order(lines=shares, goods_paid=10000)).doubts] == ["shares"]
    assert [each.code for each in of(replace(SAVED, goods_paid=14900)).doubts] == ["prices"]


def test_every_step_has_a_rule_and_a_source_and_every_class_and_reason_is_one_there_is() -> None:
    assert all(basis.rules and basis.source.ref for basis in BASES.values())
    assert set(TAKEN) <= set(BASES) and {f"cap_{name}" for name in REASON_CLASSES} <= set(BASES)
    assert {name for places in TAKEN.values() for name in places} <= set(REASON_CLASSES)
    assert set(REASON_CLASS) <= set(REASONS) and {found for found, _ in REASON_CLASS.values()} <= set(REASON_CLASSES)
