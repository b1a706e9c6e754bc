"""Which refund pays back which payment, for rows of any source."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from refund_tui.statements.links import link_refunds, settle
from refund_tui.statements.model import Link, Row

NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
NUMBER = "2026030122001400005500001111"


def payment(number: int, amount: int, days: float = 0, **changes: Any) -> Row:
    row = Row(
        number=number,
        kind="payment",
        occurred_at=NOON + timedelta(days=days),
        merchant="店",
        item="杯子",
        amount=amount,
        currency="CNY",
        direction="支出",
        status="交易成功",
        category="日用百货",
        method="余额",
        trade_no="",
        order_no_raw="",
        order_no=None,
        platform="alipay",
        shipping=None,
        refundable=True,
        why_not=None,
        refunded_minor=0,
        key=str(number),
        raw={},
    )
    return replace(row, **changes)


def refund(number: int, amount: int, days: float = 1, **changes: Any) -> Row:
    return payment(
        number,
        amount,
        days,
        **{"kind": "refund", "refundable": False, "why_not": "refund_row", "item": "退款-杯子", **changes},
    )


def test_the_number_before_the_mark_is_a_reference() -> None:
    for suffix in ("_1313", "*7", "99", "_1_2"):
        rows = [payment(1, 900, trade_no=NUMBER), refund(2, 400, -1, item="?", merchant="?", trade_no=NUMBER + suffix)]
        assert link_refunds(rows) == ((Link(2, 1, 1, 400),), ())


def test_a_short_number_is_no_prefix_without_a_mark() -> None:
    rows = [payment(1, 900, trade_no="123456"), refund(2, 900, item="?", trade_no="1234567")]
    assert link_refunds(rows) == ((), (2,))
    marked = [payment(1, 900, trade_no="123456"), refund(2, 900, item="?", trade_no="123456_7")]
    assert link_refunds(marked)[0][0].tier == 1


def test_several_partial_refunds_fill_a_payment_and_no_more() -> None:
    rows = [
        payment(1, 1000, trade_no=NUMBER),
        refund(2, 300, trade_no=NUMBER + "_1"),
        refund(3, 700, trade_no=NUMBER + "_2"),
        refund(4, 100, trade_no=NUMBER + "_3"),
    ]
    links, orphans = link_refunds(rows)
    assert links == (Link(2, 1, 1, 300), Link(3, 1, 1, 700))
    assert orphans == (4,)
    settled = settle(rows, links)[0]
    assert (settled.refunded_minor, settled.refundable, settled.why_not) == (1000, False, "already_refunded")


def test_a_partly_refunded_payment_stays_refundable() -> None:
    rows = [payment(1, 1000, trade_no=NUMBER), refund(2, 300, trade_no=NUMBER + "_1")]
    settled = settle(rows, link_refunds(rows)[0])[0]
    assert (settled.refunded_minor, settled.refundable, settled.why_not) == (300, True, None)


def test_a_reference_goes_before_a_guess() -> None:
    rows = [
        payment(1, 1000, trade_no=NUMBER),
        refund(2, 1000, trade_no="unrelated"),
        refund(3, 100, trade_no=NUMBER + "_1"),
    ]
    assert link_refunds(rows) == ((Link(3, 1, 1, 100),), (2,))


def test_the_same_order_number_needs_the_item_or_the_merchant() -> None:
    order: dict[str, Any] = {"order_no_raw": "T200P5116032541422009305"}
    one_differs: tuple[dict[str, Any], ...] = ({"item": "?"}, {"merchant": "?"})
    for changes in one_differs:
        rows = [payment(1, 900, 2, **order), refund(2, 900, **order, **changes)]
        assert link_refunds(rows) == ((Link(2, 1, 2, 900),), ())
    other = [payment(1, 900, **order), refund(2, 900, item="?", merchant="?", **order)]
    assert link_refunds(other) == ((), (2,))


def test_a_number_on_many_payments_is_no_key() -> None:
    same: dict[str, Any] = {"order_no_raw": "123456", "trade_no": "123456"}
    rows = [
        payment(1, 900, **same),
        payment(2, 900, item="盘子", **same),
        refund(3, 900, item="?", order_no_raw="123456", trade_no="123456_1"),
    ]
    assert link_refunds(rows) == ((), (3,))


@pytest.mark.parametrize(("days", "linked"), [(0, True), (180, True), (181, False), (-0.001, False)])
def test_text_links_only_in_the_order_of_time(days: float, linked: bool) -> None:
    links, orphans = link_refunds([payment(1, 900), refund(2, 900, days)])
    assert (links, orphans) == (((Link(2, 1, 4, 900),), ()) if linked else ((), (2,)))


def test_two_payments_that_both_fit_are_not_guessed_between() -> None:
    assert link_refunds([payment(1, 900), payment(2, 900), refund(3, 900)]) == ((), (3,))
    assert link_refunds([payment(1, 900), payment(2, 800), refund(3, 900)])[0] == (Link(3, 1, 4, 900),)


def test_currency_amount_and_nothing_at_all() -> None:
    assert link_refunds([payment(1, 900), refund(2, 900, currency="USD")]) == ((), (2,))
    assert link_refunds([payment(1, 900), refund(2, 901)]) == ((), (2,))
    assert link_refunds([payment(1, 900), refund(2, 0)]) == ((), ())
    assert link_refunds([payment(1, 900, item=""), refund(2, 900, item="退款-")]) == ((), (2,))
    assert link_refunds([]) == ((), ())


def test_only_a_reference_reaches_an_order_that_looks_unpaid() -> None:
    unpaid = payment(1, 900, kind="other", refundable=False, why_not="closed_unpaid", trade_no=NUMBER)
    assert link_refunds([unpaid, refund(2, 900)]) == ((), (2,))
    rows = [unpaid, refund(2, 400, trade_no=NUMBER + "_1")]
    links, _ = link_refunds(rows)
    assert links == (Link(2, 1, 1, 400),)
    assert (settle(rows, links)[0].kind, settle(rows, links)[0].why_not) == ("payment", "closed_paid")


def test_income_is_never_paid_back() -> None:
    sold = payment(1, 900, kind="other", why_not="income", trade_no=NUMBER)
    assert link_refunds([sold, refund(2, 900, trade_no=NUMBER + "_1")]) == ((), (2,))


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = [
        payment(1, 1000),
        refund(2, 600, trade_no="a"),
        refund(3, 600, trade_no="b"),
        refund(4, 400, trade_no="c"),
    ]
    assert link_refunds(rows) == link_refunds(rows[::-1]) == ((Link(2, 1, 4, 600), Link(4, 1, 4, 400)), (3,))
