"""Whatever statements say, no payment gets back more than it can, and the order and number of files change nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from refund_tui.statements.belonging import CaseRecord
from refund_tui.statements.links import Links, link
from refund_tui.statements.matching import match
from refund_tui.statements.model import Row
from tests.statement_rows import payment, record, refund
from tests.unit.test_matching import book

CARD, BALANCE = "招商银行储蓄卡(8705)", "余额"
_number = st.sampled_from(("", "1", "2026030122001400005500001111", "2026030122001400005500002222"))
_suffix = st.sampled_from(("", "_1", "*2", "33"))


@st.composite
def any_row(draw: st.DrawFn, number: int) -> Row:
    """A row among few values, so that numbers clash, amounts repeat and times run backwards."""
    make = draw(st.sampled_from((payment, payment, refund, refund, refund)))
    facts: dict[str, Any] = {
        "source": draw(st.sampled_from(("jd", "wechat", "alipay-app-2023", "alipay-web-2019"))),
        "merchant": draw(st.sampled_from(("店", "美团", "美团平台商户"))),
        "currency": draw(st.sampled_from(("CNY", "CNY", "CNY", "USD"))),
        "trade_no": draw(_number) + (draw(_suffix) if make is refund else ""),
        "order_no_raw": draw(st.sampled_from(("", "", "77", "88"))),
        "method": draw(st.sampled_from((None, CARD, BALANCE))),
    }
    if make is payment:
        facts["stated_refund"] = draw(st.sampled_from((None, None, 0, 100, 300)))
    row: Row = make(number, draw(st.sampled_from((0, 100, 200, 300, 500))), draw(st.integers(-2, 200)), **facts)
    return row


@st.composite
def any_rows(draw: st.DrawFn) -> list[Row]:
    return [draw(any_row(number)) for number in range(draw(st.integers(0, 12)))]


def told(links: Links) -> dict[str, int]:
    paid_back: defaultdict[str, int] = defaultdict(int)
    for tie in links.ties:
        paid_back[tie.payment] += tie.amount
    return paid_back


@given(any_rows())
def test_no_payment_takes_back_more_than_was_paid_and_stated(rows: list[Row]) -> None:
    links = link(rows)
    for key, amount in told(links).items():
        row = links.rows[key]
        assert 0 < amount <= min(row.amount, row.stated_refund or row.amount)
        proven = sum(tie.amount for tie in links.ties if tie.payment == key and tie.proven)
        assert proven + links.stated.get(key, 0) <= row.amount
    refunds = [tie.refund for tie in links.ties]
    assert len(refunds) == len(set(refunds))
    for tie in links.ties:
        paid, back = links.rows[tie.payment], links.rows[tie.refund]
        assert (paid.currency, tie.early) == (back.currency, back.occurred_at < paid.occurred_at)
        assert tie.proven or 0 <= (back.occurred_at - paid.occurred_at).days <= 180
    open_refunds = {each.refund for each in links.proposals} | {*links.orphans}
    assert open_refunds.isdisjoint(refunds)
    assert {*refunds, *open_refunds} == {row.key for row in links.rows.values() if row.kind == "refund" and row.amount}


@given(any_rows(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_never_matters(rows: list[Row], random: Any) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert link(shuffled) == link(rows)
    cases = [record(number, origin=str(number), paid=300) for number in (1, 2, 3)]
    assert match(link(shuffled), cases[::-1]) == match(link(rows), cases)


@given(any_rows())
def test_what_is_proven_never_passes_what_a_case_paid(rows: list[Row]) -> None:
    case = record(1, origin="1", paid=250, expected=200)
    after = book(case, [each for each in match(link(rows), [case]) if each.proven])
    assert max(after.issued or 0, after.received) <= 250


@st.composite
def true_world(draw: st.DrawFn) -> tuple[list[Row], list[CaseRecord]]:
    """Payments with numbers of their own, refunds that are theirs, and perhaps what each states at the end."""
    rows: list[Row] = []
    cases: list[CaseRecord] = []
    for which in range(draw(st.integers(1, 3))):
        trade_no, key = f"20260301220014000055{which:08d}", 100 * (which + 1)
        parts = draw(st.lists(st.integers(1, 200), max_size=4))
        paid = sum(parts) + draw(st.sampled_from((1, 100)))
        stated = draw(st.sampled_from((None, sum(parts) or None)))
        method = draw(st.sampled_from((CARD, BALANCE)))
        facts: dict[str, Any] = {"source": "alipay-app-2023", "method": method}
        rows.append(payment(key, paid, trade_no=trade_no, stated_refund=stated, **facts))
        rows += (
            refund(key + nth, part, nth, trade_no=f"{trade_no}_{nth}", **facts) for nth, part in enumerate(parts, 1)
        )
        by = draw(st.sampled_from(({"origin": str(key)}, {"trade_no": trade_no})))
        cases.append(record(which + 1, paid=paid, expected=paid, channel=method, **by))
    return rows, cases


def booked_after(rows: Sequence[Row], cases: Sequence[CaseRecord]) -> list[CaseRecord]:
    found = [each for each in match(link(rows), cases) if each.proven]
    return [book(case, [each for each in found if each.case == case.id]) for case in cases]


@given(true_world(), st.data())
def test_files_in_parts_and_in_any_order_book_what_one_file_books(
    world: tuple[list[Row], list[CaseRecord]], data: st.DataObject
) -> None:
    rows, cases = world
    at_once = booked_after(rows, cases)
    known: list[Row] = []
    in_parts: list[CaseRecord] = list(cases)
    for row in data.draw(st.permutations(rows)):
        known.append(row)
        if data.draw(st.booleans()):
            in_parts = booked_after(known, in_parts)
    in_parts = booked_after(known, in_parts)
    totals = [(case.issued, case.received) for case in at_once]
    assert [(case.issued, case.received) for case in in_parts] == totals
    assert booked_after(rows, at_once) == at_once
    assert match(link(rows), [replace(case) for case in in_parts]) == ()
    paid_back = {row.key: 0 for row in rows if row.kind == "payment"}
    for row in rows:
        if row.kind == "refund":
            paid_back[str(row.number // 100 * 100)] += row.amount
    assert [case.issued or 0 for case in at_once] == list(paid_back.values())
