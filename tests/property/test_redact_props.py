"""Masking copies: bounded in time, stable, the same length, and the case's own numbers stay."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from refund_tui.domain.redact import KINDS, MASK, redact

PIECES = (
    *(
        "市",
        "路",
        "号",
        "村",
        "浙江省",
        "一",
        "1",
        "12",
        "1234",
        "13812345678",
        "4111111111111111",
        "a",
        "Aa ",
        " ",
        "-",
    ),
    *(
        "@",
        ".com",
        "地址：",
        "电话",
        "微信号",
        "身份证",
        "+86",
        "(010)",
        "*",
        "，",
        "\n",
        "Street",
        "12 Long ",
        "\0",
        "座",
    ),
    *("６", "账户", "11010519491231002X", "3号楼5单元", "小区", "e\u0301", "😀", "order 2345678901234567890"),
    *("DE89 3704 0044 0532 0130 00", "AB12 ", "账号 ", "SSN ", "123-45-6789", "院", "号院", "400-820-8820", "SW1A 1AA"),
    *("12 N Main St", ", New York, NY 10118", "5th "),
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
NUMBERS = st.from_regex(r"\A[0-9]{8,28}\Z")


@given(TEXTS, st.lists(NUMBERS, max_size=2), st.sampled_from(PIECES))
@settings(max_examples=300)
def test_masking_twice_changes_nothing_more(text: str, known: list[str], private: str) -> None:
    once = redact(text, known, [("address", private)])
    twice = redact(once.text, known, [("address", private)])
    assert twice.text == once.text and not twice.masked
    assert len(once.text) == len(text) and set(once.masked) <= set(KINDS)
    assert all(new in (old, MASK) for old, new in zip(text, once.text, strict=True))
    assert (once.text != text) == bool(once.masked)


@given(TEXTS, NUMBERS, TEXTS)
@settings(max_examples=200)
def test_a_number_of_the_case_stays_wherever_it_stands_alone(before: str, number: str, after: str) -> None:
    text = f"{before}，{number}，{after}"
    assert number in redact(text, [number]).text


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4))
@settings(max_examples=60)
def test_no_text_takes_long(pieces: list[str]) -> None:
    unit = "".join(pieces)
    text = (unit * (20_000 // len(unit) + 1))[:20_000]
    began = time.process_time()
    redact(text, ["2345678901234567890"])
    assert time.process_time() - began < 2
