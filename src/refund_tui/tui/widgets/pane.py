"""The shape of a case pane: what it shows is a pure function of the case and the width."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import var
from textual.style import Style
from textual.widgets import Static

from refund_tui.views import CaseView

ITEM = "item"
"""The name under which a line carries its item's place, for the mouse."""


def item(content: Content, place: int, chosen: bool) -> Content:
    """Make lines answer to the mouse as item `place`, and stand out where the cursor is on them."""
    marked = content.stylize(Style.from_meta({ITEM: place}))
    return marked.stylize("reverse") if chosen else marked


class Pane(Static):
    """Shows one side of a case, and draws again only when what it shows has changed."""

    ALLOW_SELECT = True
    DEFAULT_CSS = """
    Pane { height: auto; padding: 0 1; margin: 0 0 1 0; }
    """

    _view: CaseView | None = None
    _width: int = 0
    _shown: tuple[str, tuple[object, ...]] | None = None

    @abstractmethod
    def draw(self, view: CaseView, width: int) -> Content:
        """Give what the pane shows; the module's `content` does the work."""

    def show(self, view: CaseView, width: int) -> None:
        """Show a case in `width` cells, the padding not counted."""
        self._view, self._width = view, width
        content = self.draw(view, width)
        shown = content.plain, tuple(content.spans)
        if shown != self._shown:
            self._shown = shown
            self.update(content)

    def again(self) -> None:
        if self._view is not None:
            self.show(self._view, self._width)


class ItemPane(Pane, can_focus=True):
    """A pane whose items can be chosen: with the mouse, or with the arrow keys and enter while it has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("enter,space", "choose", show=False),
    ]
    cursor: var[int] = var(0)

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

    def show(self, view: CaseView, width: int) -> None:
        self.cursor = max(0, min(self.cursor, len(self.items(view)) - 1))
        super().show(view, width)

    def action_move(self, step: int) -> None:
        if self._view is not None:
            self.cursor = max(0, min(self.cursor + step, len(self.items(self._view)) - 1))
            self.again()

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

    def on_blur(self) -> None:
        self.again()
