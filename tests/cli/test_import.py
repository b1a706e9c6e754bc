"""`import`: a statement on the command line, its JSON, cases made of rows, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Shell
from tests.unit.test_alipay_app import BOUGHT, RETURNED, SAMPLE, TRUTHS, own_sample, statement_text
from tests.unit.test_paypal import STATEMENTS, WORDS, line, paypal_file
from tests.unit.test_statement_tables import aes_zip

ESCROW = {**BOUGHT, "交易状态": "等待确认收货", "交易订单号": "2026030122001400005500002222", "商品说明": "茶壶"}


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    path = tmp_path / "账单.csv"
    path.write_bytes(statement_text(BOUGHT, RETURNED, ESCROW).encode("gb18030"))
    return path


def test_a_sample_statement_gives_its_hand_counted_truths(shell: Shell, tmp_path: Path) -> None:
    for sample in (own_sample(tmp_path), SAMPLE):
        if sample.exists():
            assert shell("import", str(sample), "--json").json == TRUTHS
            shell.db.unlink(missing_ok=True)
            assert shell("import", str(sample), "--open", "9", "--json").json["paid_minor"] == 990


def test_reading_a_statement_makes_no_case_file(shell: Shell, statement: Path, db: Path) -> None:
    assert shell("import", str(statement)).code == 0
    assert shell("import", str(statement), "--json").json["rows"] == 3
    assert not db.exists()


def test_a_row_becomes_a_case_with_all_that_the_statement_knows(shell: Shell, statement: Path) -> None:
    done = shell("import", str(statement), "--open", "3", "--json")
    case = done.json
    expected = {
        "merchant": "茶铺",
        "item": "茶壶",
        "platform": "taobao",
        "order_no": "5116032541422009305",
        "trade_no": "2026030122001400005500002222",
        "paid_minor": 2875,
        "channel": "余额宝",
        "shipping": "shipped",
        "stage": "draft",
    }
    assert {name: case[name] for name in expected} == expected
    assert case["timeline"][1]["event"] == "paid"
    assert case["timeline"][1]["occurred_at"] == "2026-03-01T10:00:00+08:00"
    assert (case["origin"]["file"], case["origin"]["row"]) == ("账单.csv", 3)
    assert "shipped" in done.err


def test_a_shipped_but_unsigned_order_gets_the_clock_of_its_state(shell: Shell, statement: Path) -> None:
    shell("import", str(statement), "--open", "3")
    case = shell("log", "1", "applied", "kind=refund_only", "--json").json
    assert case["next"]["rule"] == "TB-04"


def test_a_row_is_used_once_and_marked_then(shell: Shell, statement: Path) -> None:
    shell("import", str(statement), "--open", "3")
    again = shell("import", str(statement), "--open", "3")
    assert again.code == 4
    assert "case 1" in again.err
    assert "is case 1" in shell("import", str(statement)).out


def test_only_refundable_rows_are_shown_unless_all_are_asked_for(shell: Shell, statement: Path) -> None:
    assert shell("import", str(statement)).out.count("2026-03-01 10:00") == 1
    everything = shell("import", str(statement), "--all").out
    assert everything.count("2026-03-0") == 3
    assert "refunded in full" in everything


def test_a_zip_asks_for_its_password_and_names_a_wrong_one(shell: Shell, statement: Path, tmp_path: Path) -> None:
    path = tmp_path / "alipay_record.zip"
    path.write_bytes(aes_zip(statement.read_bytes()))
    for words, part in ((), "--password"), (("--password", "000000"), "password"):
        done = shell("import", str(path), *words)
        assert (done.code, done.out, done.err.count("\n")) == (4, "", 1)
        assert part in done.err
    assert shell("import", str(path), "--password", "123456", "--json").json["rows"] == 3


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("记录时间,分类,收支类型,金额,备注,账户,来源,标签\n", "开具交易流水证明"),
        ("hello\nworld\n", "not a statement"),
        ("", "empty"),
        ("%PDF-1.7\n", "PDF"),
    ],
)
def test_what_is_no_statement_is_refused_with_what_to_do(shell: Shell, tmp_path: Path, content: str, part: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content.encode("gb18030"))
    done = shell("import", str(path))
    assert (done.code, done.out, done.err.count("\n")) == (4, "", 1)
    assert part in done.err
    assert "file.csv" in done.err


@pytest.mark.parametrize(("row", "part"), [("4", "not a payment"), ("0", "1 to 4"), ("99", "1 to 4")])
def test_a_row_that_is_no_payment_is_refused_and_named(
    shell: Shell, statement: Path, db: Path, row: str, part: str
) -> None:
    statement.write_bytes(
        statement_text(BOUGHT, RETURNED, ESCROW, {**BOUGHT, "交易状态": "充值成功"}).encode("gb18030")
    )
    done = shell("import", str(statement), "--open", row)
    assert (done.code, done.err.count("\n")) == (4, 1)
    assert part in done.err
    assert not db.exists()


def test_a_file_of_other_columns_asks_for_them_once_in_words_that_can_be_typed_as_they_are(
    shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("Order No,Order Date,Total,Seller\nA1,2026-03-01,12.50,Tea Shop\n", encoding="utf-8")
    refused = shell("import", str(path))
    assert (refused.code, refused.out) == (4, "")
    asked = refused.err.strip().split("such as --map ")[1]
    assert asked == "'order_no=Order No' 'time=Order Date' merchant=Seller paid=Total"
    words = ("--map", "order_no=Order No", "time=2", "merchant=Seller", "paid=total")
    assert shell("import", str(path), *words, "--json").json["refundable"] == [1]
    assert shell("import", str(path), "--json").json["refundable"] == [1]
    assert shell("undo").out == "taken back: columns of orders.csv named\n"
    assert shell("import", str(path)).code == 4
    case = shell("import", str(path), *words, "--open", "1", "--json").json
    assert (case["merchant"], case["order_no"], case["paid_minor"]) == ("Tea Shop", "A1", 1250)


@pytest.mark.parametrize(
    ("words", "said"),
    [(["order_no=9"], "no column 9"), (["paid=Total"], "order_no"), (["time"], "not of the form field=column")],
)
def test_wrong_columns_are_refused_by_name(shell: Shell, tmp_path: Path, words: list[str], said: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("Order No,Order Date,Total\nA1,2026-03-01,12.50\n", encoding="utf-8")
    refused = shell("import", str(path), "--map", *words)
    assert (refused.code, refused.out) == (4, "")
    assert said in refused.err


def test_a_file_that_is_known_takes_no_columns(shell: Shell, statement: Path) -> None:
    refused = shell("import", str(statement), "--map", "date=1", "in=2")
    assert refused.code == 4
    assert "alipay-app-2023" in refused.err


def test_a_purchase_at_paypal_becomes_a_case_in_its_own_currency(shell: Shell, tmp_path: Path) -> None:
    path = paypal_file(tmp_path, STATEMENTS["de"], line("31.03.2026", WORDS["de"][0], "-1.234,56", "PAY1"))
    case = shell("import", str(path), "--open", "1", "--json").json
    assert (case["platform"], case["paid_minor"], case["currency"]) == ("paypal", 123456, "EUR")
    assert case["trade_no"] == "PAY1"


def test_a_line_of_a_bank_opens_no_case(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "boc.csv"
    rows = "交易日,银行记账日,卡号后四位,交易描述,存入,支出,币种\n2024-12-28,2024-12-29,2875,茶铺,,31.77,CNY\n"
    path.write_text(rows, encoding="utf-8")
    refused = shell("import", str(path), "--open", "1")
    assert (refused.code, refused.out) == (4, "")
    assert "row 1 of boc.csv is not a payment" in refused.err
