"""Which refund pays back which payment, for rows of any source."""

from __future__ import annotations

from typing import Any

import pytest

from refund_tui.statements.links import Proposal, Tie, link, link_refunds, settle
from refund_tui.statements.model import Link
from tests.statement_rows import NUMBER, payment, refund


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


def test_a_reference_in_a_field_of_its_own_is_the_strongest() -> None:
    """PayPal: a second, identical purchase an hour later is not the one."""
    paypal: dict[str, Any] = {"source": "paypal-statement", "currency": "EUR", "item": ""}
    rows = [
        payment(1, 19990, trade_no="8AB", **paypal),
        payment(2, 19990, 0.04, trade_no="9CD", **paypal),
        refund(3, 19990, 5, trade_no="7EF", reference="8AB", **paypal),
    ]
    assert link_refunds(rows) == ((Link(3, 1, 1, 19990),), ())


def test_what_a_number_names_is_not_guessed_to_be_another() -> None:
    rows = [payment(1, 900, trade_no=NUMBER), payment(2, 1000), refund(3, 950, trade_no=NUMBER + "_1")]
    links = link(rows)
    assert links.ties == ()
    assert links.proposals == (Proposal("3", ("1",), 1, "beyond_left"),)
    assert link_refunds(rows) == ((), (3,))


def test_a_row_that_states_a_total_takes_back_no_more() -> None:
    rows = [
        payment(1, 1000, trade_no=NUMBER, stated_refund=300),
        refund(2, 300, trade_no=NUMBER + "_1"),
        refund(3, 200, trade_no=NUMBER + "_2"),
    ]
    assert link(rows).proposals == (Proposal("3", ("1",), 1, "beyond_left"),)
    assert link_refunds(rows) == ((Link(2, 1, 1, 300),), (3,))


def test_what_the_rows_do_not_explain_of_a_stated_total_is_proven_too() -> None:
    rows = [payment(1, 1000, trade_no=NUMBER, stated_refund=300), refund(2, 100, trade_no=NUMBER + "_1")]
    assert link(rows).stated == {"1": 200}
    assert link(rows[:1]).stated == {"1": 300}
    assert settle(rows[:1], ())[0].refunded_minor == 300


def test_a_refund_before_its_payment_is_told() -> None:
    rows = [payment(1, 900, 2, trade_no=NUMBER), refund(2, 900, trade_no=NUMBER + "_1")]
    assert link(rows).ties == (Tie("2", "1", 1, 900, early=True),)


JD: dict[str, Any] = {
    "source": "jd",
    "merchant": "京东平台商户",
    "order_no_raw": "100000011234",
    "trade_no": "1000345234234223",
    "method": "中国银行信用卡(1875)",
}


def jd_orders() -> list[Any]:
    """The shape of JD's statement where all numbers are masked: notes on the payments, items on the refunds."""
    return [
        payment(1, 46832, 0, item="徒步裤 等多件", stated_refund=46832, **JD),
        refund(2, 39784, 0.001, item="退款-徒步裤等多件", **JD),
        refund(3, 7048, 0.001, item="退款-夹克", **JD),
        payment(4, 44832, 0.006, item="软壳裤 等多件", stated_refund=7048, **JD),
        refund(5, 7048, 0.007, item="退款-夹克", **JD),
        payment(6, 13177, 4, item="卫衣 XL  等多件", stated_refund=8984, **JD),
        refund(7, 8984, 4.1, item="退款-卫衣 XL", **JD),
        payment(8, 0, 2, item="蜜柚", **JD),
        refund(9, 0, 2.1, item="退款-蜜柚", **JD),
        payment(10, 980, 2.2, item="蜜柚", **JD),
    ]


def test_stated_totals_resolve_equal_refunds_of_masked_orders() -> None:
    links, orphans = link_refunds(jd_orders())
    paid_back = {each.payment_row: 0 for each in links}
    for each in links:
        paid_back[each.payment_row] += each.amount_minor
    assert paid_back == {1: 46832, 4: 7048, 6: 8984}
    assert {each.tier for each in links} == {3}
    assert orphans == ()
    twins = {tie.refund for tie in link(jd_orders()).ties if tie.interchangeable}
    assert twins == {"3", "5"}


def test_a_refund_of_wechat_goes_to_the_payment_that_states_it() -> None:
    wechat: dict[str, Any] = {"source": "wechat", "method": "工商银行"}
    rows = [
        payment(1, 5071, merchant="美团", item="物美-美团App-123456", stated_refund=11, **wechat),
        refund(2, 11, merchant="美团平台商户", item="美团平台商户", category="美团平台商户-退款", **wechat),
        payment(3, 2000, merchant="拼多多平台商户", item="", stated_refund=2000, **wechat),
        refund(4, 2000, -0.04, merchant="拼多多平台商户", item="", **wechat),
        payment(5, 11, merchant="便利店", stated_refund=11, **wechat),
    ]
    assert link_refunds(rows) == ((Link(2, 1, 3, 11), Link(4, 3, 3, 2000)), ())
    assert link(rows).stated == {"5": 11}


def test_parts_of_a_stated_total_are_found_under_a_similar_name() -> None:
    wechat: dict[str, Any] = {"source": "wechat", "item": ""}
    rows = [
        payment(1, 5071, merchant="美团", stated_refund=500, **wechat),
        payment(2, 5071, merchant="便利店", stated_refund=900, **wechat),
        refund(3, 300, merchant="美团平台商户", **wechat),
        refund(4, 200, 2, merchant="美团平台商户", **wechat),
    ]
    assert link_refunds(rows) == ((Link(3, 1, 3, 300), Link(4, 1, 3, 200)), ())


def test_equal_refunds_of_equal_payments_are_certain_in_sum() -> None:
    rows = [payment(1, 900), payment(2, 900), refund(3, 900, 2), refund(4, 900, 3)]
    assert all(tie.interchangeable for tie in link(rows).ties)
    assert link_refunds(rows) == ((Link(3, 1, 4, 900), Link(4, 2, 4, 900)), ())
    # Both halves may be of one payment, so nothing is certain.
    halves = [payment(1, 900), payment(2, 900), refund(3, 450, 2), refund(4, 450, 3)]
    assert link(halves).ties == ()
    assert link(halves).proposals[0] == Proposal("3", ("1", "2"), 4, "several_fit")


def test_too_many_purchases_alike_are_left_alone_in_any_order() -> None:
    """Bus fares: whichever it were, another would fit too."""
    for count in (2, 41, 150):
        rides = [payment(number, 200, number / 10, merchant="公交", item="乘车") for number in range(1, count + 1)]
        back = refund(999, 200, 20, merchant="公交", item="退款-乘车")
        assert link([*rides, back]).ties == ()
        assert link([*rides, back]) == link([back, *rides[::-1]])
        assert link_refunds([*rides, back]) == ((), (999,))


def test_merchant_and_amount_are_proposed_and_not_linked() -> None:
    rows = [payment(1, 900, merchant="美团"), refund(2, 900, 90, merchant="美团平台商户", item="?")]
    assert link(rows).proposals == (Proposal("2", ("1",), 5, "same_amount"),)
    assert link_refunds(rows) == ((), (2,))
    late = [rows[0], refund(2, 900, 91, merchant="美团平台商户", item="?")]
    assert link(late).orphans == ("2",)


def test_services_do_not_pay_back_for_each_other() -> None:
    rows = [
        payment(1, 900, trade_no=NUMBER, order_no_raw="77", source="alipay-app-2023"),
        refund(2, 900, trade_no=NUMBER + "_1", order_no_raw="77", source="wechat"),
    ]
    assert link(rows).ties == ()
    older = [rows[0], refund(2, 900, trade_no=NUMBER + "_1", source="alipay-web-2019")]
    assert link(older).ties == (Tie("2", "1", 1, 900),)


def test_a_trade_in_two_formats_is_one() -> None:
    app = payment(1, 900, trade_no=NUMBER, source="alipay-app-2023")
    web = payment(1, 900, trade_no=NUMBER, source="alipay-web-2019", key="w", stated_refund=300)
    back = refund(2, 300, trade_no=NUMBER + "_1", source="alipay-app-2023")
    again = refund(2, 300, trade_no=NUMBER + "_1", source="alipay-web-2019", key="v")
    links = link([app, web, back, again])
    assert links.ties == (Tie("2", "1", 1, 300),)
    assert links.stated == {}
    assert links.rows["w"] is links.rows["1"]
    two_of_one_format = [app, payment(3, 900, trade_no=NUMBER, source="alipay-app-2023", key="1-2"), back]
    assert link(two_of_one_format).ties == ()


def test_a_trade_in_a_file_that_does_not_name_the_account_is_the_same_one() -> None:
    whole = [payment(1, 900, trade_no=NUMBER), refund(2, 300, trade_no=NUMBER + "_1")]
    without = [payment(1, 900, trade_no=NUMBER, key="p"), refund(2, 300, trade_no=NUMBER + "_1", key="r")]
    links = link([*whole, *without])
    assert links.ties == (Tie("2", "1", 1, 300),)
    assert links.rows["p"] is links.rows["1"] and links.rows["r"] is links.rows["2"]
    other = payment(3, 900, trade_no=NUMBER, item="盘子", key="q")
    assert [tie.tier for tie in link([*whole, other]).ties] == [4]


def test_a_row_whose_number_a_spreadsheet_ruined_is_the_row_that_still_has_it() -> None:
    whole = [payment(1, 900, trade_no=NUMBER), refund(2, 300, trade_no=NUMBER + "_1")]
    ruined = [payment(1, 900, key="p", why_not="ruined_number", refundable=False), refund(2, 300, key="r")]
    for rows in ([*whole, *ruined], [*ruined, *whole]):
        links = link(rows)
        assert links.ties == (Tie("2", "1", 1, 300),) and not links.proposals
        assert links.rows["p"] is links.rows["1"] and links.rows["1"].refundable
    # Two alike in one file are two, and the third has nothing to be.
    alike = [payment(1, 900, key="q"), payment(1, 900, key="q-2")]
    assert len({id(row) for row in link([*whole, *alike]).rows.values()}) == 3


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
    orders = jd_orders()
    assert link(orders) == link(orders[::-1]) == link(orders[5:] + orders[:5])
