"""The evidence desk: files come in by path, by browsing or by a drop, and what each shows is said there."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from refund_tui import attaching, i18n
from refund_tui.domain.playbook import Burden
from refund_tui.domain.text import cells
from refund_tui.service import Service
from refund_tui.store.vault import Kept, Progress, put_file
from refund_tui.tui.screens.attach_picker import AttachPicker
from refund_tui.tui.screens.confirm import Confirm
from refund_tui.tui.screens.evidence_desk import EvidenceDesk
from refund_tui.tui.screens.exhibit_form import ExhibitForm
from refund_tui.tui.screens.exhibit_view import ExhibitView
from refund_tui.tui.screens.help import Help
from refund_tui.views import CaseView
from tests.tui.helpers import (
    ALL_HOSTILE,
    SIZES,
    SOURCE,
    Host,
    applied,
    asked,
    desk,
    drive,
    flat,
    is_clean,
    picture,
    settle,
)

JPEG = b"\xff\xd8\xff\xe0"


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return desk(tmp_path / "cases.db")


@pytest.fixture
def view(service: Service) -> CaseView:
    return applied(service)


def given(tmp_path: Path, name: str, content: bytes = JPEG) -> Path:
    file = tmp_path / name
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("size", SIZES)
def test_files_that_are_dropped_answer_the_item_under_the_cursor(
    service: Service, view: CaseView, tmp_path: Path, size: tuple[int, int]
) -> None:
    first, second = given(tmp_path, "裂痕 1.jpg"), given(tmp_path, "a.jpg", JPEG + b"2")

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("down")
        host.post_message(events.Paste(f"file://{str(first).replace(' ', '%20')} '{second}' '{tmp_path}'"))
        await settle(pilot)
        said = flat(host)
        assert "Exhibit 1 裂痕 1.jpg · JPEG picture · 4 bytes" in said and "Exhibit 2 a.jpg" in said
        assert "is a folder; give the files in it" in said and "weak: nobody says what the file shows" in said
        assert all(cells(line) <= size[0] for line in picture(host).splitlines())
        await pilot.press("escape")
        await settle(pilot)

    left = drive(lambda: EvidenceDesk(service, view), script, size).results[0]
    assert [(each.number, each.slot) for each in left.exhibits] == [(1, "chat"), (2, "chat")]


def test_a_file_is_added_by_its_path_and_what_it_shows_is_asked_at_once(
    service: Service, view: CaseView, tmp_path: Path
) -> None:
    (tmp_path / "photos").mkdir()
    given(tmp_path / "photos", "crack.jpg")

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("a")
        await settle(pilot)
        assert isinstance(host.screen, AttachPicker) and "Files for: title photo" in flat(host)
        host.screen.query_one(Input).value = f"{tmp_path}/nothing"
        await pilot.press("enter")
        await settle(pilot)
        assert "is not there" in flat(host)
        host.screen.query_one(Input).value = f"{tmp_path}/phot"
        await settle(pilot)
        # Down goes to the folder that fits, enter into it, and on to the file.
        for key in ("down", "enter", "down", "enter"):
            await pilot.press(key)
            await settle(pilot)
        assert isinstance(host.screen, ExhibitForm) and "crack.jpg" in flat(host)
        await pilot.press(*"crack", "ctrl+s")
        await settle(pilot)
        assert isinstance(host.screen, EvidenceDesk) and "[/] prepared · title photo" in flat(host)
        await pilot.press("escape")
        await settle(pilot)

    exhibit = drive(lambda: EvidenceDesk(service, view), script, (60, 20)).results[0].exhibits[0]
    assert (exhibit.slot, exhibit.shows) == ("photo", "crack")


def test_several_paths_may_be_typed_as_a_shell_takes_them(service: Service, view: CaseView, tmp_path: Path) -> None:
    first, second = given(tmp_path, "a photo.jpg"), given(tmp_path, "chat.txt")
    second.write_bytes(b"he agrees")

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("a")
        await settle(pilot)
        host.screen.query_one(Input).value = f"{str(first).replace(' ', chr(92) + ' ')} '{second}'"
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(host.screen, EvidenceDesk)
        await pilot.press("escape")
        await settle(pilot)

    left = drive(lambda: EvidenceDesk(service, view), script).results[0]
    assert [each.name for each in left.exhibits] == ["a photo.jpg", "chat.txt"]


def test_submitted_is_asked_about_because_it_is_final_and_can_be_taken_back_on_purpose(
    service: Service, view: CaseView
) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("s")
        await settle(pilot)
        assert "No file is kept here for it." in asked(host)
        assert isinstance(host.screen, Confirm) and "often cannot be changed or added to" in flat(host)
        await pilot.press("y")
        await settle(pilot)
        assert service.case(1).case.evidence == {"photo": "submitted"}
        await pilot.press("space")
        await settle(pilot)
        assert "It is submitted, which is final" in flat(host)
        await pilot.press("s")
        await settle(pilot)
        assert service.case(1).case.evidence == {"photo": "uploaded"}

    drive(lambda: EvidenceDesk(service, view), script)


def test_an_exhibit_is_looked_at_opened_and_taken_off_the_list(
    service: Service, view: CaseView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = pytest.importorskip("PIL.Image")
    file = tmp_path / "red.png"
    image.new("RGB", (30, 30), "red").save(file)
    held = attaching.attach(service, 1, file, "photo").view
    monkeypatch.setenv("SSH_CONNECTION", "1 2 3 4")

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("home", "v")
        await settle(pilot)
        assert isinstance(host.screen, ExhibitView)
        assert "30 x 30 pixels" in flat(host) and "▀▀▀" in picture(host)
        await pilot.press("escape", "o")
        await settle(pilot)
        assert str(attaching.path(service, held.exhibits[0])) == host.clipboard
        await pilot.press("x")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert "Exhibit 1" not in flat(host)
        await pilot.press("escape")
        await settle(pilot)

    assert drive(lambda: EvidenceDesk(service, held), script).results[0].exhibits == ()


@pytest.mark.parametrize("leave", ["escape", "quit"])
def test_escape_stops_a_copy_and_so_does_leaving_the_program_and_nothing_of_it_is_left(
    service: Service, view: CaseView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leave: str
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(folder: Path, file: Path, progress: Progress) -> Kept:
        def heed(done: int, total: int) -> None:
            begun.set()
            go_on.wait(5)
            progress(done, total)

        return put_file(folder, file, heed)

    monkeypatch.setattr(attaching, "put_file", slow)
    file = given(tmp_path, "video.mp4", b"x" * 3_000_000)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.post_message(events.Paste(f"{file} {file}"))
        while not begun.is_set():
            await pilot.pause(0.02)
        if leave == "quit":
            host.exit()
            threading.Timer(0.3, go_on.set).start()
            return
        await pilot.press("down", "escape")
        go_on.set()
        await settle(pilot)
        assert isinstance(host.screen, EvidenceDesk) and "Stopped: video.mp4 is not kept." in flat(host)

    drive(lambda: EvidenceDesk(service, view), script)
    assert not service.case(1).exhibits
    assert not [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
def test_who_must_prove_is_told_whole_and_a_question_mark_shows_the_keys(
    service: Service, view: CaseView, size: tuple[int, int], language: str
) -> None:
    long = "卖家须证明" + "商品在签收时完好无损，" * 7 + "否则退款。"
    proving = replace(view, burden=Burden(("quality",), {"en": long, "zh_CN": long}, SOURCE))
    i18n.install(language)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        assert long in "".join(flat(host).split())
        assert all(cells(line) <= size[0] for line in picture(host).splitlines())
        await pilot.press("?")
        await settle(pilot)
        assert isinstance(host.screen, Help)
        assert {"en": "mark the item: prepared", "zh_CN": "标记项目：已准备"}[language] in flat(host)
        assert all(cells(line) <= size[0] for line in picture(host).splitlines())
        await pilot.press("?")
        assert isinstance(host.screen, EvidenceDesk)

    drive(lambda: EvidenceDesk(service, proving), script, size)


def test_no_name_and_no_caption_drives_the_desk(service: Service, view: CaseView, tmp_path: Path) -> None:
    name = ALL_HOSTILE.replace("/", "").replace("\x00", "")
    held = attaching.attach(service, 1, given(tmp_path, name), "photo", ALL_HOSTILE).view

    async def script(host: Host, pilot: Pilot[None]) -> None:
        assert is_clean(picture(host))
        for key in ("v", "e"):
            await pilot.press(key)
            await settle(pilot)
            assert is_clean(picture(host))
            await pilot.press("escape")
        AttachPicker.last = f"{tmp_path}/"
        await pilot.press("a")
        await settle(pilot)
        await pilot.press("down")
        await settle(pilot)
        assert is_clean(picture(host))

    drive(lambda: EvidenceDesk(service, held), script, SIZES[1])
    AttachPicker.last = "~/"
