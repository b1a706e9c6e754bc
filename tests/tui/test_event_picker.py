"""Logging in two or three keys: what comes next first, with what it will do; at once where nothing is in doubt."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from refund_tui import i18n
from refund_tui.domain.events import EVENTS
from refund_tui.domain.text import cells
from refund_tui.service import Service
from refund_tui.tui import stash
from refund_tui.tui.app import RefundApp
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.screens.confirm import Confirm
from refund_tui.tui.screens.event_form import EventForm
from refund_tui.tui.screens.event_picker import EventPicker
from refund_tui.tui.screens.event_words import fitting
from refund_tui.views import CaseView
from tests.making import both, playbook, rule
from tests.tui.helpers import (
    ALL_HOSTILE,
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
from tests.tui.playing import play, until

SIZES = ((120, 40), (80, 24), (60, 20))


@pytest.fixture
def service(db: Path) -> Service:
    return desk(db)


def ids(host: Host) -> list[str | None]:
    listed = host.held.query_one(OptionList)
    return [listed.get_option_at_index(place).id for place in range(listed.option_count)]


def under_cursor(host: Host) -> str | None:
    option = host.held.query_one(OptionList).highlighted_option
    return option.id if option else None


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_comes_next_stands_first_with_its_number_and_its_effect(
    service: Service, view: CaseView, size: tuple[int, int], language: str
) -> None:
    i18n.install(language)
    refused, starts = {
        "en": ("seller refused", "starts: 5 days, yours: TB-03"),
        "zh_CN": ("卖家已拒绝", "TB-03"),
    }[language]

    async def script(host: Host, pilot: Pilot[None]) -> None:
        shown = picture(host)
        assert all(cells(line) == size[0] for line in shown.splitlines())
        first = next(line for line in shown.splitlines() if "1  " in line)
        assert refused in first and ("-> " in first) == (size[0] > 60)
        assert all(f" {number}  " in shown for number in range(1, 10))
        assert "-> " in flat(host) and starts in flat(host) and "ctrl+s" in shown

    drive(lambda: EventPicker(service, view), script, size)


def test_the_row_under_the_cursor_stands_out_without_colour(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        for name in ("seller refused", "seller agreed"):
            reversed_rows = [
                strip.text
                for strip in host.screen._compositor.render_strips()
                if any(piece.style and piece.style.reverse and len(piece.text) > 3 for piece in strip)
            ]
            assert len(reversed_rows) == 1 and name in reversed_rows[0]
            await pilot.press("down")

    drive(lambda: EventPicker(service, view), script)


def test_all_that_is_possible_comes_before_what_is_not(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        found = ids(host)
        divide = found.index(None)
        assert set(found[:divide]) == set(view.allowed) and "seller_received" in found[divide:]
        assert len(found) - 1 == sum(spec.loggable for spec in EVENTS.values())

    drive(lambda: EventPicker(service, view), script)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("digit", ["2", "２"])
def test_a_digit_opens_the_form_of_its_event_and_ctrl_s_saves_it(
    service: Service, view: CaseView, size: tuple[int, int], digit: str
) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(digit)
        await settle(pilot)
        form = top(host)
        assert isinstance(form, EventForm) and form.kind == "seller_agreed"
        await pilot.press("ctrl+s")
        await settle(pilot)

    done = drive(lambda: EventPicker(service, view), script, size).results[0]
    assert done.case.stage == "agreed_refund" and done.events[-1].kind == "seller_agreed"


def test_a_digit_after_words_is_searched_for(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*"complaint 1", *"2315")
        await settle(pilot)
        assert host.held.query_one(Input).value == "complaint 12315"
        assert ids(host)[0] == "complaint_filed" and " 1  " not in picture(host)

    drive(lambda: EventPicker(service, view), script)


def test_a_number_that_stands_before_nothing_does_nothing(service: Service, view: CaseView) -> None:
    over = service.log(view.case.id, "given_up", {})

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("9", "0", "backspace")
        await settle(pilot)
        assert isinstance(top(host), EventPicker) and host.held.query_one(Input).value == ""
        await pilot.press("1")
        await settle(pilot)
        assert isinstance(top(host), EventForm)

    drive(lambda: EventPicker(service, over), script)


@pytest.mark.parametrize("size", SIZES)
def test_ctrl_s_logs_at_once_as_happening_now(service: Service, view: CaseView, size: tuple[int, int]) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+s")
        await settle(pilot)

    done = drive(lambda: EventPicker(service, view), script, size).results[0]
    assert done.case.stage == "refused" and done == service.case(view.case.id)
    assert done.events[-1].kind == "seller_refused" and done.events[-1].occurred_at == done.now


def test_what_is_logged_at_once_is_shown_before_with_its_values(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*"money arrived")
        await settle(pilot)
        assert "ctrl+s logs it now: amount 129.00 CNY" in picture(host)
        await pilot.press("ctrl+s")
        await settle(pilot)

    done = drive(lambda: EventPicker(service, view), script).results[0]
    assert done.case.received == 12900 and done.case.stage == "closed_won"


def test_two_quick_presses_log_once(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+s", "ctrl+s", "enter")
        await settle(pilot)

    assert len(drive(lambda: EventPicker(service, view), script).results) == 1
    assert [event.kind for event in service.case(view.case.id).events].count("seller_refused") == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("seller replied", "needed: kind"),
        ("seller made an offer", "needed: amount"),
        ("receipt confirmed", "Confirming receipt sends the money to the seller"),
        ("closed", "closed needs a reason in text"),
    ],
)
def test_what_is_in_doubt_opens_the_form_and_says_why(service: Service, view: CaseView, words: str, why: str) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*words)
        await settle(pilot)
        assert "ctrl+s opens the form (" in picture(host)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(top(host), EventForm) and why in flat(host)
        await pilot.press("escape")
        await settle(pilot)
        assert top(host) is host.held and host.results == []

    drive(lambda: EventPicker(service, view), script)
    assert len(service.case(view.case.id).events) == len(view.events)


def test_what_leaves_the_agreed_terms_is_named_and_not_logged_at_once(service: Service) -> None:
    case = service.add({"merchant": "Shop", "paid": "129"}).case.id
    service.log(case, "terms_agreed", {"amount": "100", "return_address": "Road 5"})
    service.log(case, "applied", {"kind": "refund_only", "amount": "100"})
    service.log(case, "seller_refused", {})
    view = service.case(case)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*"application modified", "ctrl+s")
        await settle(pilot)
        assert isinstance(top(host), EventForm) and "the application says refund only" in flat(host)

    drive(lambda: EventPicker(service, view), script)


def test_words_find_in_both_languages_and_the_cursor_moves_meanwhile(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*"made an off", "enter")
        await settle(pilot)
        form = top(host)
        assert isinstance(form, EventForm) and form.kind == "seller_offered"
        await pilot.press("escape")
        await settle(pilot)
        host.held.query_one(Input).value = ""
        await settle(pilot)
        await pilot.press("down", "down", "up")
        assert under_cursor(host) == host.held._possible[1]
        assert "-> agreed" in flat(host)

    drive(lambda: EventPicker(service, view), script)
    assert fitting("SELLER_AGREED", ["seller_agreed", "paid"]) == ["seller_agreed"]
    i18n.install("zh_CN")
    assert fitting("卖家 拒绝", list(EVENTS)) == ["seller_refused"] == fitting("seller refused", list(EVENTS))


def test_words_that_find_nothing_leave_nothing_to_log(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*"nosuchthing", "enter", "ctrl+s")
        await settle(pilot)
        assert top(host) is host.held and "ctrl+s logs" not in picture(host)

    assert drive(lambda: EventPicker(service, view), script).results == []


@pytest.mark.parametrize("key", ["enter", "ctrl+s"])
def test_an_impossible_event_is_logged_only_after_a_yes(service: Service, view: CaseView, key: str) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*"seller_received")
        await settle(pilot)
        assert "not possible now" in picture(host)
        await pilot.press(key)
        await settle(pilot)
        assert isinstance(top(host), Confirm)
        await pilot.press("escape")
        await settle(pilot)
        assert top(host) is host.held
        await pilot.press(key)
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert isinstance(top(host), EventForm)
        await pilot.press("ctrl+s")
        await settle(pilot)

    done = drive(lambda: EventPicker(service, view), script, (60, 20)).results[0]
    assert done.events[-1].kind == "seller_received" and done.events[-1].forced


def test_a_case_that_moved_on_is_shown_anew_before_anything_is_logged(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        service.log(view.case.id, "seller_agreed", {})
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert any("changed by somebody else meanwhile" in each.message for each in host._notifications)
        assert host.held._possible[0] == "refund_issued"
        await pilot.press("escape")
        await settle(pilot)

    assert drive(lambda: EventPicker(service, view), script).results == [None]
    assert service.case(view.case.id).case.stage == "agreed_refund"


def test_a_failing_disk_is_said_and_the_picker_stays(
    service: Service, view: CaseView, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*given: object, **named: object) -> CaseView:
        raise OSError("no space left")

    monkeypatch.setattr(service, "log", fails)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "It was not saved: no space left" in picture(host)

    assert drive(lambda: EventPicker(service, view), script).results == []


def test_a_resize_keeps_the_place(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("down", "down", "down")
        here = under_cursor(host)
        for size in (SIZES[2], SIZES[1], SIZES[0]):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert under_cursor(host) == here and top(host) is host.held

    drive(lambda: EventPicker(service, view), script)


def test_a_click_opens_the_form_and_what_is_typed_there_is_saved(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.click(OptionList, offset=(5, 0))
        await settle(pilot)
        form = top(host)
        assert isinstance(form, EventForm) and form.kind == "seller_refused"
        host.held = form
        put(host, "text", "no receipt")
        await pilot.press("ctrl+s")
        await settle(pilot)

    assert drive(lambda: EventPicker(service, view), script).results[0].events[-1].data["text"] == "no receipt"


@pytest.mark.parametrize("keys", [("l", "ctrl+s"), ("l", "1", "ctrl+s")])
def test_from_the_list_it_takes_two_or_three_keys(db: Path, keys: tuple[str, ...]) -> None:
    service = desk(db)
    service.add({"merchant": "Shop"})

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        for key in keys:
            await pilot.press(key)
            await until(pilot, lambda: app.screen.is_modal or app.screen is screen)
            await pilot.pause(0.1)
        await until(pilot, lambda: app.screen is screen)
        await until(pilot, lambda: "talking" in picture(app))

    play(service, script, (80, 24))
    assert [event.kind for event in service.case(1).events] == ["opened", "contacted"]


@pytest.mark.parametrize("size", SIZES)
def test_no_text_of_a_user_or_a_rule_drives_the_picker(db: Path, size: tuple[int, int]) -> None:
    text = both(ALL_HOSTILE.replace("\udcff", ""))  # no TOML file can hold half a character
    own = playbook(
        rule("TB-01", title=text, on_expiry=text),
        rule("TB-03", who="me", anchors=("seller_refused",), title=text, on_expiry=text),
    )
    service = desk(db, own)
    view = applied(service, merchant=ALL_HOSTILE, item=ALL_HOSTILE)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.query_one(Input).value = ALL_HOSTILE
        await settle(pilot)
        assert is_clean(picture(host))
        host.held.query_one(Input).value = ""
        await settle(pilot)
        for _step in range(len(view.allowed)):
            await pilot.press("down")
        await settle(pilot)
        assert host.is_running and is_clean(picture(host))

    drive(lambda: EventPicker(service, view), script, size)


@pytest.mark.parametrize("digit", ["1", "１"])
@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
def test_what_is_typed_at_once_behind_a_number_or_enter_stands_in_the_form(
    db: Path, digit: str, size: tuple[int, int]
) -> None:
    service = desk(db)
    applied(service)

    def burst(app: RefundApp, *keys: str) -> None:
        for key in keys:
            named = {" ": "space", "\r": "enter"}.get(key, key)
            app.post_message(Key(named, None if key == "\r" else key))

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        for keys in (f"l{digit}no proof", "lseller refused\rno proof"):
            burst(app, *keys)
            await until(
                pilot,
                lambda: isinstance(app.screen, EventForm) and app.screen.form.current.typed.endswith("no proof"),
            )
            stash.begin(None)
            await pilot.press("escape", "escape")
            await until(pilot, lambda: app.screen is screen)
        burst(app, *"l12315 7")
        await until(pilot, lambda: isinstance(app.screen, EventForm))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, EventForm))
        burst(app, *"complaint 1")
        await until(pilot, lambda: app.screen.query_one(Input).value == "complaint 1")

    play(service, script, size)


def test_a_search_that_nothing_fits_says_so_and_offers_no_form(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*"nosuchthing")
        await settle(pilot)
        assert "Nothing is called that." in picture(host) and "its form" not in picture(host)
        host.held.query_one(Input).value = ""
        await settle(pilot)
        assert "1-9 or enter: its form" in picture(host)

    drive(lambda: EventPicker(service, view), script, (60, 20))
