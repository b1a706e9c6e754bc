"""The letter on the desk: what is typed stands apart by length and language, survives, and is saved once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from refund_tui import i18n
from refund_tui.drafts import Drafts
from refund_tui.keeper import Keeper
from refund_tui.lettering import write
from refund_tui.service import Service
from refund_tui.tui import stash
from refund_tui.tui.letter_sheet import Sheet
from refund_tui.tui.screens.letter_rows import count_line, count_words, sign

LANE = "alipay_ticket"


@pytest.fixture(autouse=True)
def own_stash() -> Iterator[None]:
    stash.begin(None)
    yield
    stash.begin(None)
    i18n.install("en")


@pytest.fixture
def service(tmp_path: Path) -> Service:
    made = Service(tmp_path / "cases.db")
    made.prepare()
    made.add({"merchant": "Tea House", "platform": "taobao", "reason": "quality", "paid": "129"})
    return made


@pytest.fixture
def sheet(service: Service) -> Sheet:
    made = Sheet(service, service.case(1), LANE)
    made.turn(length=False)
    return made


def save(sheet: Sheet) -> None:
    sending = sheet.sending()
    assert sending is not None
    sheet.saved(sending, sending.job())


@pytest.mark.parametrize(
    ("lane", "program", "written"),
    [(LANE, "en", "zh_CN"), (LANE, "zh_CN", "zh_CN"), ("bank_dispute", "en", "en"), ("bank_dispute", "zh_CN", "zh_CN")],
)
def test_it_begins_in_the_language_that_its_desk_reads_where_that_is_known(
    service: Service, lane: str, program: str, written: str
) -> None:
    i18n.install(program)
    service.edit(1, {"channel": "credit card"})
    assert Sheet(service, service.case(1), lane).letter.language == written


def test_it_begins_with_the_whole_text_and_is_turned_by_length_and_language(service: Service) -> None:
    sheet = Sheet(service, service.case(1), LANE)
    assert (sheet.letter.length, sheet.letter.language, sheet.letter.made_from) == ("full", "zh_CN", None)
    sheet.turn(length=False)
    assert sheet.letter.language == "en" and "Tea House" in sheet.letter.text
    sheet.turn(length=True)
    assert (sheet.letter.length, sheet.letter.most) == ("short", 200)


def test_what_is_typed_is_back_when_its_length_and_language_are(sheet: Sheet) -> None:
    sheet.type("mine")
    for turned in (True, True, True, False, False):
        sheet.turn(length=turned)
        assert sheet.unsaved == sheet.restored == (sheet.length == "full" and sheet.language == "en")
    assert sheet.letter.text == "mine"


def test_text_typed_back_to_what_stands_is_no_edit(sheet: Sheet) -> None:
    before = sheet.letter.text
    sheet.type(before + "x")
    sheet.type(before)
    assert not sheet.unsaved and sheet.sending() is None and not stash.get(sheet.key)


def test_saving_takes_the_draft_away_but_not_what_was_typed_meanwhile(service: Service, sheet: Sheet) -> None:
    sheet.type("mine")
    sending = sheet.sending()
    assert sending is not None
    sheet.type("mine and more")
    sheet.saved(sending, sending.job())
    assert sheet.letter.text == "mine and more" and write(service.case(1), LANE).text == "mine"
    save(sheet)
    assert not sheet.unsaved and write(service.case(1), LANE).text == "mine and more"


def test_a_text_saved_after_the_desk_was_turned_leaves_nothing_typed(service: Service, sheet: Sheet) -> None:
    sheet.type("mine")
    sending = sheet.sending()
    sheet.turn(length=True)
    assert sending is not None
    sheet.saved(sending, sending.job())
    assert sheet.length == "short" and not sheet.unsaved and not stash.get(sending.key)


def test_writing_anew_keeps_what_was_typed_in_the_timeline_first(service: Service, sheet: Sheet) -> None:
    assert sheet.anew() is None
    made = sheet.letter.text
    sheet.type("mine")
    sending = sheet.anew()
    assert sending is not None
    sheet.saved(sending, sending.job())
    assert sheet.letter.text == made and sheet.letter.made_from is None and not sheet.unsaved
    assert [event.data.get("text") for event in service.case(1).events[-2:]] == ["mine", None]


def test_a_change_of_the_case_under_a_typed_text_is_told(service: Service, sheet: Sheet) -> None:
    sheet.type("mine")
    sheet.take_up(service.edit(1, {"trade_no": "2026"}))
    assert sheet.letter.text == "mine" and sheet.letter.outdated
    save(sheet)
    assert sheet.letter.outdated


def test_what_was_typed_when_the_program_ended_is_back(service: Service) -> None:
    ended = Keeper(Drafts(service.path))
    stash.begin(ended)
    Sheet(service, service.case(1), LANE).type("mine")
    ended.close()
    keeper = Keeper(Drafts(service.path))
    stash.begin(keeper)
    again = Sheet(service, service.case(1), LANE)
    assert again.restored and again.letter.text == "mine"
    i18n.install("zh_CN")
    assert again.letter.made_from == write(service.case(1), LANE).text
    save(again)
    keeper.close()
    assert Drafts(service.path).left() == []


def test_flags_follow_each_key(sheet: Sheet) -> None:
    sheet.type("You scammers.")
    assert "insult" in {flag.code for flag in sheet.flags} and sign(sheet.flags).startswith("!")
    sheet.type("Please help.")
    assert "insult" not in {flag.code for flag in sheet.flags}


def test_the_count_says_how_much_is_too_much_and_where_no_limit_is_known(sheet: Sheet) -> None:
    assert count_words(sheet.letter).endswith("limit unknown")
    sheet.turn(length=True)
    sheet.type("x" * 203)
    assert count_words(sheet.letter) == "203 of 200 characters · ! 3 too many"
    assert count_line(sheet.letter, unsaved=True).plain.startswith("short · English · 203")
