"""Where a case stands and which clocks run in it, in one text: what is looked at most is looked at together."""

from __future__ import annotations

from textual.content import Content

from refund_tui.tui import safe
from refund_tui.tui.widgets import deadline_pane, status_pane
from refund_tui.views import CaseView


def content(view: CaseView, width: int, chosen: int | None = None) -> Content:
    """Give status and deadlines in `width` cells; `chosen` is the place of the cursor among the deadlines."""
    return safe.lines([status_pane.content(view, width), Content(""), deadline_pane.content(view, width, chosen)])


class CasePane(deadline_pane.DeadlinePane):
    """The status above the clocks, which can be chosen."""

    def draw(self, view: CaseView, width: int) -> Content:
        return content(view, width, self.chosen)
