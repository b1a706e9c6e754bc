"""Taking back and bringing again on the screen, told in words."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from refund_tui import importing
from refund_tui.service import Service
from refund_tui.tui.app import RefundApp
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.screens.import_picker import ImportPicker
from tests.cli.test_booking import written
from tests.tui.conftest import picture
from tests.tui.playing import play, some_cases, until
from tests.unit.test_alipay_app import BOUGHT, RETURNED


def test_one_key_takes_the_last_change_of_this_screen_back_and_one_brings_it_again(service: Service) -> None:
    some_cases(service)
    own = Service(service.path)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("u")
        await until(pilot, lambda: "nothing was changed here since the start" in picture(app))
        own.log(1, "contacted", {})
        await until(pilot, lambda: "talking" in picture(app))
        await pilot.press("u")
        await until(pilot, lambda: "taken back: case 1 (" in picture(app))
        assert "talking" not in picture(app).splitlines()[1]
        assert [event.kind for event in own.case(1).undone] == ["contacted"]
        await pilot.press("U")
        await until(pilot, lambda: "brought back: case 1 (" in picture(app))
        assert own.case(1).case.stage == "negotiating"

    play(own, script)


def test_a_note_that_is_still_being_saved_is_the_last_change(service: Service) -> None:
    some_cases(service)
    own = Service(service.path)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: screen.detail is not None and screen.detail.note.is_there)
        await pilot.press("n", *"abc", "escape", "u")
        await until(pilot, lambda: "taken back" in picture(app))
        case_id = screen.cases.case_id
        assert case_id is not None and own.case(case_id).note.text == ""
        await pilot.press("U")
        await until(pilot, lambda: own.case(case_id).note.text == "abc")

    play(own, script)


def test_what_an_import_booked_is_taken_back_in_one_step_and_the_path_is_remembered(
    service: Service, tmp_path: Path
) -> None:
    file = written(tmp_path, "账单.csv", BOUGHT, RETURNED)
    own = Service(service.path)
    importing.open_row(service, importing.read(Path(file)), 1)
    service.log(1, "applied", {"kind": "refund_only", "amount": "28.75"})

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, ImportPicker))
        app.screen.query_one("#path", Input).value = file
        await pilot.press("enter")
        await until(pilot, lambda: "[F1 payments" in picture(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: own.case(1).case.stage == "closed_won")
        await until(pilot, lambda: "Booked: case 1" in picture(app))
        await pilot.press("escape", "u")
        await until(pilot, lambda: "taken back: import of 账单.csv, rows 2" in picture(app))
        assert (own.case(1).case.stage, own.case(1).case.received) == ("applied", 0)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, ImportPicker))
        assert app.screen.query_one("#path", Input).value == file

    play(own, script)
