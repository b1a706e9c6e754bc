"""One button a lane, and below each why it can or cannot be pressed."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from refund_tui import labels
from refund_tui.case_text import lane_why
from refund_tui.domain.escalation import LaneStatus
from refund_tui.domain.text import clean_line, fit
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.widgets.messages import LaneChosen
from refund_tui.tui.widgets.pane import ItemPane, item
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
    if status.reason in ("locked", "decided"):
        return _("locked: {why}").format(why=clean_line(lane_why(status)))
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
    """Give a lane's button: what can be pressed stands in brackets."""
    name = fit(told(status.lane.title), max(width - 4, 8))
    return safe.line(f"[ {name} ]", "bold") if status.open else safe.line(f"x {name}", "dim")


def content(view: CaseView, width: int, chosen: int | None = None) -> Content:
    """Give the lanes in `width` cells: each one's button, and below it why it can or cannot be pressed."""
    parts = [heading(_("Escalation"))]
    for place, status in enumerate(view.lanes):
        lines = safe.lines([button_label(status, width), below(status, view, width)])
        parts.append(item(lines, place, place == chosen))
    return safe.lines(parts)


class EscalationPane(ItemPane):
    """The lanes; choosing one opens its guide."""

    def draw(self, view: CaseView, width: int) -> Content:
        return content(view, width, self.chosen)

    def items(self, view: CaseView) -> Sequence[LaneStatus]:
        return view.lanes

    def choose(self, view: CaseView, place: int) -> None:
        self.post_message(LaneChosen(view.lanes[place].lane.id))
