"""A bank's lines: refunds and other credits that arrived, spending, and never a row to open a case from."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from refund_tui.statements.mapping import fingerprint, read_words
from refund_tui.statements.model import Row, Statement
from refund_tui.statements.reading import read_statement

SAMPLES = Path(__file__).parents[3] / "shared/data/statements/bank"
BOC = "交易日,银行记账日,卡号后四位,交易描述,存入,支出,币种"
BOCOM = "交易日期,记账日期,交易说明,交易币种/金额,入账币种/金额"
GUANGFA = "交易日期,入账日期,交易摘要,交易金额,交易货币,入账金额,入账货币"
HSBC = (
    "Transaction date,Post date,Description,Billing amount,Billing currency,Transaction status,Merchant name,"
    "Country / region,Area / district,Credit / Debit"
)
ICBC = (
    "交易日期,摘要,交易场所,交易国家或地区简称,钞/汇,交易金额(收入),交易金额(支出),交易币种,记账金额(收入),记账金额(支出),"
    "记账币种,余额,对方户名"
)
APPLE = "Transaction Date,Clearing Date,Description,Merchant,Category,Type,Amount (USD),Purchased By"


def read(folder: Path, *lines: str) -> Statement:
    path = folder / "bank.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_statement(path)


def told(row: Row) -> tuple[str, str | None, str, int, str]:
    return row.kind, row.why_not, row.direction, row.amount, row.currency


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not here")
@pytest.mark.parametrize(
    ("name", "source", "rows", "money"),
    [
        (
            "boc-credit-2025.utf8.csv",
            "bank-boc-credit",
            14,
            {"CNY": (4, 62864, 122809), "USD": (0, 0, 372)},
        ),
        ("bocom-credit-2025.utf8.csv", "bank-bocom-credit", 8, {"CNY": (2, 12517, 7358)}),
    ],
)
def test_the_samples_give_their_hand_counted_truths(
    name: str, source: str, rows: int, money: dict[str, tuple[int, int, int]]
) -> None:
    statement = read_statement(SAMPLES / name)
    sums = {
        each.currency: (each.refunds, each.refund_total_minor, each.expense_total_minor) for each in statement.money
    }
    assert (statement.source, statement.row_count, sums) == (source, rows, money)
    assert not statement.not_understood
    assert not any(row.refundable for row in statement.rows)


def test_a_bank_of_china_card_pays_back_by_the_payment_service_without_a_merchant(tmp_path: Path) -> None:
    statement = read(
        tmp_path,
        "中国银行信用卡账单(2025年01月)",
        BOC,
        "2024-12-28,2024-12-29,2875,网银在线-京东商城业务CHN,,131.77,CNY",
        "2024-12-28,2024-12-29,2875,网银在线CHN,89.84,,CNY",
        "2024-12-28,2024-12-29,2875,网银在线CHN,89.84,,CNY",
        "2024-12-20,2024-12-20,,存款利息,0.01,,CNY",
        "2024-12-22,2024-12-24,2875,MICROSOFT*XBOXJPN,,3.72,USD",
    )
    assert (statement.source, statement.witness) == ("bank-boc-credit", "bank")
    assert [told(row) for row in statement.rows] == [
        ("other", "bank_row", "out", 13177, "CNY"),
        ("refund", "refund_row", "in", 8984, "CNY"),
        ("refund", "refund_row", "in", 8984, "CNY"),
        ("other", "income", "in", 1, "CNY"),
        ("other", "bank_row", "out", 372, "USD"),
    ]
    assert len({row.key for row in statement.rows}) == 5
    assert statement.rows[1].occurred_at == datetime(2024, 12, 27, 16, tzinfo=UTC)
    assert "2875" not in statement.rows[1].raw.values()


def test_a_bank_of_communications_card_glues_the_currency_on_and_says_in_words_what_came_in(tmp_path: Path) -> None:
    statement = read(
        tmp_path,
        BOCOM,
        "2025-01-10,2025-01-10,退货 支付宝-滴滴顺风车,CNY 123.18,CNY 123.18",
        "2025-01-29,2025-01-29,信用卡还款 支付宝-某人,CNY13.50,CNY13.50",
        "2025-01-18,2025-01-18,消费 Suica Charge,JPY 1000.00,CNY 49.85",
        "2025-01-19,2025-01-19,火星交易,CNY 1.00,CNY 1.00",
    )
    assert [told(row)[:4] for row in statement.rows] == [
        ("refund", "refund_row", "in", 12318),
        ("other", "repayment", "in", 1350),
        ("other", "bank_row", "out", 4985),
        ("other", "unknown_direction", "火星交易", 100),
    ]
    assert [(each.row, "火星交易" in str(each)) for each in statement.not_understood] == [(4, True)]
    assert statement.money[0].expense_total_minor == 4985


def test_a_guangfa_card_refunds_with_a_negative_amount(tmp_path: Path) -> None:
    statement = read(
        tmp_path,
        GUANGFA,
        "2025/01/05,2025/01/06,（消费）示例商户A,15.90,人民币,15.90,人民币",
        "2025/01/04,2025/01/04,（退款）示例商户B,-97.20,人民币,-97.20,人民币",
        "2024/12/25,2024/12/26,（还款）云闪付,-1130.68,人民币,-1130.68,人民币",
    )
    assert [told(row)[:4] for row in statement.rows] == [
        ("other", "bank_row", "out", 1590),
        ("refund", "refund_row", "in", 9720),
        ("other", "repayment", "in", 113068),
    ]


def test_hsbc_hong_kong_writes_the_day_first_and_spends_with_a_minus(tmp_path: Path) -> None:
    statement = read(
        tmp_path,
        HSBC,
        '08/04/2025,09/04/2025,SALES:   MCDONALDS,"-1,027.90"\t,HKD,POSTED,MCDONALDS,CHINA,CHN,DEBIT',
        '03/04/2025,04/04/2025,RETURN:  PINDUODUO PLATFORM,"25.00"\t,CNY,POSTED,PINDUODUO PLATFORM,CHINA,CHN,CREDIT',
        '24/03/2025,24/03/2025,PAYMENT - THANK YOU,"3,266.16"\t,CNY,POSTED,,,,CREDIT',
    )
    assert [told(row) for row in statement.rows] == [
        ("other", "bank_row", "out", 102790, "HKD"),
        ("refund", "refund_row", "in", 2500, "CNY"),
        ("other", "repayment", "in", 326616, "CNY"),
    ]
    assert statement.rows[1].occurred_at == datetime(2025, 4, 2, 16, tzinfo=UTC)
    assert statement.rows[1].merchant == "PINDUODUO PLATFORM"


def test_icbc_pads_its_cells_and_adds_its_rows_up_below_them(tmp_path: Path) -> None:
    statement = read(
        tmp_path,
        "明细查询文件下载",
        "",
        ICBC,
        '2023-02-09  \t,"消费   \t","财付通-群收款  \t",CHN,钞,"- \t","- \t",-,"  \t","24.00 \t",人民币 \t,x,财付通',
        '2023-02-08  \t,"退款   \t","财付通-微信红包  \t",CHN,钞,"- \t","- \t",-,"1.04  \t","  \t",人民币 \t,x,财付通',
        " ",
        '人民币合计,,,,,,,,"1,234.56  \t","9,876.54  \t"',
    )
    assert statement.row_count == 2
    assert [told(row) for row in statement.rows] == [
        ("other", "bank_row", "out", 2400, "CNY"),
        ("refund", "refund_row", "in", 104, "CNY"),
    ]
    assert statement.rows[1].category == "财付通"


def test_an_apple_card_has_its_currency_in_the_header_and_the_month_first(tmp_path: Path) -> None:
    statement = read(
        tmp_path,
        APPLE,
        "07/01/2026,07/02/2026,APPLE.COM/BILL,Apple Services,Other,Purchase,9.99,A Person",
        "07/04/2026,07/05/2026,SOME STORE (RETURN),Some Store,Shopping,Credit,-100.00,A Person",
    )
    assert [told(row) for row in statement.rows] == [
        ("other", "bank_row", "out", 999, "USD"),
        ("refund", "refund_row", "in", 10000, "USD"),
    ]
    assert statement.rows[1].occurred_at == datetime(2026, 7, 3, 16, tzinfo=UTC)
    assert "A Person" not in statement.rows[1].raw.values()


def test_a_bank_with_semicolons_and_decimal_commas_is_mapped_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "umsatz.csv"
    path.write_text(
        "Tag;Text;Wert;EUR\n13.04.2026;Kauf;-1.234,50;EUR\n14.04.2026;Refund Shop;1.234,50;EUR\n", encoding="utf-8"
    )
    header = ["Tag", "Text", "Wert", "EUR"]
    mapping = read_words(["date=1", "text=2", "amount=3", "currency=4", "signs=minus_out"], header)
    statement = read_statement(path, mappings={fingerprint(header): mapping})
    assert [told(row) for row in statement.rows] == [
        ("other", "bank_row", "out", 123450, "EUR"),
        ("refund", "refund_row", "in", 123450, "EUR"),
    ]


def test_a_row_with_a_date_is_no_footnote_however_little_else_it_has(tmp_path: Path) -> None:
    path = tmp_path / "umsatz.csv"
    rows = (
        "04.03.2026;Laden;Kauf;-12,00;EUR;1;2",
        "05.03.2026;;;-13,50;;;",
        "-------------",
        "2026-03-07;;;-14,00;;;",
        "2. Angaben ohne Gewähr",
        "Saldo am 07.03.",
    )
    columns = "Tag;Name;Text;Wert;Währung;Saldo;Valuta"
    path.write_text("\n".join((columns, *rows)), encoding="utf-8")
    header = columns.split(";")
    words = ["date=1", "merchant=2", "text=3", "amount=4", "currency=5", "balance=6", "booked=7", "signs=minus_out"]
    statement = read_statement(path, mappings={fingerprint(header): read_words(words, header)})
    assert statement.row_count == 3 and [row.number for row in statement.rows] == [1, 2, 3]


def test_a_bank_in_europe_may_write_in_the_encoding_of_windows(tmp_path: Path) -> None:
    columns = "Buchungstag;Verwendungszweck;Betrag;Währung"
    rows = ("05.03.2026;PAYPAL RÜCKZAHLUNG MÜLLER REFUND;234,56;EUR", "06.03.2026;Kauf Söhne & Café;-1.234,56;EUR")
    path = tmp_path / "umsatz.csv"
    path.write_bytes("\n".join((columns, *rows)).encode("cp1252"))
    header = columns.split(";")
    mapping = read_words(["date=1", "text=2", "amount=3", "currency=Währung", "signs=minus_out"], header)
    statement = read_statement(path, mappings={fingerprint(header): mapping})
    assert statement.encoding == "cp1252"
    assert [told(row) for row in statement.rows] == [
        ("refund", "refund_row", "in", 23456, "EUR"),
        ("other", "bank_row", "out", 123456, "EUR"),
    ]
    assert statement.rows[0].merchant == rows[0].split(";")[1]


def test_a_voided_purchase_is_no_spending_and_a_tax_refund_no_shops(tmp_path: Path) -> None:
    lines = (
        "2026-01-10,2026-01-10,消费 美团,CNY 10.00,CNY 10.00",
        "2026-01-10,2026-01-10,消费撤销 美团,CNY 10.00,CNY 10.00",
    )
    statement = read(tmp_path, BOCOM, *lines)
    assert statement.money[0].expense_total_minor == 1000
    assert ("other", "bank_row", "out") not in [told(row)[:3] for row in statement.rows if "撤销" in row.merchant]
    statement = read(
        tmp_path, BOC, "2026-03-07,,4260,AMAZON REFUND,34.50,,CNY", "2026-03-15,,4260,Tax refund,5.00,,CNY"
    )
    assert [told(row)[:2] for row in statement.rows] == [("refund", "refund_row"), ("other", "income")]


def test_rows_without_one_amount_or_a_day_are_listed_and_not_guessed(tmp_path: Path) -> None:
    statement = read(
        tmp_path,
        BOC,
        "2024-12-13,,4260,both,1.00,2.00,CNY",
        "2024-12-13,,4260,none,,,CNY",
        "someday,,4260,no day,,2.00,CNY",
        "2024-12-13,,4260,no money,,two,CNY",
        "2024-12-13,,4260,no currency,,2.00,MOON",
        "2024-12-13,,4260,zero beside,0.00,2.00,CNY",
        "2024-12-13,,4260,taken back,,-2.00,CNY",
    )
    assert [each.row for each in statement.not_understood] == [1, 2, 3, 4, 5]
    assert [told(row)[1:4] for row in statement.rows] == [("bank_row", "out", 200), ("income", "in", 200)]
