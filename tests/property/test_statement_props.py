"""Whatever stands in the cells of a report, of orders or of a bank: each line is read, listed, or both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from refund_tui.domain.problem import Refused
from refund_tui.statements import paypal
from refund_tui.statements.mapped import read_mapped
from refund_tui.statements.mapping import ColumnMapping, read_words
from refund_tui.statements.model import Content
from refund_tui.statements.notation import DAY_ORDERS, MARKS, DayOrder, Mark
from refund_tui.statements.tables import RawTable
from tests.property.test_notation_props import dated, written

PAYPAL = ["Date", "Time", "Time Zone", "Type", "Status", "Currency", "Gross", "Fee", "Net", "Transaction ID", "Name"]
ORDERS = ["Order", "When", "Paid", "What", "State"]
BANK = ["Day", "Text", "In", "Out", "Currency"]
ORDERS_MAPPING = read_words(["order_no=1", "time=2", "paid=3", "item=4", "status=5"], ORDERS)
BANK_MAPPING = read_words(["date=1", "text=2", "in=3", "out=4", "currency=5"], BANK)

LIKELY = st.sampled_from(
    ("", "EUR", "CNY", "Completed", "1.50", "-1.50", "2,50", "1.234", "2026-03-01", "03/04/2026", "14/04/2026", "A1")
)
CELLS = LIKELY | st.text(max_size=12).map(lambda text: " ".join(text.split()))


WHOLE = {
    "Date": ("14/04/2026", "10:00:00", "CET", "Mobile Payment", "Completed", "EUR", "-1.50", "", "-1.50", "A1", "Tea"),
    "Order": ("A1", "2026-03-01", "1.50", "Cup", "交易成功"),
    "Day": ("2026-03-01", "Tea", "", "1.50", "CNY"),
}
"""A row that can be read, by the first column of its header."""


@st.composite
def lines(draw: st.DrawFn, header: Sequence[str]) -> list[str]:
    cells = list(WHOLE[header[0]])
    for place in draw(st.lists(st.integers(0, len(cells) - 1), max_size=2)):
        cells[place] = draw(CELLS)
    return [*cells, *draw(st.sampled_from(((), (), ("one more",))))][
        : draw(st.integers(len(cells) - 2, len(cells) + 1))
    ]


def tables(header: Sequence[str]) -> st.SearchStrategy[RawTable]:
    rows = st.lists(lines(header), max_size=6)
    return rows.map(lambda rows: RawTable("f.csv", "utf-8", [list(header), *rows], "00"))


def all_are_told(content: Content) -> bool:
    told = {row.number for row in content.rows} | {each.row for each in content.not_understood}
    return told == set(range(1, content.row_count + 1)) and len({row.key for row in content.rows}) == len(content.rows)


@given(tables(PAYPAL))
def test_no_line_of_a_paypal_report_is_dropped(table: RawTable) -> None:
    try:
        assert all_are_told(paypal.read("paypal-activity", table, 0))
    except Refused as refused:
        assert "f.csv" in str(refused)


@given(
    st.one_of(
        tables(ORDERS).map(lambda table: (table, ORDERS_MAPPING)), tables(BANK).map(lambda table: (table, BANK_MAPPING))
    )
)
def test_no_line_of_a_mapped_file_is_dropped(case: tuple[RawTable, ColumnMapping]) -> None:
    try:
        assert all_are_told(read_mapped(case[0], 0, case[1]))
    except Refused as refused:
        assert "f.csv" in str(refused)


@given(
    st.lists(st.integers(1, 10**9), min_size=1, max_size=12),
    st.sampled_from(MARKS),
    st.sampled_from(DAY_ORDERS),
    st.booleans(),
)
def test_a_report_written_in_any_notation_is_read_as_it_was_meant(
    amounts: list[int], mark: Mark, order: DayOrder, grouped: bool
) -> None:
    start = datetime(2026, 1, 9, 12, tzinfo=UTC)
    days = [start + timedelta(days=3 * index) for index in range(len(amounts) + 2)]
    rows = [
        [*dated(day, order), "Mobile Payment", "Completed", "EUR", gross, "", gross, f"T{index}", "Tea"]
        for index, (day, amount) in enumerate(zip(days, [*amounts, 150, 250], strict=True))
        if (gross := written(-amount, mark, grouped))
    ]
    content = paypal.read("paypal-activity", RawTable("f.csv", "utf-8", [PAYPAL, *rows], "00"), 0)
    assert [(row.occurred_at, row.amount) for row in content.rows] == list(zip(days, [*amounts, 150, 250], strict=True))
    assert content.expenses == {"EUR": sum(amounts) + 400}
