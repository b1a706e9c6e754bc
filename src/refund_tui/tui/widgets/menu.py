"""A list to choose from that has the focus itself: the keys that move elsewhere move here too."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from refund_tui.tui.bindings import bindings
from refund_tui.tui.widgets.search import Choices


class Menu(Choices, can_focus=True):
    """Items of one line or several; enter or a click chooses one."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("move")
    DEFAULT_CSS = """
    Menu { height: auto; text-wrap: wrap; }
    """

    def action_move(self, step: int) -> None:
        (self.action_cursor_down if step > 0 else self.action_cursor_up)()

    def action_page(self, step: int) -> None:
        (self.action_page_down if step > 0 else self.action_page_up)()  # type: ignore[no-untyped-call]

    def action_edge(self, end: int) -> None:
        (self.action_last if end > 0 else self.action_first)()
