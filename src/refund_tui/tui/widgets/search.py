"""A line to search with, over a list whose first items have numbers."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import Input


class Search(Input):
    """Takes the words that are searched for; the first digit, full-width too, chooses instead."""

    class Numbered(Message):
        """A digit was typed while nothing else was."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def on_key(self, event: events.Key) -> None:
        typed = event.character or ""
        if not self.value and typed.isdecimal() and int(typed):
            event.stop()
            event.prevent_default()
            self.post_message(self.Numbered(int(typed)))
