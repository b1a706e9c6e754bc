"""Alipay's app statement, from bytes to rows, totals, links and the facts of a case."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from refund_tui.domain.case import PLATFORMS, SCENARIOS
from refund_tui.statements.alipay import STATUSES
from refund_tui.statements.model import ADVICE, WHY_NOT, Row, Statement
from refund_tui.statements.prefill import prefill
from refund_tui.statements.reading import read_statement, report
from tests.statement_files import SAMPLES

SAMPLE = SAMPLES / "alipay/alipay-app-2023format.gbk.csv"
BOUGHT = {
    "交易时间": "2026-03-01 10:00:00",
    "交易分类": "日用百货",
    "交易对方": "茶铺",
    "对方账号": "a***@example.com",
    "商品说明": "茶杯",
    "收/支": "支出",
    "金额": "28.75",
    "收/付款方式": "余额宝",
    "交易状态": "交易成功",
    "交易订单号": "2026030122001400005500001111",
    "商家订单号": "T200P5116032541422009305",
    "备注": "",
}
COLUMNS = list(BOUGHT)
RETURNED = {
    **BOUGHT,
    "交易时间": "2026-03-05 10:00:00",
    "交易分类": "退款",
    "商品说明": "退款-茶杯",
    "收/支": "不计收支",
    "交易状态": "退款成功",
    "交易订单号": "2026030122001400005500001111_77",
}
PREAMBLE = """------------------------------------------------------------------------------------
导出信息：
姓名：某人
支付宝账户：someone@example.com
导出时间：[2026-04-01 09:12:52]

特别提示：
1.本明细仅供个人对账使用。

------------------------{company}  电子客户回单------------------------
"""


def line(cells: list[str], padded: bool = False) -> str:
    return "".join((cell.ljust(20) if padded else cell) + "," for cell in cells) + "\n"


def statement_text(*rows: dict[str, str], columns: list[str] = COLUMNS, padded: bool = False) -> str:
    return line(columns, padded) + "".join(line([row[name] for name in columns], padded) for row in rows)


def read_text(folder: Path, text: str, codec: str = "gb18030") -> Statement:
    path = folder / "账单.csv"
    path.write_bytes(text.encode(codec))
    return read_statement(path)


def read_rows(folder: Path, *rows: dict[str, str]) -> Statement:
    return read_text(folder, statement_text(*rows))


def one(folder: Path, **changes: str) -> Row:
    names = {
        "status": "交易状态",
        "direction": "收/支",
        "category": "交易分类",
        "method": "收/付款方式",
        "item": "商品说明",
    }
    return read_rows(folder, {**BOUGHT, **{names.get(name, name): value for name, value in changes.items()}}).rows[0]


def own_sample(folder: Path) -> Path:
    """What the public sample holds, told with rows of our own: see data/statements/README.md."""
    names = ("交易时间", "商品说明", "收/支", "金额", "收/付款方式", "交易状态", "交易订单号", "商家订单号")
    told = """
        2023-02-12 21:32:14|亲情卡|支出|49.74|信用卡|交易成功|n1|a1
        2023-02-08 14:16:52|茶杯|支出|20.00|余额|等待确认收货|n2|a2
        2023-02-04 18:21:04|退款-亲情卡|不计收支|16.03|信用卡|退款成功|n3|a3
        2023-02-02 15:24:35|卖出至余额宝|不计收支|99.34|余额宝|交易成功|n4|
        2023-01-18 10:17:29|转账|收入|2228.50|余额|交易成功|n5|
        2023-01-10 13:10:16|茶壶|不计收支|82.00||交易关闭|x|x
        2023-01-09 18:22:28|退款-充值|不计收支|50.00|余额宝|退款成功|2023a88_2023b57|d
        2023-01-09 18:21:50|充值|支出|50.00|余额宝|交易关闭|2023a88|d
        2023-07-10 13:10:16|茶壶|支出|9.90||交易成功|x|x
        2023-07-10 13:20:16|茶壶|支出|82.00||交易成功|x|x"""
    rows = [BOUGHT | dict(zip(names, row.strip().split("|"), strict=True)) for row in told.strip().split("\n")]
    path = folder / "own.csv"
    text = PREAMBLE.format(company="支付宝（中国）网络技术有限公司") + statement_text(*rows)
    path.write_bytes(text.encode("gb18030"))
    return path


TRUTHS = {
    "source": "alipay-app-2023",
    "encoding": "gb18030",
    "rows": 10,
    "refunds": 2,
    "refund_total_minor": 6603,
    "expense_total_minor": 21164,
    "currency": "CNY",
    "not_understood": [],
    "links": [{"refund_row": 7, "payment_row": 8, "tier": 1, "amount_minor": 5000}],
    "orphans": [3],
    "refundable": [1, 2, 9, 10],
    "matches": [],
}
"""What the samples' README counts, as `import --json` says it."""


@pytest.mark.parametrize("public", [path for path in (None, SAMPLE) if path is None or path.exists()])
def test_the_truths_of_the_sample(tmp_path: Path, public: Path | None) -> None:
    statement = read_statement(public or own_sample(tmp_path))
    assert json.loads(json.dumps(report(statement))) == TRUTHS
    assert len({row.key for row in statement.rows}) == 10
    assert statement.account_hash is not None and statement.exported_at is not None


def test_every_column_of_a_row(tmp_path: Path) -> None:
    row = read_rows(tmp_path, BOUGHT).rows[0]
    assert (row.number, row.kind, row.amount, row.currency) == (1, "payment", 2875, "CNY")
    assert row.occurred_at == datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
    assert (row.order_no, row.platform) == ("5116032541422009305", "taobao")
    assert (row.order_no_raw, row.trade_no) == (BOUGHT["商家订单号"], BOUGHT["交易订单号"])
    assert row.raw == BOUGHT


def test_order_padding_company_preamble_footer_and_encoding_change_nothing(tmp_path: Path) -> None:
    plain = read_rows(tmp_path, RETURNED, BOUGHT)
    footer = "-" * 84 + "\n共2笔记录\n收入：0笔,0.00元\n1.本明细仅供个人对账使用。\n随便一句话\n"
    company = PREAMBLE.format(company="支付宝支付科技有限公司")
    variants = [
        statement_text(RETURNED, BOUGHT, columns=COLUMNS[::-1]),
        statement_text(RETURNED, BOUGHT, padded=True),
        statement_text(RETURNED, BOUGHT).replace(",\n", "\r\n"),
        statement_text(RETURNED, BOUGHT).replace("00001111,", "00001111\t,"),
        "\n" * 40 + statement_text(RETURNED, BOUGHT) + "\n \n" + footer,
        statement_text(RETURNED, BOUGHT) + "共2笔记录\n",
    ]
    for text in variants:
        assert report(read_text(tmp_path, text)) == report(plain)
        assert [row.key for row in read_text(tmp_path, text).rows] == [row.key for row in plain.rows]
    assert report(read_text(tmp_path, variants[0], "utf-8-sig")) == {**report(plain), "encoding": "utf-8"}
    owned = read_text(tmp_path, company + variants[0] + footer)
    assert report(owned) == report(plain)
    assert "someone" not in repr(owned) and "某人" not in repr(owned)
    assert owned.exported_at == datetime(2026, 4, 1, 1, 12, 52, tzinfo=UTC)


def test_a_file_saved_again_by_excel_keeps_its_keys(tmp_path: Path) -> None:
    again = {**BOUGHT, "交易时间": "2026/3/1 10:00"}
    first, second = (read_rows(tmp_path, row).rows[0] for row in ({**BOUGHT, "交易时间": "2026-03-01 10:00:27"}, again))
    assert first.key == second.key
    assert second.occurred_at == datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


def test_a_key_survives_a_new_status_and_tells_equal_rows_apart(tmp_path: Path) -> None:
    waiting = one(tmp_path, status="等待付款", method="")
    assert waiting.key == one(tmp_path).key == one(tmp_path, status="交易关闭", direction="不计收支").key
    assert waiting.key != read_rows(tmp_path, RETURNED).rows[0].key
    unnumbered = {**BOUGHT, "交易订单号": "", "商家订单号": "/"}
    keys = [row.key for row in read_rows(tmp_path, unnumbered, unnumbered).rows]
    assert len(set(keys)) == 2
    assert keys == [row.key for row in read_rows(tmp_path, unnumbered, unnumbered).rows]


@pytest.mark.parametrize(
    ("changes", "kind", "why_not"),
    [
        ({}, "payment", None),
        ({"status": "等待对方发货"}, "payment", None),
        ({"status": "亲情卡付款成功"}, "payment", None),
        ({"status": "等待对方确认收货"}, "payment", "other_status"),
        ({"status": "等待付款"}, "other", "not_paid_yet"),
        ({"status": "交易关闭"}, "payment", "closed_paid"),
        ({"status": "交易关闭", "direction": "不计收支"}, "payment", "closed_paid"),
        ({"status": "交易关闭", "direction": "不计收支", "method": ""}, "other", "closed_unpaid"),
        ({"status": "交易关闭", "direction": "收入", "method": ""}, "other", "income"),
        ({"direction": "收入"}, "other", "income"),
        ({"direction": "不计收支"}, "payment", "not_counted"),
        ({"category": "转账红包"}, "payment", "transfer"),
        ({"category": "信用借还", "status": "还款成功", "direction": "不计收支"}, "other", "repayment"),
        ({"category": "投资理财", "direction": "不计收支"}, "other", "investment"),
        ({"status": "充值成功"}, "other", "topup"),
        ({"status": "退税成功", "direction": "收入"}, "other", "income"),
        ({"status": "退款成功"}, "refund", "refund_row"),
        ({"status": "退款成功", "direction": "收入", "category": "餐饮美食"}, "refund", "refund_row"),
        ({"status": "退款成功", "direction": ""}, "refund", "refund_row"),
        ({"status": "退款成功", "item": "某基金-买入退款"}, "other", "investment"),
        ({"status": "提取成功", "item": "退款资金提取"}, "refund", "refund_row"),
        ({"status": "提取成功", "direction": "不计收支"}, "other", "transfer"),
    ],
)
def test_what_a_row_is(tmp_path: Path, changes: dict[str, str], kind: str, why_not: str | None) -> None:
    row = one(tmp_path, **changes)
    assert (row.kind, row.why_not, row.refundable) == (kind, why_not, why_not is None)
    assert why_not is None or why_not in WHY_NOT


def test_every_status_of_the_table_is_understood(tmp_path: Path) -> None:
    statement = read_rows(tmp_path, *({**BOUGHT, "交易状态": status} for status in STATUSES))
    assert statement.not_understood == ()
    assert [sums.expense_total_minor for sums in statement.money] == [len(STATUSES) * 2875]


@pytest.mark.parametrize(
    ("changes", "why", "kept"),
    [
        ({"交易状态": "处理中"}, "status 处理中", True),
        ({"收/支": "其他"}, "direction 其他", True),
        ({"交易订单号": "2.02E+27"}, "ruined by Excel", True),
        ({"商家订单号": "1E+19"}, "ruined by Excel", True),
        ({"交易时间": "昨天"}, "昨天 is not a time", False),
        ({"交易时间": "2026-02-30 10:00:00"}, "is not a time", False),
        ({"交易时间": "0001-01-01 00:00:00"}, "is not a time", False),
        ({"金额": "28.75元?"}, "28.75元? is not an amount", False),
        ({"金额": "-28.75"}, "without + or -", False),
        ({"备注": ",,x"}, "15 cells under 13 columns", False),
    ],
)
def test_what_is_not_understood_is_counted_and_listed(
    tmp_path: Path, changes: dict[str, str], why: str, kept: bool
) -> None:
    statement = read_rows(tmp_path, {**BOUGHT, **changes}, RETURNED)
    found: Any = report(statement)["not_understood"]
    assert (statement.row_count, len(statement.rows), len(found)) == (2, 1 + kept, 1)
    assert found[0]["row"] == 1 and why in found[0]["why"]
    assert 1 not in report(statement)["refundable"]  # type: ignore[operator]


def test_a_ruined_number_never_links(tmp_path: Path) -> None:
    ruined = {"交易订单号": "2.02E+27", "商家订单号": "2.02E+27", "商品说明": "别的"}
    statement = read_rows(tmp_path, {**BOUGHT, **ruined}, {**RETURNED, **ruined, "商品说明": "退款"})
    assert (statement.links, statement.orphans) == ((), (2,))
    assert [row.trade_no for row in statement.rows] == ["", ""]
    assert statement.rows[0].why_not == "ruined_number"


def test_a_cut_off_last_row_and_a_strange_line_are_listed(tmp_path: Path) -> None:
    assert report(read_rows(tmp_path))["rows"] == 0
    text = statement_text(BOUGHT)
    whole = report(read_text(tmp_path, text + "2026-03-02 10:00:00,日用百货,茶铺"))
    assert whole["rows"] == 2 and "ends before 商品说明" in str(whole["not_understood"])
    assert report(read_text(tmp_path, text + "2026-03-0"))["rows"] == 2
    assert report(read_text(tmp_path, text + "这是什么\n"))["rows"] == 2


def test_hostile_text_comes_out_clean(tmp_path: Path) -> None:
    bad = {**BOUGHT, "交易对方": "店\x1b[2J\u202e\x07", "商品说明": '"杯\n子 [b]"', "交易状态": "好\x1b]0;x\x07"}
    statement = read_rows(tmp_path, bad)
    shown = json.dumps(report(statement), ensure_ascii=False) + repr(statement.rows) + str(statement.not_understood)
    assert not any(mark in shown for mark in ("\x1b", "\x07", "\u202e", "\\x1b", "\\n"))
    assert statement.rows[0].item == "杯 子 [b]"


def test_the_facts_of_a_case(tmp_path: Path) -> None:
    facts = prefill(one(tmp_path, method="招商银行储蓄卡(8705)&红包", status="等待对方发货"))
    assert (facts["merchant"], facts["item"], facts["platform"]) == ("茶铺", "茶杯", "taobao")
    assert (facts["scenario"], facts["paid"], facts["currency"]) == ("online", 2875, "CNY")
    assert facts["channel"] == "招商银行储蓄卡(8705)&红包"
    assert (facts["order_no"], facts["trade_no"]) == ("5116032541422009305", BOUGHT["交易订单号"])
    assert (facts["paid_at"], facts["channel_kind"]) == (datetime(2026, 3, 1, 2, 0, tzinfo=UTC), "debit_card")
    assert facts["shipping"] == "not_shipped"
    assert facts["advice"] == ("escrow_not_shipped", "several_channels")


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({}, ("maybe_confirmed", "shipping_time_unknown")),
        ({"status": "等待确认收货"}, ("escrow_shipped", "shipping_time_unknown")),
        ({"status": "代付成功", "category": "亲友代付"}, ("refund_goes_to_payer",)),
        ({"status": "支付成功", "category": "转账红包"}, ("paid_to_person",)),
        ({"status": "支付成功", "method": ""}, ()),
    ],
)
def test_advice(tmp_path: Path, changes: dict[str, str], advice: tuple[str, ...]) -> None:
    facts = prefill(one(tmp_path, **changes))
    assert facts["advice"] == advice
    assert set(advice) <= set(ADVICE)
    assert "shipped_at" not in facts and None not in facts.values()


def test_platform_scenario_and_a_part_that_came_back(tmp_path: Path) -> None:
    topped_up = prefill(one(tmp_path, category="充值缴费", 商家订单号="/", 交易对方="/"))
    assert (topped_up["scenario"], topped_up["platform"], topped_up["merchant"]) == ("virtual", "alipay", "茶杯")
    assert topped_up["scenario"] in SCENARIOS and topped_up["platform"] in PLATFORMS
    assert "order_no" not in topped_up
    partly = read_rows(tmp_path, BOUGHT, {**RETURNED, "金额": "8.75"}).rows[0]
    assert (partly.refunded_minor, partly.refundable) == (875, True)
    assert "partly_refunded" in str(prefill(partly)["advice"])
