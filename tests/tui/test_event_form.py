"""Saying what happened: suggested, checked, asked about where it should be, and saved once."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from refund_tui.service import Service
from refund_tui.tui.screens.event_form import EventForm
from refund_tui.tui.widgets.choice import Choice
from refund_tui.views import CaseView
from tests.tui.helpers import (
    SIZES,
    Host,
    asked,
    desk,
    drive,
    flat,
    put,
    settle,
)


@pytest.fixture
def service(db: Path) -> Service:
    return desk(db)


@pytest.mark.parametrize("size", SIZES)
def test_an_event_is_logged_with_its_fields_and_its_time(
    service: Service, view: CaseView, size: tuple[int, int]
) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        put(host, "amount", "50")
        put(host, "text", "take it\nor leave it")
        put(host, "at", "30m ago")
        await pilot.press("ctrl+s")
        await settle(pilot)

    host = drive(lambda: EventForm(service, view, "seller_offered"), script, size)
    event = host.results[0].events[-1]
    assert (event.kind, event.data["amount"], event.data["text"]) == ("seller_offered", 5000, "take it\nor leave it")
    assert event.occurred_at.isoformat() == "2026-11-23T01:30:00+00:00"


def test_an_amount_that_arrives_shows_what_is_still_to_come(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        amount = host.held.form.rows["amount"]
        assert amount.said == "= 129.00 CNY · still to come: 129.00 CNY"
        put(host, "amount", "500")
        await pilot.pause()
        assert not amount.wrong

    drive(lambda: EventForm(service, view, "refund_received"), script)


def test_what_should_be_known_before_is_asked_and_only_then_saved(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "! Confirming receipt sends the money to the seller" in asked(host)
        await pilot.press("y")
        await settle(pilot)

    host = drive(lambda: EventForm(service, view, "receipt_confirmed"), script)
    assert host.results[0].events[-1].kind == "receipt_confirmed"


def test_a_refusal_is_shown_in_the_form_and_nothing_is_lost(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "closed needs a reason in text while the money is not in" in flat(host)
        put(host, "text", "enough")
        await pilot.press("ctrl+s")
        await settle(pilot)

    assert drive(lambda: EventForm(service, view, "closed"), script).results[0].case.stage == "closed_lost"


def test_what_the_stage_forbids_is_logged_only_after_a_yes(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "is not possible while the case is applied. Log it anyway?" in asked(host)
        await pilot.press("y")
        await settle(pilot)

    host = drive(lambda: EventForm(service, view, "seller_received"), script)
    assert host.results[0].events[-1].forced

    async def at_once(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+s")
        await settle(pilot)

    assert drive(lambda: EventForm(service, view, "seller_received", force=True), at_once).results == []
    later = service.case(1)
    later = service.log(1, "reopened", {}, force=True) if not later.case.is_open else later
    assert drive(lambda: EventForm(service, later, "return_signed", True), at_once).results[0].events[-1].forced


def test_a_case_that_moved_on_during_the_form_is_a_conflict_that_can_be_repeated(
    service: Service, view: CaseView
) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        put(host, "amount", "50")
        service.edit(1, {"item": "Pot"})
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "changed by somebody else" in flat(host) and host.held.form.rows["amount"].typed == "50"
        await pilot.press("ctrl+s")
        await settle(pilot)

    assert drive(lambda: EventForm(service, view, "seller_offered"), script).results[0].case.offered == 5000


def test_a_clock_that_ran_out_and_an_evidence_item_are_chosen_not_typed(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        rule = host.held.form.rows["rule"]
        assert isinstance(rule.entry, Choice) and rule.typed == "TB-01"
        put(host, "outcome", "nothing")
        await pilot.press("ctrl+s")
        await settle(pilot)

    assert drive(lambda: EventForm(service, view, "timed_out"), script).results[0].events[-1].data["rule"] == "TB-01"

    async def marking(host: Host, pilot: Pilot[None]) -> None:
        put(host, "slot", "chat")
        put(host, "state", "prepared")
        await pilot.press("ctrl+s")
        await settle(pilot)

    marked = drive(lambda: EventForm(service, service.case(1), "evidence_marked"), marking).results[0]
    assert marked.case.evidence == {"chat": "prepared"}


def test_a_time_that_has_not_come_is_asked_about_first(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        put(host, "at", "tomorrow 15:00")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "! This time has not come yet" in asked(host)
        assert not host.results
        await pilot.press("y")
        await settle(pilot)

    host = drive(lambda: EventForm(service, view, "contacted"), script)
    assert host.results[0].events[-1].kind == "contacted"
