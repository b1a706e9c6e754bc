"""The live list: what it repaints, what it fetches, and where its cursor stays."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from refund_tui import i18n
from refund_tui.domain.listing import ListRow
from refund_tui.domain.text import cells
from refund_tui.live import LiveList
from refund_tui.service import Service
from refund_tui.tui.columns import parts
from refund_tui.tui.rows import CHUNK, Rows
from refund_tui.tui.widgets.case_list import CaseList
from tests.tui.conftest import NOW, Fill, picture, row

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.instant = NOW

    def __call__(self) -> datetime:
        return self.instant


class Host(App[None]):
    """An app of nothing but the list."""

    CSS = "CaseList { height: 1fr; }"

    def __init__(self, service: Service) -> None:
        super().__init__()
        self.clock = Clock()
        self.painted: list[int] = []
        self.selected: list[int | None] = []
        self.live = LiveList(service.path)
        self.list = CaseList(Rows(self.live), self.clock)
        draw = self.list.render_line

        def counted(y: int) -> object:
            self.painted.append(y)
            return draw(y)

        self.list.render_line = counted  # type: ignore[assignment, method-assign]

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.list.reload()
        self.list.focus()

    def on_unmount(self) -> None:
        self.live.close()

    def on_case_list_selected(self, message: CaseList.Selected) -> None:
        self.selected.append(message.case_id)


def play(
    service: Service, script: Callable[[Host, Pilot[None]], Awaitable[None]], size: tuple[int, int] = (80, 20)
) -> None:
    async def run() -> None:
        app = Host(service)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await script(app, pilot)

    asyncio.run(run())


def test_a_move_repaints_two_lines_only(service: Service, fill: Fill) -> None:
    fill(row(n, due_in=DAY * n) for n in range(1, 100))

    async def script(app: Host, pilot: Pilot[None]) -> None:
        app.painted.clear()
        await pilot.press("j")
        assert set(app.painted) == {0, 1}
        app.painted.clear()
        await pilot.press("up")
        assert set(app.painted) == {0, 1}

    play(service, script)


def test_every_key_of_the_table_moves(service: Service, fill: Fill) -> None:
    fill(row(n, due_in=DAY * n) for n in range(1, 101))

    async def script(app: Host, pilot: Pilot[None]) -> None:
        places = []
        for key in ("j", "down", "k", "up", "ｊ", "pagedown", "pageup", "G", "g", "end", "home", "k"):
            await pilot.press(key)
            places.append(app.list.index)
        assert places == [1, 2, 1, 0, 1, 20, 1, 99, 0, 99, 0, 0]
        assert app.selected[-1] == 1

    play(service, script)


def test_the_cursor_is_always_in_view(service: Service, fill: Fill) -> None:
    fill(row(n, f"Shop{n}", due_in=DAY * n) for n in range(1, 101))

    async def script(app: Host, pilot: Pilot[None]) -> None:
        for key in ["j"] * 45 + ["k"] * 30 + ["G"] + ["k"] * 25 + ["pageup"] * 9:
            await pilot.press(key)
            assert app.list.top <= app.list.index < app.list.top + 20
            assert f"Shop{app.list.case_id} " in picture(app)
        await pilot.resize_terminal(80, 5)
        await pilot.press("j")
        assert app.list.top <= app.list.index < app.list.top + 5

    play(service, script)


def test_ten_thousand_rows_are_fetched_in_windows_only(
    service: Service, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(row(n, due_in=MINUTE * n) for n in range(1, 10_001))
    fetched: list[int] = []
    window = LiveList.window

    def counted(live: LiveList, offset: int, limit: int) -> list[ListRow]:
        fetched.append(limit)
        return window(live, offset, limit)

    monkeypatch.setattr(LiveList, "window", counted)

    async def script(app: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*["pagedown"] * 5)
        assert sum(fetched) <= CHUNK
        await pilot.press("G")
        assert app.list.case_id == 10_000
        assert sum(fetched) <= 3 * CHUNK

    play(service, script)


def test_a_change_elsewhere_leaves_the_cursor_on_its_case_and_its_line(service: Service, fill: Fill) -> None:
    fill(row(n, due_in=DAY * n) for n in range(100, 200))

    async def script(app: Host, pilot: Pilot[None]) -> None:
        await pilot.press(*["j"] * 30)
        line = app.list.index - app.list.top
        assert app.list.case_id == 130
        fill(row(n, due_in=HOUR * n) for n in range(1, 8))
        app.painted.clear()
        app.list.reload()
        assert (app.list.case_id, app.list.index) == (130, 37)
        assert app.list.index - app.list.top == line
        await pilot.pause()
        assert app.painted == []

    play(service, script)


def test_a_minute_repaints_only_what_reads_differently(service: Service, fill: Fill) -> None:
    fill([row(1, due_in=10 * DAY), row(2, due_in=11 * DAY), row(3, due_in=5 * HOUR), row(4)])

    async def script(app: Host, pilot: Pilot[None]) -> None:
        app.painted.clear()
        app.clock.instant += timedelta(seconds=30)
        app.list.tick()
        await pilot.pause()
        shown = set(app.painted)
        app.painted.clear()
        app.clock.instant += timedelta(seconds=20)
        app.list.tick()
        await pilot.pause()
        assert (shown, app.painted) == ({0, 1, 2}, [])

    play(service, script)


def test_only_the_selected_case_counts_its_last_hour_in_seconds(service: Service, fill: Fill) -> None:
    fill([row(1, due_in=50 * MINUTE), row(2, due_in=51 * MINUTE)])

    async def script(app: Host, pilot: Pilot[None]) -> None:
        app.painted.clear()
        app.clock.instant += timedelta(seconds=2)
        app.list.tick()
        await pilot.pause()
        lines = picture(app).splitlines()
        assert "49m 58s" in lines[0] and "50m " in lines[1]
        app.painted.clear()
        app.clock.instant += timedelta(seconds=1)
        app.list.tick()
        await pilot.pause()
        assert app.painted == [0]

    play(service, script)


def test_an_overdue_case_says_so_in_words_too(service: Service, fill: Fill) -> None:
    fill([row(1, due_in=-2 * HOUR)])

    async def script(app: Host, pilot: Pilot[None]) -> None:
        assert "2h 0m over" in picture(app)

    play(service, script)


def test_a_click_chooses_and_the_wheel_scrolls(service: Service, fill: Fill) -> None:
    fill(row(n, due_in=DAY * n) for n in range(1, 101))

    async def script(app: Host, pilot: Pilot[None]) -> None:
        await pilot.click(CaseList, offset=(10, 7))
        assert app.list.case_id == 8
        app.list._scroll(30)
        assert (app.list.top, app.list.index) == (30, 30)

    play(service, script)


def test_the_wheel_moves_no_cursor_while_the_keys_go_elsewhere(service: Service, fill: Fill) -> None:
    fill(row(n, due_in=DAY * n) for n in range(1, 101))

    async def script(app: Host, pilot: Pilot[None]) -> None:
        app.screen.set_focus(None)
        await pilot.pause()
        app.list._scroll(30)
        assert (app.list.top, app.list.index, app.list.case_id) == (30, 0, 1)

    play(service, script)


def test_an_empty_list_stands_still(service: Service) -> None:
    async def script(app: Host, pilot: Pilot[None]) -> None:
        await pilot.press("j", "k", "G", "g", "pagedown", "pageup")
        assert (app.list.case_id, app.list.index, app.list.top) == (None, 0, 0)

    play(service, script)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("width", range(40, 200, 7))
def test_a_line_is_as_wide_as_the_list_whatever_stands_in_it(language: str, width: int) -> None:
    i18n.install(language)
    for merchant, item in (("Shop", None), ("天猫旗舰店" * 9, "蓝牙耳机" * 30), ("e\u0301" * 50, "👍" * 40)):
        for due in (None, -400 * DAY, 30 * MINUTE, 3 * DAY):
            written = "".join(parts(row(1, merchant, item, due), NOW, width, seconds=True))
            assert cells(written) == width
