"""The application: terms beside it, remarks as it is typed, one question before what contradicts is saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from refund_tui import i18n
from refund_tui.domain.text import cells
from refund_tui.service import Service
from refund_tui.tui.screens.application_form import ApplicationForm, event_form
from refund_tui.tui.screens.confirm import Confirm
from refund_tui.tui.screens.event_form import EventForm
from refund_tui.views import CaseView
from tests.tui.helpers import ALL_HOSTILE, Host, asked, desk, drive, flat, is_clean, picture, put, settle, top

LAYOUTS = ((120, 40), (80, 24), (60, 20))
TERMS = {"amount": "100", "return_address": "Road 5", "method": "original route", "freight_by": "seller"}


@pytest.fixture
def service(db: Path) -> Service:
    return desk(db)


@pytest.fixture
def view(service: Service) -> CaseView:
    facts = {
        "merchant": "Shop",
        "paid": "299",
        "reason": "quality",
        "order_no": "7",
        "description": "Cracked on arrival",
    }
    return service.log(service.add(facts).case.id, "terms_agreed", TERMS)


def made(service: Service, view: CaseView) -> EventForm:
    return event_form(service, view, "applied")


def below(host: Host) -> str:
    """What stands below the fields, those out of sight too."""
    return " ".join(" ".join(str(row.render()) for row in host.held.form.rows.values()).split())


def test_only_an_application_has_the_form_with_terms(service: Service, view: CaseView) -> None:
    assert isinstance(event_form(service, view, "modified"), ApplicationForm)
    assert not isinstance(event_form(service, view, "contacted"), ApplicationForm)


def test_it_is_filled_in_as_agreed_in_the_order_of_the_page(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        assert host.held.form.typed() == {
            "kind": "return_refund",
            "reason": "quality defect, visible",
            "amount": "100.00",
            "text": "Cracked on arrival",
        }
        assert list(host.held.form.rows) == ["kind", "reason", "amount", "text", "refund_no", "at"]
        assert host.held.form.changed() == {} and "!" not in flat(host)
        await pilot.press("ctrl+s")
        await settle(pilot)

    asked = drive(lambda: made(service, view), script).results[0].case.application
    assert asked is not None and (asked.kind, asked.amount) == ("return_refund", 10000)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", LAYOUTS)
def test_the_terms_stand_beside_the_fields_or_below_them(
    service: Service, view: CaseView, size: tuple[int, int], language: str
) -> None:
    i18n.install(language)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        assert host.held.query_one("#agreed").display == (size[0] >= 100)
        beside = flat(host) if size[0] >= 100 else below(host)
        assert "Road 5" in beside and "original route" in beside
        assert all(cells(line) <= size[0] for line in picture(host).splitlines())
        await pilot.resize_terminal(*((60, 20) if size[0] >= 100 else (120, 40)))
        await settle(pilot)
        assert host.held.query_one("#agreed").display == (size[0] < 100)
        assert "Road 5" in (below(host) if size[0] >= 100 else flat(host))

    drive(lambda: made(service, view), script, size)


@pytest.mark.parametrize("size", LAYOUTS)
def test_what_differs_is_said_as_it_is_typed_and_asked_once_before_it_is_saved(
    service: Service, view: CaseView, size: tuple[int, int]
) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        put(host, "kind", "refund_only")
        put(host, "amount", "120")
        host.held.form.rows["amount"].entry.focus()
        await settle(pilot)
        assert "! agreed 100.00 CNY, application 120.00 CNY" in flat(host)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(top(host), Confirm)
        assert "! kind: agreed: the goods go back; the application says refund only" in asked(host)
        assert "! amount: agreed 100.00 CNY, application 120.00 CNY" in asked(host)
        await pilot.press("n")
        await settle(pilot)
        assert service.case(1).case.stage == "negotiating"
        put(host, "kind", "return_refund")
        put(host, "amount", "100")
        await settle(pilot)
        assert "! agreed" not in flat(host)
        await pilot.press("ctrl+s")
        await settle(pilot)

    assert drive(lambda: made(service, view), script, size).results[0].case.stage == "applied"


def test_a_yes_saves_what_differs(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        put(host, "amount", "120")
        await pilot.press("ctrl+s")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)

    assert drive(lambda: made(service, view), script).results[0].differences[0].asked == 12000


def test_what_is_only_worth_a_look_is_shown_and_never_asked(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        put(host, "text", "bad quality")
        put(host, "reason", "")
        await settle(pilot)
        said = flat(host)
        assert "? this only judges: say what exactly. Which part, what happens, when did you notice?" in said
        assert "? no reason yet" in said
        await pilot.press("ctrl+s")
        await settle(pilot)

    assert drive(lambda: made(service, view), script).results[0].case.stage == "applied"


def test_a_remark_that_has_no_field_stands_below_the_form(service: Service, view: CaseView) -> None:
    bare = service.edit(1, {"order_no": "", "freight_by": ""})

    async def script(host: Host, pilot: Pilot[None]) -> None:
        said = flat(host)
        assert "? order no.: unknown here" in said and "? freight paid by: not agreed" in said

    drive(lambda: made(service, bare), script)


def test_an_amount_above_what_was_paid_is_a_mistake_at_the_field_and_said_once(
    service: Service, view: CaseView
) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        put(host, "amount", "299.01")
        await settle(pilot)
        assert flat(host).count("more than the 299.00 CNY that was paid") == 1
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert not isinstance(top(host), Confirm) and host.held.form.rows["amount"].entry.has_focus

    assert drive(lambda: made(service, view), script).results == []


def test_each_field_is_copied_as_it_is_pasted_into_the_page(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        put(host, "amount", "￥1,00")
        put(host, "text", "line 1\nline 2")
        copied = []
        for name in ("kind", "reason", "amount", "text", "refund_no"):
            host.held.form.rows[name].entry.focus()
            await pilot.pause()
            await pilot.press("ctrl+y")
            await pilot.pause()
            copied.append(host.clipboard)
        assert copied == ["return and refund", "quality defect, visible", "￥1,00", "line 1\nline 2", "line 1\nline 2"]
        put(host, "amount", "￥100")
        host.held.form.rows["amount"].entry.focus()
        await pilot.pause()
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert host.clipboard == "100.00"

    drive(lambda: made(service, view), script)


@pytest.mark.parametrize("size", LAYOUTS)
def test_hostile_terms_and_texts_are_shown_as_text(service: Service, view: CaseView, size: tuple[int, int]) -> None:
    terms = dict.fromkeys(("return_address", "method"), ALL_HOSTILE)
    service.edit(1, terms | {"description": ALL_HOSTILE, "merchant": ALL_HOSTILE})
    service.log(1, "applied", {"kind": "refund_only", "reason": ALL_HOSTILE, "refund_no": ALL_HOSTILE})
    raw = service.case(1)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        for name in ("reason", "amount", "text", "refund_no", "at"):
            put(host, name, ALL_HOSTILE)
        await settle(pilot)
        assert is_clean(picture(host))
        await pilot.press("ctrl+y")
        put(host, "amount", "1")
        put(host, "at", "")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert host.is_running and is_clean(picture(host)) and isinstance(top(host), Confirm)

    drive(lambda: event_form(service, raw, "modified"), script, size)
