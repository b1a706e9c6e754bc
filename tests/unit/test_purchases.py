"""Which rows of several statements are one purchase."""

from __future__ import annotations

from typing import Any

from refund_tui.statements.links import link
from refund_tui.statements.model import Row
from refund_tui.statements.purchases import card_sides, same_purchase
from refund_tui.statements.sightings import Sighting
from tests.statement_rows import NUMBER, bank, payment, refund


def jd(number: int, amount: int, **changes: Any) -> Row:
    return payment(number, amount, **{"source": "jd", "platform": "jd", "order_no": "233", **changes})


def wechat(number: int, amount: int, **changes: Any) -> Row:
    return payment(number, amount, **{"source": "wechat", "platform": "jd", "order_no": "233", **changes})


def test_a_shop_and_a_wallet_with_the_same_order_number_show_one_purchase() -> None:
    assert same_purchase([wechat(1, 900), jd(2, 900)]) == (("2", "1"),)
    assert same_purchase([wechat(1, 900), jd(2, 900, order_no="234")]) == ()
    assert same_purchase([wechat(1, 900), jd(2, 900, platform="meituan")]) == ()


def test_taobao_orders_and_alipay_meet_in_the_order_number() -> None:
    order: dict[str, Any] = {"order_no": "5116032541422009305"}
    alipay = payment(1, 900, source="alipay-app-2023", platform="tmall", **order)
    assert same_purchase([alipay, payment(2, 900, -2, source="taobao-orders", platform="taobao", **order)]) == (
        ("2", "1"),
    )


def test_meituan_is_found_by_the_number_that_wechat_shows() -> None:
    shown = wechat(1, 900, platform="meituan", order_no="25030100000000000000000000000001")
    shop = payment(2, 900, source="meituan", platform="meituan", order_no="57", trade_no=shown.order_no or "")
    assert same_purchase([shown, shop]) == (("2", "1"),)


def test_a_number_on_many_rows_joins_nothing() -> None:
    assert same_purchase([wechat(1, 900), jd(2, 900), jd(3, 900)]) == ()


def test_another_amount_needs_the_same_day() -> None:
    """Part of an order may be paid by a voucher, so the amounts differ; a day apart such a number proves little."""
    assert same_purchase([wechat(1, 800), jd(2, 900, days=1)]) == (("2", "1"),)
    assert same_purchase([wechat(1, 800), jd(2, 900, days=2)]) == ()
    assert same_purchase([wechat(1, 900), jd(2, 900, days=2)]) == (("2", "1"),)
    assert same_purchase([wechat(1, 900, currency="USD"), jd(2, 900)]) == ()


def test_a_trade_in_two_formats_is_one_purchase() -> None:
    rows = [
        payment(1, 900, trade_no=NUMBER, source="alipay-app-2023"),
        payment(1, 900, trade_no=NUMBER, source="alipay-web-2019", key="w"),
    ]
    assert same_purchase(rows) == (("1", "w"),)


def test_a_bank_row_is_a_side_of_a_purchase_and_never_a_second_one() -> None:
    rows = [
        jd(1, 900),
        bank(2, 900, 0, "网银在线-京东商城业务CHN", "bank_row"),
        bank(3, 900, 0, "支付宝-店", "bank_row"),
    ]
    assert card_sides(rows) == (Sighting("2", ("1",)),)
    assert card_sides([jd(1, 900, days=-2), rows[1]]) == ()
    assert same_purchase(rows) == ()


def test_the_card_shows_each_refund_of_the_shop() -> None:
    """The shape of JD's and the card's statement: two equal credits and two equal refunds are all there."""
    rows = [
        refund(1, 7048, 0, source="jd", platform="jd"),
        refund(2, 7048, 0.01, source="jd", platform="jd"),
        refund(3, 39784, 0, source="jd", platform="jd"),
        *(bank(number, 7048, 1, "网银在线CHN") for number in (4, 5)),
        bank(6, 39784, 1, "网银在线CHN"),
        bank(7, 39784, 1, "还款", "repayment"),
    ]
    assert link(rows).sightings == (
        Sighting("4", ("1", "2"), interchangeable=True),
        Sighting("5", ("1", "2"), interchangeable=True),
        Sighting("6", ("3",)),
    )
