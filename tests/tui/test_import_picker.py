"""The import screen: a path, perhaps a password, then a payment that becomes a case."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pyzipper
from textual.pilot import Pilot
from textual.widgets import Input

from refund_tui import booking, importing, surveying, undoing
from refund_tui.booking import Meeting
from refund_tui.domain.text import cells
from refund_tui.i18n import _
from refund_tui.service import Service
from refund_tui.statements.links import Links
from refund_tui.statements.matching import Match
from refund_tui.statements.model import NotUnderstood, Row, Statement, Sums
from refund_tui.statements.progress import Cancelled
from refund_tui.surveying import Survey, Watch
from refund_tui.tui.screens.import_picker import ImportPicker
from refund_tui.tui.screens.import_rows import VIEWS, Lines, about, draw, tabs
from refund_tui.tui.screens.path_input import candidates, paths_of
from refund_tui.tui.widgets.line_list import LineList
from tests.cli.test_booking import CARD, PART, written
from tests.tui.helpers import ALL_HOSTILE, HOSTILE, SIZES, Host, desk, drive, flat, is_clean, picture, settle
from tests.unit.test_alipay_app import BOUGHT, RETURNED


async def said_of(pilot: Pilot[None], words: str) -> bool:
    """Wait a second for words to stand on the screen."""
    for _round in range(100):
        if words in " ".join(picture(pilot.app).split()):
            return True
        await asyncio.sleep(0.01)
    return False


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
        await pilot.press("f4")
        await pilot.pause()
        said = picture(host)
        assert len(rows.shown) == 4
        assert "[income]" in said and "not understood:" in said and "[F4 all rows 4]" in said
        assert "alipay-app-2023, gb18030 · 4 rows · CNY: refunds 0, 0.00; expenses 88.75" in said
        await pilot.press("tab")
        assert len(rows.shown) == 1 and await said_of(pilot, "not understood: ")
        await pilot.press("shift+tab", "end")
        rows.focus()
        await pilot.press("end", "enter")
        await settle(pilot)
        assert host.results == []

    drive(lambda: ImportPicker(service), script)


def test_a_row_that_already_is_a_case_says_so_and_leads_to_it(service: Service, csv: Path) -> None:
    made = importing.open_row(service, importing.read(csv), 1)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await reading(host, pilot, csv)
        assert f"[case {made.case.id}]" in picture(host) and await said_of(pilot, f"enter goes to case {made.case.id}")
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
    refunds = [replace(row(20, text), kind="refund", key=text, refundable=False, why_not=text) for text in HOSTILE]
    found = survey(statement(*rows, *refunds), named=dict(enumerate(HOSTILE)))
    monkeypatch.setattr(surveying, "survey", lambda *_given: found)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await reading(host, pilot, "x")
        for key in ("f1", "f2", "f3", "f4", "f5"):
            await pilot.press(key, "down", "pagedown", "up")
            assert len(host.held.query_one(LineList).shown) and is_clean(picture(host))
        await pilot.click(LineList, offset=(3, 1))
        await settle(pilot)
        assert host.is_running and is_clean(picture(host))

    drive(lambda: ImportPicker(service), script, size)


def survey(read: Statement, named: dict[int, str] | None = None) -> Survey:
    """What a statement says where each refund row of it is proposed to a case, but for the first."""
    rows = {row.key: row for row in read.plain}
    links = Links(rows, (), {}, (), (), ())
    refunds = [row for row in read.plain if row.kind == "refund"][1:]
    titles = named or {}
    matches = tuple(
        Match(place % max(len(titles), 1), each.key, None, 4, 100, 100, False) for place, each in enumerate(refunds)
    )
    return Survey((read,), Meeting(links, matches, {}, {"77": 5}, titles, dict.fromkeys(rows, ALL_HOSTILE)))


def test_a_hundred_thousand_rows_are_searched_within_a_key_press() -> None:
    many = [row(number, f"shop {number}") for number in range(1, 100_001)]
    lines = Lines.of(survey(statement(*many)))
    begun = time.process_time()
    found = lines.fitting("shop 99999", "all")
    assert time.process_time() - begun < 0.2
    assert [line.number for line in found] == [99999]
    assert "[case 5, was " in draw(lines.by_view["all"][76], 80)[0]


def test_a_search_needs_every_word_and_knows_amounts_and_order_numbers() -> None:
    first = replace(row(1, "Tea"), amount=2875, order_no="T-1")
    lines = Lines.of(survey(statement(first, row(2, "Tea pot"))))
    assert [line.number for line in lines.fitting("TEA 28.75", "payments")] == [1]
    assert [line.number for line in lines.fitting("t-1", "payments")] == [1]
    assert [line.number for line in lines.fitting("tea pot", "payments")] == [2]
    assert lines.fitting("tea", "money") == lines.fitting("tea", "strays") == []


@pytest.mark.parametrize("width", [104, 72, 54])
def test_the_views_and_their_counts_stand_in_one_line(width: int) -> None:
    lines = Lines.of(survey(statement(*(row(number, "x") for number in range(1, 1001)))))
    for view in VIEWS:
        told = tabs(lines, view, width)
        assert cells(told) <= width and "1000" in told and _(VIEWS[view]) in told


# Money for cases


def opened(service: Service, tmp_path: Path) -> str:
    """A case that waits for money, and the statement that proves it came."""
    file = written(tmp_path, "账单.csv", BOUGHT, RETURNED, {**CARD, "交易状态": "等待确认收货"})
    importing.open_row(service, importing.read(Path(file)), 1)
    service.log(1, "applied", {"kind": "refund_only", "amount": "28.75"})
    return file


def test_what_is_proven_is_booked_with_one_key_and_taken_back_in_one_step(service: Service, tmp_path: Path) -> None:
    file = opened(service, tmp_path)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        rows = await reading(host, pilot, file)
        assert "ctrl+s books what is proven (1)" in flat(host)
        await pilot.press("f2")
        assert await said_of(pilot, "[proven: its number names the payment]")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert not rows.shown and "Booked: case 1: 28.75." in picture(host)
        assert "Nothing here is money of one of your cases." in picture(host)
        await pilot.press("f5")
        assert await said_of(pilot, "Every row was understood.")
        assert service.case(1).case.stage == "closed_won"
        await pilot.press("ctrl+s")
        assert await said_of(pilot, "Nothing is proven")

    drive(lambda: ImportPicker(service), script)
    undoing.undo(service, own=True)
    assert service.case(1).case.stage == "applied"


def test_what_is_only_proposed_is_booked_on_a_word_and_leaving_without_it_changes_nothing(
    service: Service, tmp_path: Path
) -> None:
    importing.open_row(service, importing.read(Path(written(tmp_path, "one.csv", CARD))), 1)
    service.log(1, "applied", {"kind": "refund_only", "amount": "40"})
    alike = {**PART, "交易订单号": "2026030522001400005500008888", "商家订单号": "T200P1"}
    file = written(tmp_path, "two.csv", {**CARD, "交易状态": "交易关闭"}, alike)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await reading(host, pilot, file)
        await pilot.press("f2")
        assert await said_of(pilot, "[proposed: item and merchant are the same]")
        await pilot.press("ctrl+s")
        assert service.case(1).case.issued is None
        await pilot.press("enter")
        await settle(pilot)
        assert "case 1: 40.00 on your word" in picture(host)
        assert service.case(1).case.issued == 4000

    drive(lambda: ImportPicker(service), script)


def test_a_refund_without_a_case_becomes_one_and_money_left_unbooked_is_named(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(service, tmp_path)
    said: list[str] = []
    monkeypatch.setattr(Host, "notify", lambda _self, message, **_given: said.append(message))
    file = f"{tmp_path}/账单.csv {written(tmp_path, 'two.csv', CARD, PART)}"

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await reading(host, pilot, file)
        assert "5 rows · CNY: refunds 2, 68.75" in flat(host)
        await pilot.press("f3", "enter")
        await settle(pilot)

    view = drive(lambda: ImportPicker(service), script).results[0]
    assert (view.case.id, view.case.issued) == (2, 4000) and service.case(1).case.stage == "applied"
    assert "1 refund is proven and not booked: nothing was changed." in said


def test_a_row_that_moved_on_since_the_last_import_says_what_it_was(service: Service, tmp_path: Path) -> None:
    file = Path(opened(service, tmp_path))
    booking.apply(service, [importing.read(file)])
    later = written(tmp_path, "later.csv", CARD, {**BOUGHT, "交易时间": "2026-04-01 10:00:00", "交易订单号": "9" * 28})
    found = surveying.survey(service, [Path(later)], None, lambda _phase, _percent: None, {})
    line = Lines.of(found).by_view["all"][0]
    assert "[was 等待确认收货]" in draw(line, 90)[0] and "it was 等待确认收货" in about(line)
    assert not surveying.survey(service, [file], None, lambda _phase, _percent: None, {}).meeting.moved


# Waiting and stopping


def test_reading_tells_how_far_it_is_and_escape_ends_it_at_once(
    service: Service, csv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()

    def slow(_file: object, _paths: object, _password: object, watch: Watch, _mappings: object) -> Survey:
        try:
            for percent in range(100):
                watch("reading", min(percent, 42))
                time.sleep(0.02)
        except Cancelled:
            ended.set()
            raise
        raise AssertionError("was not stopped")

    monkeypatch.setattr(surveying, "survey", slow)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.query_one("#path", Input).value = str(csv)
        await pilot.press("enter")
        assert await said_of(pilot, "Reading … 42% · esc stops")
        await pilot.press("escape")
        assert await said_of(pilot, "Stopped: nothing was kept.")
        assert ended.wait(1) and host.results == []
        await pilot.press("escape")
        await settle(pilot)

    assert drive(lambda: ImportPicker(service), script).results == [None]


@pytest.mark.parametrize(
    "typed",
    ["{0} {1}", "'{0}' \"{1}\"", "file://{0} file://{1}", "{0}\n{1}", "two\\ words.csv one.csv", "two words.csv"],
)
def test_paths_are_taken_as_they_are_dropped_or_typed(
    typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    one, two = tmp_path / "one.csv", tmp_path / "two words.csv"
    one.touch()
    two.touch()
    plain = typed.format(one, one)
    found = {path.absolute() for path in paths_of(plain)}
    assert found == ({one} if "{" in typed else {one, two} if "one" in typed else {two})
    assert paths_of("no such file.csv") == [Path("no such file.csv")]
