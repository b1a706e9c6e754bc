"""The panes together: tabs, keys, the mouse, and nothing drawn that did not change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from refund_tui.service import Service
from refund_tui.tui.keymap import resolved
from refund_tui.tui.widgets.case_detail import NAMES, CaseDetail, sign
from refund_tui.tui.widgets.case_pane import CasePane
from refund_tui.tui.widgets.checklist_pane import ChecklistPane
from refund_tui.tui.widgets.escalation_pane import EscalationPane
from refund_tui.tui.widgets.messages import DeadlineChosen, EvidenceToggled, LaneChosen
from refund_tui.tui.widgets.pane import Pane
from refund_tui.tui.widgets.timeline_pane import TimelinePane
from refund_tui.views import CaseView
from tests.tui.helpers import (
    ALL_HOSTILE,
    SIZES,
    Host,
    applied,
    desk,
    drive,
    is_clean,
    picture,
)


@pytest.fixture
def service(db: Path) -> Service:
    return desk(db)


@pytest.mark.parametrize("size", SIZES[1:])
def test_the_detail_draws_hostile_cases_and_runs_nothing(service: Service, size: tuple[int, int]) -> None:
    view = applied(service, merchant=ALL_HOSTILE, item=ALL_HOSTILE, description=ALL_HOSTILE)
    service.save_note(view.case.id, ALL_HOSTILE, view.note.revision)
    view = service.case(view.case.id)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.show(view)
        await pilot.pause(0.1)
        for name in NAMES:
            host.held.turn_to(name)
            await pilot.pause()
            for _step in range(4):
                assert is_clean(picture(host))
                await pilot.press("pagedown")
            for y in range(0, size[1], 2):
                await pilot.click(offset=(4, y))
        assert host.is_running

    drive(CaseDetail, script, size)


class Listener(CaseDetail):
    """Remembers what the panes ask for."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, ...]] = []

    def on_lane_chosen(self, message: LaneChosen) -> None:
        self.heard.append(("lane", message.lane_id))

    def on_evidence_toggled(self, message: EvidenceToggled) -> None:
        self.heard.append(("evidence", message.slot, message.state))

    def on_deadline_chosen(self, message: DeadlineChosen) -> None:
        self.heard.append(("deadline", message.rule_id))


def test_items_answer_to_keys(view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.show(view)
        await pilot.pause(0.1)
        host.held.turn_to("lanes")
        await pilot.press("j", "j", "enter")
        host.held.turn_to("evidence")
        await pilot.press("down", "enter")
        host.held.turn_to("case")
        await pilot.press("enter")
        await pilot.pause()

    heard = drive(Listener, script).held.heard
    assert heard == [("lane", "complaint_12315"), ("evidence", "chat", "prepared"), ("deadline", "TB-01")]


@pytest.mark.parametrize(("name", "kind"), [("case", CasePane), ("lanes", EscalationPane)])
def test_an_item_answers_to_the_mouse(view: CaseView, name: str, kind: type[Pane]) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.show(view)
        host.held.turn_to(name)
        await pilot.pause(0.1)
        pane = host.held.query_one(kind)
        rows = [pane.render_line(y).text for y in range(pane.size.height)]
        line = next(y for y, row in enumerate(rows) if row.startswith(("seller ", "[ go")))
        await pilot.click(offset=(pane.region.x + 3, pane.region.y + line))
        await pilot.pause()

    heard = drive(Listener, script).held.heard
    assert heard == [("deadline", "TB-01")] if name == "case" else [("lane", "complaint_12315")]


def test_showing_the_same_case_again_keeps_the_place_and_draws_nothing(
    view: CaseView, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.show(view)
        host.held.turn_to("timeline")
        host.held.turn_to("evidence")
        await pilot.pause(0.1)
        await pilot.press("pagedown")
        await pilot.pause()
        pane = host.held.query_one(ChecklistPane)
        place = pane.top
        drawn: list[object] = []
        for kind in (CasePane, ChecklistPane, TimelinePane):
            monkeypatch.setattr(host.held.query_one(kind), "refresh", lambda *regions, **_more: drawn.extend(regions))
        host.held.show(replace(view))
        await pilot.pause()
        assert (pane.top, drawn) == (place, [])
        host.held.show(None)
        await pilot.pause()
        assert "No case is chosen." in picture(host)

    drive(CaseDetail, script, (60, 10))


def test_another_case_repaints_only_the_lines_that_read_differently(
    service: Service, view: CaseView, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.show(view)
        await pilot.pause(0.1)
        pane = host.held.query_one(CasePane)
        drawn: list[int] = []
        monkeypatch.setattr(pane, "refresh", lambda *regions, **_more: drawn.extend(each.y for each in regions))
        host.held.show(replace(view, case=replace(view.case, id=77)))
        assert drawn == [0]

    drive(CaseDetail, script)


def test_one_pane_is_in_sight_or_the_case_and_one_other(view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        def shown() -> list[str]:
            return [name for name in NAMES if host.held.query_one(f"#pane-{name}").display]

        host.held.show(view)
        await pilot.pause(0.1)
        assert shown() == ["case"]
        host.held.turn_to("terms")
        assert shown() == ["terms"]
        host.held.set_both(True)
        assert shown() == ["case", "terms"]
        host.held.turn(1)
        assert shown() == ["case", "timeline"]
        host.held.set_both(False)
        assert shown() == ["timeline"]

    drive(CaseDetail, script)


def test_a_tab_is_turned_to_by_the_mouse(view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.show(view)
        await pilot.pause(0.1)
        strip = picture(host).splitlines()[0]
        await pilot.click(offset=(strip.index("Terms") + 1, 0))
        await pilot.pause()
        assert host.held.tab == "terms"

    drive(CaseDetail, script, (80, 12))


def test_tabs_say_their_keys_as_they_are_mapped_and_what_waits(service: Service, view: CaseView) -> None:
    def make() -> CaseDetail:
        return CaseDetail(keys=resolved(own={"pane_terms": ("f4",), "pane_note": ()}))

    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.show(view)
        await pilot.pause(0.1)
        strip = picture(host).splitlines()[0]
        assert "2 Proof 2" in strip and "3 Ways 2" in strip and "F4 Terms" in strip and " Note" in strip

    drive(make, script, (80, 12))
    case = view.case.id
    service.save_note(case, "word", view.note.revision)
    service.edit(case, {"agreed": "100"})
    later = service.log(case, "evidence_marked", {"slot": "photo", "state": "uploaded"})
    assert [sign(name, later) for name in NAMES] == ["", "1", "2", "!", "", "*", ""]


def test_text_selected_with_the_mouse_is_copied(view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.show(view)
        await pilot.pause(0.1)
        pane = host.held.query_one(CasePane)
        x, y = pane.content_region.offset
        await pilot.mouse_down(offset=(x, y))
        await pilot.hover(offset=(x + 11, y))
        await pilot.mouse_up(offset=(x + 11, y))
        await pilot.pause()
        assert host.screen.get_selected_text() == "#1 Tea House"
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert host.clipboard == "#1 Tea House"

    drive(CaseDetail, script)


def test_a_long_story_is_shown_from_its_end_and_stays_there_as_it_grows(service: Service, view: CaseView) -> None:
    for number in range(12):
        view = service.log(view.case.id, "seller_replied", {"kind": "other", "text": f"reply {number}"})

    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.show(view)
        host.held.turn_to("timeline")
        await pilot.pause(0.1)
        assert "reply 11" in picture(host) and "Timeline" not in picture(host)
        host.held.show(service.log(view.case.id, "seller_replied", {"kind": "other", "text": "the newest"}))
        await pilot.pause()
        assert "the newest" in picture(host)
        await pilot.press("g")
        host.held.show(service.log(view.case.id, "seller_replied", {"kind": "other", "text": "newer still"}))
        await pilot.pause()
        assert "Timeline" in picture(host) and "newer still" not in picture(host)

    drive(CaseDetail, script, (80, 14))


@pytest.mark.parametrize("width", [34, 40, 58, 80])
def test_where_tabs_have_no_room_the_last_names_give_way_first(view: CaseView, width: int) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.show(view)
        host.held.turn_to("terms")
        await pilot.pause(0.1)
        strip = picture(host).splitlines()[0]
        assert all(f"{number}" in strip for number in range(1, 8)) and "4 Terms" in strip
        named = [name in strip for name in ("Case", "Proof", "Ways", "Log", "Note", "Amount")]
        assert named == sorted(named, reverse=True) and any(named) == (width > 40) and all(named) == (width == 80)
        assert ("7…" in strip) == (34 < width < 80)

    drive(CaseDetail, script, (width, 12))
