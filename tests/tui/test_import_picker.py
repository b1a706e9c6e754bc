"""The import screen: a path, perhaps a password, then a payment that becomes a case."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pyzipper
from textual.pilot import Pilot
from textual.widgets import Input

from refund_tui import importing
from refund_tui.service import Service
from refund_tui.statements.model import NotUnderstood, Row, Statement, Sums
from refund_tui.tui.screens.import_picker import ImportPicker
from refund_tui.tui.screens.import_rows import Lines, draw
from refund_tui.tui.screens.path_input import candidates
from refund_tui.tui.widgets.line_list import LineList
from tests.tui.helpers import HOSTILE, SIZES, Host, desk, drive, is_clean, picture, settle

HEADER = "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,\n"
PAID = (
    "2026-03-{day:02} 10:00:00,日用百货,{shop},a***,{item},支出,{amount},余额宝,交易成功,{number}\t,T200P{number}\t,,\n"
)
CSV = (
    HEADER
    + PAID.format(day=1, shop="茶铺", item="茶杯", amount="28.75", number="20260301220014")
    + PAID.format(day=2, shop="Book Shop", item="Atlas", amount="60.00", number="20260302220014")
    + "2026-03-03 10:00:00,转账红包,Friend,a***,gift,收入,5.00,余额宝,交易成功,20260303220014\t,\t,,\n"
    + "no time at all,日用百货,X,a***,Y,支出,1.00,余额宝,交易成功,20260304220014\t,\t,,\n"
)


@pytest.fixture
def service(db: Path) -> Service:
    return desk(db)


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "alipay.csv"
    path.write_text(CSV, encoding="gb18030")
    return path


async def reading(host: Host, pilot: Pilot[None], path: Path | str) -> LineList[object]:
    host.held.query_one("#path", Input).value = str(path)
    await pilot.press("enter")
    await settle(pilot)
    rows: LineList[object] = host.held.query_one(LineList)
    return rows


@pytest.mark.parametrize("size", SIZES)
def test_a_payment_is_searched_for_and_becomes_a_case(service: Service, csv: Path, size: tuple[int, int]) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        rows = await reading(host, pilot, csv)
        assert "Atlas" in picture(host) and "gift" not in picture(host) and len(rows.shown) == 2
        await pilot.press(*"atlas")
        assert len(rows.shown) == 1
        await pilot.press("enter")
        await settle(pilot)

    case = drive(lambda: ImportPicker(service), script, size).results[0].case
    assert (case.merchant, case.paid, case.origin and case.origin.row) == ("Book Shop", 6000, 2)


def test_all_rows_are_shown_with_why_not_and_the_ones_not_understood(service: Service, csv: Path) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        rows = await reading(host, pilot, csv)
        await pilot.press("ctrl+r")
        await pilot.pause()
        said = picture(host)
        assert len(rows.shown) == 4
        assert "[income]" in said and "not understood:" in said and "4 of 4 rows · 2 can be refunded" in said
        await pilot.press("end")
        rows.focus()
        await pilot.press("end", "enter")
        await settle(pilot)
        assert host.results == []

    drive(lambda: ImportPicker(service), script)


def test_a_row_that_already_is_a_case_says_so_and_leads_to_it(service: Service, csv: Path) -> None:
    made = importing.open_row(service, importing.read(csv), 1)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await reading(host, pilot, csv)
        assert f"[case {made.case.id}]" in picture(host)
        await pilot.press("enter")
        await settle(pilot)

    assert drive(lambda: ImportPicker(service), script).results[0].case == made.case


def test_a_protected_zip_asks_for_its_password_and_takes_a_second_try(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "alipay.zip"
    with pyzipper.AESZipFile(path, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"123456")
        archive.writestr("alipay.csv", CSV.encode("gb18030"))

    async def script(host: Host, pilot: Pilot[None]) -> None:
        rows = await reading(host, pilot, path)
        assert "This file is protected" in picture(host) and host.held.query_one("#password").has_focus
        await pilot.press(*"999", "enter")
        await settle(pilot)
        assert "does not open with this password" in picture(host) and "999" not in picture(host)
        host.held.query_one("#password", Input).value = ""
        await pilot.press(*"123456", "enter")
        await settle(pilot)
        assert len(rows.shown) == 2

    drive(lambda: ImportPicker(service), script)


def test_a_file_that_cannot_be_read_is_said_and_the_path_stays(service: Service, tmp_path: Path) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await reading(host, pilot, tmp_path / "none.csv")
        assert "none.csv does not exist" in picture(host)
        for path in (*HOSTILE, "~nobody-here/x", "\x00", "a" * 5000):
            await reading(host, pilot, path)
            assert host.is_running and is_clean(picture(host))
        await pilot.press("escape")
        await settle(pilot)

    assert drive(lambda: ImportPicker(service), script).results == [None]


def test_the_tab_key_completes_a_path(service: Service, csv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(csv.parent)
    (csv.parent / "folder").mkdir()
    (csv.parent / "other[b].csv").touch()
    (csv.parent / "otter.csv").touch()

    async def script(host: Host, pilot: Pilot[None]) -> None:
        field = host.held.query_one("#path", Input)
        await pilot.press("a", "tab")
        assert field.value == "alipay.csv"
        field.value = f"{csv.parent}/ot"
        await pilot.press("tab")
        await pilot.pause()
        assert "other[b].csv  otter.csv" in picture(host)

    drive(lambda: ImportPicker(service), script)
    assert candidates("fol") == ["folder/"]
    assert candidates("\x00") == candidates("/no/such/place") == []


def row(number: int, text: str) -> Row:
    when = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
    return Row(
        *(number, "payment", when, text, text, 100, "CNY", "支出", text, text, text, text, text, text),
        *("taobao", None, True, None, 0, str(number), {}),
    )


def statement(*rows: Row) -> Statement:
    riddle = NotUnderstood(len(rows) + 1, "{value} is no time", {"value": rows[0].item}, {"x": rows[0].item})
    money = (Sums("CNY", 0, 0, 0),)
    return Statement(
        "alipay", "shop", "f", "utf-8", "", None, None, len(rows) + 1, rows, rows, (riddle,), (), (), money=money
    )


@pytest.mark.parametrize("size", SIZES)
def test_hostile_rows_are_listed_as_text(
    service: Service, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    rows = [row(number, text) for number, text in enumerate(HOSTILE, 1)]
    monkeypatch.setattr(importing, "read", lambda path, password: statement(*rows))

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await reading(host, pilot, "x")
        await pilot.press("ctrl+r")
        await pilot.press("down", "pagedown", "up")
        await pilot.click(LineList, offset=(3, 1))
        await settle(pilot)
        assert host.is_running and is_clean(picture(host))

    drive(lambda: ImportPicker(service), script, size)


def test_a_hundred_thousand_rows_are_searched_within_a_key_press() -> None:
    many = [row(number, f"shop {number}") for number in range(1, 100_001)]
    lines = Lines.of(statement(*many), {77: 5})
    begun = time.perf_counter()
    found = lines.fitting("shop 99999", everything=True)
    assert time.perf_counter() - begun < 0.2
    assert [line.number for line in found] == [99999]
    assert draw(lines.all[76], 60)[0].endswith("[case 5]")


def test_a_search_needs_every_word_and_knows_amounts_and_order_numbers() -> None:
    first = replace(row(1, "Tea"), amount=2875, order_no="T-1")
    lines = Lines.of(statement(first, row(2, "Tea pot")), {})
    assert [line.number for line in lines.fitting("TEA 28.75", everything=False)] == [1]
    assert [line.number for line in lines.fitting("t-1", everything=False)] == [1]
    assert [line.number for line in lines.fitting("tea pot", everything=False)] == [2]
