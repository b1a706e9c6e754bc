"""The choice: gone round with keys, jumped to by letters, chosen from a list with enter or the mouse."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from refund_tui.service import Service
from refund_tui.tui import safe
from refund_tui.tui.screens.case_form import CaseForm
from refund_tui.tui.widgets.choice import Choice
from tests.tui.helpers import ALL_HOSTILE, HOSTILE, Host, desk, drive, is_clean, picture, settle

SHOWN = (("Taobao", "taobao"), ("Tmall", "tmall"), ("京东", "jd"))


def play(
    script: Callable[[Choice, Pilot[None], Host], Awaitable[None]], value: str = "", required: bool = False
) -> Host:
    async def run(host: Host, pilot: Pilot[None]) -> None:
        host.held.focus()
        await pilot.pause()
        await script(host.held, pilot, host)

    return drive(lambda: Choice([(safe.line(shown), value) for shown, value in SHOWN], value, required), run, (40, 12))


def test_left_right_and_space_go_round_with_none_among_them() -> None:
    async def script(choice: Choice, pilot: Pilot[None], host: Host) -> None:
        seen = []
        for key in ("right", "space", "right", "right", "left", "left"):
            await pilot.press(key)
            seen.append(choice.value)
        assert seen == ["taobao", "tmall", "jd", "", "jd", "tmall"]
        await pilot.press("backspace")
        assert choice.value == ""

    play(script)


def test_a_choice_that_is_needed_is_not_gone_round_to_none() -> None:
    async def script(choice: Choice, pilot: Pilot[None], host: Host) -> None:
        await pilot.press("right", "right")
        assert choice.value == "taobao"

    play(script, "tmall", required=True)


def test_letters_jump_by_word_or_id() -> None:
    async def script(choice: Choice, pilot: Pilot[None], host: Host) -> None:
        seen = []
        for key in ("t", "t", "t", "j", "z"):
            await pilot.press(key)
            seen.append(choice.value)
        assert seen == ["taobao", "tmall", "taobao", "jd", "jd"]

    play(script)


@pytest.mark.parametrize("way", ["enter", "click"])
def test_enter_or_a_click_shows_all_and_escape_leaves_it(way: str) -> None:
    async def script(choice: Choice, pilot: Pilot[None], host: Host) -> None:
        async def show() -> None:
            await (pilot.press("enter") if way == "enter" else pilot.click(Choice))
            await pilot.pause()

        await show()
        assert isinstance(host.screen.focused, OptionList) and "京东" in picture(host)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert choice.value == "jd"
        await show()
        await pilot.press("escape")
        await settle(pilot)
        assert choice.value == "jd" and not isinstance(host.screen.focused, OptionList)

    play(script, "tmall")


def test_an_unknown_value_is_none() -> None:
    async def script(choice: Choice, pilot: Pilot[None], host: Host) -> None:
        choice.value = "nowhere"
        assert choice.value == ""

    play(script, "taobao")


def test_a_click_on_a_choice_of_a_form_shows_the_list_and_on_a_name_goes_there(db: Path) -> None:
    service: Service = desk(db)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        rows = host.held.form.rows
        await pilot.click(rows["paid"], offset=(2, 0))
        await pilot.pause()
        assert rows["paid"].entry.has_focus
        await pilot.click(rows["platform"], offset=(25, 0))
        await settle(pilot)
        assert isinstance(host.screen.focused, OptionList)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert rows["platform"].typed == "tmall" and rows["scenario"].entry.has_focus

    drive(lambda: CaseForm(service, None), script)


def test_hostile_words_are_shown_as_text() -> None:
    options = [(safe.line(each), str(place)) for place, each in enumerate((*HOSTILE, ALL_HOSTILE))]

    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.focus()
        for _each in options:
            await pilot.press("right")
            assert is_clean(picture(host))
        await pilot.press("enter")
        await pilot.pause()
        assert is_clean(picture(host))

    drive(lambda: Choice(options), script, (60, 20))
