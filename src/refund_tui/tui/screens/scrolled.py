"""A modal whose text scrolls with the keys that move everywhere else, as the user has them."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, ScreenResultType

from refund_tui.tui.bindings import bindings


class Scrolled(ModalScreen[ScreenResultType]):
    """Scrolls the one `VerticalScroll` that a subclass composes."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("move")

    @property
    def _box(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def action_move(self, lines: int) -> None:
        self._box.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        self._box.scroll_relative(y=pages * max(self._box.size.height - 1, 1), animate=False)

    def action_edge(self, end: int) -> None:
        (self._box.scroll_end if end > 0 else self._box.scroll_home)(animate=False)
