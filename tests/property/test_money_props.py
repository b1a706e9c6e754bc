"""Money loses no cent on its way through text or over the lines of an order."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from refund_tui.domain.currency import format_amount
from refund_tui.domain.money import LARGEST, apportion, parse_amount
from refund_tui.domain.problem import Refused

CURRENCIES = st.sampled_from(["CNY", "USD", "JPY", "KRW", "KWD", "BHD"])
WEIGHTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=30).filter(any)


@given(minor=st.integers(-LARGEST, LARGEST), currency=CURRENCIES)
def test_an_amount_that_is_written_reads_back_the_same(minor: int, currency: str) -> None:
    assert parse_amount(format_amount(minor, currency), currency, signed=True) == minor


@given(minor=st.integers(0, LARGEST))
def test_grouping_signs_and_full_width_digits_change_no_amount(minor: int) -> None:
    grouped = f"{minor // 100:,}.{minor % 100:02d}"
    wide = grouped.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    for text in (grouped, f"¥{grouped}", f"{grouped}元", wide, f"￥{wide}"):
        assert parse_amount(text) == minor


@given(text=st.text() | st.text(alphabet="0123456789.,-+¥￥元 eE_１２．，"), signed=st.booleans())
def test_any_text_is_an_amount_in_range_or_refused(text: str, signed: bool) -> None:
    try:
        minor = parse_amount(text, signed=signed)
    except Refused as refusal:
        assert "\n" not in str(refusal)
    else:
        assert abs(minor) <= LARGEST
        assert signed or minor >= 0


@given(total=st.integers(-(10**9), 10**9), weights=WEIGHTS)
def test_shares_add_up_to_the_total_and_never_change_its_sign(total: int, weights: list[int]) -> None:
    shares = apportion(total, weights)
    assert sum(shares) == total
    assert len(shares) == len(weights)
    assert all(share * total >= 0 for share in shares)
    assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if weight == 0)


@given(total=st.integers(0, 10**9), weights=WEIGHTS)
def test_no_share_but_the_last_is_more_than_half_a_cent_too_much(total: int, weights: list[int]) -> None:
    last = max(place for place, weight in enumerate(weights) if weight)
    for share, weight in zip(apportion(total, weights)[:last], weights, strict=False):
        assert share - Fraction(total * weight, sum(weights)) <= Fraction(1, 2)
