"""The forms: what is typed is echoed, checked, asked about, saved once, and never lost unasked."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widgets import Button, Input, TextArea

from refund_tui.domain.fields import LONGEST_LINE, LONGEST_TEXT
from refund_tui.service import Service
from refund_tui.tui.screens.application_form import event_form
from refund_tui.tui.screens.case_form import CaseForm
from refund_tui.tui.screens.deadline_form import DeadlineForm
from refund_tui.tui.screens.event_form import EventForm
from refund_tui.tui.screens.event_picker import EventPicker
from refund_tui.tui.screens.evidence_desk import EvidenceDesk
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
)


@pytest.fixture
def service(db: Path) -> Service:
    return desk(db)


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
        assert rows["paid"].said == "= 1299.50 CNY"
        assert rows["paid_at"].said == "= 2026-11-22 15:00 Sun · yesterday · Asia/Shanghai"
        assert rows["signed_at"].wrong and rows["signed_at"].said.startswith("no day is not a time")
        assert "! no day is not a time" in flat(host)
        put(host, "currency", "jpy")
        await pilot.pause()
        assert rows["paid"].wrong and rows["paid"].said.startswith("1,299.5元")

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


def test_what_was_paid_caps_the_claim_while_either_is_typed(service: Service) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        rows = host.held.form.rows
        put(host, "merchant", "Shop")
        put(host, "claim", "129")
        await pilot.pause()
        assert rows["claim"].said == "= 129.00 CNY" and not rows["claim"].wrong
        put(host, "paid", "299")
        await pilot.pause()
        assert rows["claim"].said == "= 129.00 CNY · at most 299.00 CNY, what was paid"
        put(host, "paid", "100")
        await pilot.pause()
        assert rows["claim"].wrong and rows["claim"].said == "more than the 100.00 CNY that was paid"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert rows["claim"].entry.has_focus

    assert drive(lambda: CaseForm(service, None), script).results == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-02-30", "2026-02-30 is a day or a time that does not exist"),
        ("25:00", "25:00 is"),
        ("3d", "= 2026-11-26 10:00 Thu · in 3 days · Asia/Shanghai"),
        ("2 days ago", "= 2026-11-21 10:00 Sat · 2 days ago · Asia/Shanghai"),
        ("9:00", "= 2026-11-23 09:00 Mon · 1h 0m ago · Asia/Shanghai"),
        ("明天下午3点", "= 2026-11-24 15:00 Tue · tomorrow · Asia/Shanghai"),
    ],
)
def test_a_date_is_echoed_resolved_and_one_that_cannot_be_says_so(service: Service, typed: str, said: str) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        put(host, "signed_at", typed)
        await pilot.pause()
        assert host.held.form.rows["signed_at"].said.startswith(said)

    drive(lambda: CaseForm(service, None), script)


@pytest.mark.parametrize("size", [(120, 40), (60, 20)])
def test_the_field_that_is_typed_into_and_its_mistake_are_in_sight(
    service: Service, view: CaseView, size: tuple[int, int]
) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        form = host.held.form
        for name, row in form.rows.items():
            assert row.entry.has_focus, name
            await pilot.pause()
            assert row.entry.region in host.screen.region and row.entry.region.height, name
            foot = host.held.query_one("#foot")
            for _turn in range(20):
                if row.entry.region.bottom <= foot.region.y:
                    break
                await pilot.pause(0.02)
            assert row.entry.region.bottom <= foot.region.y, name
            if row.spec.type in ("amount", "when", "until", "zone", "currency"):
                put(host, name, "x1x")
                await pilot.pause(0.05)
                wrong = next(line for line in picture(host).splitlines() if "! x1x" in line or "! X1X" in line)
                assert wrong
            await pilot.press("tab")

    drive(lambda: CaseForm(service, view), script, size)


def test_a_key_typed_right_behind_tab_is_not_lost(service: Service) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("a", "tab", "b", "tab", "tab", "tab", "c", "d")
        typed = host.held.form.typed()
        assert (typed["merchant"], typed["item"], typed["order_no"]) == ("a", "b", "cd")

    drive(lambda: CaseForm(service, None), script)


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
        assert "= 2026-11-25 08:00 Wed · in 2 days" in flat(host)
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

    host = drive(lambda: EvidenceDesk(service, view), script, size)
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

    assert drive(lambda: EvidenceDesk(service, view), script).results == [None]


@pytest.mark.parametrize("size", SIZES)
def test_an_open_lane_guides_and_gives_its_event(service: Service, view: CaseView, size: tuple[int, int]) -> None:
    filed = service.log(1, "complaint_filed", {"number": "7"})

    async def script(host: Host, pilot: Pilot[None]) -> None:
        said = flat(host)
        assert "1. first step" in said and "2. second" in said and "Another authority already has this" in said
        assert "source: forum · not confirmed" in said
        await pilot.press("enter")
        await settle(pilot)

    assert drive(lambda: LaneScreen(filed, "court"), script, size).results == ["closed"]


def test_a_locked_lane_says_from_when_and_cannot_be_logged(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        assert "locked: opens 2026-11-24 09:00, when TB-01 runs out" in flat(host)
        assert host.held.query_one("#done", Button).disabled
        await pilot.press("enter")
        await settle(pilot)

    assert drive(lambda: LaneScreen(view, "platform_review"), script).results == [None]


@pytest.mark.parametrize(("hostile", "size"), [(" ".join(HOSTILE), SIZES[0]), (" ".join(reversed(HOSTILE)), SIZES[1])])
def test_hostile_text_is_taken_as_text_in_every_field(service: Service, hostile: str, size: tuple[int, int]) -> None:
    view = applied(service, merchant=hostile, item=hostile)
    service.log(view.case.id, "complaint_filed", {"number": hostile, "bureau": hostile})
    view = service.edit(view.case.id, {"return_address": hostile, "agreed": "100", "channel": hostile})
    forms = (
        lambda: CaseForm(service, view),
        lambda: CaseForm(service, None),
        lambda: event_form(service, view, "modified"),
        lambda: EventForm(service, view, "seller_received"),
        lambda: DeadlineForm(service, view),
        lambda: EvidenceDesk(service, view),
        lambda: LaneScreen(view, "complaint_12315"),
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


async def paste(host: Host, pilot: Pilot[None], text: str) -> None:
    host.post_message(Paste(text))
    await settle(pilot)


def test_several_lines_pasted_into_a_line_become_one_and_take_the_place_of_what_is_selected(service: Service) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await paste(host, pilot, "Tea\r\n  House\n\tRoad 5\n")
        assert host.held.form.rows["merchant"].typed == "Tea House Road 5"
        await pilot.press("home", "shift+end")
        await paste(host, pilot, "two  blanks ")
        assert host.held.form.rows["merchant"].typed == "two  blanks "
        await paste(host, pilot, "")
        assert host.held.form.rows["merchant"].typed == "two  blanks "

    drive(lambda: CaseForm(service, None), script)


@pytest.mark.parametrize(("field", "longest"), [("merchant", LONGEST_LINE), ("description", LONGEST_TEXT)])
@pytest.mark.parametrize("size", SIZES)
def test_a_paste_that_does_not_fit_is_not_taken_and_said_so(
    service: Service, field: str, longest: int, size: tuple[int, int]
) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        row = host.held.form.rows[field]
        row.entry.focus()
        await pilot.press("a")
        await paste(host, pilot, "b\n" * (longest // 2) + "c")
        assert row.typed == "a"
        assert f"not pasted: {longest // 2 + 1} lines, {longest + 1} characters, and the field holds" in flat(host)
        await paste(host, pilot, "b" * (longest - 1))
        assert len(row.typed) == longest and not row.wrong

    drive(lambda: CaseForm(service, None), script, size)


def test_typing_replaces_what_stands_in_a_field_and_a_click_puts_the_cursor(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        rows = host.held.form.rows
        await pilot.press("Z", "enter", *"Pot")
        assert (rows["merchant"].typed, rows["item"].typed) == ("Z", "Pot")
        await pilot.press("up", "Y", "down", "X")
        assert (rows["merchant"].typed, rows["item"].typed) == ("Y", "X")
        await pilot.click(rows["paid"], offset=(21, 0))
        await settle(pilot)
        await pilot.press("8")
        assert rows["paid"].typed == "1829.00"
        await pilot.click(rows["paid"].entry, offset=(1, 0))
        await settle(pilot)
        await pilot.press("7")
        assert rows["paid"].typed == "71829.00"
        put(host, "item", "a" * 40)
        await pilot.click(rows["item"].entry, offset=(31, 0))
        await settle(pilot)
        await pilot.press("b")
        assert rows["item"].typed == "a" * 30 + "b" + "a" * 10

    drive(lambda: CaseForm(service, view), script)


def test_what_is_typed_and_saved_in_one_go_is_saved(service: Service) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        for key in (*"茶铺x", "ctrl+s"):
            host.post_message(Key(key, key if len(key) == 1 else None))
        await settle(pilot)

    host = drive(lambda: CaseForm(service, None), script)
    assert [view.case.merchant for view in host.results] == ["茶铺x"]
