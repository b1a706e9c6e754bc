"""What is kept of a row between imports is what it says, and no more."""

from __future__ import annotations

from dataclasses import replace

from refund_tui.statements.kept import from_text, to_text
from tests.statement_rows import payment


def test_a_row_is_read_back_as_it_was_without_its_cells() -> None:
    row = replace(
        payment(7, 900, method=None, advice=("escrow_shipped",), stated_refund=300, shipping="shipped", source="jd"),
        raw={"交易对方": "店", "对方账号": "zhi***@x"},
    )
    text = to_text(row)
    assert from_text(row.key, 7, text) == replace(row, raw={})
    assert "zhi***" not in text
    assert to_text(replace(row, number=8, raw={})) == text
