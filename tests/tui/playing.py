"""Plays the whole screen on a case file."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from textual.pilot import Pilot

from refund_tui.service import Service
from refund_tui.tui.app import RefundApp
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.settings import Settings
from tests.tui.conftest import door_of
from tests.tui.helpers import picture, settle

Script = Callable[[RefundApp, CasesScreen, Pilot[None]], Awaitable[None]]


def play(
    service: Service,
    script: Script,
    size: tuple[int, int] = (120, 40),
    settings: Settings | None = None,
    *,
    demo: bool = False,
) -> None:
    """Run `script` on the main screen of a service, once its panes are there."""

    async def run() -> None:
        app = RefundApp(door_of(service), settings, demo=demo)
        async with app.run_test(size=size, notifications=True) as pilot:
            await settle(pilot)
            screen = app.screen
            assert isinstance(screen, CasesScreen)
            await script(app, screen, pilot)
            if app.is_running:
                await settle(pilot)

    asyncio.run(run())


def some_cases(service: Service) -> None:
    """Add three cases of 129.00 CNY."""
    for merchant, item in (("Acme", "Kettle"), ("天猫旗舰店", "蓝牙耳机"), ("Zenith", "Lamp")):
        service.add({"merchant": merchant, "item": item, "paid": "129.00", "platform": "taobao"})


async def until(pilot: Pilot[None], holds: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until something holds; where it never does, say what was on the screen."""
    for _turn in range(int(seconds / 0.05)):
        if holds():
            return
        await pilot.pause(0.05)
    raise AssertionError(f"it did not happen in time, on {pilot.app.screen}:\n{picture(pilot.app)}")
