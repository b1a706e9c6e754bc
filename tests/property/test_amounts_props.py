"""Whatever an order holds, the figures keep their order, add up, and follow the page."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from refund_tui.domain.amounts import estimate
from refund_tui.domain.case import REASONS, Application, Case, Terms
from refund_tui.domain.fields import ORDER
from refund_tui.domain.order import OUTBOUND_BY, REASON_CLASSES, Gift, Line, Order, Part, as_data, changed
from refund_tui.domain.order_ground import ground
from refund_tui.domain.order_rows import (
    gifts_typed,
    lines_typed,
    part_typed,
    read_gifts,
    read_lines,
    read_part,
)
from refund_tui.domain.problem import Refused
from tests.making import case_of, opening

AMOUNTS = st.integers(0, 10**7)
MAYBE = st.none() | AMOUNTS
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Zs")), min_size=1, max_size=8)


@st.composite
def some_lines(draw: st.DrawFn) -> Line:
    quantity = draw(st.integers(1, 5))
    name = draw(NAMES.filter(lambda text: not set("|｜") & set(text)))
    return Line(name, draw(MAYBE), quantity, draw(st.integers(0, quantity)), draw(MAYBE))


GIFTS = st.builds(Gift, NAMES.filter(lambda text: not set("|｜") & set(text)), MAYBE, st.booleans())
PARTS = st.builds(Part, percent=st.integers(0, 100)) | st.builds(Part, amount=AMOUNTS)
ORDERS = st.builds(
    Order,
    lines=st.lists(some_lines(), max_size=4).map(tuple),
    gifts=st.lists(GIFTS, max_size=2).map(tuple),
    policy=st.none() | PARTS,
    outbound_by=st.none() | st.sampled_from(OUTBOUND_BY),
    card_fee_by=st.sampled_from((None, "me", "seller")),
    fee_agreed=st.sampled_from((None, "yes", "no")),
    reason_class=st.none() | st.sampled_from(REASON_CLASSES),
    **{spec.name: MAYBE for spec in ORDER if spec.type == "amount"},
)
CASES = st.builds(
    lambda order, reason, paid, agreed, kind: replace(
        case_of([opening()]),
        order=order,
        reason=reason,
        paid=paid,
        terms=Terms(amount=agreed),
        application=Application(kind) if kind else None,
    ),
    ORDERS,
    st.none() | st.sampled_from(REASONS),
    MAYBE,
    MAYBE,
    st.sampled_from((None, "refund_only", "return_refund", "exchange")),
)


@given(CASES)
def test_the_least_is_at_most_what_to_expect_and_that_at_most_the_cap_and_that_what_was_paid(case: Case) -> None:
    found = estimate(case)
    assert found is not None
    amounts = [figure.amount for figure in (found.floor, found.expected, found.cap) if figure is not None]
    assert amounts == sorted(amounts) and all(amount >= 0 for amount in amounts)
    if case.paid is not None and found.cap is not None:
        assert found.cap.amount <= case.paid
    for step in found.steps:
        assert step.rules and step.source.ref


@given(CASES)
def test_each_figure_goes_on_from_the_one_before_and_its_steps_add_up(case: Case) -> None:
    found = estimate(case)
    assert found is not None
    figures = [figure for figure in (found.cap, found.expected, found.floor) if figure is not None]
    for before, after in pairwise(figures):
        assert after.steps[0].amount == before.amount
        assert all(step.amount <= 0 for step in after.steps[1:])
        assert after.amount == before.amount + sum(step.amount for step in after.steps[1:])


@given(st.lists(some_lines(), min_size=1, max_size=6).map(tuple), AMOUNTS)
def test_shares_add_up_to_what_was_paid_and_the_pages_figures_stand(lines: tuple[Line, ...], paid: int) -> None:
    priced = tuple(replace(line, price=line.price or 1, returned=line.quantity) for line in lines)
    asked = (*priced, Line("stays", 1))  # so that it is a part
    shares = ground(case_of([opening()]), Order(lines=asked, goods_paid=paid), None).shares
    assert shares is not None and len(shares) == len(lines)
    for share, line in zip(shares, lines, strict=True):
        assert (share.page, share.back) == ((line.share is not None), share.whole)
        assert line.share is None or share.whole == line.share
    by_price = sum(share.whole for share in shares if not share.page)
    assert by_price <= max(paid - sum(line.share or 0 for line in lines), 0)


@given(ORDERS)
def test_an_order_is_the_same_after_it_was_plain_data_and_typed_text(order: Order) -> None:
    assert (changed(None, as_data(order)) or Order()) == order
    assert read_lines(lines_typed(order.lines, "CNY"), "CNY") == order.lines
    assert read_gifts(gifts_typed(order.gifts, "CNY"), "CNY") == order.gifts
    assert order.policy is None or read_part(part_typed(order.policy, "CNY"), "CNY") == order.policy


@given(st.text() | st.text(alphabet="|｜ 0123456789.yesno%\n全退"))
def test_any_text_is_rows_or_refused_in_one_line(text: str) -> None:
    for read in (read_lines, read_gifts, read_part):
        try:
            read(text, "CNY")
        except Refused as refusal:
            assert "\n" not in str(refusal)
