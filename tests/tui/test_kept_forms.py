"""Leaving a form never throws text away: it is kept, it is back, and it never hides that the case moved on."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from refund_tui.service import Service
from refund_tui.tui import stash
from refund_tui.tui.screens.case_form import CaseForm
from refund_tui.tui.screens.deadline_form import DeadlineForm
from refund_tui.tui.screens.event_form import EventForm
from refund_tui.views import CaseView
from tests.tui.helpers import ALL_HOSTILE, SIZES, Host, desk, drive, flat, is_clean, picture, put, settle


@dataclass
class Draft:
    text: str


@dataclass
class Keeper:
    """Keeps drafts as files would, or cannot read them."""

    kept: dict[str, str] = field(default_factory=dict)
    ended: dict[str, list[Draft]] = field(default_factory=dict)
    unreadable: bool = False

    @property
    def drafts(self) -> Keeper:
        return self

    def keep(self, name: str, text: str, base: int) -> None:
        self.kept[name] = text

    def drop(self, name: str) -> None:
        self.kept.pop(name, None)

    def left(self, name: str | None = None) -> list[Draft]:
        if self.unreadable:
            raise OSError("no permission")
        return self.ended.get(name or "", [])

    def adopt(self, draft: Draft) -> None:
        self.kept["adopted"] = draft.text


@pytest.fixture
def service(db: Path) -> Service:
    return desk(db)


async def leave(host: Host, pilot: Pilot[None]) -> None:
    await pilot.press("escape")
    await settle(pilot)


def told(host: Host) -> list[str]:
    return [str(each.message) for each in host._notifications]


def type_and_leave(service: Service, typed: dict[str, str], view: CaseView | None = None) -> Host:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        for name, text in typed.items():
            put(host, name, text)
        await pilot.pause()
        await leave(host, pilot)
        assert told(host) == ["What you typed is kept: it is back when you open this form again."]

    return drive(lambda: CaseForm(service, view), script)


@pytest.mark.parametrize("size", SIZES)
def test_escape_closes_at_once_and_what_was_typed_is_back(service: Service, size: tuple[int, int]) -> None:
    assert type_and_leave(
        service, {"merchant": "Sh", "paid": "12x", "platform": "jd", "description": "a\nb"}
    ).results == [None]

    async def again(host: Host, pilot: Pilot[None]) -> None:
        typed = {"merchant": "Sh", "paid": "12x", "platform": "jd", "description": "a\nb"}
        assert host.held.form.typed() == typed
        assert "What you typed before is back; ctrl+r starts afresh." in flat(host)
        assert host.held.form.rows["paid"].wrong
        put(host, "paid", "12")
        await pilot.press("ctrl+s")
        await settle(pilot)

    assert drive(lambda: CaseForm(service, None), again, size).results[0].case.paid == 1200

    async def once_saved(host: Host, pilot: Pilot[None]) -> None:
        assert host.held.form.typed() == {} and "What you typed" not in flat(host)

    drive(lambda: CaseForm(service, None), once_saved, size)


def test_a_form_that_was_not_touched_closes_without_a_word(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await leave(host, pilot)
        assert told(host) == []

    assert drive(lambda: CaseForm(service, view), script).results == [None]
    assert stash.get("form-1-case") == {}


@pytest.mark.parametrize("by_button", [False, True])
def test_one_key_sets_it_aside_and_brings_it_back(service: Service, view: CaseView, by_button: bool) -> None:
    type_and_leave(service, {"item": "Teapot"}, view)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        async def afresh() -> None:
            if by_button:
                host.held.query_one("#afresh", Button).press()
            else:
                await pilot.press("ctrl+r")
            await settle(pilot)

        item = host.held.form.rows["item"]
        assert item.typed == "Teapot"
        await afresh()
        assert item.typed == "Kettle" and "is set aside" in flat(host)
        await afresh()
        assert item.typed == "Teapot"
        await afresh()
        await leave(host, pilot)

    drive(lambda: CaseForm(service, view), script)

    async def still(host: Host, pilot: Pilot[None]) -> None:
        assert host.held.form.rows["item"].typed == "Teapot"

    drive(lambda: CaseForm(service, view), still)


def test_only_what_was_typed_comes_back_and_a_case_that_moved_on_is_said(service: Service, view: CaseView) -> None:
    type_and_leave(service, {"item": "Teapot"}, view)
    moved = service.edit(1, {"item": "Pan", "merchant": "Tea Palace"})

    async def script(host: Host, pilot: Pilot[None]) -> None:
        assert host.held.form.typed()["merchant"] == "Tea Palace"
        assert host.held.form.changed() == {"item": "Teapot"}
        assert "The case has changed since: item" in flat(host)

    drive(lambda: CaseForm(service, moved), script)


def test_each_event_and_each_clock_keeps_its_own_text(service: Service, view: CaseView) -> None:
    async def offer(host: Host, pilot: Pilot[None]) -> None:
        put(host, "text", "take it or leave it")
        await pilot.pause()
        await leave(host, pilot)

    drive(lambda: EventForm(service, view, "seller_offered"), offer)

    async def page(host: Host, pilot: Pilot[None]) -> None:
        put(host, "until", "2026-11-25 08:00")
        await pilot.pause()
        await leave(host, pilot)

    drive(lambda: DeadlineForm(service, view, "TB-01"), page)

    async def empty(host: Host, pilot: Pilot[None]) -> None:
        assert "What you typed" not in flat(host)

    drive(lambda: EventForm(service, view, "contacted"), empty)
    drive(lambda: DeadlineForm(service, view, "TB-03"), empty)

    async def back(host: Host, pilot: Pilot[None]) -> None:
        assert "What you typed before is back" in flat(host)

    drive(lambda: EventForm(service, view, "seller_offered"), back)
    drive(lambda: DeadlineForm(service, view, "TB-01"), back)


def test_what_is_typed_is_handed_to_the_drafts_with_each_key_and_taken_back_once_saved(service: Service) -> None:
    keeper = Keeper()
    stash.begin(keeper)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*"Shop")
        await pilot.pause()
        assert json.loads(keeper.kept["form-new-case"])["merchant"] == "Shop"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert keeper.kept == {}

    drive(lambda: CaseForm(service, None), script)


def test_what_an_ended_session_left_is_taken_up(service: Service) -> None:
    left = Draft(json.dumps({"merchant": "Shop", "unknown": "x", "paid": 3}))
    keeper = Keeper(ended={"form-new-case": [Draft("no json"), Draft("[]"), left]})
    stash.begin(keeper)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        assert host.held.form.typed() == {"merchant": "Shop"}
        assert "What you typed before is back" in flat(host)

    drive(lambda: CaseForm(service, None), script)
    assert keeper.kept["adopted"] == left.text


def test_drafts_that_cannot_be_read_keep_no_form_from_opening(service: Service) -> None:
    stash.begin(Keeper(unreadable=True))
    type_and_leave(service, {"merchant": "Shop"})
    assert stash.get("form-new-case")["merchant"] == "Shop"


@pytest.mark.parametrize("size", SIZES)
def test_hostile_text_comes_back_as_text(service: Service, size: tuple[int, int]) -> None:
    names = ("merchant", "paid", "paid_at", "description", "zone", "currency")
    type_and_leave(service, dict.fromkeys(names, ALL_HOSTILE))

    async def script(host: Host, pilot: Pilot[None]) -> None:
        assert is_clean(picture(host))
        await pilot.press("ctrl+y", "tab", "tab", "ctrl+y")
        await settle(pilot)
        assert host.is_running and is_clean(picture(host))

    drive(lambda: CaseForm(service, None), script, size)
