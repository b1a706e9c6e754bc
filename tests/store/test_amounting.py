"""An order's money in the case file: as typed, as kept, as changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from refund_tui.amounting import order_typed, set_amounts
from refund_tui.domain.amounts import estimate
from refund_tui.domain.fields import ORDER
from refund_tui.domain.lifecycle import fold
from refund_tui.domain.order import Gift, Line, Order, Part
from refund_tui.errors import Conflict, Refused
from refund_tui.service import Service
from refund_tui.store import cases

TYPED = {
    "lines": "Kettle | 100 | 1 | no\n\nCup | 30.00 | 2 | yes | 44.50",
    "goods_paid": "￥150",
    "outbound": "6",
    "outbound_by": "me",
    "free_from": "99",
    "return_freight": "8",
    "spend_save": "10",
    "spend_from": "160",
    "platform_coupon": "1",
    "shop_coupon": "2",
    "red_packet": "3",
    "points": "4",
    "gifts": "Bag ｜ 5 ｜ 是\nPen",
    "card_fee": "0.60",
    "card_fee_by": "seller",
    "fee": "7",
    "fee_agreed": "no",
    "policy": "80%",
    "refunded": "9",
    "reason_class": "unclear",
}


@pytest.fixture
def service(db: Path) -> Service:
    return Service(db)


@pytest.fixture
def case_id(service: Service) -> int:
    return service.add({"merchant": "店", "paid": "156"}).case.id


def test_every_field_comes_back_from_the_file_as_it_was_typed(service: Service, case_id: int) -> None:
    assert set(TYPED) == {spec.name for spec in ORDER}
    told = set_amounts(service, case_id, TYPED)
    again = Service(service.path).case(case_id)
    assert again.case == told.case and estimate(again.case) == estimate(told.case)
    order = again.case.order
    assert order is not None
    assert order.lines == (Line("Kettle", 10000), Line("Cup", 3000, quantity=2, returned=2, share=4450))
    assert order.gifts == (Gift("Bag", 500, returned=True), Gift("Pen")) and order.policy == Part(percent=80)
    assert (order.goods_paid, order.outbound_by, order.refunded) == (15000, "me", 900)
    assert set_amounts(service, case_id, order_typed(order, "CNY")).revision == told.revision
    with service.reader() as connection:
        stored = cases.load(connection, case_id)
    assert fold(case_id, stored.events) == stored.case


def test_only_what_is_named_changes_and_a_blank_clears(service: Service, case_id: int) -> None:
    set_amounts(service, case_id, {"goods_paid": "150", "lines": "A | 5", "policy": "20.00"})
    after = set_amounts(service, case_id, {"lines": "", "fee": "3"}).case.order
    assert after == Order(goods_paid=15000, policy=Part(amount=2000), fee=300)
    cleared = set_amounts(service, case_id, {"goods_paid": "", "policy": "", "fee": ""})
    assert cleared.case.order is None and estimate(cleared.case) is None
    assert [event.kind for event in cleared.events].count("amounts_set") == 3


def test_what_changes_nothing_is_no_event(service: Service, case_id: int) -> None:
    before = set_amounts(service, case_id, {"goods_paid": "150"})
    assert set_amounts(service, case_id, {"goods_paid": "150.00", "fee": ""}).revision == before.revision


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ({"lines": "B\nA | x"}, "row 2: x is not an amount"),
        ({"lines": "A\n| 5"}, "row 2"),
        ({"lines": "A | 1 | 2 | 3"}, "row 1: 3"),
        ({"lines": "A | 1 | 0"}, "quantity is 0"),
        ({"lines": "A | 1 | 1 | 1 | 1 | 1"}, "does not fit"),
        ({"lines": "A\n" * 101}, "101 rows"),
        ({"gifts": "A | 1 | maybe"}, "maybe"),
        ({"policy": "101%"}, "101%"),
        ({"outbound_by": "you"}, "outbound_by"),
        ({"goods_paid": "156.01"}, "156.01"),
        ({"nothing": "1"}, "nothing"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_changes(
    service: Service, case_id: int, typed: dict[str, str], named: str
) -> None:
    before = set_amounts(service, case_id, {"fee": "1"})
    with pytest.raises(Refused, match=named):
        set_amounts(service, case_id, typed)
    assert service.case(case_id).events == before.events


def test_of_two_who_change_it_the_second_is_told(service: Service, case_id: int) -> None:
    seen = service.case(case_id).revision
    set_amounts(service, case_id, {"fee": "1"}, seen)
    with pytest.raises(Conflict):
        set_amounts(service, case_id, {"fee": "2"}, seen)


def test_the_currency_stays_once_an_amount_of_the_order_is_known(service: Service) -> None:
    case_id = service.add({"merchant": "店"}).case.id
    set_amounts(service, case_id, {"fee": "1"})
    with pytest.raises(Refused, match="currency"):
        service.edit(case_id, {"currency": "JPY"})
