"""Forms under strain: a case that moved on, the lowest terminals, keys that must do nothing by accident."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Button, Static

from refund_tui.domain.text import cells
from refund_tui.service import Service
from refund_tui.tui import stash, themes
from refund_tui.tui.app import RefundApp
from refund_tui.tui.screens.application_form import event_form
from refund_tui.tui.screens.case_form import CaseForm
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.screens.deadline_form import DeadlineForm
from refund_tui.tui.screens.event_form import EventForm
from refund_tui.tui.screens.form_modal import FormModal
from refund_tui.tui.settings import Settings
from refund_tui.views import CaseView
from tests.tui.helpers import Host, applied, desk, drive, flat, picture, put, settle
from tests.tui.playing import play, until


@pytest.fixture
def service(db: Path) -> Service:
    return desk(db)


def test_after_a_conflict_the_form_says_what_happened_and_loses_neither_side(service: Service, view: CaseView) -> None:
    view = service.edit(1, {"channel": "app"})

    async def script(host: Host, pilot: Pilot[None]) -> None:
        rows = host.held.form.rows
        put(host, "item", "Teapot")
        service.edit(1, {"merchant": "Tea Palace", "item": "Cup", "reason": "damaged"})
        service.log(1, "seller_offered", {"amount": "50", "text": "take it"})
        await pilot.press("ctrl+s")
        await settle(pilot)
        said = flat(host)
        assert "changed by somebody else meanwhile:" in said and "ctrl+s saves it on top" in said
        assert "merchant Tea Palace" in said and "made an offer" in said and "take it" in said
        assert rows["merchant"].typed == "Tea Palace" and rows["reason"].typed == "damaged"
        assert rows["item"].typed == "Teapot" and rows["channel"].typed == "app"
        assert host.held.form.changed() == {"item": "Teapot"}
        assert "! theirs: Cup" in said and "changed meanwhile; before: Tea House" in said
        await pilot.press("ctrl+s")
        await settle(pilot)

    case = drive(lambda: CaseForm(service, view), script, (100, 60)).results[0].case
    assert (case.merchant, case.item, case.reason, case.channel) == ("Tea Palace", "Teapot", "damaged", "app")


def test_a_long_story_of_somebody_else_leaves_room_for_the_fields(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        put(host, "item", "Teapot")
        for number in range(9):
            service.log(1, "seller_offered", {"amount": f"{number + 1}"})
        await pilot.press("ctrl+s")
        await settle(pilot)
        said = flat(host)
        assert "… " in said and "amount 9.00 CNY" in said and "amount 1.00 CNY" not in said
        entry = host.held.form.current.entry.region
        assert entry.height and entry.bottom <= host.held.query_one("#foot").region.y

    drive(lambda: CaseForm(service, view), script, (60, 20))


def test_the_pages_time_comes_first_and_letters_do_not_switch_the_rule(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        rows = host.held.form.rows
        await pilot.press("2", "d")
        assert rows["until"].typed == "2d" and rows["rule"].typed == "TB-01"
        await pilot.press("up", "g", "G", "t", "3")
        assert rows["rule"].typed == "TB-01"
        await pilot.press("right")
        assert rows["rule"].typed != "TB-01"

    drive(lambda: DeadlineForm(service, view, "TB-01"), script)


def test_a_key_named_on_its_button_gives_the_deadline_back_to_the_rule(service: Service, view: CaseView) -> None:
    own = service.set_deadline(1, "TB-01", "2026-11-25 08:00")

    async def script(host: Host, pilot: Pilot[None]) -> None:
        assert "ctrl+t back to the rule" in picture(host)
        await pilot.press("ctrl+t", "ctrl+t")
        await settle(pilot)

    results = drive(lambda: DeadlineForm(service, own, "TB-01"), script, (60, 20)).results
    assert [clock.overridden for clock in results[0].clocks if clock.rule.id == "TB-01"] == [False]

    async def nothing(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+t")
        await settle(pilot)

    assert drive(lambda: DeadlineForm(service, service.case(1), "TB-01"), nothing).results == []


@pytest.mark.parametrize("theme", sorted(themes.THEMES))
def test_no_compact_button_has_a_frame_in_any_state(db: Path, theme: str) -> None:
    service = desk(db)
    applied(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        app.theme = theme
        for key in ("d", "e"):
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, FormModal))
            await pilot.pause(0.1)
            for button in app.screen.query(Button):
                for state in ("", "-active"):
                    button.set_class(bool(state), "-active")
                    await pilot.hover(Button)
                    await pilot.pause()
                    assert button.size.height == 1 and not any(edge for edge, _colour in button.styles.border)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is screen)

    play(service, script, (80, 24), Settings(theme=theme))


@pytest.mark.parametrize("size", [(30, 8), (120, 9)])
def test_in_the_lowest_terminals_the_field_in_use_is_in_sight(
    service: Service, view: CaseView, size: tuple[int, int]
) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        def in_sight() -> None:
            entry = host.held.form.current.entry
            scroll = host.held.query_one(VerticalScroll).region
            assert entry.region.height and entry.region.y >= scroll.y and entry.region.y < scroll.bottom
            assert scroll.height >= 2, scroll

        in_sight()
        for _field in range(3):
            await pilot.press("1")
            await settle(pilot)
            in_sight()
            await pilot.press("ctrl+s")
            await settle(pilot)
            if host.results:
                return
            in_sight()
            await pilot.press("tab")
            await settle(pilot)
            in_sight()

    for make in (
        lambda: DeadlineForm(service, view, "TB-01"),
        lambda: EventForm(service, view, "seller_offered"),
        lambda: event_form(service, view, "modified"),
        lambda: CaseForm(service, view),
    ):
        drive(make, script, size)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])
def test_a_form_begins_at_its_heading_where_there_is_room(
    service: Service, view: CaseView, size: tuple[int, int]
) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.pause(0.3)
        assert host.held.query_one(VerticalScroll).scroll_y == 0

    for make in (lambda: CaseForm(service, view), lambda: event_form(service, view, "modified")):
        drive(make, script, size)


@pytest.mark.parametrize("width", [30, 44, 60, 80, 120])
def test_no_line_of_a_forms_heading_is_broken_twice(service: Service, view: CaseView, width: int) -> None:
    long = service.edit(1, {"merchant": "Tea House of the long and winding road " * 2})

    async def script(host: Host, pilot: Pilot[None]) -> None:
        heading = host.held.query_one("#heading", Static)
        room = heading.size.width
        assert all(cells(line) <= room for line in heading.content.plain.splitlines()[2:])
        await pilot.resize_terminal(width + 20, 30)
        await settle(pilot)
        room = heading.size.width
        assert all(cells(line) <= room for line in heading.content.plain.splitlines()[2:])

    for make in (lambda: DeadlineForm(service, long, "TB-01"), lambda: EventForm(service, long, "seller_offered")):
        drive(make, script, (width, 30))


@pytest.mark.parametrize(("width", "copy"), [(120, True), (80, False), (60, False)])
def test_no_button_of_a_form_is_cut_off_where_the_one_that_can_be_missed_gives_way(
    service: Service, view: CaseView, width: int, copy: bool
) -> None:
    stash.begin(None)

    async def leave(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*"3d", "escape")

    async def script(host: Host, pilot: Pilot[None]) -> None:
        row = next(line for line in picture(host).splitlines() if "ctrl+s save" in line)
        assert "esc close" in row and ("ctrl+y" in row) is copy
        assert width == 60 or "ctrl+r afresh" in row

    drive(lambda: DeadlineForm(service, view), leave, (width, 24))
    drive(lambda: DeadlineForm(service, service.case(1)), script, (width, 24))
    stash.begin(None)


def test_no_deadline_is_asked_for_in_a_case_that_is_over(service: Service, view: CaseView) -> None:
    service.log(1, "withdrawn", {}, force=True)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("d")
        await until(pilot, lambda: "No clock runs." in str(screen.notice.content))
        assert app.screen is screen

    play(service, script)
