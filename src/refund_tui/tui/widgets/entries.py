"""What a field is typed into: Textual's own entries, but a paste is taken whole or not at all."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import Input

from refund_tui.domain.fields import LONGEST_LINE, LONGEST_TEXT
from refund_tui.domain.text import clean_line, clean_text, fit
from refund_tui.tui.widgets.edges import EdgedArea


class PasteRefused(Message):
    """A paste was not taken into `entry`: it has so many lines and characters, and `longest` may stand there."""

    def __init__(self, entry: LineEntry | TextEntry, text: str, longest: int) -> None:
        super().__init__()
        self.entry, self.longest = entry, longest
        self.lines, self.characters = len(text.splitlines()), len(text)


class LineEntry(Input):
    """One line; several that are pasted become one. What is there is selected when the cursor comes."""

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        text = clean_text(event.text)
        line = text if not {"\n", "\t"} & set(text) else clean_line(text)
        first, last = sorted(self.selection)
        if len(self.value) - (last - first) + len(line) > LONGEST_LINE:
            self.post_message(PasteRefused(self, text, LONGEST_LINE))
        else:
            self.replace(line, first, last)

    def point_at(self, cell: int) -> None:
        """Put the cursor before the character that is drawn at a cell of a line shown from its beginning."""
        self.cursor_position = len(fit(self.value, cell, ""))


class TextEntry(EdgedArea):
    """Several lines."""

    def on_paste(self, event: events.Paste) -> None:
        if len(self.text) - len(self.selected_text) + len(event.text) > LONGEST_TEXT:
            event.prevent_default()
            event.stop()
            self.post_message(PasteRefused(self, clean_text(event.text), LONGEST_TEXT))
