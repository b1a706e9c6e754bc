"""The shape of a case pane: what it shows is a pure function of the case and the width."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget

from refund_tui.tui.bindings import bindings
from refund_tui.views import CaseView

ITEM = "item"
"""The name under which a line carries its item's place, for the mouse."""
LEAST_WIDTH = 16
WHEEL_LINES = 3


def item(content: Content, place: int, chosen: bool) -> Content:
    """Make lines answer to the mouse as item `place`, and stand out where the cursor is on them."""
    marked = content.stylize(Style.from_meta({ITEM: place}))
    return marked.stylize("reverse") if chosen else marked


class Pane(Widget, can_focus=True):
    """Shows one side of a case, and repaints only the lines that read differently than before.

    It has a fixed place and keeps its own first line: a pane that grew with its text would have everything
    laid out anew for each case, and a scroll would repaint the whole screen.
    """

    ALLOW_SELECT = True
    BINDINGS: ClassVar[list[BindingType]] = bindings("move")
    DEFAULT_CSS = """
    Pane { width: 1fr; height: 1fr; padding: 0 1; }
    """

    class Moved(Message):
        """Another part of the text is shown now."""

    LATEST_LAST: ClassVar[bool] = False
    """Whether the end of the text is what one looks for: it is shown first, and kept in sight as the text grows."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.top = 0
        self._first = True
        self._view: CaseView | None = None
        self._strips: list[Strip] = []
        self._shown: tuple[str, tuple[object, ...], int] | None = None
        self._content = Content("")

    @abstractmethod
    def draw(self, view: CaseView, width: int) -> Content:
        """Give what the pane shows; the module's `content` does the work. No line is longer than `width`."""

    # Showing

    def show(self, view: CaseView, *, home: bool = False) -> None:
        """Show a case; `home` goes back to the first line. The same text again draws nothing."""
        self._view = view
        self._first = self._first or home
        self.again()

    def again(self) -> None:
        """Draw what may have changed."""
        if self._view is None or not self.size.width:
            return
        width = max(self.size.width, LEAST_WIDTH)
        self._content = self.draw(self._view, width)
        shown = self._content.plain, tuple(self._content.spans), width
        strips = self._strips if shown == self._shown else self._lay_out(width)
        self._shown = shown
        self._repaint(strips, self._top_for(strips))

    def _lay_out(self, width: int) -> list[Strip]:
        return Visual.to_strips(self, self._content, width, None, self.visual_style)

    def _top_for(self, strips: Sequence[Strip]) -> int:
        """Give the first line to show of a text that is about to be shown."""
        first, self._first = self._first, False
        at_end = self.top + self.size.height >= len(self._strips)
        if self.LATEST_LAST and (first or at_end):
            return len(strips)
        return 0 if first else self.top

    def _repaint(self, strips: list[Strip], top: int) -> None:
        before = self._strips[self.top : self.top + self.size.height]
        self._strips = strips
        self.top = self._within(top)
        after = self._strips[self.top : self.top + self.size.height]
        for y in range(self.size.height):
            if before[y : y + 1] != after[y : y + 1]:
                self.refresh(Region(0, y, self.outer_size.width, 1))
        if before != after:
            self.post_message(self.Moved())

    def render_line(self, y: int) -> Strip:
        place, style = self.top + y, self.rich_style
        if place >= len(self._strips):
            return Strip.blank(self.size.width, style)
        return self._strips[place].adjust_cell_length(self.size.width, style)

    @property
    def place(self) -> tuple[int, int, int]:
        """The first and the last line in sight, counted from 1, and how many there are."""
        lines = len(self._strips)
        return min(self.top + 1, lines), min(self.top + self.size.height, lines), lines

    # Moving

    def _within(self, top: int) -> int:
        return max(min(top, len(self._strips) - self.size.height), 0)

    def _to(self, top: int) -> None:
        before, self.top = self.top, self._within(top)
        if self.top != before:
            self.refresh()
            self.post_message(self.Moved())

    def action_move(self, lines: int) -> None:
        self._to(self.top + lines)

    def action_page(self, pages: int) -> None:
        self._to(self.top + pages * max(self.size.height - 1, 1))

    def action_edge(self, end: int) -> None:
        self._to(len(self._strips) if end > 0 else 0)

    # Events

    def on_resize(self, event: events.Resize) -> None:
        self.again()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._to(self.top + WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._to(self.top - WHEEL_LINES)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        return selection.extract(self._content.plain), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self._strips = self._lay_out(max(self.size.width, LEAST_WIDTH))
        self.refresh()


class ItemPane(Pane):
    """A pane whose items can be chosen: with the mouse, or with the arrow keys and enter while it has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "choose", show=False)]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cursor = 0

    @abstractmethod
    def items(self, view: CaseView) -> Sequence[object]:
        """Give the items in the order they are shown."""

    @abstractmethod
    def choose(self, view: CaseView, place: int) -> None:
        """Act on the item at `place`."""

    @property
    def chosen(self) -> int | None:
        """The place of the cursor, while the pane has the focus."""
        return self.cursor if self.has_focus else None

    def show(self, view: CaseView, *, home: bool = False) -> None:
        if home:
            self.cursor = 0
        self.cursor = max(0, min(self.cursor, len(self.items(view)) - 1))
        super().show(view, home=home)

    def action_move(self, lines: int) -> None:
        self._choose_at(self.cursor + lines)

    def action_edge(self, end: int) -> None:
        self._choose_at(len(self.items(self._view)) if end > 0 and self._view else 0)
        super().action_edge(end)

    def _choose_at(self, place: int) -> None:
        """Put the cursor on an item; beyond the last one the text itself moves."""
        if self._view is None:
            return
        last = len(self.items(self._view)) - 1
        if 0 <= place <= last:
            self.cursor = place
            self.again()
            self._follow()
        else:
            self._to(self.top + (1 if place > last else -1))

    def _follow(self) -> None:
        """Bring the chosen item into view, its first line if it is longer than the pane."""
        lines = [number for number, strip in enumerate(self._strips) if self._item_of(strip) == self.cursor]
        if not lines:
            return
        first, last = lines[0], lines[-1]
        if self.cursor == 0 and last < self.size.height:
            self._to(0)  # what stands above the first item is reached by it
        elif first < self.top or last - first >= self.size.height:
            self._to(first)
        elif last >= self.top + self.size.height:
            self._to(last - self.size.height + 1)

    @staticmethod
    def _item_of(strip: Strip) -> object:
        return next(
            (segment.style.meta[ITEM] for segment in strip if segment.style and ITEM in segment.style.meta), None
        )

    def action_choose(self) -> None:
        if self._view is not None and self.cursor < len(self.items(self._view)):
            self.choose(self._view, self.cursor)

    def on_click(self, event: events.Click) -> None:
        place = event.style.meta.get(ITEM)
        if isinstance(place, int) and self._view is not None and place < len(self.items(self._view)):
            self.cursor = place
            self.again()
            self.choose(self._view, place)

    def on_focus(self) -> None:
        self.again()
        self._follow()

    def on_blur(self) -> None:
        self.again()
