"""What scrolls with the keys that move everywhere else, as the user has them: a widget, or the text of a modal."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget

from refund_tui.tui.bindings import bindings


class Scrolls(Widget):
    """Scrolls itself, or what a subclass gives as `box`.

    It stands last among the bases, and who has it binds the keys: Textual takes the looks of the first base, and its
    keys before those of the others.
    """

    @property
    def box(self) -> Widget:
        return self

    def action_move(self, lines: int) -> None:
        self.box.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        self.box.scroll_relative(y=pages * max(self.box.size.height - 1, 1), animate=False)

    def action_edge(self, end: int) -> None:
        (self.box.scroll_end if end > 0 else self.box.scroll_home)(animate=False)


class Scrolled(ModalScreen[ScreenResultType], Scrolls):
    """Scrolls the one `VerticalScroll` that a subclass composes."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("move")

    @property
    def box(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)
