"""One button a lane, and below each why it can or cannot be pressed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Static

from refund_tui import labels
from refund_tui.domain.escalation import LaneStatus
from refund_tui.domain.text import fit
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.widgets.messages import LaneChosen
from refund_tui.tui.widgets.phrases import hang, heading
from refund_tui.values import label, told, when
from refund_tui.views import CaseView


def _running(status: LaneStatus) -> str:
    progress = status.progress
    if progress is None:
        return _("in hand at the platform")
    state = label(labels.LANE_STATES, progress.state)
    if progress.number:
        return _("in hand: {state}, number {number}").format(state=state, number=progress.number)
    return _("in hand: {state}").format(state=state)


def reason(status: LaneStatus, view: CaseView) -> str:
    """Say why a lane is open, or why not and from what instant it opens."""
    if status.reason == "running":
        return _running(status)
    if status.reason == "clock" and status.opens_at is not None:
        return _("locked: opens {instant}, when {rule} runs out").format(
            instant=when(status.opens_at, view), rule=status.clock.rule.id if status.clock else ""
        )
    if status.reason == "locked":
        return _("locked: {why}").format(why=told(status.lane.locked))
    if status.reason == "ended":
        return _("locked: the case is over")
    if status.reason == "stage":
        return _("locked: not while the case is {stage}").format(stage=label(labels.STAGES, view.case.stage))
    words = _("open: {purpose}").format(purpose=told(status.lane.purpose))
    if status.progress is not None:
        words += " · " + _("before: {state}").format(state=label(labels.LANE_STATES, status.progress.state))
    return words


def below(status: LaneStatus, view: CaseView, width: int) -> Content:
    """Give what stands under a button."""
    parts = [hang("  ", reason(status, view), width, "" if status.open else "dim")]
    if status.second_authority and status.reason != "ended":
        parts.append(hang("  ! ", _(labels.WARNINGS["second_authority"]), width, "bold"))
    return safe.lines(parts)


def button_label(status: LaneStatus, width: int) -> Content:
    sign = ">" if status.open else "x"
    return safe.line(fit(f"{sign} {told(status.lane.title)}", max(width - 4, 8)))


def content(view: CaseView, width: int) -> Content:
    """Give the pane as text: each lane's button and what stands below it."""
    parts = [heading(_("Escalation"))]
    for status in view.lanes:
        parts += [button_label(status, width), below(status, view, width)]
    return safe.lines(parts)


class LaneRow(Vertical):
    """A lane's button and its reason."""

    DEFAULT_CSS = """
    LaneRow { height: auto; }
    LaneRow Static { height: auto; }
    """
    lane_id = ""
    _shown: tuple[str, bool, str] | None = None

    def compose(self) -> ComposeResult:
        yield Button(Content(""), compact=True)
        yield Static()

    def show(self, status: LaneStatus, view: CaseView, width: int) -> None:
        """Show a lane; draws only what has changed."""
        self.lane_id = status.lane.id
        name, words = button_label(status, width), below(status, view, width)
        shown = name.plain, status.open, words.plain
        if shown == self._shown:
            return
        self._shown = shown
        button = self.query_one(Button)
        button.label = name
        button.disabled = not status.open
        self.query_one(Static).update(words)


class EscalationPane(Vertical):
    """The lanes of a case. Rows are kept from case to case, and hidden where a playbook has fewer lanes."""

    DEFAULT_CSS = """
    EscalationPane { height: auto; padding: 0 1; margin: 0 0 1 0; }
    EscalationPane > Static { height: auto; }
    """
    _asked: tuple[CaseView, int] | None = None

    def compose(self) -> ComposeResult:
        yield Static(heading(_("Escalation")))

    def show(self, view: CaseView, width: int) -> None:
        """Show the lanes of a case; mounts a row only when there were never so many."""
        self._asked = view, width
        missing = len(view.lanes) - len(self.query(LaneRow))
        if missing > 0:
            self.mount_all(LaneRow() for _place in range(missing))
            self.call_after_refresh(self._fill)
        else:
            self._fill()

    def _fill(self) -> None:
        if self._asked is None:
            return
        view, width = self._asked
        for place, row in enumerate(self.query(LaneRow)):
            row.display = place < len(view.lanes)
            if row.display and row.is_mounted:
                row.show(view.lanes[place], view, width)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        row = event.button.parent
        if isinstance(row, LaneRow):
            self.post_message(LaneChosen(row.lane_id))
