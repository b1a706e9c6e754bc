"""What a refund on a statement means for a case: the platform's word and the money are two facts."""

from __future__ import annotations

from typing import Any

import pytest

from refund_tui.domain.arrival import Arrival, Booked, Booking, booked, bookings, lands_at_once
from refund_tui.domain.case import Case
from refund_tui.domain.lifecycle import apply
from tests.making import case_of, event, opening, story

ROW = {"source": "jd", "file": "jd.csv", "row": 3, "key": "k", "tier": 2}
CARD = "招商银行储蓄卡(8705)"


def case(**facts: Any) -> Case:
    return case_of([opening(paid=900, **facts)])


def kinds(found: tuple[Booking, ...]) -> list[tuple[str, int]]:
    return [(each.kind, each.data["amount"]) for each in found]


def after(before: Case, found: tuple[Booking, ...]) -> Case:
    for number, each in enumerate(found, 2):
        before = apply(before, event(number, each.kind, "2026-11-05T10:00", **each.data))
    return before


@pytest.mark.parametrize("channel", ["余额", "余额宝", "零钱", "花呗", "钱包余额", "花呗&花呗青春特惠", "balance"])
def test_a_refund_to_a_balance_is_there_when_the_platform_gives_it(channel: str) -> None:
    assert lands_at_once(channel)
    found = bookings(case(), Arrival(400, 400, channel, row=ROW))
    assert kinds(found) == [("refund_issued", 400), ("refund_received", 400)]
    assert found[0].data == {"amount": 400, "channel": channel, "row": ROW}


@pytest.mark.parametrize(
    "channel", [CARD, "中国银行信用卡(1875)", f"{CARD}&支付宝随机立减", f"余额&{CARD}", None, "先享后付"]
)
def test_a_card_or_an_unknown_channel_gives_the_platforms_word_only(channel: str | None) -> None:
    assert not lands_at_once(channel)
    assert kinds(bookings(case(), Arrival(400, 400, channel))) == [("refund_issued", 400)]


def test_the_channel_of_the_case_serves_where_the_row_names_none() -> None:
    assert kinds(bookings(case(channel="余额"), Arrival(400, 400)))[-1] == ("refund_received", 400)
    assert kinds(bookings(case(channel="余额"), Arrival(400, 400, CARD))) == [("refund_issued", 400)]


def test_a_bank_row_is_the_money_and_not_the_platforms_word() -> None:
    seen = bookings(case(channel=CARD), Arrival(400, 400, CARD, bank=True))
    assert kinds(seen) == [("refund_received", 400)]
    assert after(case(channel=CARD), seen).issued is None


def test_what_a_case_knows_already_is_not_booked_again() -> None:
    told = case_of(story(opening(paid=900, channel=CARD), ("refund_issued", "2026-11-05T09:00", {"amount": 300})))
    assert kinds(bookings(told, Arrival(400, 400, CARD))) == [("refund_issued", 100)]
    assert kinds(bookings(told, Arrival(300, 300, CARD))) == []
    assert kinds(bookings(told, Arrival(300, 300, "余额"))) == [("refund_received", 300)]


def test_a_case_closes_on_money_seen_and_tells_what_came_beyond() -> None:
    expecting = case(claimed=300)
    won = after(expecting, bookings(expecting, Arrival(400, 400, "余额")))
    assert (won.stage, won.issued, won.received, won.beyond) == ("closed_won", 400, 400, 100)
    promised = after(expecting, bookings(expecting, Arrival(400, 400, CARD)))
    assert (promised.stage, promised.received, promised.beyond) == ("refund_issued", 0, 0)
    partly = after(expecting, bookings(expecting, Arrival(100, 100, "余额")))
    assert (partly.is_open, partly.received) == (True, 100)


def test_a_row_with_two_events_booked_once() -> None:
    events = [
        event(number, each.kind, "2026-11-05T10:00", **each.data)
        for number, each in enumerate(bookings(case(), Arrival(400, 400, "余额", row=ROW)), 2)
    ]
    by_hand = event(9, "refund_received", "2026-11-06T10:00", amount=7)
    assert booked([opening(), *events, by_hand]) == {"k": Booked(400, 2)}
