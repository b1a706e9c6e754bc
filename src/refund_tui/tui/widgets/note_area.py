"""The text area of the note; apart, because it is imported only after the first screen is drawn."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from refund_tui.domain.note import LARGEST, LONGEST_LINE, editable, is_long
from refund_tui.domain.text import clean_text
from refund_tui.tui.widgets.edges import EdgedArea


class NoteArea(EdgedArea):
    """A plain text area that asks to be saved or left."""

    # Keys that the text area has no use for itself, and that every terminal sends.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "say('save')", show=False),
        Binding("escape", "say('leave')", show=False),
        Binding("ctrl+o", "say('theirs')", show=False),
        Binding("ctrl+t", "say('join')", show=False),
        Binding("ctrl+r", "say('take')", show=False),
        Binding("ctrl+g", "say('outside')", show=False),
    ]

    class Asked(Message):
        """The user asks for something: `save`, `leave`, `outside` (go on in an editor), or something about the other
        text: `theirs` (see it), `join` (take it below), `take` (take it instead)."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    class Long(Message):
        """A text was pasted that is too long for a note; it was not taken."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, show_line_numbers=False, compact=True, highlight_cursor_line=False)

    def load(self, text: str) -> None:
        """Show another text; one that is too large is only shown."""
        self.read_only = not editable(text)
        if self.text != text:
            self.load_text(text)

    def go_on(self) -> None:
        """Put the cursor behind the text, unless somebody has put it elsewhere: more is added than put before."""
        if self.cursor_location == (0, 0):
            self.move_cursor(self.document.end)

    def put(self, text: str) -> None:
        """Show another text in the place of this one, so that undo brings this one back."""
        if self.read_only or not editable(text):
            self.load(text)
        else:
            self._edit(text, (0, 0), self.document.end)

    def put_line(self, line: str) -> None:
        """Put a line of its own where the cursor is, in the place of what is selected."""
        start, end = sorted(self.selection)
        self._edit(("\n" if start[1] else "") + line + "\n", start, end)

    def _edit(self, text: str, start: tuple[int, int], end: tuple[int, int]) -> None:
        self.history.checkpoint()
        self.replace(text, start, end, maintain_selection_offset=False)
        self.history.checkpoint()

    def action_say(self, what: str) -> None:
        self.post_message(self.Asked(what))

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if not self.read_only and (is_long(event.text) or not self._has_room(event.text)):
            event.prevent_default()
            self.post_message(self.Long(event.text))
            return
        # The base class inserts what is in the event, control characters and all.
        event.text = clean_text(event.text)

    def _has_room(self, text: str) -> bool:
        line = len(self.document[self.cursor_location[0]]) + max(map(len, text.split("\n")))
        return len(self.text) + len(text) <= LARGEST and line <= LONGEST_LINE
