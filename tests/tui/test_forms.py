"""The forms: what is typed is echoed, checked, asked about, saved once, and never lost unasked."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, TextArea

from refund_tui.service import Service
from refund_tui.tui.screens.case_form import CaseForm
from refund_tui.tui.screens.confirm import Confirm
from refund_tui.tui.screens.deadline_form import DeadlineForm
from refund_tui.tui.screens.event_form import EventForm
from refund_tui.tui.screens.event_picker import EventPicker
from refund_tui.tui.screens.evidence_picker import EvidencePicker
from refund_tui.tui.screens.form_modal import FormModal
from refund_tui.tui.screens.lane_screen import LaneScreen
from refund_tui.views import CaseView
from tests.tui.helpers import (
    HOSTILE,
    SIZES,
    Host,
    applied,
    desk,
    drive,
    flat,
    is_clean,
    picture,
    put,
    settle,
    top,
)


@pytest.fixture
def service(db: Path) -> Service:
    return desk(db)


@pytest.fixture
def view(service: Service) -> CaseView:
    return applied(service)


@pytest.mark.parametrize("size", SIZES)
def test_a_case_needs_only_its_merchant(service: Service, size: tuple[int, int]) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+s")
        assert "! needed" in picture(host)
        await pilot.press(*"Shop", "ctrl+s")
        await settle(pilot)

    host = drive(lambda: CaseForm(service, None), script, size)
    assert [view.case.merchant for view in host.results] == ["Shop"]


def test_enter_goes_to_the_next_field_and_what_was_understood_is_echoed(service: Service) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*"Shop", "enter", *"Kettle")
        put(host, "paid", "1,299.5元")
        put(host, "paid_at", "昨天下午3点")
        put(host, "signed_at", "no day")
        await pilot.pause()
        rows = host.held.form.rows
        assert rows["item"].typed == "Kettle"
        said = {name: str(rows[name]._echo.content) for name in ("paid", "paid_at", "signed_at")}
        assert said["paid"] == "= 1299.50 CNY"
        assert said["paid_at"] == "= 2026-11-22 15:00 Asia/Shanghai"
        assert said["signed_at"].startswith("! no day is not a time")
        put(host, "currency", "jpy")
        await pilot.pause()
        assert str(rows["paid"]._echo.content).startswith("! 1,299.5元")

    drive(lambda: CaseForm(service, None), script)


def test_a_wrong_field_is_not_saved_and_gets_the_focus(service: Service) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*"Shop")
        put(host, "paid", "twelve")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert host.held.form.rows["paid"].entry.has_focus
        assert "! twelve is not an amount: write it like 129.00" in flat(host)

    assert drive(lambda: CaseForm(service, None), script).results == []


def test_escape_asks_before_text_is_lost_and_not_otherwise(service: Service) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("x", "escape")
        await settle(pilot)
        assert isinstance(top(host), Confirm)
        await pilot.press("n")
        await settle(pilot)
        assert not isinstance(top(host), Confirm)
        assert host.held.form.typed() == {"merchant": "x"}
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)

    assert drive(lambda: CaseForm(service, None), script).results == [None]

    async def untouched(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("escape")
        await settle(pilot)

    assert drive(lambda: CaseForm(service, None), untouched).results == [None]


def test_editing_sends_only_what_was_changed(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        assert host.held.form.changed() == {}
        put(host, "item", "")
        put(host, "agreed", "100")
        await pilot.press("ctrl+s")
        await settle(pilot)

    host = drive(lambda: CaseForm(service, view), script)
    assert service.case(1).events[-1].data == {"item": None, "terms.amount": 10000}
    assert host.results[0].case.merchant == "Tea House"


def test_a_case_changed_meanwhile_is_said_and_what_was_typed_stays(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        put(host, "item", "Teapot")
        service.edit(1, {"merchant": "Tea Palace"})
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "changed by somebody else meanwhile" in flat(host)
        assert host.held.form.rows["item"].typed == "Teapot" and host.results == []
        await pilot.press("ctrl+s")
        await settle(pilot)

    case = drive(lambda: CaseForm(service, view), script).results[0].case
    assert (case.merchant, case.item) == ("Tea Palace", "Teapot")


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_deadline_is_set_and_taken_away_again(
    service: Service, view: CaseView, size: tuple[int, int]
) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        assert "The page wins" in flat(host) and "the rule says 2026-11-24 09:00" in flat(host)
        put(host, "until", "2026-11-25 08:00")
        await pilot.pause()
        assert "= 2026-11-25 08:00 Asia/Shanghai" in flat(host)
        await pilot.press("ctrl+s")
        await settle(pilot)

    changed = drive(lambda: DeadlineForm(service, view, "TB-01"), script, size).results[0]
    assert changed.clocks[0].overridden

    async def clear(host: Host, pilot: Pilot[None]) -> None:
        host.held.query_one("#clear", Button).press()
        await settle(pilot)

    assert not drive(lambda: DeadlineForm(service, changed), clear, size).results[0].clocks[0].overridden


def test_a_clock_that_does_not_run_may_be_known_from_the_page(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        put(host, "rule", "TB-03")
        await pilot.pause()
        assert host.held.query_one("#clear", Button).disabled and "the application closes" in flat(host)
        put(host, "until", "2d")
        await pilot.press("ctrl+s")
        await settle(pilot)

    clocks = drive(lambda: DeadlineForm(service, view), script).results[0].clocks
    assert any(clock.rule.id == "TB-03" and clock.rule_due_at is None for clock in clocks)


@pytest.mark.parametrize("size", SIZES)
def test_evidence_goes_round_by_key_and_each_step_is_saved(
    service: Service, view: CaseView, size: tuple[int, int]
) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("space", "enter", "down", "space", "escape")
        await settle(pilot)

    host = drive(lambda: EvidencePicker(service, view), script, size)
    assert host.results[0].case.evidence == {"photo": "uploaded", "chat": "prepared"}


def test_evidence_that_cannot_be_saved_is_shown_as_it_was(service: Service, view: CaseView) -> None:
    service.log(1, "given_up", {})

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("space")
        await settle(pilot)
        await pilot.pause(0.2)
        assert "[ ] missing · title photo" in picture(host) and "not possible" in flat(host)
        await pilot.press("escape")
        await settle(pilot)

    assert drive(lambda: EvidencePicker(service, view), script).results == [None]


@pytest.mark.parametrize("size", SIZES)
def test_an_open_lane_guides_and_gives_its_event(service: Service, view: CaseView, size: tuple[int, int]) -> None:
    filed = service.log(1, "complaint_filed", {"number": "7"})

    async def script(host: Host, pilot: Pilot[None]) -> None:
        said = flat(host)
        assert "1. first step" in said and "2. second" in said and "Another authority already has this" in said
        assert "source: forum · not confirmed" in said
        await pilot.press("enter")
        await settle(pilot)

    assert drive(lambda: LaneScreen(service, filed, "court"), script, size).results == ["closed"]


def test_a_locked_lane_says_from_when_and_cannot_be_logged(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        assert "locked: opens 2026-11-24 09:00, when TB-01 runs out" in flat(host)
        assert host.held.query_one("#done", Button).disabled
        await pilot.press("enter")
        await settle(pilot)

    assert drive(lambda: LaneScreen(service, view, "platform_review"), script).results == [None]


@pytest.mark.parametrize(("hostile", "size"), [(" ".join(HOSTILE), SIZES[0]), (" ".join(reversed(HOSTILE)), SIZES[1])])
def test_hostile_text_is_taken_as_text_in_every_field(service: Service, hostile: str, size: tuple[int, int]) -> None:
    view = applied(service, merchant=hostile, item=hostile)
    service.log(view.case.id, "complaint_filed", {"number": hostile, "bureau": hostile})
    view = service.edit(view.case.id, {"return_address": hostile, "agreed": "100", "channel": hostile})
    forms = (
        lambda: CaseForm(service, view),
        lambda: CaseForm(service, None),
        lambda: EventForm(service, view, "modified"),
        lambda: EventForm(service, view, "seller_received"),
        lambda: DeadlineForm(service, view),
        lambda: EvidencePicker(service, view),
        lambda: LaneScreen(service, view, "complaint_12315"),
        lambda: EventPicker(service, view),
    )

    async def script(host: Host, pilot: Pilot[None]) -> None:
        if isinstance(host.held, FormModal):
            for row in host.held.form.rows.values():
                if isinstance(row.entry, Input | TextArea):
                    put(host, row.spec.name, hostile)
            await pilot.press("ctrl+s")
        elif isinstance(host.held, EventPicker):
            host.held.query_one(Input).value = hostile
        await settle(pilot)
        assert host.is_running and is_clean(picture(host))

    for make in forms:
        drive(make, script, size)


def test_hostile_text_saved_through_a_form_is_stored_clean(service: Service) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        for name in ("merchant", "item", "order_no", "trade_no", "channel", "description"):
            put(host, name, " ".join(HOSTILE))
        await pilot.press("ctrl+s")
        await settle(pilot)

    case = drive(lambda: CaseForm(service, None), script).results[0].case
    assert all(is_clean(text) for text in (case.merchant, case.item, case.order_no, case.description))
    assert "[@click=app.quit]x[/]" in case.merchant
