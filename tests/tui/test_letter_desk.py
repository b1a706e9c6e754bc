"""The escalation desk: one looks first, edits the text in place, copies it, and logs that it was handed in."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from refund_tui import i18n
from refund_tui.domain.letter_edits import EDITED
from refund_tui.domain.text import cells
from refund_tui.service import Service
from refund_tui.tui.app import RefundApp
from refund_tui.tui.screens.case_form import CaseForm
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.screens.evidence_desk import EvidenceDesk
from refund_tui.tui.screens.hand_in_form import HandInForm
from refund_tui.tui.screens.help import Help
from refund_tui.tui.screens.lane_picker import LanePicker
from refund_tui.tui.screens.letter_desk import LetterDesk
from refund_tui.views import CaseView
from tests.tui.conftest import picture as picture_of
from tests.tui.helpers import ALL_HOSTILE, Host, asked, desk, drive, flat, is_clean, picture, settle
from tests.tui.playing import play, until

LANE = "complaint_12315"


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return desk(tmp_path / "cases.db")


def begun(service: Service, **facts: str) -> CaseView:
    view = service.add({"merchant": "Tea House", "reason": "quality", "paid": "129", "platform": "taobao"} | facts)
    service.log(view.case.id, "contacted", {"text": "the lid leaks"})
    return service.log(view.case.id, "applied", {"kind": "refund_only", "amount": "129"})


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


def edits(service: Service) -> list[tuple[str, str]]:
    return [(each.data["language"], each.data["text"][:4]) for each in service.case(1).events if each.kind == EDITED]


@pytest.mark.parametrize(("size", "language"), [((60, 20), "zh_CN"), ((120, 40), "en")])
def test_text_is_edited_in_place_and_kept_by_length_and_language(
    service: Service, size: tuple[int, int], language: str
) -> None:
    view, before = begun(service), i18n.language()

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await press(pilot, "2", "e", *"abl", "escape")
        said = picture(host)
        assert "abl" in said and all(cells(line) <= size[0] for line in said.splitlines())
        await press(pilot, "c", "l")
        said = flat(host)
        assert "English" in said and "abl" not in said
        await press(pilot, "escape")

    i18n.install(language)
    try:
        host = drive(lambda: LetterDesk(service, view, LANE), script, size)
    finally:
        i18n.install(before)
    assert edits(service)[0][1].startswith("abl") and [each[0] for each in edits(service)] == ["zh_CN"]
    assert host.results[0].revision == service.case(1).revision


def test_enter_on_a_flag_leads_to_the_item_or_the_field_that_mends_it(service: Service) -> None:
    view = begun(service)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        assert "→ the evidence desk: title photo" in flat(host)
        await press(pilot, "enter")
        assert isinstance(host.screen, EvidenceDesk)
        await press(pilot, "space", "down", "space", "escape")
        assert "required evidence is missing" not in flat(host)
        await press(pilot, "end", "enter")
        assert isinstance(host.screen, CaseForm) and host.screen.form.current.spec.name == "order_no"
        await press(pilot, *"778899", "ctrl+s")
        await press(pilot, "2")
        assert "778899" in flat(host)
        await press(pilot, "escape")

    assert drive(lambda: LetterDesk(service, view, LANE), script).results[0].case.order_no == "778899"


def test_ctrl_s_saves_and_leaves_the_text_so_that_keys_are_keys_again(service: Service) -> None:
    view = begun(service)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await press(pilot, "2", "e", *"abl", "?", "ctrl+s")
        assert edits(service) == [("zh_CN", "abl?")]
        await press(pilot, "?")
        assert isinstance(host.screen, Help) and "write the letter anew from the case" in flat(host)
        await press(pilot, "escape", "l")
        assert isinstance(host.screen, LetterDesk) and "abl?" not in flat(host)
        await press(pilot, "escape")

    drive(lambda: LetterDesk(service, view, LANE), script)
    assert edits(service) == [("zh_CN", "abl?")]


def test_a_copy_is_in_a_file_without_the_line_for_its_writer(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM_PROGRAM", "WezTerm")
    view = begun(service)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await press(pilot, "2", "c", "y")
        assert "copied.txt" in picture(host).replace("\n", "") and "no legal advice" in flat(host)
        assert host.clipboard == (service.path.parent / "copied.txt").read_text(encoding="utf-8")
        assert "legal advice" not in host.clipboard and "request for mediation" in host.clipboard

    drive(lambda: LetterDesk(service, view, LANE), script)


def test_handing_in_logs_the_lanes_event_and_marks_what_was_cited_in_one_step(service: Service) -> None:
    begun(service)
    view = service.log(1, "evidence_marked", {"slot": "photo", "state": "uploaded"})

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await press(pilot, "s")
        assert isinstance(host.screen, HandInForm) and "go to complaint_12315 (full, 中文)" in flat(host)
        await press(pilot, "ctrl+s")
        assert "Were these handed in with it? title photo" in asked(host)
        await press(pilot, "y")

    (left,) = drive(lambda: LetterDesk(service, view, LANE), script).results
    assert left.case.lanes[LANE].state == "filed" and left.case.evidence == {"photo": "submitted"}


def test_a_change_of_the_case_after_an_edit_is_told_and_r_writes_it_anew(service: Service) -> None:
    view = begun(service)

    async def edit(host: Host, pilot: Pilot[None]) -> None:
        await press(pilot, "2", "e", *"mine", "escape", "escape")

    drive(lambda: LetterDesk(service, view, LANE), edit)
    changed = service.edit(1, {"order_no": "778899"})

    async def anew(host: Host, pilot: Pilot[None]) -> None:
        await press(pilot, "2")
        assert "The case has changed since; r writes it anew" in flat(host) and "778899" not in flat(host)
        await press(pilot, "r")
        assert "778899" in flat(host) and "kept in the timeline" in flat(host)

    drive(lambda: LetterDesk(service, changed, LANE), anew)


def test_a_locked_way_says_so_before_its_text_and_is_not_logged(service: Service) -> None:
    view = service.add({"merchant": ALL_HOSTILE, "reason": "quality", "description": ALL_HOSTILE})

    async def script(host: Host, pilot: Pilot[None]) -> None:
        assert "! locked: why locked complaint_12315" in flat(host) and is_clean(picture(host))
        await press(pilot, "s")
        assert "Not open: why locked" in flat(host)
        await press(pilot, "2")
        assert is_clean(picture(host))
        await press(pilot, "escape")

    assert drive(lambda: LetterDesk(service, view, LANE), script).results == [None]


def test_an_edit_that_cannot_be_saved_stays_and_is_told(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    view = begun(service)

    def full(*given: object) -> CaseView:
        raise OSError("disk full")

    monkeypatch.setattr("refund_tui.escalating.keep_words", full)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await press(pilot, "2", "e", *"mine", "escape")
        assert "It was not saved: disk full" in flat(host) and "mine" in flat(host) and "unsaved" in flat(host)
        await press(pilot, "b")
        assert isinstance(host.screen, LetterDesk) and "disk full" in flat(host)
        await press(pilot, "escape")
        assert isinstance(host.screen, LetterDesk)
        await press(pilot, "escape")

    assert drive(lambda: LetterDesk(service, view, LANE), script).results == [None]


def test_a_way_that_is_chosen_opens_its_desk_and_its_edit_is_taken_back_on_the_list(service: Service) -> None:
    own = Service(service.path)
    begun(own)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, LanePicker))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LetterDesk) and app.focused is not None)
        await pilot.press("2", "e", *"mine", "escape", "escape")
        await until(pilot, lambda: app.screen is screen)
        assert [text for _language, text in edits(own)] == ["mine"]
        await pilot.press("u")
        await until(pilot, lambda: "taken back: case 1 (" in picture_of(app))
        assert edits(own) == []

    play(own, script)


@pytest.mark.parametrize("size", [(120, 24), (80, 24), (60, 20)])
def test_the_number_of_a_step_stands_beside_its_first_words(tmp_path: Path, size: tuple[int, int]) -> None:
    service, before = Service(tmp_path / "own.db"), i18n.language()
    service.prepare()
    view = begun(service)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await press(pilot, "3")
        left = [line[:48].strip(" │╭╰▁▂▃▄▅▆▇█") for line in picture(host).splitlines()]
        assert any(line.startswith("1. 投诉人：") for line in left)
        assert not [line for line in left if line.removesuffix(".").isdigit()]

    i18n.install("zh_CN")
    try:
        drive(lambda: LetterDesk(service, view, LANE), script, size)
    finally:
        i18n.install(before)
