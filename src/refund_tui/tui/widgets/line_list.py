"""A list of any length that draws only the lines it shows (performance.md: a widget a row costs seconds)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from refund_tui.domain.text import clean_line, pad

Item = TypeVar("Item")


class LineList(ScrollView, Generic[Item], can_focus=True):
    """Items under each other, one line each; `draw(item, width)` gives an item's text and whether it is dim."""

    DEFAULT_CSS = """
    LineList { height: 1fr; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "go(0)", show=False),
        Binding("end", "go(-1)", show=False),
        Binding("enter", "choose", show=False),
    ]
    cursor: var[int] = var(0)

    class Chosen(Message):
        """Enter was pressed on an item, or it was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    class Pointed(Message):
        """The cursor stands on an item, or on none."""

    def __init__(self, draw: Callable[[Item, int], tuple[str, bool]]) -> None:
        super().__init__()
        self._draw = draw
        self.shown: Sequence[Item] = ()

    def show(self, shown: Sequence[Item]) -> None:
        """Show other items, from the first."""
        self.shown = shown
        self.cursor = 0
        self.virtual_size = Size(0, len(shown))
        self.scroll_to(0, 0, animate=False, force=True)
        self.refresh()
        self.post_message(self.Pointed())

    @property
    def chosen(self) -> Item | None:
        """The item under the cursor."""
        return self.shown[self.cursor] if self.cursor < len(self.shown) else None

    def render_line(self, y: int) -> Strip:
        place = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if place >= len(self.shown):
            return Strip.blank(width, self.rich_style)
        words, dim = self._draw(self.shown[place], width)
        style = self.rich_style + Style(dim=dim, reverse=place == self.cursor)
        return Strip([Segment(pad(clean_line(words), width), style)], width)

    def action_move(self, step: int) -> None:
        self._go(self.cursor + step)

    def action_page(self, step: int) -> None:
        self._go(self.cursor + step * max(self.size.height - 1, 1))

    def action_go(self, place: int) -> None:
        self._go(place if place >= 0 else len(self.shown) - 1)

    def _go(self, place: int) -> None:
        self.cursor = max(0, min(place, len(self.shown) - 1))
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)
        self.refresh()
        self.post_message(self.Pointed())

    def action_choose(self) -> None:
        if self.chosen is not None:
            self.post_message(self.Chosen(self.cursor))

    def on_click(self, event: events.Click) -> None:
        place = event.y + self.scroll_offset.y
        if place < len(self.shown):
            self._go(place)
            self.action_choose()
