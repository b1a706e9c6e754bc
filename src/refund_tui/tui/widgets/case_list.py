"""The live list of cases: one line a case, drawn from windows of rows, with a cursor that stays on its case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from refund_tui.domain.listing import ListRow
from refund_tui.tui import columns
from refund_tui.tui.bindings import bindings
from refund_tui.tui.rows import Rows
from refund_tui.tui.unread import Unread
from refund_tui.wording import MINUTE

DIM, REVERSE, BOLD, PLAIN = Style(dim=True), Style(reverse=True), Style(bold=True), Style()
WHEEL_LINES = 3
Drawn = tuple[str, str, str, str, bool, bool]
"""What a line shows: its three parts, its urgency, whether the cursor is on it, whether the list has the focus."""


class CaseList(Widget, can_focus=True):
    """Cases, one a line; `now` gives the present instant.

    It keeps its own first line instead of being a ScrollView: Textual repaints the whole screen for a scroll,
    and only this widget for a refresh. The cursor is a case, not a place.
    """

    ALLOW_SELECT = False
    BINDINGS = bindings("move")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"case-list--overdue", "case-list--soon"}
    DEFAULT_CSS = """
    CaseList > .case-list--overdue { color: $error; text-style: bold; }
    CaseList > .case-list--soon { color: $warning; text-style: bold; }
    """

    class Selected(Message):
        """The cursor is on another case, or on none."""

        def __init__(self, case_id: int | None) -> None:
            super().__init__()
            self.case_id = case_id

    class Entered(Message):
        """A case was double-clicked."""

        def __init__(self, case_id: int) -> None:
            super().__init__()
            self.case_id = case_id

    def __init__(self, rows: Rows, now: Callable[[], datetime], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows = rows
        self.now = now
        self.index = 0
        self.top = 0
        self.case_id: int | None = None
        self._instant = now()
        self._wake = self._instant
        self._shown: dict[int, Drawn | None] = {}

    # Reading

    def reload(self, to_case: int | None = None) -> bool:
        """Read the list anew; the cursor stays on its case, or goes to `to_case`.

        Gives whether that case is in the list. Raises Unread; then everything stays as it was.
        """
        wanted = self.case_id if to_case is None else to_case
        line = self.index - self.top
        self._instant = self.now()
        self.index = self.rows.reload(wanted, self.index, max(self.size.height, 1))
        self.top = self.index - line
        self._follow()
        self._repaint()
        self._announce()
        return self.case_id is not None and self.case_id == wanted

    def tick(self) -> None:
        """Let the countdowns move on: repaint the lines that read differently by now, if any can."""
        now = self.now()
        if now >= self._wake:
            self._instant = now
            self._repaint()

    def _row(self, index: int) -> ListRow | None:
        try:
            return self.rows.at(index)
        except Unread:
            return None  # the next tick asks again

    # Drawing

    def _drawn(self, index: int) -> Drawn | None:
        row = self._row(index)
        if row is None:
            return None
        on = index == self.index
        left = columns.left_seconds(row, self._instant)
        written = columns.parts(row, self._instant, max(self.size.width - 1, 0), seconds=on)
        return *written, columns.urgency(row, left), on, on and self.has_focus

    def render_line(self, y: int) -> Strip:
        drawn = self._shown[y] = self._drawn(self.top + y)
        if drawn is None:
            return Strip.blank(self.size.width, self.rich_style)
        left, facts, item, urgency, on, focused = drawn
        base = self.rich_style + (REVERSE if focused else BOLD if on else DIM if urgency == "ended" else PLAIN)
        segments = [
            Segment((">" if on else " "), base),
            Segment(left, base + self._urgent(urgency)),
            Segment(facts, base),
            Segment(item, base if on else base + DIM),
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _urgent(self, urgency: str) -> Style:
        if urgency not in ("overdue", "soon"):
            return PLAIN
        found = self.get_component_rich_style(f"case-list--{urgency}", partial=True)
        return Style(color=found.color, bold=True)

    def _repaint(self) -> None:
        """Repaint the lines that do not show what they should, and find out when the next one will not."""
        wake = MINUTE
        for y in range(self.size.height):
            index = self.top + y
            if self._drawn(index) != self._shown.get(y):
                self._repaint_line(y)
            if row := self._row(index):
                left = columns.left_seconds(row, self._instant)
                wake = min(wake, columns.until_change(left, index == self.index))
        self._wake = self._instant + timedelta(seconds=wake)

    def _repaint_line(self, y: int) -> None:
        self.refresh(Region(0, y, self.size.width, 1))

    # Moving

    def _follow(self) -> bool:
        """Bring the cursor into view, by half a page so that a held key does not repaint at each step."""
        height, before = max(self.size.height, 1), self.top
        beyond = self.index - self.top
        if beyond < 0 or beyond >= height:
            far_up, far_down = beyond <= -height, beyond >= 2 * height
            self.top = self.index - (0 if far_up else height - 1 if far_down else height // 2)
        self.top = max(min(self.top, self.rows.count - height), 0)
        return self.top != before

    def _announce(self) -> None:
        row = self._row(self.index)
        case_id = row.case_id if row else None
        if case_id != self.case_id or case_id is None:
            self.case_id = case_id
            self.post_message(self.Selected(case_id))

    def go(self, index: int) -> None:
        """Put the cursor on a line of the list, the nearest one that there is."""
        before, self.index = self.index, max(min(index, self.rows.count - 1), 0)
        if self._follow():
            self.refresh()
        elif before != self.index:
            self._repaint_line(before - self.top)
            self._repaint_line(self.index - self.top)
        if before != self.index:
            self._wake = self._instant
            self._announce()

    def action_move(self, lines: int) -> None:
        self.go(self.index + lines)

    def action_page(self, pages: int) -> None:
        lines = max(self.size.height - 1, 1) * pages
        self.top = max(min(self.top + lines, self.rows.count - self.size.height), 0)
        self.refresh()
        self.go(self.index + lines)

    def action_edge(self, end: int) -> None:
        self.go(self.rows.count - 1 if end > 0 else 0)

    def _scroll(self, lines: int) -> None:
        height = max(self.size.height, 1)
        before, self.top = self.top, max(min(self.top + lines, self.rows.count - height), 0)
        if self.top != before:
            self.refresh()
            if self.has_focus:  # elsewhere somebody may be writing about the case under the cursor
                self.go(max(min(self.index, self.top + height - 1), self.top))

    # Events

    def on_resize(self, event: Resize) -> None:
        self._follow()
        self._wake = self._instant
        self.refresh()

    def on_focus(self) -> None:
        self._repaint_line(self.index - self.top)

    def on_blur(self) -> None:
        self._repaint_line(self.index - self.top)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self._scroll(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self._scroll(-WHEEL_LINES)

    def on_click(self, event: Click) -> None:
        if self._row(self.top + event.y) is not None:
            self.go(self.top + event.y)
            if event.chain == 2 and self.case_id is not None:
                self.post_message(self.Entered(self.case_id))
