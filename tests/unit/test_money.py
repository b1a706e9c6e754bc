"""Amounts are read as people write them, kept as whole minor units, and shared to the last cent."""

from __future__ import annotations

import pytest

from refund_tui.domain.currency import exponent, format_amount
from refund_tui.domain.money import LARGEST, apportion, parse_amount
from refund_tui.domain.problem import Refused


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("129", 12900),
        ("129.00", 12900),
        ("129.5", 12950),
        ("1,299.5", 129950),
        ("1,234,567.89", 123456789),
        ("¥129", 12900),
        ("￥129", 12900),
        ("¥ 129", 12900),
        ("129元", 12900),
        ("129.5 元", 12950),
        ("CNY 129", 12900),
        ("１２９．５０", 12950),
        ("１，２９９", 129900),
        (" \t129\n", 12900),
        ("\u3000129\u3000", 12900),
        ("0", 0),
        ("007", 700),
        ("0.01", 1),
        ("10000000000000.00", LARGEST),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, minor: int) -> None:
    assert parse_amount(text) == minor


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "NaN", "inf", "1e5", "1_000", "129.001", "129.000", "12,99", "1,2999", ",129", "129.", ".5"),
        *("-129", "+129", "¥-129", "¥", "元", "¥¥129", "$129", "129 129", "1.2.3", "0x10", "①", "²", "١٢٩"),
        *("10000000000000.01", "9" * 5000, "一百", "¥129元", "129円", "USD 129", "(129)"),
    ],
)
def test_what_is_no_plain_amount_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_amount(text)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 160


@pytest.mark.parametrize("text", ["1\n2", "\x1b]0;pwned\x07", "a" * 10_000])
def test_a_refused_value_is_shown_without_control_characters_and_cut(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_amount(text)
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 160


@pytest.mark.parametrize(
    ("text", "minor"),
    [("-129", -12900), ("+129", 12900), ("-¥5", -500), ("¥-5", -500), ("−5元", -500), ("－５", -500), ("-0", 0)],
)
def test_a_sign_is_taken_where_it_is_asked_for(text: str, minor: int) -> None:
    assert parse_amount(text, signed=True) == minor


@pytest.mark.parametrize("text", ["--5", "-¥-5", "5-", "+-5"])
def test_two_signs_or_a_trailing_one_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_amount(text, signed=True)


@pytest.mark.parametrize(
    ("currency", "decimals"),
    [("CNY", 2), ("USD", 2), ("HKD", 2), ("JPY", 0), ("KRW", 0), ("VND", 0), ("KWD", 3), ("BHD", 3)],
)
def test_a_currency_has_its_own_number_of_decimals(currency: str, decimals: int) -> None:
    assert exponent(currency) == decimals


@pytest.mark.parametrize("currency", ["", "cny", "RMB", "XXX", "人民币", "CNY\n"])
def test_an_unknown_currency_is_refused(currency: str) -> None:
    for use in (lambda: exponent(currency), lambda: parse_amount("1", currency), lambda: format_amount(1, currency)):
        with pytest.raises(Refused):
            use()


def test_decimals_follow_the_currency() -> None:
    assert parse_amount("129", "JPY") == 129
    assert parse_amount("¥1,299", "JPY") == 1299
    assert parse_amount("1.234", "KWD") == 1234
    assert parse_amount("$5", "USD") == 500
    for text, currency in (("129.0", "JPY"), ("1.2345", "KWD"), ("¥5", "USD")):
        with pytest.raises(Refused):
            parse_amount(text, currency)


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (12900, "CNY", "129.00"),
        (1, "CNY", "0.01"),
        (0, "CNY", "0.00"),
        (-5, "CNY", "-0.05"),
        (-12950, "CNY", "-129.50"),
        (129950000, "CNY", "1299500.00"),
        (129, "JPY", "129"),
        (-129, "JPY", "-129"),
        (1005, "KWD", "1.005"),
    ],
)
def test_an_amount_is_written_plainly(minor: int, currency: str, text: str) -> None:
    assert format_amount(minor, currency) == text


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (15000, (10000, 6000, 4000), (7500, 4500, 3000)),
        (100, (1, 1, 1), (33, 33, 34)),
        (100, (1, 1, 1, 0), (33, 33, 34, 0)),
        (5, (1, 1), (3, 2)),
        (-5, (1, 1), (-3, -2)),
        (7, (0, 5, 0), (0, 7, 0)),
        (0, (1, 2), (0, 0)),
        (0, (0, 0), (0, 0)),
        (0, (), ()),
        (2, (1, 1, 1, 1), (1, 1, 0, 0)),
    ],
)
def test_shares_are_rounded_half_up_and_the_last_line_takes_the_remainder(
    total: int, weights: tuple[int, ...], shares: tuple[int, ...]
) -> None:
    assert apportion(total, weights) == shares


@pytest.mark.parametrize("weights", [(), (0, 0), (5, -1)])
def test_what_cannot_be_shared_is_refused(weights: tuple[int, ...]) -> None:
    with pytest.raises(Refused):
        apportion(100, weights)
