"""One desk to go to: what for, step by step, and what to know before."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from refund_tui import labels
from refund_tui.domain.escalation import LaneStatus
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.screens.scrolled import Scrolled
from refund_tui.tui.widgets.escalation_pane import reason
from refund_tui.tui.widgets.phrases import hang
from refund_tui.values import citation, source_line, told
from refund_tui.views import CaseView


def guide(status: LaneStatus, view: CaseView, width: int) -> Content:
    """Give a lane's steps in `width` cells, and what they rest on."""
    lane = status.lane
    parts = [hang(f"{number}. ", told(step), width) for number, step in enumerate(lane.steps, 1)]
    name = citation(lane.source, view.playbook)
    parts += [safe.line(""), hang("", source_line(lane.source, name), width, "dim")]
    return safe.lines(parts)


def content(status: LaneStatus, view: CaseView, width: int) -> Content:
    """Give a lane in `width` cells: what for, whether it is open, its steps."""
    lane = status.lane
    parts = [hang("", told(lane.title), width, "bold"), hang("", told(lane.purpose), width)]
    if not status.open:
        parts += [safe.line(""), hang("", reason(status, view), width, "bold")]
    if status.second_authority:
        parts += [safe.line(""), hang("! ", _(labels.WARNINGS["second_authority"]), width, "bold")]
    parts += [safe.line(""), guide(status, view, width)]
    return safe.lines(parts)


class LaneScreen(Scrolled[str | None]):
    """Guides through a lane; gives its event when the user says that it was done, else None."""

    DEFAULT_CSS = """
    LaneScreen { align: center middle; }
    LaneScreen > VerticalScroll {
        width: 94%; max-width: 80; height: auto; max-height: 94%;
        padding: 0 1; background: $surface; border: round $primary; scrollbar-size-vertical: 1;
    }
    LaneScreen #guide { height: auto; }
    LaneScreen Horizontal { dock: bottom; height: 1; background: $surface; }
    LaneScreen Button { margin: 0 2 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
    ]
    AUTO_FOCUS = "Button:enabled"

    def __init__(self, view: CaseView, lane_id: str) -> None:
        super().__init__()
        self._view = view
        self._status = next(each for each in view.lanes if each.lane.id == lane_id)

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static(id="guide")
            with Horizontal():
                yield Button(safe.line(_("I did it: log it")), id="done", compact=True, disabled=not self._status.open)
                yield Button(safe.line(_("esc close")), id="close", compact=True)

    def on_resize(self) -> None:
        width = min(self.size.width * 94 // 100, 80) - 5
        self.query_one("#guide", Static).update(content(self._status, self._view, max(width, 20)))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(self._status.lane.event if event.button.id == "done" else None)

    def action_close(self) -> None:
        self.dismiss(None)
