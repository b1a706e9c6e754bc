"""What is made from the screen: a bundle from the desk of a way to escalate, and the calendar of all clocks."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import icalendar
import pytest
from textual.pilot import Pilot

from refund_tui import i18n
from refund_tui.domain.text import cells
from refund_tui.dossier.paper import NO_TYPST, NoPaper
from refund_tui.tui.app import RefundApp
from refund_tui.tui.screens.bundle_form import BundleForm, new_name
from refund_tui.tui.screens.calendar_form import CalendarForm
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.screens.letter_desk import LetterDesk
from refund_tui.tui.screens.out_form import NewPath, OutForm
from refund_tui.tui.widgets.choice import Choice
from tests.store.bundles import PHONE, PNG, case_file, keep
from tests.tui.helpers import SIZES, Host, drive, flat, is_clean, picture, settle
from tests.tui.playing import play, until

WORDS = {
    "en": {"key": "b bundle", "taken": "give another name", "masked": "phone numbers 1"},
    "zh_CN": {"key": "b 打包", "taken": "请换一个文件名", "masked": "电话号码 1"},
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home folder, and forms that begin there."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setattr(OutForm, "folder", OutForm.folder)
    before = i18n.language()
    yield folder
    i18n.install(before)


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


@pytest.mark.parametrize(("size", "language"), [(SIZES[1], "zh_CN"), (SIZES[0], "en")])
def test_b_makes_a_masked_bundle_whose_path_is_shown_and_copied_and_refuses_a_name_that_is_taken(
    home: Path, tmp_path: Path, db: Path, size: tuple[int, int], language: str
) -> None:
    service = case_file(db)
    keep(service, tmp_path, "a.png", PNG, "裂纹")
    i18n.install(language)
    words = WORDS[language]
    made = home / "case-1-seller_message.zip"

    async def script(host: Host, pilot: Pilot[None]) -> None:
        assert words["key"] in flat(host)
        await press(pilot, "b")
        assert isinstance(host.screen, BundleForm)
        assert host.screen.query_one("#language", Choice).value == "zh_CN"
        made.write_text("mine")
        await press(pilot, "ctrl+s")
        assert made.read_text() == "mine" and words["taken"] in flat(host)
        made.unlink()
        await press(pilot, "enter", "down", "right", "ctrl+s")
        assert made.exists() and host.clipboard == str(made)
        assert words["masked"] in flat(host) and "01_defect_media.png" in flat(host)
        assert is_clean(picture(host)) and all(cells(line) <= size[0] for line in picture(host).splitlines())
        await press(pilot, "enter")
        assert isinstance(host.screen, LetterDesk)

    drive(lambda: LetterDesk(service, service.case(1), "seller_message"), script, size)
    with zipfile.ZipFile(made) as packed:
        texts = [packed.read(name) for name in packed.namelist() if name.endswith(".txt")]
    assert texts and not any(PHONE.encode() in text for text in texts)
    assert new_name(service.case(1), "seller_message") == "case-1-seller_message-2.zip"


def test_escape_stops_a_bundle_under_way_and_leaves_nothing(
    home: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, begun, go_on = case_file(db), Event(), Event()

    def wait(*given: object) -> None:
        begun.set()
        assert go_on.wait(10)

    def no_fonts() -> list[str]:
        raise NoPaper(NO_TYPST)

    monkeypatch.setattr("refund_tui.bundling.check_room", wait)
    monkeypatch.setattr("refund_tui.dossier.paper.fonts", no_fonts)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await press(pilot, "b")
        assert "it needs typst" in flat(host) and "with a PDF" not in flat(host)
        await pilot.press("ctrl+s")
        await until(pilot, begun.is_set)
        await until(pilot, lambda: "Making it … · esc stops" in flat(host))
        await pilot.press("escape")
        go_on.set()
        await settle(pilot)
        assert "Stopped: nothing was made." in flat(host) and host.screen.query_one(NewPath).display
        await press(pilot, "escape")
        assert isinstance(host.screen, LetterDesk)

    drive(lambda: LetterDesk(service, service.case(1), "seller_message"), script)
    assert list(home.iterdir()) == []


def test_the_calendar_is_written_over_an_older_one_and_over_nothing_else(home: Path, db: Path) -> None:
    service = case_file(db)
    service.log(1, "applied", {"kind": "refund_only", "amount": "129"})
    made = home / "refund-tui.ics"

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("C")
        await until(pilot, lambda: isinstance(app.screen, CalendarForm))
        made.write_text("a letter")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "is no calendar file; give another name" in whole(app))
        assert made.read_text() == "a letter"
        made.write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Its path is copied." in whole(app))
        assert "clocks in it: 1" in whole(app) and app.clipboard == str(made)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)

    play(service, script)
    (event,) = icalendar.Calendar.from_ical(made.read_bytes()).walk("VEVENT")
    assert "茶舍" in str(event["SUMMARY"])


def whole(app: RefundApp) -> str:
    return " ".join(picture(app).replace("│", " ").split())
