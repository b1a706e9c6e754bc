"""Whatever order statements come in, twice or in parts, the cases end the same, and never beyond what was paid."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from refund_tui import booking
from refund_tui.service import Service
from refund_tui.statements.model import Row, Statement, Sums
from refund_tui.undoing import history, undo
from tests.statement_rows import payment, refund

EXPORTED = datetime(2026, 4, 1, tzinfo=UTC)
METHODS = ("余额", "招商银行信用卡(8705)", None)


@st.composite
def purchases(draw: st.DrawFn) -> list[Row]:
    """One to three payments, each with refunds that its numbers prove, in sum at most what was paid."""
    rows: list[Row] = []
    for place in range(draw(st.integers(1, 3))):
        trade, paid = f"20260301220014000055000022{place:02}", draw(st.integers(1, 900))
        method = draw(st.sampled_from(METHODS))
        rows.append(payment(len(rows) + 1, paid, trade_no=trade, method=method, key=f"p{place}"))
        left = paid
        for part in range(draw(st.integers(0, 3))):
            amount = draw(st.integers(0, left))
            left -= amount
            own = {"trade_no": f"{trade}_{part}", "method": method, "key": f"r{place}{part}"}
            rows.append(refund(len(rows) + 1, amount, part + 1, **own))
    return rows


def statement(rows: Sequence[Row], turn: int) -> Statement:
    return Statement(
        source="alipay-app-2023",
        witness="shop",
        name=f"{turn}.csv",
        encoding="utf-8",
        digest=str(turn),
        account_hash=None,
        exported_at=EXPORTED + timedelta(days=turn),
        row_count=len(rows),
        rows=tuple(rows),
        plain=tuple(rows),
        not_understood=(),
        links=(),
        orphans=(),
        money=(Sums("CNY", 0, 0, 0),),
    )


def after(rows: Sequence[Row], parts: Sequence[Sequence[Row]]) -> list[tuple[Any, ...]]:
    """Open a case of each payment, import the parts one by one, and say how the cases stand then."""
    with tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder) / "cases.db")
        service.prepare()
        bought = [row for row in rows if row.kind == "payment"]
        for row in bought:
            service.add({"merchant": "店", "trade_no": row.trade_no, "paid": f"{row.amount / 100:.2f}"})
        start = len(history(service, 99))
        untouched = found(service, len(bought))
        for turn, part in enumerate(parts):
            booking.apply(service, [statement(part, turn)])
        stands = found(service, len(bought))
        for stage, issued, received in stands:
            assert stage and (issued or 0) >= received
        assert all((issued or 0) <= row.amount for row, (_, issued, _) in zip(bought, stands, strict=True))
        while len(steps := [step for step in history(service, 99) if not step.undone]) > start:
            assert steps[0].kind == "import"
            undo(service)
        assert found(service, len(bought)) == untouched
        return stands


def found(service: Service, count: int) -> list[tuple[Any, ...]]:
    cases = [service.case(number).case for number in range(1, count + 1)]
    return [(case.stage, case.issued, case.received) for case in cases]


@settings(max_examples=12)
@given(st.data(), purchases())
def test_order_repetition_and_parts_make_no_difference(data: st.DataObject, rows: list[Row]) -> None:
    shuffled = data.draw(st.permutations(rows))
    cut = data.draw(st.integers(0, len(rows)))
    twice = data.draw(st.lists(st.sampled_from(rows), max_size=3))
    whole = after(rows, [rows])
    assert after(rows, [shuffled[:cut], shuffled[cut:], twice, rows]) == whole
    assert after(rows, [shuffled[cut:], shuffled[:cut]]) == whole
