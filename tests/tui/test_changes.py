"""The latest changes on the screen: whose they are, and taking one back."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from refund_tui import i18n
from refund_tui.domain.text import cells
from refund_tui.past import Past
from refund_tui.service import Service
from refund_tui.tui.app import RefundApp
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.screens.changes import Changes, draw
from refund_tui.tui.screens.confirm import Confirm
from tests.tui.conftest import NOW, picture
from tests.tui.helpers import ALL_HOSTILE, is_clean
from tests.tui.playing import play, some_cases, until

WORDS = {
    "en": ("here", "Only the newest", "taken back: case 2", "brought back: case 2"),
    "zh_CN": ("本屏", "只能撤销最新", "已撤销：案件 2", "已恢复：案件 2"),
}


@pytest.mark.parametrize(("size", "language"), [((60, 20), "zh_CN"), ((120, 40), "en")])
def test_the_newest_is_taken_back_after_a_question_and_brought_again(
    service: Service, size: tuple[int, int], language: str
) -> None:
    some_cases(service)
    for _time in range(20):  # more than a small screen has room for
        service.log(1, "contacted", {})
    own, before = Service(service.path), i18n.language()
    own.log(2, "contacted", {})
    here, neither, taken, brought = WORDS[language]

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, Changes) and here in picture(app))
        assert picture(app).count(here) == 1
        await pilot.press("j", "enter")
        await until(pilot, lambda: neither in picture(app))
        await pilot.press("k", "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Changes))
        assert own.case(2).case.stage == "negotiating"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: taken in picture(app))
        assert own.case(2).case.stage != "negotiating"
        await pilot.press("enter")
        await until(pilot, lambda: brought in picture(app))
        assert own.case(2).case.stage == "negotiating" and all(
            cells(line) <= size[0] for line in picture(app).split("\n")
        )
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)

    i18n.install(language)
    try:
        play(own, script, size)
    finally:
        i18n.install(before)


@pytest.mark.parametrize("width", [30, 56, 100])
def test_a_line_says_when_what_and_whether_it_was_taken_back_here(width: int) -> None:
    for words in (ALL_HOSTILE, "案件 3（甲店）：商家拒绝" * 5):
        line, dim = draw(Past(1, NOW, words, True, True, "redo"), width)
        assert dim and line.endswith(" taken back, here") and cells(line) == width and is_clean(line)
