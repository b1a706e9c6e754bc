"""Which column is which: guessed, said in words, kept as JSON, and refused where it does not fit."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from refund_tui.domain.problem import Refused
from refund_tui.importing import known_mappings, read, read_mapped
from refund_tui.service import Service
from refund_tui.statements.mapped import MappingNeeded, asked_by, map_words, preview
from refund_tui.statements.mapping import (
    ColumnMapping,
    checked,
    fields_of,
    fingerprint,
    from_json,
    missing,
    read_words,
    to_json,
)
from refund_tui.statements.presets import PRESETS, guess, preset
from refund_tui.statements.reading import read_statement
from refund_tui.statements.tables import read_tables

ORDERS = ("Order No.", "Day", "Sum", "What")
BANK = ColumnMapping("bank", {"date": "Day", "amount": "Sum", "text": "What"}, "minus_out")


def written(folder: Path, *lines: str) -> Path:
    path = folder / "mine.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def asked(path: Path) -> MappingNeeded:
    with pytest.raises(MappingNeeded) as needed:
        read_statement(path)
    return needed.value


def test_the_fields_of_each_kind_say_which_are_required() -> None:
    assert [field.name for field in fields_of("orders") if field.needs] == ["order_no", "time", "paid"]
    assert missing("bank", ("date", "text")) == (("in", "out", "amount"),)
    assert missing("bank", ("date", "out")) == ()


def test_a_fingerprint_holds_for_a_header_whatever_the_order_of_its_columns() -> None:
    assert fingerprint(["a", "B ", "", ""]) == fingerprint(["b", "A"])
    assert fingerprint(["a", "b"]) != fingerprint(["a", "c"])
    assert fingerprint(["a", "", "b"]) != fingerprint(["b", "", "a"])


@pytest.mark.parametrize("mapping", [BANK, *(each.mapping for each in PRESETS)])
def test_a_mapping_is_kept_as_json_and_comes_back(mapping: ColumnMapping) -> None:
    assert from_json(to_json(mapping)) == mapping


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"kind": "wallet"},
        {"columns": ["Day"]},
        {"columns": {"date": 3}},
        {"columns": {"date": "Day", "amount": "Sum", "moon": "What"}},
        {"columns": {"date": "Day"}},
        {"signs": "sideways"},
        {"signs": ""},
        {"signs": None},
        {"dates": "ydm"},
        {"source": "alipay-app-2023"},
    ],
)
def test_a_kept_mapping_that_is_not_whole_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(Refused):
        from_json(json.dumps({**json.loads(to_json(BANK)), **change}))


@pytest.mark.parametrize("text", ["", "null", "[]", "{", "[" * 9000, '{"version": 1}'])
def test_what_is_no_mapping_at_all_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="choose them anew"):
        from_json(text)


def test_the_words_of_the_command_line_name_columns_by_name_or_number() -> None:
    header = ("Day", "", "Sum", "What", "What")
    mapping = read_words(["date=day", "amount=3", "text=5", "merchant=2", "signs=plus_out"], header)
    assert mapping.columns == {"date": "Day", "amount": "Sum", "text": "#5", "merchant": "#2"}
    assert (mapping.kind, mapping.signs, mapping.source) == ("bank", "plus_out", "bank")
    orders = read_words(["order_no=1", "time=2", "paid=3", "paid_per=line", "platform=pinduoduo"], ORDERS)
    assert (orders.kind, orders.paid_per, orders.source) == ("orders", "line", "orders")
    assert read_words(["order_no=1", "time=2", "paid=3"], ORDERS).source == "taobao-orders"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["date"], "date is not of the form"),
        (["date="], "date= is not of the form"),
        (["date=1", "date=2"], "date is given twice"),
        (["date=1", "amount=9", "signs=words"], "no column 9: its columns are Order No"),
        (["date=1", "amount=0", "signs=words"], "no column 0"),
        (["date=1", "amount=3"], "say what the sign of the amount means"),
        (["date=1", "amount=3", "signs=up"], "up is not possible for signs: use minus_out, plus_out, words"),
        (["date=1", "moon=2", "in=3"], "moon is no field"),
        (["date=1"], "no column is given for in / out / amount"),
        (["paid=1"], "no column is given for order_no"),
        (["order_no=1", "time=2", "paid=3", "platform=moon"], "moon is not possible for platform"),
        (["\x1b[2J=1"], "is no field"),
    ],
)
def test_words_that_name_nothing_are_refused_with_what_there_is(words: list[str], named: str) -> None:
    with pytest.raises(Refused) as refused:
        read_words(words, ORDERS)
    assert named in str(refused.value)
    assert str(refused.value).isprintable()


def test_a_mapping_of_an_older_file_is_refused_when_it_does_not_fit(tmp_path: Path) -> None:
    path = written(tmp_path, "Day,Sum,What", "2026-03-01,-1.00,tea")
    kept = {fingerprint(["Day", "Sum", "What"]): ColumnMapping("bank", {"date": "Day", "out": "Debit"})}
    with pytest.raises(Refused, match=r"do not fit mine\.csv: it has no column Debit"):
        read_statement(path, mappings=kept)


def test_a_file_with_a_date_and_an_amount_asks_for_its_columns_once(tmp_path: Path) -> None:
    path = written(tmp_path, "My bank", "Date,Amount,Details", "2026-03-01,-1.00,tea", "2026-03-02,-2.00,cup")
    needed = asked(path)
    assert (needed.header, needed.sample[1]) == (("Date", "Amount", "Details"), ("2026-03-02", "-2.00", "cup"))
    assert needed.guess == ColumnMapping("bank", {"date": "Date", "amount": "Amount", "text": "Details"}, "minus_out")
    assert "--map date=Date amount=Amount text=Details signs=minus_out" in str(needed)
    statement = read_statement(path, mappings={needed.fingerprint: needed.guess})
    assert (statement.source, statement.witness, statement.row_count) == ("bank", "bank", 2)


def test_a_file_with_an_order_number_asks_though_nothing_else_is_known(tmp_path: Path) -> None:
    needed = asked(written(tmp_path, "订单号,甲,乙", "123,2026-03-01,5.00"))
    assert (needed.kind, needed.guess) == ("orders", None)
    assert "--map order_no=… time=… paid=…" in str(needed)


def test_a_mapping_says_the_order_of_day_and_month_where_the_file_leaves_it_open(tmp_path: Path) -> None:
    needed = asked(written(tmp_path, "Date,Credit,Text", "03/04/2026,1.00,a", "03/05/2026,1.00,b"))
    assert needed.guess
    with pytest.raises(Refused, match="say which, with dates=dmy or dates=mdy"):
        read_statement(tmp_path / "mine.csv", mappings={needed.fingerprint: needed.guess})
    told = replace(needed.guess, dates="mdy")
    rows = read_statement(tmp_path / "mine.csv", mappings={needed.fingerprint: told}).rows
    assert [f"{row.occurred_at:%m-%d}" for row in rows] == ["03-03", "03-04"]


def test_the_words_that_are_proposed_are_safe_in_a_shell_and_short(tmp_path: Path) -> None:
    needed = asked(written(tmp_path, "Date,Amount ($(rm -rf ~)),金额" + ",long" * 60, "2026-03-01,-1.00,2"))
    assert needed.guess
    hostile = replace(needed.guess, columns={"date": "Date", "amount": needed.header[1]})
    assert "'amount=Amount ($(rm -rf ~))'" in map_words("bank", hostile, needed.header)
    long = ("Date", "x" * 400)
    assert "amount=2" in map_words("bank", replace(hostile, columns={"date": "Date", "amount": long[1]}), long)
    with pytest.raises(Refused) as refused:
        read_words(["date=moon"], ["column"] * 250)
    assert len(str(refused.value)) < 600


def test_a_preview_shows_the_first_rows_before_anything_is_kept(tmp_path: Path) -> None:
    rows = [f"2026-03-{day:02},-{day}.00,tea {day}" for day in range(1, 29)]
    needed = asked(written(tmp_path, "Date,Amount,Details", *rows))
    assert needed.guess
    shown = preview(needed.table, needed.index, needed.guess, 3)
    assert [(row.merchant, row.amount) for row in shown.rows] == [("tea 1", 100), ("tea 2", 200), ("tea 3", 300)]


@pytest.mark.parametrize(
    ("rows", "signs"),
    [
        (["100,00 Amazon Refund", "-1.250,00 Amazon"], "minus_out"),
        (["9 茶", "8 茶", "-3 （退款）茶"], "plus_out"),
        (["9 茶", "8 茶", "-3 消费 茶"], "minus_out"),
        (["9 消费 茶", "-3 茶"], "plus_out"),
        (["9 消费 茶", "3 退货 茶"], "words"),
        (["-1 茶", "\u22122 杯"], "minus_out"),
        (["-1 退款", "-2 茶"], ""),
        (["-1 退款", "2 退款"], ""),
        (["-1 茶", "-2 杯", "3 碗"], ""),
        (["1 茶", "2 杯"], ""),
        (["-1 茶", "2 还款"], ""),
        ([], ""),
    ],
)
def test_the_sign_of_spending_is_proposed_only_where_a_row_tells(rows: list[str], signs: str) -> None:
    found = guess(["日期", "金额", "摘要"], [["2026-03-01", *row.split(" ", 1)] for row in rows])
    assert found is not None
    assert found.signs == signs


def test_a_sign_that_no_row_tells_is_left_to_be_chosen(tmp_path: Path) -> None:
    path = written(tmp_path, "Date,Amount,Details", "2026-03-01,-1.00,tea", "2026-03-02,2.00,cup")
    needed = asked(path)
    assert needed.guess and needed.guess.signs == ""
    assert str(needed).endswith("--map date=Date amount=Amount text=Details signs=…")
    assert needed.guess.columns == {"date": "Date", "amount": "Amount", "text": "Details"}


def test_what_a_person_names_is_read_whatever_the_columns_are_called(tmp_path: Path) -> None:
    path = written(tmp_path, "Konto;Wann;Wieviel", "A;2026-03-05;-12.50", "B;2026-03-07;2.50")
    for words in (["date=Wann", "amount=Wieviel", "text=Konto"], ["date=2", "amount=3", "text=1"]):
        needed = asked_by(next(iter(read_tables(path))), [*words, "signs=minus_out"])
        assert needed is not None and needed.header == ("Konto", "Wann", "Wieviel")
    service = Service(tmp_path / "cases.db")
    statement = read_mapped(service, path, None, ["date=Wann", "amount=Wieviel", "text=Konto", "signs=minus_out"])
    assert [row.amount for row in statement.rows] == [1250, 250]
    assert read(path, None, known_mappings(service)).row_count == 2
    with pytest.raises(Refused, match="no column When: its columns are Konto, Wann, Wieviel"):
        read_mapped(service, written(tmp_path, "Konto;Wann;Wieviel", "A;x;y"), None, ["date=When", "amount=Wieviel"])


def test_an_account_in_other_money_may_say_so_for_all_its_rows(tmp_path: Path) -> None:
    header = ["Date", "Description", "Amount"]
    path = written(tmp_path, ",".join(header), "2026-03-07,REFUND,34.50")
    for money, currency in ((["currency=usd"], "USD"), (["money=EUR"], "EUR"), ([], "CNY")):
        mapping = read_words(["date=Date", "text=Description", "amount=Amount", "signs=minus_out", *money], header)
        assert from_json(to_json(mapping)) == mapping
        (row,) = read_statement(path, mappings={fingerprint(header): mapping}).rows
        assert (row.amount, row.currency) == (3450, currency)


def test_a_header_of_something_else_is_neither_guessed_nor_asked_about(tmp_path: Path) -> None:
    assert guess(["a", "b", "date"], []) is None
    with pytest.raises(Refused, match="not a statement"):
        read_statement(written(tmp_path, "name,age,town", "A,1,B"))


def test_every_preset_is_whole_and_is_found_by_its_own_header() -> None:
    for each in PRESETS:
        checked(each.mapping)
        found = preset([*each.mapping.columns.values(), "another"])
        assert found == each.mapping
