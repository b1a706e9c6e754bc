"""WeChat Pay, JD, Meituan and Alipay's older statements: totals, what each row is, and what it says came back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from refund_tui.domain.case import PLATFORMS, SCENARIOS
from refund_tui.statements import alipay, jd, meituan, wechat
from refund_tui.statements.model import ADVICE, WHY_NOT
from refund_tui.statements.reading import SOURCES, find_header, report
from refund_tui.statements.tables import read_tables
from tests.source_rows import NOTES, ROWS, WECHAT, Cells, one, read_source
from tests.statement_files import SAMPLES, csv_text, read_bytes, sheet_xml, workbook


@pytest.mark.parametrize(
    ("sample", "source", "header", "rows", "refunds", "returned", "spent"),
    [
        ("alipay/alipay-web-2019format.gbk.csv", "alipay-web-2019", 5, 7, 2, 280842, 313700),
        ("alipay/alipay-app-2021format.gbk.csv", "alipay-app-2021", 2, 16, 2, 21980, 32181),
        ("alipay/alipay-app-2023format.gbk.csv", "alipay-app-2023", 25, 10, 2, 6603, 21164),
        ("wechat/wechat-2019format.utf8.csv", "wechat", 17, 27, 0, 0, 290453),
        ("wechat/wechat-2025format-with-refunds.xlsx", "wechat", 17, 31, 2, 2011, 497523),
        ("wechat/wechat-2026format-two-sheets.xlsx", "wechat", 18, 27, 0, 0, 290453),
        ("jd/jd-2025format.utf8bom.csv", "jd", 22, 26, 7, 109759, 227770),
    ],
)
def test_the_samples_give_their_hand_counted_truths(
    sample: str, source: str, header: int, rows: int, refunds: int, returned: int, spent: int, tmp_path: Path
) -> None:
    if not (SAMPLES / sample).exists():
        pytest.skip("the public samples are not here")
    table = next(read_tables(SAMPLES / sample))
    found = find_header(table)
    assert found is not None
    assert found[1] + 1 == header
    statement = read_bytes(tmp_path, (SAMPLES / sample).read_bytes())
    assert (statement.source, statement.row_count, len(statement.rows)) == (source, rows, rows)
    assert statement.not_understood == ()
    sums = statement.money[0]
    assert (sums.refunds, sums.refund_total_minor, sums.expense_total_minor) == (refunds, returned, spent)
    assert len({row.key for row in statement.rows}) == rows


@pytest.mark.parametrize(
    ("sample", "stated"),
    [
        ("alipay/alipay-web-2019format.gbk.csv", {5: 272542, 7: 8300}),
        ("wechat/wechat-2025format-with-refunds.xlsx", {27: 11, 30: 2000}),
        ("jd/jd-2025format.utf8bom.csv", {4: 8984, 11: 7048, 14: 46832, 23: 23345, 26: 23550}),
    ],
)
def test_the_payments_of_the_samples_say_what_came_back(sample: str, stated: dict[int, int], tmp_path: Path) -> None:
    if not (SAMPLES / sample).exists():
        pytest.skip("the public samples are not here")
    rows = read_bytes(tmp_path, (SAMPLES / sample).read_bytes()).rows
    assert {row.number: row.stated_refund for row in rows if row.stated_refund is not None} == stated


@pytest.mark.parametrize("source", ROWS)
def test_notes_order_of_columns_and_encoding_change_nothing_and_no_name_is_kept(tmp_path: Path, source: str) -> None:
    row = ROWS[source]
    plain = read_source(tmp_path, source, row)
    assert (plain.source, plain.row_count, len(plain.rows), plain.not_understood) == (source, 1, 1, ())
    turned = read_bytes(tmp_path, csv_text(list(row)[::-1], row, end=",\r\n").encode("utf-8-sig"))
    quoted = read_bytes(tmp_path, csv_text(list(row), {name: f'"{cell}"\t' for name, cell in row.items()}).encode())
    noted = read_source(tmp_path, source, row, notes=True, codec="gb18030")
    for other in (turned, quoted, noted):
        assert {**report(other), "encoding": "utf-8"} == report(plain)
        assert other.rows[0].occurred_at == plain.rows[0].occurred_at
    assert turned.rows[0].key == plain.rows[0].key
    assert noted.exported_at == datetime(2026, 4, 1, 1, 12, 52, tzinfo=UTC)
    assert noted.account_hash is not None and plain.account_hash is None
    assert "someone" not in repr(noted) and "某人" not in repr(noted)


@pytest.mark.parametrize("source", ROWS)
def test_a_workbook_says_the_same_as_the_csv(tmp_path: Path, source: str) -> None:
    row = ROWS[source]
    sheet = sheet_xml([["说明"], list(row), list(row.values())])
    found = read_bytes(tmp_path, workbook(sheet_xml([["别的"]]), sheet), "账单.xlsx")
    assert report(found) == {**report(read_source(tmp_path, source, row)), "encoding": "xlsx"}


def test_an_amount_may_be_a_number_of_the_sheet(tmp_path: Path) -> None:
    cells: list[str | float] = [28.16 if name == "金额(元)" else cell for name, cell in WECHAT.items()]
    found = read_bytes(tmp_path, workbook(sheet_xml([list(WECHAT), cells])), "账单.xlsx")
    assert found.rows[0].amount == 2816


UNREADABLE: list[tuple[str, Cells, str, bool]] = [
    ("alipay-web-2019", {"交易状态": "处理中"}, "status 处理中", True),
    ("alipay-web-2019", {"收/支": "不知道"}, "direction 不知道", True),
    ("alipay-web-2019", {"交易创建时间": ""}, "is not a time", False),
    ("alipay-app-2021", {"收/支": "不计收支"}, "direction 不计收支", True),
    ("wechat", {"当前状态": "处理中"}, "status 处理中", True),
    ("wechat", {"当前状态": ""}, "the status is empty: judge", True),
    ("alipay-app-2021", {"交易状态": "/"}, "the status is empty: judge", True),
    ("jd", {"交易状态": ""}, "the status is empty: judge", True),
    ("wechat", {"交易类型": "退款", "当前状态": "退款处理中"}, "status 退款处理中", True),
    ("wechat", {"收/支": "其他"}, "direction 其他", True),
    ("wechat", {"金额(元)": "/"}, "is not an amount", False),
    ("wechat", {"交易单号": "4.2E+27"}, "ruined by Excel", True),
    ("jd", {"交易状态": "处理中"}, "status 处理中", True),
    ("jd", {"收/支": "/"}, "direction", True),
    ("jd", {"金额": "131.77(含运费5)"}, "131.77(含运费5) is not an amount", False),
    ("jd", {"交易订单号": "1E+11"}, "ruined by Excel", True),
    ("meituan", {"交易类型": "换货"}, "the type 换货 is not known", True),
    ("meituan", {"交易类型": "/"}, "the type is empty: judge", True),
    ("meituan", {"收/支": ""}, "the direction is empty: judge", True),
    ("meituan", {"交易创建时间": "昨天"}, "昨天 is not a time", False),
]


@pytest.mark.parametrize(("source", "changes", "why", "kept"), UNREADABLE)
def test_what_is_not_understood_is_counted_and_listed(
    tmp_path: Path, source: str, changes: Cells, why: str, kept: bool
) -> None:
    statement = read_source(tmp_path, source, ROWS[source] | changes, ROWS[source])
    found: Any = report(statement)["not_understood"]
    assert (statement.row_count, len(statement.rows), len(found)) == (2, 1 + kept, 1)
    assert found[0]["row"] == 1 and why in found[0]["why"]
    assert report(statement)["refundable"] == [2]


@pytest.mark.parametrize(
    ("source", "changes", "figures"),
    [
        ("wechat", {"金额(元)": "¥5.00", "当前状态": "已退款(￥9.00)"}, ("9.00", "5.00")),
        ("jd", {"金额": "131.77(已退款231.77)"}, ("231.77", "131.77")),
        ("alipay-web-2019", {"成功退款（元）": "83.01"}, ("83.01", "83.00")),
    ],
)
def test_a_payment_that_states_more_back_than_it_paid_is_listed_with_both_figures_and_kept(
    tmp_path: Path, source: str, changes: Cells, figures: tuple[str, str]
) -> None:
    statement = read_source(tmp_path, source, ROWS[source] | changes, ROWS[source])
    [riddle] = statement.not_understood
    assert (riddle.row, str(riddle)) == (
        1,
        f"the row says that {figures[0]} came back of {figures[1]} that was paid: judge it yourself",
    )
    row = statement.rows[0]
    assert (row.kind, row.refundable, row.refunded_minor) == ("payment", False, row.amount)
    assert statement.plain[0].refunded_minor == row.amount
    full = read_source(tmp_path, "wechat", WECHAT | {"当前状态": "已全额退款"})
    assert not full.not_understood and full.rows[0].why_not == "already_refunded"


MEANINGS: list[tuple[str, Cells, str, str | None]] = [
    ("alipay-web-2019", {}, "payment", None),
    ("alipay-web-2019", {"收/支": "", "资金状态": ""}, "payment", None),
    ("alipay-web-2019", {"收/支": "", "资金状态": "资金转移"}, "other", "transfer"),
    ("alipay-web-2019", {"收/支": "", "资金状态": "已收入"}, "other", "income"),
    ("alipay-web-2019", {"收/支": "", "交易状态": "退款成功", "资金状态": "已收入"}, "refund", "refund_row"),
    ("alipay-web-2019", {"交易状态": "交易关闭"}, "payment", "closed_paid"),
    ("alipay-web-2019", {"交易状态": "交易关闭", "资金状态": "", "付款时间": ""}, "other", "closed_unpaid"),
    ("alipay-web-2019", {"交易状态": "交易关闭", "资金状态": ""}, "payment", "closed_paid"),
    ("alipay-web-2019", {"成功退款（元）": "83.00"}, "payment", "already_refunded"),
    ("alipay-web-2019", {"交易状态": "冻结成功"}, "other", "hold"),
    ("alipay-app-2021", {}, "payment", None),
    ("alipay-app-2021", {"交易状态": "退款成功", "收/支": "其他"}, "refund", "refund_row"),
    ("alipay-app-2021", {"交易状态": "退款成功", "收/支": "收入"}, "refund", "refund_row"),
    ("alipay-app-2021", {"交易状态": "交易关闭", "收/支": "其他", "收/付款方式": ""}, "other", "closed_unpaid"),
    ("alipay-app-2021", {"交易状态": "交易关闭", "收/支": "收入"}, "other", "income"),
    ("alipay-app-2021", {"交易分类": "投资理财", "收/支": "其他"}, "other", "investment"),
    ("wechat", {}, "payment", None),
    ("wechat", {"交易类型": "没听说过"}, "payment", None),
    ("wechat", {"当前状态": "已退款(￥0.11)"}, "payment", None),
    ("wechat", {"当前状态": "已全额退款"}, "payment", "already_refunded"),
    ("wechat", {"当前状态": "已转账", "交易类型": "扫二维码付款"}, "payment", "transfer"),
    ("wechat", {"当前状态": "朋友已收钱", "交易类型": "转账"}, "payment", "transfer"),
    ("wechat", {"交易类型": "微信红包"}, "payment", "transfer"),
    ("wechat", {"当前状态": "对方已退还", "交易类型": "转账"}, "other", "transfer"),
    ("wechat", {"交易类型": "茶铺-退款", "收/支": "收入", "当前状态": "已退款￥0.11"}, "refund", "refund_row"),
    ("wechat", {"交易类型": "退款", "收/支": "/", "当前状态": "已退款"}, "refund", "refund_row"),
    ("wechat", {"交易类型": "亲属卡交易-退款", "收/支": "收入", "当前状态": "已全额退款"}, "refund", "refund_row"),
    ("wechat", {"交易类型": "转账-退款", "收/支": "收入", "当前状态": "已全额退款"}, "other", "transfer"),
    ("wechat", {"交易类型": "微信红包-退款", "收/支": "收入", "当前状态": "已全额退款"}, "other", "transfer"),
    ("wechat", {"交易类型": "二维码收款", "收/支": "收入", "当前状态": "已收钱"}, "other", "income"),
    ("wechat", {"交易类型": "商户消费", "收/支": "收入", "当前状态": "充值成功"}, "other", "income"),
    ("wechat", {"交易类型": "信用卡还款", "收/支": "/"}, "other", "repayment"),
    ("wechat", {"交易类型": "购买理财通", "收/支": "/"}, "other", "investment"),
    ("wechat", {"交易类型": "转入零钱通-来自零钱", "收/支": "/"}, "other", "transfer"),
    ("wechat", {"交易类型": "零钱提现", "收/支": "/", "当前状态": "提现已到账"}, "other", "transfer"),
    ("wechat", {"交易类型": "零钱充值", "收/支": "/", "当前状态": "充值完成"}, "other", "topup"),
    ("wechat", {"收/支": "/"}, "other", "not_counted"),
    ("jd", {}, "payment", None),
    ("jd", {"金额": "131.77(已退款89.84)"}, "payment", None),
    ("jd", {"金额": "468.32(已全额退款)", "收/支": "不计收支"}, "payment", "already_refunded"),
    ("jd", {"交易状态": "退款成功", "收/支": "不计收支", "交易说明": "退款-茶杯"}, "refund", "refund_row"),
    ("jd", {"收/支": "收入", "交易说明": "退款-茶杯"}, "refund", "refund_row"),
    ("jd", {"收/支": "收入", "交易说明": "茶杯售后退款"}, "refund", "refund_row"),
    ("jd", {"收/支": "收入"}, "other", "income"),
    ("jd", {"收/支": "不计收支", "交易分类": "先享后付", "金额": "35.61"}, "payment", None),
    ("jd", {"收/支": "不计收支", "交易分类": "先享后付", "金额": "0.00"}, "payment", "not_counted"),
    ("jd", {"收/支": "不计收支", "交易说明": "白条还款"}, "other", "repayment"),
    ("jd", {"收/支": "不计收支", "交易状态": "退款成功", "交易说明": "预授权解冻", "金额": "0.00"}, "other", "hold"),
    ("meituan", {}, "payment", None),
    ("meituan", {"交易类型": "退款", "收/支": "收入"}, "refund", "refund_row"),
    ("meituan", {"交易类型": "还款", "收/支": "不计收支"}, "other", "repayment"),
    ("meituan", {"收/支": "不计收支"}, "payment", "not_counted"),
    ("meituan", {"收/支": "收入"}, "other", "income"),
]


@pytest.mark.parametrize(("source", "changes", "kind", "why_not"), MEANINGS)
def test_what_a_row_is(tmp_path: Path, source: str, changes: Cells, kind: str, why_not: str | None) -> None:
    row = one(tmp_path, source, changes)
    assert (row.kind, row.why_not, row.refundable, row.source) == (kind, why_not, why_not is None, source)
    assert why_not is None or why_not in WHY_NOT
    assert row.platform in PLATFORMS and row.scenario in SCENARIOS and set(row.advice) <= set(ADVICE)


STATED: list[tuple[str, Cells, int | None]] = [
    ("alipay-web-2019", {"成功退款（元）": "2.50"}, 250),
    ("alipay-web-2019", {"成功退款（元）": "0.00"}, None),
    ("alipay-web-2019", {"成功退款（元）": ""}, None),
    ("wechat", {"当前状态": "已退款(￥0.11)"}, 11),
    ("wechat", {"当前状态": "已退款(¥1,000.11)", "金额(元)": "¥2000"}, 100011),
    ("wechat", {"当前状态": "已全额退款"}, 5071),
    ("wechat", {"当前状态": "已退款￥0.11", "交易类型": "茶铺-退款"}, None),
    ("jd", {"金额": "131.77(已退款89.84)"}, 8984),
    ("jd", {"金额": "131.77（已退款 ￥89.84）实付款"}, 8984),
    ("jd", {"金额": "2392.11(已全额退款)"}, 239211),
    ("jd", {"金额": "1,131.77"}, None),
]


@pytest.mark.parametrize(("source", "changes", "stated"), STATED)
def test_what_a_payment_says_came_back(tmp_path: Path, source: str, changes: Cells, stated: int | None) -> None:
    row = one(tmp_path, source, changes)
    assert (row.stated_refund, row.refunded_minor) == (stated, stated or 0)


NUMBERS: list[tuple[str, Cells, str | None, str]] = [
    ("alipay-web-2019", {}, "1338991234567890123", "taobao"),
    ("alipay-web-2019", {"商家订单号": "S1", "交易来源地": "淘宝"}, "S1", "taobao"),
    ("alipay-web-2019", {"商家订单号": "S1"}, "S1", "alipay"),
    ("alipay-app-2021", {}, "1338991234567890123", "taobao"),
    ("wechat", {}, "M1", "wechat"),
    ("wechat", {"商户单号": "/"}, None, "wechat"),
    ("wechat", {"商品": "京东-订单编号233"}, "233", "jd"),
    ("wechat", {"商品": "物美（店）-美团App-123456"}, "123456", "meituan"),
    ("wechat", {"商品": "美团订单-12345"}, "12345", "meituan"),
    ("wechat", {"商品": "商户单号XP123  复制该单号，前往【拼多多App-我的订单】搜索"}, "XP123", "pinduoduo"),
    ("wechat", {"交易对方": "拼多多平台商户", "商品": "/"}, "M1", "pinduoduo"),
    ("wechat", {"商品": "20251210"}, "M1", "wechat"),
    ("jd", {}, "100000011234", "jd"),
    ("meituan", {}, "5744000000u403b", "meituan"),
]


@pytest.mark.parametrize(("source", "changes", "order_no", "platform"), NUMBERS)
def test_the_number_that_the_buyer_finds_in_the_shop(
    tmp_path: Path, source: str, changes: Cells, order_no: str | None, platform: str
) -> None:
    row = one(tmp_path, source, changes)
    assert (row.order_no, row.platform) == (order_no, platform)


def test_a_row_keeps_its_key_when_it_is_paid_refunded_or_saved_again(tmp_path: Path) -> None:
    later: list[tuple[str, Cells]] = [
        ("alipay-web-2019", {"付款时间": "", "交易状态": "等待付款", "收/支": "", "资金状态": ""}),
        ("alipay-web-2019", {"交易创建时间": "2020/11/1 19:04", "成功退款（元）": "83.00", "交易状态": "交易关闭"}),
        ("wechat", {"当前状态": "已退款(￥0.11)", "交易时间": "2025/12/10 17:19"}),
        ("jd", {"金额": "131.77(已全额退款)", "收/支": "不计收支"}),
        ("meituan", {"交易成功时间": ""}),
    ]
    for source, changes in later:
        assert one(tmp_path, source, changes).key == one(tmp_path, source, {}).key
    assert len({one(tmp_path, source, {}).key for source in ROWS}) == len(ROWS)


def test_a_new_nickname_is_no_new_row(tmp_path: Path) -> None:
    for source in ("wechat", "meituan"):
        text = NOTES[source] + csv_text(list(ROWS[source]), ROWS[source])
        first, second = (read_bytes(tmp_path, text.replace("someone", name).encode()) for name in ("甲", "乙"))
        assert first.account_hash != second.account_hash
        assert first.rows[0].key == second.rows[0].key


def test_what_was_paid_is_what_meituan_took_and_the_shop_is_named_first(tmp_path: Path) -> None:
    row = one(tmp_path, "meituan", {})
    assert (row.amount, row.merchant, row.item, row.method) == (1177, "茶铺", "茶铺-双人餐代金券", "美团月付")


def test_every_status_of_the_tables_is_understood(tmp_path: Path) -> None:
    tables = [
        ("alipay-web-2019", "交易状态", alipay.STATUSES),
        ("alipay-app-2021", "交易状态", alipay.STATUSES),
        ("wechat", "当前状态", wechat.STATUSES),
        ("jd", "交易状态", jd.STATUSES),
        ("meituan", "交易类型", meituan.TYPES),
    ]
    for source, column, table in tables:
        statement = read_source(tmp_path, source, *(ROWS[source] | {column: word} for word in table))
        assert (len(statement.rows), statement.not_understood) == (len(table), ())


def test_no_source_takes_the_file_of_another(tmp_path: Path) -> None:
    assert len({source.columns for source in SOURCES}) == len(SOURCES)
    for source in ROWS:
        assert read_source(tmp_path, source, ROWS[source], notes=True).source == source


def test_one_number_on_many_rows_leaves_every_row_its_own(tmp_path: Path) -> None:
    for source, row in ROWS.items():
        statement = read_source(tmp_path, source, row, row, row)
        assert len({each.key for each in statement.rows}) == 3
