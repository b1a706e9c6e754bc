"""Texts over the screen scroll with the keys that move in the list, as the user has them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from refund_tui.service import Service
from refund_tui.tui.bindings import keymap
from refund_tui.tui.keymap import resolved
from refund_tui.tui.screens.help import Help
from refund_tui.tui.screens.lane_screen import LaneScreen
from refund_tui.tui.screens.left_draft import LeftDraft
from refund_tui.tui.screens.note_view import NoteView
from refund_tui.views import CaseView
from tests.tui.helpers import Host, desk, drive, settle

LOW = (60, 8)
LONG = "\n\n".join(f"line {number}" for number in range(60))


@pytest.fixture
def service(db: Path) -> Service:
    return desk(db)


@pytest.mark.parametrize("name", ["help", "lane", "draft", "note"])
def test_the_users_own_moving_keys_scroll_it(view: CaseView, name: str) -> None:
    makes: dict[str, Callable[[], Screen[Any]]] = {
        "help": Help,
        "lane": lambda: LaneScreen(view, "platform_review"),
        "draft": lambda: LeftDraft("", LONG),
        "note": lambda: NoteView(LONG),
    }

    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.set_keymap(keymap(resolved(own={"down": ["Z"], "up": ["Y"], "first": ["K"], "last": ["V"]})))
        box = host.screen.query_one(VerticalScroll)

        async def at_after(key: str) -> float:
            await pilot.press(key)
            await settle(pilot)
            return box.scroll_y

        assert [await at_after(key) for key in ("Z", "Y")] == [1, 0]
        end = await at_after("V")
        assert end == box.max_scroll_y > 1
        assert await at_after("K") == 0

    drive(makes[name], script, LOW)


def test_the_word_that_deletes_a_draft_is_edited_with_the_keys_of_a_line() -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.click("#delete")
        await pilot.press("e", "t", "e", "home", "d", "e", "l")
        await settle(pilot)
        assert host.screen.query_one(Input).value == "delete"
        await pilot.press("enter")

    assert drive(lambda: LeftDraft("", "typed"), script).results == ["delete"]
