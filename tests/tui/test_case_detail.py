"""The panes together: keys, the mouse, and nothing drawn that did not change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Button

from refund_tui.service import Service
from refund_tui.tui.widgets import status_pane, timeline_pane
from refund_tui.tui.widgets.case_detail import CaseDetail
from refund_tui.tui.widgets.checklist_pane import ChecklistPane
from refund_tui.tui.widgets.deadline_pane import DeadlinePane
from refund_tui.tui.widgets.escalation_pane import LaneRow
from refund_tui.tui.widgets.messages import DeadlineChosen, EvidenceToggled, LaneChosen
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


@pytest.fixture
def view(service: Service) -> CaseView:
    return applied(service)


@pytest.mark.parametrize("size", SIZES)
def test_the_detail_draws_hostile_cases_and_runs_nothing(service: Service, size: tuple[int, int]) -> None:
    view = applied(service, merchant=ALL_HOSTILE, item=ALL_HOSTILE, description=ALL_HOSTILE)
    service.save_note(view.case.id, ALL_HOSTILE, view.note.revision)
    view = service.case(view.case.id)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.show(view)
        await pilot.pause(0.1)
        for _step in range(12):
            assert is_clean(picture(host))
            host.held.scroll_page_down(animate=False)
            await pilot.pause()
        for y in range(size[1]):
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


def test_buttons_and_items_answer_to_keys_and_a_locked_button_cannot_be_pressed(view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.show(view)
        await pilot.pause(0.1)
        buttons = [row.query_one(Button) for row in host.held.query(LaneRow)]
        assert [button.disabled for button in buttons] == [True, True, False, False]
        buttons[2].focus()
        await pilot.press("enter")
        host.held.query_one(ChecklistPane).focus()
        await pilot.press("down", "enter")
        host.held.query_one(DeadlinePane).focus()
        await pilot.press("enter")
        await pilot.pause()

    heard = drive(Listener, script).held.heard
    assert heard == [("lane", "complaint_12315"), ("evidence", "chat", "prepared"), ("deadline", "TB-01")]


def test_an_item_answers_to_the_mouse(view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.show(view)
        await pilot.pause(0.1)
        pane = host.held.query_one(DeadlinePane)
        await pilot.click(offset=(pane.region.x + 3, pane.region.y + 2))
        await pilot.pause()

    assert drive(Listener, script).held.heard == [("deadline", "TB-01")]


def test_showing_the_same_case_again_keeps_the_place_the_buttons_and_draws_nothing(
    view: CaseView, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.show(view)
        await pilot.pause(0.1)
        host.held.scroll_to(y=8, animate=False)
        await pilot.pause()
        buttons = list(host.held.query(Button))
        drawn: list[Content] = []
        for kind in (DeadlinePane, ChecklistPane, status_pane.StatusPane, timeline_pane.TimelinePane):
            monkeypatch.setattr(host.held.query_one(kind), "update", drawn.append)
        host.held.show(replace(view))
        await pilot.pause()
        assert (host.held.scroll_y, list(host.held.query(Button)), drawn) == (8, buttons, [])
        host.held.show(None)
        await pilot.pause()
        assert "No case is chosen." in picture(host)

    drive(CaseDetail, script, (60, 20))
