"""The note while it is read: letters stay commands, the keys that move scroll it, enter begins to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical

from refund_tui.tui.bindings import bindings

if TYPE_CHECKING:
    from refund_tui.tui.widgets.note_area import NoteArea


BESIDE = 76
"""Cells from which on two texts are read side by side."""


class NoteReader(Vertical, can_focus=True):
    """Has the focus while nobody writes; the text stands in `_area`, once there is one."""

    DEFAULT_CSS = """
    NoteReader { height: 1fr; width: 1fr; padding: 0 1; }
    NoteReader #state { height: auto; }
    NoteReader #texts { layout: vertical; height: 1fr; }
    NoteReader NoteArea { height: 1fr; width: 1fr; min-height: 1; padding: 0; }
    NoteReader.-beside #texts { layout: horizontal; }
    NoteReader.-beside Theirs { height: 1fr; max-height: 100%; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "write", show=False), *bindings("move")]
    _area: NoteArea | None = None

    @property
    def is_there(self) -> bool:
        """Whether there is a text to write in yet."""
        return self._area is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        # These keys act before any other, so that they would be taken from what is written.
        return self._area is None or not self._area.has_focus

    def focus_note(self) -> None:
        """Put the cursor into the text."""

    def action_write(self) -> None:
        self.focus_note()

    def action_move(self, lines: int) -> None:
        if self._area is not None:
            self._area.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        self.action_move(pages * max(self.size.height - 2, 1))

    def action_edge(self, end: int) -> None:
        if self._area is not None:
            (self._area.scroll_end if end > 0 else self._area.scroll_home)(animate=False)

    def lay_out(self) -> None:
        """Put two texts beside each other where there is room for both."""
        self.set_class(self.has_class("-both") and self.size.width >= BESIDE, "-beside")

    def on_resize(self) -> None:
        self.lay_out()
