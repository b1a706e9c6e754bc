"""The text area of the note; apart, because it is imported only after the first screen is drawn."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from refund_tui.domain.text import clean_text

LARGEST = 256 * 1024
LONGEST_LINE = 4096
"""Beyond these a key takes noticeably long (measured), so that the text is shown and not edited."""


class NoteArea(TextArea):
    """A plain text area that asks to be saved or left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "say('save')", show=False),
        Binding("escape", "say('leave')", show=False),
        Binding("ctrl+o", "say('theirs')", show=False),
        Binding("ctrl+t", "say('join')", show=False),
    ]

    class Asked(Message):
        """The user asks for something: `save`, `leave`, `theirs` (see the other text) or `join` (take it below)."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, show_line_numbers=False, compact=True, highlight_cursor_line=False)

    def load(self, text: str) -> None:
        """Show another text; one that is too large is only shown."""
        too_large = len(text) > LARGEST or any(len(line) > LONGEST_LINE for line in text.split("\n"))
        self.read_only = too_large
        if self.text != text:
            self.load_text(text)

    def action_say(self, what: str) -> None:
        self.post_message(self.Asked(what))

    def on_paste(self, event: events.Paste) -> None:
        # The base class inserts what is in the event, control characters and all.
        event.text = clean_text(event.text)
