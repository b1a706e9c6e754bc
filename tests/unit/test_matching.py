"""Which refunds belong to which cases, and how much of each a case does not know yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from refund_tui.domain.arrival import Booked, bookings
from refund_tui.statements.belonging import CaseRecord
from refund_tui.statements.links import link
from refund_tui.statements.matching import Match, match
from refund_tui.statements.model import Row
from tests.statement_rows import NOON, NUMBER, bank, payment, record, refund

CARD = "招商银行储蓄卡(8705)"


def matches(rows: Sequence[Row], *cases: CaseRecord) -> tuple[Match, ...]:
    found = match(link(rows), cases)
    assert found == match(link(rows[::-1]), cases[::-1])
    return found


def book(case: CaseRecord, found: Iterable[Match]) -> CaseRecord:
    """Log what matches mean, as the service does."""
    for each in found:
        booked = 0
        for event in bookings(case, each.arrival()):
            amount = event.data["amount"]
            booked = max(booked, amount)
            if event.kind == "refund_issued":
                case = replace(case, issued=(case.issued or 0) + amount)
            else:
                case = replace(case, received=case.received + amount)
        before = case.booked[each.key].amount if each.key in case.booked else 0
        case = replace(case, booked={**case.booked, each.key: Booked(before + booked, each.tier)})
    return case


def test_a_refund_of_the_row_that_a_case_was_opened_from_is_proven() -> None:
    rows = [payment(1, 900, trade_no=NUMBER), refund(2, 400, trade_no=NUMBER + "_1", method=CARD)]
    case = record(origin="1", paid=900, expected=900)
    (found,) = matches(rows, case)
    assert found == Match(1, "2", "1", 1, 400, 400, True, occurred_at=NOON + timedelta(days=1), channel=CARD)
    after = book(case, [found])
    assert (after.issued, after.received) == (400, 0)
    assert matches(rows, after) == ()


def test_numbers_tie_a_case_only_when_they_are_unique() -> None:
    order: dict[str, Any] = {"order_no_raw": "T200P77", "order_no": "77", "trade_no": NUMBER}
    rows = [payment(1, 900, **order), refund(2, 900, trade_no=NUMBER + "_1")]
    known: tuple[dict[str, Any], ...] = (
        {"trade_no": NUMBER},
        {"order_no": "77"},
        {"trade_no": "typed wrongly", "order_no": "77"},
    )
    for numbers in known:
        (found,) = matches(rows, record(paid=900, **numbers))
        assert (found.payment, found.proven) == ("1", True)
    masked = [payment(1, 900, trade_no="123456"), payment(2, 900, trade_no="123456"), refund(3, 900)]
    assert not any(each.proven for each in matches(masked, record(paid=900, trade_no="123456")))


def test_a_case_without_a_payment_row_is_found_by_its_own_numbers() -> None:
    back = refund(2, 400, trade_no=NUMBER + "_1")
    (found,) = matches([back], record(trade_no=NUMBER, paid=900))
    assert (found.payment, found.tier, found.amount, found.proven) == (None, 1, 400, True)
    # What was paid is not known, so nobody can say that this is not too much.
    (unsure,) = matches([back], record(trade_no=NUMBER))
    assert not unsure.proven
    (beyond,) = matches([back], record(trade_no=NUMBER, paid=300))
    assert (beyond.amount, beyond.proven) == (400, False)


def test_two_cases_of_one_payment_are_asked_and_not_booked() -> None:
    rows = [payment(1, 900, trade_no=NUMBER), refund(2, 400, trade_no=NUMBER + "_1")]
    both = matches(rows, record(1, trade_no=NUMBER, paid=900), record(2, trade_no=NUMBER, paid=900))
    assert [(each.case, each.proven) for each in both] == [(1, False), (2, False)]
    (strongest,) = matches(rows, record(1, trade_no=NUMBER, paid=900), record(2, origin="1", paid=900))
    assert (strongest.case, strongest.proven) == (2, True)


def test_more_than_the_case_says_was_paid_is_not_proven() -> None:
    """The payment was for two things and the case is about one of them."""
    rows = [payment(1, 900, trade_no=NUMBER), refund(2, 600, trade_no=NUMBER + "_1")]
    (found,) = matches(rows, record(origin="1", paid=500))
    assert not found.proven


def test_a_stated_total_is_proven_without_a_day_and_its_rows_add_nothing_later() -> None:
    stating = payment(1, 46832, trade_no=NUMBER, stated_refund=46832, method=CARD)
    (found,) = matches([stating], case := record(origin="1", paid=46832, expected=46832))
    assert found == Match(1, None, "1", 3, 46832, 46832, True, channel=CARD)
    case = book(case, [found])
    rows = [stating, refund(2, 39784, trade_no=NUMBER + "_1"), refund(3, 7048, trade_no=NUMBER + "_2")]
    assert matches(rows, case) == ()


def test_a_row_that_only_explained_a_total_is_free_for_the_payment_it_names() -> None:
    stating = payment(1, 900, trade_no=NUMBER, stated_refund=100, method=CARD)
    back = refund(2, 100, trade_no="2026030122001400005500009999_1", method=CARD)
    case, other = record(1, origin="1", paid=900), record(2, origin="3", paid=500)
    (found,) = matches([stating, back], case, other)
    assert (found.case, found.refund, found.tier, found.key) == (1, "2", 3, "1")
    case = book(case, [found])
    named = payment(3, 500, trade_no="2026030122001400005500009999", method=CARD)
    (later,) = matches([stating, back, named], case, other)
    assert (later.case, later.refund, later.tier, later.amount) == (2, "2", 1, 100)


def test_what_comes_after_a_stated_total_goes_to_the_row_that_is_new() -> None:
    first = payment(1, 900, trade_no=NUMBER, stated_refund=300, method=CARD)
    case = record(origin="1", paid=900)
    case = book(case, matches([first], case))
    rows = [
        replace(first, stated_refund=500),
        refund(2, 300, 1, trade_no=NUMBER + "_1"),
        refund(3, 200, 5, trade_no=NUMBER + "_2"),
    ]
    (found,) = matches(rows, case)
    assert (found.refund, found.amount, found.total) == ("3", 200, 500)


def test_a_purchase_in_two_statements_pays_back_once() -> None:
    jd: dict[str, Any] = {"platform": "jd", "order_no": "233", "method": CARD}
    rows = [
        payment(1, 900, source="jd", order_no_raw="233", **jd),
        refund(2, 300, source="jd", order_no_raw="233", **jd),
        payment(3, 900, source="wechat", trade_no="4200", stated_refund=300, **jd),
        refund(4, 300, source="wechat", trade_no="50300", category="店-退款", item="店", method=CARD),
    ]
    for origin in ("1", "3"):
        case = record(origin=origin, paid=900)
        found = matches(rows, case)
        assert [each.amount for each in found if each.proven] == [300]
        assert matches(rows, book(case, [each for each in found if each.proven])) == ()
    case = record(origin="1", paid=900)
    for part in (rows[2:], rows[:2], rows):
        case = book(case, matches([rows[0], *part], case))
    assert case.issued == 300


def test_a_row_accepted_in_one_format_is_known_in_another() -> None:
    web = [
        payment(1, 900, source="alipay-web-2019"),
        refund(2, 400, 2, trade_no="7", source="alipay-web-2019", method=CARD),
    ]
    (found,) = matches(web, case := record(origin="1", paid=900))
    assert (found.tier, found.proven) == (4, False)
    app = refund(2, 400, 2, trade_no="7", source="alipay-app-2023", method=CARD, key="a")
    assert matches([*web, app], book(case, [found])) == ()


def test_what_was_typed_by_hand_is_not_booked_again() -> None:
    rows = [payment(1, 900, trade_no=NUMBER), refund(2, 400, trade_no=NUMBER + "_1", method=CARD)]
    assert matches(rows, record(origin="1", paid=900, issued=400)) == ()
    (rest,) = matches(rows, typed := record(origin="1", paid=900, issued=300))
    assert book(typed, [rest]).issued == 400
    balance = [rows[0], replace(rows[1], method="余额")]
    (arrived,) = matches(balance, typed := record(origin="1", paid=900, issued=400))
    assert (book(typed, [arrived]).issued, book(typed, [arrived]).received) == (400, 400)


def test_a_guess_is_proposed_and_an_accepted_one_counts() -> None:
    rows = [payment(1, 900), refund(2, 400, 2, method=CARD)]
    (found,) = matches(rows, case := record(origin="1", paid=900))
    assert (found.tier, found.amount, found.proven) == (4, 400, False)
    case = book(case, [found])
    assert matches(rows, case) == ()
    # A refund that is proven comes on top of one that was accepted.
    more = [replace(rows[0], trade_no=NUMBER), rows[1], refund(3, 300, 3, trade_no=NUMBER + "_1", method=CARD)]
    (proven,) = matches(more, case)
    assert (proven.refund, proven.amount, proven.total, proven.proven) == ("3", 300, 700, True)


def test_several_payments_that_fit_are_all_proposed() -> None:
    rows = [payment(1, 900), payment(2, 900), refund(3, 900, method=CARD)]
    found = matches(rows, record(1, origin="1", paid=900), record(2, origin="2", paid=900))
    assert [(each.case, each.refund, each.proven) for each in found] == [(1, "3", False), (2, "3", False)]


def test_the_amount_that_a_case_expects_is_proposed_for_a_similar_merchant() -> None:
    back = refund(2, 400, 30, merchant="美团平台商户", item="?", method=CARD)
    case = record(merchant="美团", paid=900, paid_at=NOON, expected=400)
    (found,) = matches([back], case)
    assert (found.tier, found.proven, found.payment) == (5, False, None)
    others: tuple[dict[str, Any], ...] = (
        {"expected": 401},
        {"merchant": "饿了么"},
        {"paid_at": NOON - timedelta(days=61)},
        {"paid_at": None},
    )
    for other in others:
        assert matches([back], replace(case, **other)) == ()


def test_an_ended_case_gets_nothing_and_keeps_what_it_has() -> None:
    rows = [payment(1, 900, trade_no=NUMBER), refund(2, 400, trade_no=NUMBER + "_1", method=CARD)]
    over = record(1, origin="1", paid=900, booked={"2": Booked(400, 1)}, is_open=False)
    assert matches(rows, over) == ()
    assert matches(rows, over, record(2, trade_no=NUMBER, paid=900)) == ()


def test_the_bank_confirms_and_never_adds_to_what_the_platform_said() -> None:
    rows = [
        payment(1, 900, trade_no=NUMBER, method=CARD),
        refund(2, 400, 1, trade_no=NUMBER + "_1", method=CARD),
        bank(3, 400, 2, "退货 支付宝-店"),
    ]
    case = record(origin="1", paid=900, channel=CARD)
    platform, arrival = matches(rows, case)
    assert (platform.refund, platform.proven) == ("2", True)
    assert (arrival.refund, arrival.bank, arrival.proven, arrival.tier) == ("3", True, False, 5)
    after = book(case, [platform, arrival])
    assert (after.issued, after.received) == (400, 400)
    assert matches(rows, after) == ()
    for late in (bank(3, 400, 17), bank(3, 400, 0), bank(3, 401, 2), bank(3, 400, 2, "退货 美团")):
        assert [each.bank for each in matches([*rows[:2], late], case)] == [False]


def test_a_balance_needs_no_bank() -> None:
    rows = [payment(1, 900, trade_no=NUMBER), refund(2, 400, trade_no=NUMBER + "_1"), bank(3, 400, 2)]
    assert [each.bank for each in matches(rows, record(origin="1", paid=900))] == [False]


def test_the_bank_confirms_a_refund_that_was_told_by_hand() -> None:
    case = record(paid=900, issued=400, issued_at=NOON, channel=CARD)
    (found,) = matches([bank(3, 400, 2)], case)
    assert (found.bank, found.proven, found.amount) == (True, False, 400)
    assert (book(case, [found]).issued, book(case, [found]).received) == (400, 400)
    assert matches([bank(3, 400, 2)], replace(case, received=400)) == ()


def test_equal_refunds_of_two_cases_are_booked_though_their_pairing_is_open() -> None:
    same: dict[str, Any] = {"source": "jd", "method": CARD}
    rows = [
        payment(1, 900, stated_refund=900, **same),
        payment(2, 900, stated_refund=900, **same),
        refund(3, 900, 2, **same),
        refund(4, 900, 3, **same),
    ]
    found = matches(rows, record(1, origin="1", paid=900), record(2, origin="2", paid=900))
    assert [(each.case, each.amount, each.proven, each.interchangeable) for each in found] == [
        (1, 900, True, True),
        (2, 900, True, True),
    ]
