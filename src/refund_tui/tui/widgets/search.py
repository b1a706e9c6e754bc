"""A line to search with, and the list below it, whose first items have numbers."""

from __future__ import annotations

from rich.style import Style
from textual.strip import Strip
from textual.widgets import Input, OptionList


class Search(Input):
    """Takes the words that are searched for; of digits the screen decides whether they choose."""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        return not (character or "").isdecimal() and super().check_consume_key(key, character)


class Choices(OptionList, can_focus=False):
    """The list; the item under its cursor is reversed, without a colour; Textual's style sheets cannot."""

    DEFAULT_CSS = """
    Choices {
        height: 1fr; border: none; padding: 0; text-wrap: nowrap; text-overflow: ellipsis;
        scrollbar-size-vertical: 1;
    }
    Choices > .option-list--option-highlighted { color: $foreground; background: $surface; }
    """

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        if any(piece.style and piece.style.meta.get("option", -1) == self.highlighted for piece in strip):
            return strip.apply_style(Style(reverse=True))
        return strip
