"""What the program has to say for a moment, in place of the key bar.

A line of its own and not a box over the panes: a box hides what it speaks of, and Textual cuts a wide character in two
where the edge of a pane lies under it.
"""

from __future__ import annotations

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from refund_tui.tui import safe

MOST = 3
"""Messages that stand under each other; the oldest gives way."""
LOOKS = {"information": ("", ""), "warning": ("! ", "bold $warning"), "error": ("! ", "bold $error")}
"""A sign and a style for each severity."""


class Notice(Static):
    """Shows messages until their time is over, then gives the place back to the key bar."""

    ALLOW_SELECT = True
    DEFAULT_CSS = """
    Notice { display: none; height: auto; max-height: 5; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._said: list[tuple[Content, Timer]] = []

    def say(self, words: str, severity: str, seconds: float) -> None:
        """Show a message for so many seconds; the same one again only begins anew."""
        sign, style = LOOKS[severity]
        content = safe.text(sign + words, style)
        self._said = [each for each in self._said if each[0].plain != content.plain][1 - MOST :]
        self._said.append((content, self.set_timer(seconds, lambda: self._unsay(content))))
        self._show()

    def _unsay(self, content: Content) -> None:
        self._said = [each for each in self._said if each[0] is not content]
        self._show()

    def _show(self) -> None:
        self.display = bool(self._said)
        for bar in self.screen.query("KeyBar"):
            bar.display = not self._said  # a line for a line: nothing above moves
        self.update(safe.lines(content for content, _timer in self._said))
