"""`import`: a statement on the command line, its JSON, cases made of rows, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Shell
from tests.unit.test_alipay_app import BOUGHT, RETURNED, SAMPLE, TRUTHS, own_sample, statement_text
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


@pytest.mark.parametrize(("row", "part"), [("2", "not a payment"), ("0", "1 to 3"), ("99", "1 to 3")])
def test_a_row_that_is_no_payment_is_refused_and_named(
    shell: Shell, statement: Path, db: Path, row: str, part: str
) -> None:
    done = shell("import", str(statement), "--open", row)
    assert (done.code, done.err.count("\n")) == (4, 1)
    assert part in done.err
    assert not db.exists()
