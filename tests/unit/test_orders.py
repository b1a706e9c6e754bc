"""Orders of userscripts: one purchase an order, each line counted, and what cannot be read listed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from refund_tui.domain.case import PLATFORMS
from refund_tui.domain.problem import Refused
from refund_tui.statements.mapping import ColumnMapping, fingerprint, read_words
from refund_tui.statements.model import Statement
from refund_tui.statements.prefill import prefill
from refund_tui.statements.reading import read_statement

NEW = "下单日期,订单编号,子订单编号,店铺名称,商品名称,单价,数量,商品退款状态,订单实付款,订单交易状态,订单详情链接"
OLD = "订单编号,下单日期,店铺名称,商品名称,退款状态,实付款,交易状态"
GREASY = "订单号,下单日期,商品明细,商品链接,单价,数量,实付款,状态"
NUMBER = "5116032541422009305"


def read(folder: Path, *lines: str, mappings: dict[str, ColumnMapping] | None = None) -> Statement:
    path = folder / "淘宝买家订单数据导出_1.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return read_statement(path, mappings=mappings)


def order(number: str, sub: str, item: str, paid: str, status: str = "卖家已发货", refund: str = "") -> str:
    return f'2026-03-01,"{number}\t","{sub}\t",茶铺,{item},1.00,1,{refund},"{paid}",{status},https://x'


def test_the_lines_of_an_order_are_one_purchase_with_all_its_items(tmp_path: Path) -> None:
    statement = read(
        tmp_path,
        NEW,
        order(NUMBER, "1", "茶杯", "￥1,028.75"),
        order(NUMBER, "2", "茶壶", "￥1,028.75"),
        order("5116032541422009306", "3", "茶叶", "5.00", "买家已付款"),
    )
    first, second, third = statement.rows
    assert (statement.source, statement.witness, statement.row_count) == ("taobao-orders", "shop", 3)
    assert (first.item, first.amount, first.order_no, first.platform) == ("茶杯; 茶壶", 102875, NUMBER, "taobao")
    assert (first.merchant, first.shipping, first.refundable) == ("茶铺", "shipped", True)
    assert first.occurred_at == datetime(2026, 2, 28, 16, tzinfo=UTC)
    assert (second.kind, second.why_not, third.shipping) == ("other", "same_order", "not_shipped")
    assert statement.money[0].expense_total_minor == 103375
    assert statement.not_understood == ()
    assert prefill(first)["order_no"] == NUMBER
    assert len({row.key for row in statement.rows}) == 3


@pytest.mark.parametrize(
    ("status", "refund", "kind", "why_not"),
    [
        ("交易成功", "", "payment", None),
        ("等待买家付款", "", "other", "not_paid_yet"),
        ("交易关闭", "", "other", "closed_unknown"),
        ("交易关闭", "退款", "payment", "closed_paid"),
        ("火星状态", "", "other", "unknown_status"),
    ],
)
def test_the_state_of_an_order_decides(
    tmp_path: Path, status: str, refund: str, kind: str, why_not: str | None
) -> None:
    [row] = read(tmp_path, NEW, order(NUMBER, "1", "茶杯", "5.00", status, refund)).rows
    assert (row.kind, row.why_not) == (kind, why_not)
    assert ("refund_shown" in row.advice) == bool(refund)


def test_the_older_export_and_the_other_script_are_known_too(tmp_path: Path) -> None:
    old = read(tmp_path, OLD, f"{NUMBER},2026-03-01,茶铺,茶杯,,5.00,交易成功")
    greasy = read(tmp_path, GREASY, f"{NUMBER},2026-03-01 10:11,茶杯，大,https://x,5.00,1,5.00,卖家已发货")
    assert [row.order_no for row in (*old.rows, *greasy.rows)] == [NUMBER, NUMBER]
    assert greasy.rows[0].occurred_at == datetime(2026, 3, 1, 2, 11, tzinfo=UTC)
    assert greasy.rows[0].item == "茶杯，大"


def test_numbers_written_as_formulas_for_a_spreadsheet_are_numbers(tmp_path: Path) -> None:
    [row] = read(tmp_path, OLD, f'="{NUMBER}",="2026-03-01",茶铺,茶杯,,="5.00",交易成功').rows
    assert (row.order_no, row.amount, row.refundable) == (NUMBER, 500, True)


def test_a_number_behind_an_apostrophe_is_that_number(tmp_path: Path) -> None:
    [row] = read(tmp_path, OLD, f"'{NUMBER},2026-03-01,茶铺,'n茶杯,,5.00,交易成功").rows
    assert (row.order_no, row.item) == (NUMBER, "'n茶杯")


def test_a_row_keeps_its_key_when_its_state_changes_and_others_come_before_it(tmp_path: Path) -> None:
    before = read(tmp_path, NEW, order(NUMBER, "1", "茶杯", "5.00"))
    after = read(tmp_path, NEW, order("9" * 19, "7", "茶杯", "5.00"), order(NUMBER, "1", "茶杯", "5.00", "交易成功"))
    assert before.rows[0].key == after.rows[1].key


def test_lines_that_disagree_on_what_was_paid_are_listed_unless_each_pays_its_own_part(tmp_path: Path) -> None:
    lines = (OLD, f"{NUMBER},2026-03-01,茶铺,茶杯,,5.00,交易成功", f"{NUMBER},2026-03-01,茶铺,茶壶,,7.00,交易成功")
    statement = read(tmp_path, *lines)
    assert [(each.row, "paid_per=line" in str(each)) for each in statement.not_understood] == [(1, True)]
    words = ["order_no=订单编号", "time=下单日期", "paid=实付款", "item=商品名称", "paid_per=line"]
    mapping = read_words(words, OLD.split(","))
    again = read(tmp_path, *lines, mappings={fingerprint(OLD.split(",")): mapping})
    assert [(row.amount, row.kind) for row in again.rows] == [(1200, "payment"), (700, "other")]


def test_ruined_and_missing_numbers_dates_and_amounts_are_listed_with_their_rows(tmp_path: Path) -> None:
    statement = read(
        tmp_path,
        NEW,
        order("5.11603E+18", "1", "茶杯", "5.00"),
        order("5.11603E+18", "2", "茶壶", "6.00"),
        order("", "3", "茶叶", "7.00"),
        order("1" * 19, "4", "茶叶", ""),
        order("2" * 19, "5", "茶叶", "-3.00"),
        order("3" * 19, "6", "茶叶", "3.00").replace("2026-03-01", "yesterday"),
        order("4" * 19, "7", "\x1b[2J[b]茶叶", "3.00"),
    )
    assert [each.row for each in statement.not_understood] == [1, 2, 3, 4, 5, 6]
    assert [(row.number, row.why_not) for row in statement.rows] == [
        (1, "ruined_number"),
        (2, "ruined_number"),
        (7, None),
    ]
    assert statement.rows[2].item.isprintable()


def test_a_list_without_order_numbers_is_refused_with_a_better_one(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="订单编号 and 下单日期"):
        read(tmp_path, "序号\t商品名称\t实付款\t快递公司\t快递单号", "1\t茶杯\t5.00\t中通\t7301")


def test_orders_of_another_shop_are_mapped_by_hand_and_say_so(tmp_path: Path) -> None:
    header = ["Order", "When", "Cost"]
    mapping = read_words(["order_no=1", "time=2", "paid=3", "platform=pinduoduo"], header)
    statement = read(tmp_path, "Order,When,Cost", "X1,2026-03-01,5.00", mappings={fingerprint(header): mapping})
    assert (statement.source, statement.rows[0].platform) == ("orders", "pinduoduo")
    assert statement.rows[0].platform in PLATFORMS
    assert statement.rows[0].refundable
