"""Keys that come in one go, from a slow line or a macro: each does what it would have done by itself, in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from textual.containers import Vertical
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input

from refund_tui.domain.fields import FACTS
from refund_tui.service import Service
from refund_tui.tui import turns
from refund_tui.tui.app import RefundApp
from refund_tui.tui.screens.amount_form import AmountForm
from refund_tui.tui.screens.case_form import CaseForm
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.widgets.choice import ChoiceList
from refund_tui.tui.widgets.filter_bar import FilterBar
from refund_tui.views import CaseView
from tests.tui.helpers import Host, applied, desk, drive, settle
from tests.tui.playing import play, some_cases, until

NAMED = {"\t": "tab", "\r": "enter", "<": "shift+tab", "^": "up", "v": "down", ">": "right", "~": "backspace"}
"""How the keys that are no text are written here."""
TO_LAST = "\t" * (len(FACTS) - 1)
BURSTS: Sequence[tuple[str, Mapping[str, str]]] = (
    ("ShopX\tItemY\t", {"merchant": "ShopX", "item": "ItemY"}),
    ("ShopX\rItemY\r", {"merchant": "ShopX", "item": "ItemY"}),
    ("ab~c\td~e\t", {"merchant": "ac", "item": "e"}),
    ("Shop\tPot<Tea", {"merchant": "Tea", "item": "Pot"}),
    ("ShopvPot^Tea", {"merchant": "Tea", "item": "Pot"}),
    ("\t\tt>\to\tA1\t129\t", {"platform": "tmall", "scenario": "online", "order_no": "A1", "paid": "129"}),
    ("\t\t>>\t>\tA1", {"platform": "tmall", "scenario": "online", "order_no": "A1"}),
    ("\t\t\rvv\r>\tA1", {"platform": "jd", "scenario": "online", "order_no": "A1"}),
    ("Shop" + "\t" * 12 + "a\rb^c\t7\tapp", {"merchant": "Shop", "description": "ac\nb", "trade_no": "7"}),
    ("<<<<last<before", {FACTS[-1].name: "last", FACTS[-2].name: "before"}),
)
"""What is typed into the form of a new case, and what stands in it then."""


@pytest.fixture
def service(db: Path) -> Service:
    return desk(db)


@pytest.fixture
def view(service: Service) -> CaseView:
    return applied(service)


def at_once(app: Host | RefundApp, typed: str) -> None:
    """Press keys without a pause between them."""
    for key in typed:
        app.post_message(Key(NAMED.get(key, key), None if key in NAMED else key))


def test_what_follows_a_move_of_the_cursor_stands_in_the_field_it_leads_to(service: Service) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        for typed, stands in BURSTS:
            host.held.form.fill({})
            host.held.form.rows["merchant"].entry.focus()
            await pilot.pause()
            at_once(host, typed)
            await settle(pilot)
            found = host.held.form.typed()
            assert {name: found.get(name, "") for name in stands} == stands
            assert host.screen is host.held

    drive(lambda: CaseForm(service, None), script)


def test_the_last_field_gives_way_to_the_buttons_and_enter_presses_one(service: Service) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        at_once(host, "Shop" + TO_LAST + "91330100X\t\r")
        await settle(pilot)

    case = drive(lambda: CaseForm(service, None), script, (80, 24)).results[0].case
    assert (case.merchant, case.merchant_code) == ("Shop", "91330100X")


def test_the_lines_of_an_order_and_the_amount_behind_them_stay_apart(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        at_once(host, "Tea | 40\t150")
        await settle(pilot)
        found = host.held.form.typed()
        assert (found["lines"], found["goods_paid"]) == ("Tea | 40", "150")

    drive(lambda: AmountForm(service, view), script)


def test_a_paste_goes_where_the_keys_before_it_lead(service: Service) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        at_once(host, "Shop\t")
        host.post_message(Paste("Kettle"))
        at_once(host, "s\t>")
        await settle(pilot)
        found = host.held.form.typed()
        assert (found["merchant"], found["item"], found["platform"]) == ("Shop", "Kettles", "taobao")

    drive(lambda: CaseForm(service, None), script)


def test_a_list_that_is_left_gives_the_keys_back_to_its_form(service: Service) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        at_once(host, "\t\t\r")
        await until(pilot, lambda: isinstance(host.screen, ChoiceList))
        host.post_message(Key("escape", None))
        at_once(host, "<Pot")
        await settle(pilot)
        assert host.held.form.typed() == {"item": "Pot"}

    drive(lambda: CaseForm(service, None), script)


def test_a_case_is_opened_filled_in_and_saved_in_one_go(service: Service) -> None:
    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        at_once(app, "aShopX\tItemY\t>\t\t\t123")
        app.post_message(Key("ctrl+s", None))
        await until(pilot, lambda: screen.cases.rows.count == 1 and app.screen is screen)
        case = service.case(1).case
        assert (case.merchant, case.item, case.platform, case.paid) == ("ShopX", "ItemY", "taobao", 12300)

    play(service, script)


def test_the_cursor_of_the_list_moves_before_the_case_under_it_is_edited(service: Service) -> None:
    for merchant in ("Acme", "Zenith"):
        service.add({"merchant": merchant})

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        under = screen.cases.case_id
        at_once(app, "veShop")
        app.post_message(Key("ctrl+s", None))
        await until(pilot, lambda: "Shop" in [service.case(each).case.merchant for each in (1, 2)])
        assert service.case(under or 0).case.merchant != "Shop"

    play(service, script)


def test_down_leaves_the_filter_before_the_case_that_it_found_is_edited(service: Service) -> None:
    for merchant in ("Acme", "Zenith"):
        service.add({"merchant": merchant})

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("slash")
        at_once(app, "AcmeveShop")
        app.post_message(Key("ctrl+s", None))
        await until(pilot, lambda: "Shop" in service.case(1).case.merchant)
        assert (
            screen.query_one(FilterBar).query_one(Input).value == "Acme" and service.case(2).case.merchant == "Zenith"
        )

    play(service, script)


def test_keys_that_only_move_in_the_list_hold_no_key_behind_them(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_cases(service)
    waited = []

    async def note(ask: Callable[..., bool]) -> None:
        waited.append(ask)

    async def script(_app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        monkeypatch.setattr(turns, "_done", note)
        first = screen.cases.case_id
        await pilot.press("down", "j")
        assert screen.cases.case_id != first and not waited
        await pilot.press("tab")
        assert waited

    play(service, script)


class Stuck(Widget, can_focus=True):
    """Never comes to an end with a key until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = asyncio.Event()

    async def on_key(self) -> None:
        await self.let_go.wait()


def test_a_part_that_does_not_answer_does_not_keep_the_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "MOST_SECONDS", 0.05)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        stuck, entry = host.query_one(Stuck), host.query_one(Input)
        stuck.focus()
        await pilot.pause()
        at_once(host, ">")
        await asyncio.sleep(0.01)
        entry.focus()
        at_once(host, "a~b")
        await asyncio.sleep(0.02)
        assert entry.value == ""
        # Not the pilot's pause: it would wait for the part as well.
        await asyncio.sleep(0.3)
        value = entry.value
        stuck.let_go.set()
        assert value == "b"

    drive(lambda: Vertical(Stuck(), Input()), script, (40, 12))
