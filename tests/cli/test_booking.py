"""Statements prove that money came back: booked in one step, told in words, the same whatever the order."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Shell
from tests.unit.test_alipay_app import BOUGHT, RETURNED, statement_text

NO = "2026030122001400005500003333"
CARD = {
    **BOUGHT,
    "交易订单号": NO,
    "商家订单号": "T200P5116032541422009999",
    "收/付款方式": "招商银行信用卡(8705)",
    "金额": "100.00",
}
PART = {
    **RETURNED,
    "交易订单号": f"{NO}_1",
    "商家订单号": CARD["商家订单号"],
    "收/付款方式": CARD["收/付款方式"],
    "交易时间": "2026-03-05 10:00:00",
    "金额": "40.00",
}
BANK = "交易日,银行记账日,卡号后四位,交易描述,存入,支出,币种\n2026-03-05,2026-03-06,8705,支付宝-茶铺CHN,40.00,,CNY\n"


def written(folder: Path, name: str, *rows: dict[str, str]) -> str:
    path = folder / name
    path.write_bytes(statement_text(*rows).encode("gb18030"))
    return str(path)


def money(shell: Shell, case_id: int = 1) -> tuple[Any, ...]:
    case = shell("show", str(case_id), "--json").json
    return case["stage"], case["issued_minor"], case["received_minor"]


def test_a_refund_to_a_balance_closes_the_case_and_one_undo_opens_it_again(shell: Shell, tmp_path: Path) -> None:
    file = written(tmp_path, "账单.csv", BOUGHT, RETURNED)
    shell("import", file, "--open", "1")
    shell("log", "1", "applied", "kind=refund_only")
    assert shell("import", file, "--json").json["matches"] == [
        {
            "case": 1,
            "refund_row": 2,
            "payment_row": 1,
            "tier": 1,
            "amount_minor": 2875,
            "proven": True,
            "booked": False,
        }
    ]
    assert money(shell) == ("applied", None, 0)
    assert shell("import", file, "--apply", "--json").json["matches"][0]["booked"] is True
    assert money(shell) == ("closed_won", 2875, 2875)
    told = shell("show", "1", "--json").json["timeline"][-1]
    assert (told["event"], told["occurred_at"]) == ("refund_received", "2026-03-05T10:00:00+08:00")
    assert shell("undo").out.startswith("taken back: import of 账单.csv, rows 2: case 1 (")
    assert money(shell) == ("applied", None, 0)
    shell("redo")
    assert money(shell) == ("closed_won", 2875, 2875)


def test_what_was_taken_back_is_booked_again_when_its_statement_comes_again(shell: Shell, tmp_path: Path) -> None:
    file = written(tmp_path, "账单.csv", BOUGHT, RETURNED)
    shell("import", file, "--open", "1")
    shell("import", file, "--apply")
    shell("undo")
    assert money(shell)[1:] == (None, 0)
    assert shell("import", file, "--apply", "--json").json["matches"][0]["booked"] is True
    assert money(shell) == ("closed_won", 2875, 2875)


def test_a_refund_that_came_before_its_payment_is_told_with_its_own_file_when_it_is_booked(
    shell: Shell, tmp_path: Path
) -> None:
    early, late = written(tmp_path, "二月.csv", RETURNED), written(tmp_path, "一月.csv", BOUGHT)
    shell("import", early, "--apply")
    shell("import", late, "--open", "1")
    assert "二月.csv: row 1 proves money of case 1: 28.75" in shell("import", late).out
    assert "二月.csv: row 1 booked to case 1: 28.75" in shell("import", late, "--apply").out
    assert money(shell) == ("closed_won", 2875, 2875)
    assert "import of 一月.csv: case 1 (" in shell("undo").out
    (told,) = shell("import", late, "--apply", "--json").json["matches"]
    assert (told["file"], told["row"], told["refund_row"], told["payment_row"]) == ("二月.csv", 1, None, 1)


def test_what_rows_of_earlier_files_prove_of_a_case_is_told_by_whichever_import_books_it(
    shell: Shell, tmp_path: Path
) -> None:
    early, late = written(tmp_path, "二月.csv", RETURNED), written(tmp_path, "一月.csv", BOUGHT)
    shell("import", early, late, "--apply")
    shell("import", late, "--open", "1")
    third = written(tmp_path, "三月.csv", {**CARD, "交易时间": "2026-03-20 10:00:00"})
    assert "二月.csv: row 1 booked to case 1: 28.75" in shell("import", third, "--apply").out
    assert money(shell) == ("closed_won", 2875, 2875)


def test_a_row_goes_by_its_number_in_the_file_that_is_read_also_where_a_newer_one_was_kept(
    shell: Shell, tmp_path: Path
) -> None:
    alike = {**PART, "交易订单号": "2026030522001400005500008888", "商家订单号": "T200P1"}
    later = {**BOUGHT, "交易订单号": "2026032022001400005500001111", "交易时间": "2026-03-20 10:00:00"}
    shell("import", written(tmp_path, "a.csv", CARD), "--open", "1")
    shell("import", written(tmp_path, "newer.csv", later, CARD, alike), "--apply")
    again = written(tmp_path, "older.csv", alike, CARD)
    told = shell("import", again).out
    assert "row 1 may be money of case 1: 40.00" in told and "--accept 1 books it" in told and "newer.csv" not in told
    assert "row 1 booked to case 1 on your word" in shell("import", again, "--accept", "1").out


def test_one_booking_is_told_once_whatever_files_hold_its_row(shell: Shell, tmp_path: Path) -> None:
    late = written(tmp_path, "一月.csv", BOUGHT)
    shell("import", late, "--open", "1")
    early = written(tmp_path, "二月.csv", RETURNED)
    done = shell("import", early, early, late, "--apply")
    assert done.out.count("booked to case 1") == 1 and money(shell) == ("closed_won", 2875, 2875)


def test_the_same_statement_without_the_name_of_its_account_books_nothing_twice(shell: Shell, tmp_path: Path) -> None:
    whole = Path(written(tmp_path, "a.csv", BOUGHT, RETURNED))
    shell("import", str(whole), "--open", "1")
    shell("import", str(whole), "--apply")
    header = whole.read_bytes().index("交易时间,".encode("gb18030"))
    bare = tmp_path / "b.csv"
    bare.write_bytes(whole.read_bytes()[header:])
    done = shell("import", str(bare), "--apply")
    assert "booked" not in done.out and money(shell) == ("closed_won", 2875, 2875)
    assert "already is case 1" in shell("import", str(bare), "--open", "1").err


def test_a_bank_is_asked_for_what_was_announced_and_not_for_what_was_taken_back(shell: Shell, tmp_path: Path) -> None:
    shell.add("--merchant", "茶铺", "--paid", "100", "--paid-at", "2026-03-01", "--channel", "信用卡")
    shell("log", "1", "refund_issued", "amount=40", "--at", "2026-03-02 10:00")
    shell("log", "1", "refund_issued", "amount=60", "--at", "2026-03-20 10:00")
    bank = tmp_path / "bank.csv"
    bank.write_text(BANK, encoding="utf-8")
    assert shell("import", str(bank), "--json").json["matches"] == []
    shell("undo")
    assert [each["case"] for each in shell("import", str(bank), "--json").json["matches"]] == [1]


def test_a_refund_to_a_card_is_the_platforms_word_until_the_bank_shows_it(shell: Shell, tmp_path: Path) -> None:
    shell("import", written(tmp_path, "a.csv", CARD), "--open", "1")
    done = shell("import", written(tmp_path, "b.csv", PART), "--apply")
    assert money(shell) == ("refund_issued", 4000, 0)
    assert "row 1 booked to case 1: 40.00 (tier 1: its number names the payment)" in done.out
    bank = tmp_path / "bank.csv"
    bank.write_text(BANK, encoding="utf-8")
    assert "row 1 may be money of case 1: 40.00 (tier 5: a bank credit" in shell("import", str(bank)).out
    shell("import", str(bank), "--apply")
    assert money(shell) == ("refund_issued", 4000, 0)
    shell("import", str(bank), "--accept", "1")
    assert money(shell) == ("refund_issued", 4000, 4000)
    refused = shell("import", str(bank), "--accept", "1")
    assert (refused.code, "nothing is proposed for row 1" in refused.err) == (4, True)


def test_a_row_that_moved_on_is_told_and_the_same_period_twice_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    waiting = {**CARD, "交易状态": "等待确认收货"}
    assert "kept: 1 new rows, 0 that moved on" in shell("import", written(tmp_path, "a.csv", waiting), "--apply").out
    steps = shell("undo", "--list").out
    assert "kept: 0 new rows, 0 that moved on" in shell("import", str(tmp_path / "a.csv"), "--apply").out
    assert shell("undo", "--list").out == steps
    later = written(tmp_path, "b.csv", CARD, PART)
    assert "kept: 1 new rows, 1 that moved on" in shell("import", later, "--apply").out


def test_a_refund_without_a_case_is_shown_and_becomes_one(shell: Shell, tmp_path: Path) -> None:
    both = written(tmp_path, "a.csv", CARD, PART)
    assert "refunds without a case: 2" in shell("import", both).out
    case = shell("import", both, "--open", "2", "--json").json
    assert (case["paid_minor"], case["issued_minor"], case["stage"]) == (10000, 4000, "refund_issued")
    assert "refunds without a case" not in shell("import", both).out
    again = shell("import", both, "--open", "1")
    assert (again.code, "already is case 1" in again.err) == (4, True)
    shell("undo")
    alone = shell("import", written(tmp_path, "b.csv", {**RETURNED, "商家订单号": "/"}), "--open", "1", "--json").json
    assert (alone["paid_minor"], alone["claim_minor"], alone["received_minor"]) == (None, 2875, 2875)
    assert alone["item"] == BOUGHT["商品说明"]


def test_several_files_are_read_at_once_and_one_purchase_stays_one(shell: Shell, tmp_path: Path) -> None:
    alipay = written(tmp_path, "a.csv", CARD)
    orders = tmp_path / "orders.csv"
    header = "订单号,下单日期,商品明细,商品链接,单价,数量,实付款,状态"
    orders.write_text(f"{header}\n5116032541422009999,2026-03-01,茶壶,x,100.00,1,100.00,交易成功\n", encoding="utf-8")
    told = shell("import", alipay, str(orders), "--json").json
    assert [each["source"] for each in told] == ["alipay-app-2023", "taobao-orders"]
    shell("import", alipay, str(orders), "--apply")
    shell("import", alipay, "--open", "1")
    assert "is case 1" in shell("import", str(orders), "--all").out
    assert shell("import", str(orders), "--open", "1").code == 4
    assert shell("import", alipay, str(orders), "--open", "1").code == 2


def test_a_zip_of_several_statements_is_read_as_several(shell: Shell, tmp_path: Path) -> None:
    for name, rows in (("a.csv", (CARD,)), ("b.csv", (PART,))):
        written(tmp_path, name, *rows)
    both = tmp_path / "both.zip"
    with zipfile.ZipFile(both, "w") as archive:
        for name in ("a.csv", "b.csv"):
            archive.write(tmp_path / name, name)
    assert [each["rows"] for each in shell("import", str(both), "--json").json] == [1, 1]
    refused = shell("import", str(both), "--open", "1")
    assert (refused.code, refused.err.count("\n")) == (2, 1)


@pytest.mark.parametrize("amount", ["0.00", "100.01"])
def test_nothing_and_more_than_was_paid_are_listed_and_not_booked(shell: Shell, tmp_path: Path, amount: str) -> None:
    file = written(tmp_path, "a.csv", CARD, {**PART, "金额": amount})
    shell("import", file, "--open", "1")
    assert shell("import", file, "--apply", "--json").json["refunds"] == 1
    assert money(shell) == ("draft", None, 0)


def test_a_refund_that_contradicts_what_was_paid_is_asked_about_whole_in_any_order(
    shell: Shell, tmp_path: Path
) -> None:
    shell("add", "--merchant", "x", "--trade-no", NO, "--paid", "100")
    first = written(tmp_path, "a.csv", PART)
    second = written(tmp_path, "b.csv", {**PART, "交易订单号": f"{NO}_9", "金额": "80.00"})
    shell("import", first, "--apply")
    told = shell("import", second, "--apply").out
    assert "row 1 may be money of case 1" in told and "booked" not in told.replace("books", "")
    assert money(shell) == ("refund_issued", 4000, 0)


def test_more_than_was_paid_is_booked_whole_on_ones_word_and_told(shell: Shell, tmp_path: Path) -> None:
    file = written(tmp_path, "a.csv", BOUGHT, {**RETURNED, "金额": "30.00"})
    shell("import", file, "--open", "1")
    assert "it is more than is left of the payment that it names" in shell("import", file, "--apply").out
    assert money(shell) == ("draft", None, 0)
    assert "30.00" in shell("import", file, "--accept", "2").out
    assert money(shell) == ("closed_won", 3000, 3000)
    assert shell("show", "1", "--json").json["beyond_minor"] == 125


def test_an_amount_logged_by_hand_is_not_taken_for_another_refund(shell: Shell, tmp_path: Path) -> None:
    file = written(tmp_path, "a.csv", CARD, PART)
    shell("import", file, "--open", "1")
    shell("log", "1", "refund_issued", "amount=25")
    assert "row 2 may be money of case 1" in shell("import", file, "--apply").out
    assert money(shell) == ("refund_issued", 2500, 0)
    shell("undo")
    shell("undo")
    shell("log", "1", "refund_issued", "amount=40")
    assert "case 1" not in shell("import", file, "--apply").out.replace("is case 1", "")
    assert money(shell) == ("refund_issued", 4000, 0)


def test_a_bank_line_that_two_cases_may_have_is_given_to_the_one_that_is_named(shell: Shell, tmp_path: Path) -> None:
    twin = {**CARD, "交易订单号": NO[:-1] + "4", "商家订单号": "T200P5116032541422008888"}
    back = {**PART, "交易订单号": f"{twin['交易订单号']}_1", "商家订单号": twin["商家订单号"]}
    file = written(tmp_path, "a.csv", CARD, PART, twin, back)
    for row in ("1", "3"):
        shell("import", file, "--open", row)
    shell("import", file, "--apply")
    bank = tmp_path / "bank.csv"
    bank.write_text(BANK, encoding="utf-8")
    refused = shell("import", str(bank), "--accept", "1")
    assert (refused.code, "cases 1, 2" in refused.err) == (4, True)
    shell("import", str(bank), "--accept", "1", "--case", "2")
    assert (money(shell, 1)[2], money(shell, 2)[2]) == (0, 4000)


def test_a_total_that_only_the_payment_states_happened_by_the_export(shell: Shell, tmp_path: Path) -> None:
    header = "交易时间,商户名称,交易说明,金额,收/付款方式,交易状态,收/支,交易分类,交易订单号,商家订单号,备注"
    row = (
        "2026-03-01 10:00:00,京东平台商户,茶壶,50.00(已退款20.00),中国银行信用卡(1875),交易成功,支出,网购,1000777,2000,"
    )
    file = tmp_path / "jd.csv"
    file.write_text(f"申请时间：2026-03-09 08:00:00\n{header}\n{row}\n", encoding="utf-8")
    shell("import", str(file), "--open", "1")
    shell("import", str(file), "--apply")
    told = shell("show", "1", "--json").json["timeline"][-1]
    assert (told["event"], told["occurred_at"]) == ("refund_issued", "2026-03-09T08:00:00+08:00")
