"""A playbook with one of everything, case files made through the service, and a bare app to hold one thing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.app import App, ComposeResult
from textual.filter import LineFilter
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static, TextArea

from refund_tui.domain.case import LaneProgress
from refund_tui.domain.playbook import Burden, EvidenceRule, Gate, Lane, Playbook, Source
from refund_tui.rules.loader import RuleBook
from refund_tui.service import Service
from refund_tui.tui.safe import ControlFilter
from refund_tui.tui.screens.confirm import Confirm
from refund_tui.tui.turns import KeysInTurn
from refund_tui.tui.widgets.choice import ChoiceList
from refund_tui.views import CaseView
from tests.making import both, playbook, rule

SIZES = ((120, 40), (60, 20))
HOSTILE = (
    "a[/]b",
    "a[/bold]b",
    "[@click=app.quit]x[/]",
    "x[foo='bar",
    "[red]x",
    "a[$nope]b[/]",
    "\x1b]0;pwned\x07",
    "\x1b[2J",
    "x\u202ey",
    "a\x00b",
    "a\udcffb",
    "{text}",
    "a\r\nb\x85c",
)
ALL_HOSTILE = " ".join(HOSTILE)
SOURCE = Source("A1", "2025-08-15", "high")
MEMORY = Source("A9", None, "memory")


def evidence(slot: str, level: str, source: Source = SOURCE) -> EvidenceRule:
    return EvidenceRule(slot, level, both(f"title {slot}"), both(f"shows {slot}"), (), source)


def lane(lane_id: str, event: str, *gates: Gate, authority: bool = False, source: Source = SOURCE) -> Lane:
    title, purpose, locked = (both(f"{word} {lane_id}") for word in ("go to", "purpose of", "why locked"))
    return Lane(lane_id, title, purpose, locked, event, (both("first step"), both("second")), gates, authority, source)


def full_playbook() -> Playbook:
    return playbook(
        rule("TB-01", met_by=("seller_agreed", "seller_refused"), on_expiry=both("the refund succeeds")),
        rule(
            "TB-03",
            who="me",
            anchors=("seller_refused",),
            amount=120,
            met_by=("platform_requested",),
            on_expiry=both("the application closes"),
            severity="loses_right",
        ),
        rule("GUESS", anchors=("seller_refused",), unit="working_days", amount=40, met_by=(), source=MEMORY),
        sources={"A1": both("Taobao dispute rule, Art. 12"), "A9": both("forum")},
        scenarios=("online", "offline", "virtual"),
        evidence=(evidence("photo", "R"), evidence("chat", "R"), evidence("video", "S", MEMORY)),
        burdens=(Burden(("quality",), both("the seller proves first"), SOURCE),),
        lanes=(
            lane(
                "platform_review",
                "platform_requested",
                Gate(stages=("refused",)),
                Gate(stages=("applied",), clocks=("TB-01",)),
            ),
            lane("alipay_ticket", "ticket_submitted", Gate(events=("seller_refused",))),
            lane("complaint_12315", "complaint_filed", Gate(events=("applied",)), authority=True),
            lane("court", "closed", Gate(events=("applied",)), authority=True, source=MEMORY),
        ),
    )


def desk(path: Path, own: Playbook | None = None) -> Service:
    """A service on a new file whose only playbook is `own`."""
    service = Service(path)
    chosen = own or full_playbook()
    service.rules = RuleBook({chosen.id: chosen})
    service.prepare()
    return service


def applied(service: Service, **facts: str) -> CaseView:
    """A case that was applied for an hour ago."""
    typed = {"merchant": "Tea House", "item": "Kettle", "paid": "129", "reason": "quality", "platform": "taobao"}
    view = service.add(typed | facts)
    return service.log(view.case.id, "applied", {"kind": "refund_only", "amount": "129"}, "1h ago")


def in_hand(view: CaseView, lane_id: str, number: str) -> CaseView:
    lanes = tuple(
        replace(each, open=False, reason="running", progress=LaneProgress("filed", number, view.now))
        if each.lane.id == lane_id
        else each
        for each in view.lanes
    )
    return replace(view, lanes=lanes)


class Host(KeysInTurn):
    """Holds one widget, or a screen over nothing, and keeps what they give back."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, make: Callable[[], Widget | Screen[Any]] | None = None) -> None:
        super().__init__()
        self._make = make
        self.results: list[Any] = []
        self.held: Any = None
        self.heard: list[Any] = []

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), ControlFilter()]

    def compose(self) -> ComposeResult:
        if self._make is not None:
            self.held = self._make()
            if not isinstance(self.held, Screen):
                yield self.held

    def on_mount(self) -> None:
        if isinstance(self.held, Screen):
            self.push_screen(self.held, self.results.append)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until every key is given out and nothing is left to do; what asks a question is left waiting."""
    await pilot.pause()
    for _round in range(1000):
        if _given_out(pilot.app) and (
            isinstance(pilot.app.screen, Confirm | ChoiceList)
            or all(worker.is_finished for worker in pilot.app.workers)
        ):
            break
        await asyncio.sleep(0.01)
    await pilot.pause(0.05)
    await pilot.pause()


def _given_out(app: App[Any]) -> bool:
    return not isinstance(app, KeysInTurn) or (app._turn is None and not app._held)


def drive(
    make: Callable[[], Widget | Screen[Any]],
    script: Callable[[Host, Pilot[None]], Awaitable[None]],
    size: tuple[int, int] = (120, 40),
) -> Host:
    """Run `script` on a host of one widget or screen; gives the host as it was left."""
    host = Host(make)

    async def run() -> None:
        async with host.run_test(size=size) as pilot:
            await settle(pilot)
            await script(host, pilot)
            await settle(pilot)

    asyncio.run(run())
    return host


def picture(app: App[Any]) -> str:
    """The screen as lines of text, as the terminal gets it."""
    lines = []
    for strip in app.screen._compositor.render_strips():
        for line_filter in app.get_line_filters():
            strip = strip.apply_filter(line_filter, app.screen.background_colors[1])
        lines.append(strip.text)
    return "\n".join(lines)


def is_clean(text: str) -> bool:
    """Whether nothing in it drives a terminal or hides what is written."""
    return all(char.isprintable() or char == "\n" for char in text)


def put(host: Host, name: str, typed: str) -> None:
    entry = host.held.form.rows[name].entry
    if isinstance(entry, TextArea):
        entry.text = typed
    else:
        entry.value = typed


def flat(host: Host) -> str:
    """The words of the screen as one line, without frames and scroll bars."""
    return " ".join(picture(host).translate(dict.fromkeys(map(ord, "│▁▂▃▄▅▆▇"), " ")).split())


def asked(host: Host) -> str:
    """The question on the screen, as one line."""
    assert isinstance(host.screen, Confirm)
    return " ".join(str(host.screen.query_one(Static).content).split())


def top(host: Host) -> object:
    return host.screen
