"""The other text of a note: what somebody else wrote while this one was typed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from refund_tui.i18n import _
from refund_tui.tui import safe

LONGEST = 20_000
"""Characters; all of it would be laid out at once. The case file holds the whole text, whatever is chosen."""


class Theirs(VerticalScroll):
    """Shows a text, or nothing."""

    DEFAULT_CSS = """
    Theirs { height: auto; max-height: 50%; width: 1fr; padding: 0 0 0 2; display: none; scrollbar-size-vertical: 1; }
    Theirs Static { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._text: str | None = None

    def compose(self) -> ComposeResult:
        yield Static()

    def show(self, text: str | None) -> None:
        """Show a text under its heading; None hides it."""
        if text == self._text:
            return
        appears, self._text = self._text is None, text
        self.display = text is not None
        if text is None:
            return
        cut = text if len(text) <= LONGEST else text[:LONGEST] + "…"
        self.query_one(Static).update(safe.lines([safe.line(_("Theirs:"), "bold"), safe.text(cut)]))
        if appears:
            self.call_after_refresh(self.scroll_visible, animate=False)
