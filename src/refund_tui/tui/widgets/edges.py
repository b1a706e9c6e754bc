"""A text area in which the first and the last place of the text are a key away."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import TextArea


class EdgedArea(TextArea):
    """Ctrl with home or end goes to an edge of the text; with shift, what lies between is selected."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "text_edge(False)", show=False),
        Binding("ctrl+end", "text_edge(True)", show=False),
        Binding("ctrl+shift+home", "text_edge(False, True)", show=False),
        Binding("ctrl+shift+end", "text_edge(True, True)", show=False),
    ]

    def action_text_edge(self, last: bool, select: bool = False) -> None:
        self.move_cursor(self.document.end if last else (0, 0), select=select)
