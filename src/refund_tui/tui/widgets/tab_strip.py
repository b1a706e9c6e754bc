"""One line of tabs: each with its key, its name and a sign of what waits there; then which lines are in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from textual import events
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widget import Widget

from refund_tui.domain.text import cells
from refund_tui.tui import safe

TAB = "tab"
"""The name under which a piece carries its tab, for the mouse."""


@dataclass(frozen=True, slots=True)
class PaneTab:
    """One tab: its pane's id, the key that shows it, its name, and a short sign of what is in it."""

    id: str
    key: str
    name: str
    sign: str = ""


class TabStrip(Widget):
    """Tabs beside each other. Where there is no room for all names, the last give way, but for the shown one's."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TabStrip { height: 1; padding: 0 1; text-wrap: nowrap; }
    """

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, tab: str) -> None:
            super().__init__()
            self.tab = tab

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._told: tuple[Sequence[PaneTab], str, str, bool] = ((), "", "", False)

    def show(self, tabs: Sequence[PaneTab], shown: str, place: str, focused: bool) -> None:
        """Show these tabs, `shown` among them, and `place` at the end; drawn only where something has changed."""
        told = tabs, shown, place, focused
        if told != self._told:
            self._told = told
            self.refresh()

    def _piece(self, tab: PaneTab, named: bool, more: str) -> Content:
        _tabs, shown, _place, focused = self._told
        key = tab.key if named else f"{tab.key}{more}"
        words = " ".join(part for part in (key, tab.name if named else "", tab.sign) if part)
        here = tab.id == shown
        style = "reverse" if here and focused else "bold underline" if here else "dim"
        return safe.line(words, style).stylize(Style.from_meta({TAB: tab.id}))

    def render(self) -> Content:
        tabs, shown, place, _focused = self._told
        # A bare number looks like a count: rather one name less.
        for more, named, end in product(("…", ""), range(len(tabs), -1, -1), (place, "")):
            strip = Content("  ").join(
                self._piece(tab, number < named or tab.id == shown, more) for number, tab in enumerate(tabs)
            )
            if cells(strip.plain) + (cells(end) + 2 if end else 0) <= self.size.width:
                break
        blanks = max(self.size.width - cells(strip.plain) - cells(end), 1)
        return safe.row(strip, Content(" " * blanks), safe.line(end, "dim"))

    def on_click(self, event: events.Click) -> None:
        tab = event.style.meta.get(TAB)
        if isinstance(tab, str):
            self.post_message(self.Chosen(tab))
