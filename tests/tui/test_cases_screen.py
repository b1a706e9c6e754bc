"""The main screen as a whole: live, filtered, at every size, and safe."""

from __future__ import annotations

import pytest
from textual.content import Content
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input, Static

from refund_tui.service import Service
from refund_tui.tui.app import RefundApp
from refund_tui.tui.commands import COMMANDS
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.widgets.case_list import CaseList
from refund_tui.tui.widgets.filter_bar import FilterBar
from refund_tui.tui.widgets.messages import EvidenceToggled
from tests.tui.conftest import Fill, picture, row
from tests.tui.playing import play, some_cases, until

HOSTILE = (
    "[/nope]",
    "a[/]b",
    "x[foo='bar]y",
    "[@click=app.exit]CLK[/]",
    "[red]urgent[/red]",
    "\x1b]0;pwned\x07\x1b[2J",
    "\x9b31m\x00\x7f",
    "\u202eevil\u2066",
    "a\r\nb\u2028c",
    "{merchant} %s",
)


def test_what_another_process_logs_is_seen_and_the_cursor_stays_on_its_case(service: Service) -> None:
    some_cases(service)
    other = Service(service.path)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("G")
        stayed = screen.cases.case_id
        assert "talking" not in picture(app).splitlines()[1]
        other.log(1, "contacted", {})
        other.add({"merchant": "Newcomer"})
        await until(pilot, lambda: "Newcomer" in picture(app))
        assert "talking" in picture(app)
        assert screen.cases.case_id == stayed
        assert "3/4" in picture(app)

    play(service, script)


def test_a_filter_shows_only_what_fits_and_escape_takes_it_away(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("/", *"acme")
        await pilot.pause()
        assert screen.cases.rows.count == 1
        await pilot.press("enter")
        await pilot.pause()
        assert "filter: acme" in picture(app) and "Zenith" not in picture(app)
        assert isinstance(app.focused, CaseList)
        await pilot.press("escape")
        await pilot.pause()
        assert screen.cases.rows.count == 3 and "filter" not in picture(app).splitlines()[0]

    play(service, script)


def test_a_filter_that_is_none_is_explained_at_the_field(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("/", *"stage:x[/]")
        await pilot.pause()
        assert "stage cannot be x[/]" in picture(app)
        assert screen.cases.rows.count == 3
        await pilot.press("enter")
        assert app.screen.query_one(Input).has_focus
        await pilot.press("escape")
        await pilot.pause()
        assert not app.screen.query_one(FilterBar).display

    play(service, script)


def test_no_command_runs_while_the_filter_is_typed(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        letters = [key for command in COMMANDS for key in command.keys if len(key) == 1]
        await pilot.press("/", *letters, "ｊ", "ｑ")
        await pilot.pause()
        assert app.screen is screen and app.is_running
        assert app.screen.query_one(Input).value == "".join(letters) + "ｊｑ"

    play(service, script)


def test_what_is_typed_at_once_with_a_command_is_no_command(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        for key in "/teqa":
            app.post_message(Key("slash" if key == "/" else key, key))
        await until(pilot, lambda: app.screen.query_one(Input).value == "teqa")
        assert app.screen is screen

    play(service, script)


@pytest.mark.parametrize(
    ("size", "beside", "under"), [((120, 40), True, False), ((80, 24), False, True), ((60, 20), False, False)]
)
def test_list_and_case_share_the_terminal_by_its_size(
    service: Service, size: tuple[int, int], beside: bool, under: bool
) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        assert screen.detail is not None
        cases, detail = screen.cases.region, screen.detail.region
        assert (detail.x >= cases.right and detail.y == cases.y) == (beside and screen.detail.display)
        assert (detail.y >= cases.bottom and detail.width == size[0]) == under
        assert "Acme" in picture(app) or "Kettle" in picture(app)
        assert all(len(line) <= size[0] for line in picture(app).splitlines())

    play(service, script, size)


def test_in_a_small_terminal_enter_shows_the_case_and_escape_the_list(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        assert screen.detail is not None and not screen.detail.display
        await pilot.press("j", "enter")
        await pilot.pause()
        assert screen.detail.display and not screen.cases.display and screen.detail.has_focus_within
        await pilot.press("escape")
        await pilot.pause()
        assert screen.cases.has_focus and screen.cases.index == 1

    play(service, script, (60, 20))


def test_resizing_keeps_the_place(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("j", "enter")
        await pilot.pause()
        for size in ((60, 20), (1, 1), (200, 60), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert screen.detail is not None and screen.detail.has_focus_within
            assert screen.cases.index == 1

    play(service, script)


def test_an_empty_file_teaches_three_ways_in(service: Service) -> None:
    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        shown = picture(app)
        assert all(words in shown for words in ("  import a statement", "  add a case", "refund-tui demo  look"))
        await pilot.press("l", "e", "enter", "d", "t", "x", "n", "y", "2", "]", "m", "E")
        assert app.screen is screen
        Service(service.path).add({"merchant": "Newcomer"})
        await until(pilot, lambda: "Newcomer" in picture(app))

    play(service, script)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_users_and_files_give_is_shown_and_runs_nothing(service: Service, text: str) -> None:
    service.add({"merchant": f"M{text}", "item": f"I{text}", "paid": "1.00"})

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        screen.complain(text)
        await pilot.pause()
        line = picture(app).splitlines()[1]
        assert line.isprintable()
        if text.isprintable():
            assert f"M{text}" in picture(app)
        await pilot.click(CaseList, offset=(50, 0))
        await pilot.click(CaseList, offset=(95, 0))
        assert app.is_running

    play(service, script, (200, 40))


def test_a_writer_that_holds_the_file_leaves_the_picture_as_it_was(
    service: Service, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    fill([row(1)])

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        before = picture(app)
        holder = sqlite3.connect(service.path, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        screen._stale = True
        screen._poll()
        await pilot.pause()
        assert picture(app) == before and screen._stale
        holder.execute("COMMIT")
        holder.close()
        screen._poll()
        assert not screen._stale

    play(service, script)


@pytest.mark.parametrize("key", ["a", "i", "e", "l", "t", "d", "x", "?"])
def test_each_command_opens_its_screen_and_escape_leads_back(service: Service, key: str) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press(key)
        await pilot.pause(0.2)
        assert app.screen.is_modal
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        assert isinstance(app.focused, CaseList)

    play(service, script)


def test_a_case_added_in_the_form_is_under_the_cursor_whatever_filter_stands(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("/", *"acme", "enter")
        await pilot.pause()
        screen.saved(service.add({"merchant": "Newcomer"}), opened=True)
        await pilot.pause()
        assert screen.cases.case_id == 4 and screen.cases.rows.count == 4

    play(service, script)


def test_evidence_marked_in_the_panes_is_saved(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        view = screen.the_case()
        assert view is not None
        slot = view.playbook.evidence[0].slot
        screen.post_message(EvidenceToggled(slot, "uploaded"))
        await until(pilot, lambda: service.case(view.case.id).case.evidence == {slot: "uploaded"})
        screen.post_message(EvidenceToggled("[/]", "uploaded"))
        await until(pilot, lambda: "[/] is not an evidence item" in picture(app))

    play(service, script)


def test_a_note_is_saved_before_the_program_ends(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("n")
        await pilot.pause(0.3)
        await pilot.press(*"ajq")
        assert app.is_running
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)
        assert service.case(1).note.text == "ajq"

    play(service, script)


def test_help_closes_with_the_keys_of_help_and_of_leaving(service: Service) -> None:
    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        for key in ("escape", "q", "?", "？"):
            await pilot.press("?")
            await pilot.pause()
            assert app.screen.is_modal
            await pilot.press(key)
            await pilot.pause()
            assert app.screen is screen and app.is_running

    play(service, script)


@pytest.mark.parametrize("key", ["q", "ｑ", "ctrl+q", "ctrl+c"])
def test_these_keys_quit(service: Service, key: str) -> None:
    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press(key)
        await until(pilot, lambda: app._exit)
        assert app.return_code == 0

    play(service, script)


def test_the_last_door_lets_no_control_character_out_even_of_text_that_nobody_cleaned(service: Service) -> None:
    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await screen.mount(Static(Content("seen\x1b]0;pwned\x1b[2J\x9b31m\x00"), markup=False))
        await pilot.pause()
        drawn = picture(app)
        assert "seen" in drawn
        assert all(char.isprintable() or char == "\n" for char in drawn)

    play(service, script)
