"""One exhibit to look at: what the file is and, of a picture, a small copy in half cells."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from refund_tui.domain.exhibits import Exhibit
from refund_tui.evidence_words import exhibit_facts
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.widgets.phrases import hang
from refund_tui.values import exhibit_name
from refund_tui.views import CaseView

if TYPE_CHECKING:
    from refund_tui.images import Preview, Row
    from refund_tui.service import Service

UPPER = "▀"
LARGEST = 64, 22
"""Cells of a preview: a photo of this size is some 35 kB to the terminal, and shows no more in twice as many."""


class Picture(Widget):
    """Draws the rows of a preview: of each cell the upper half in the letter's colour, the lower in the ground's."""

    DEFAULT_CSS = """
    Picture { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()

    def show(self, rows: tuple[Row, ...]) -> None:
        self._rows = rows
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        cells = [Segment(UPPER, Style(color=_colour(up), bgcolor=_colour(down))) for up, down in self._rows[y]]
        return Strip(cells, len(cells)).adjust_cell_length(width, self.rich_style)


def _colour(parts: tuple[int, int, int]) -> Color:
    return Color.from_rgb(*parts)


class ExhibitView(ModalScreen[None]):
    """Shows an exhibit; any of the keys that opened it, and escape, close it."""

    DEFAULT_CSS = """
    ExhibitView { align: center middle; }
    ExhibitView > Vertical {
        width: 96%; height: 96%; padding: 0 1; background: $surface; border: round $primary;
    }
    ExhibitView Static { height: auto; max-height: 8; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,v,enter,space,q", "close", show=False)]

    def __init__(self, service: Service, view: CaseView, exhibit: Exhibit) -> None:
        super().__init__()
        self._service, self._view, self._exhibit = service, view, exhibit

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="facts")
            yield Picture()

    def on_resize(self) -> None:
        self._say("")
        self.call_after_refresh(self._look)

    @property
    def _room(self) -> int:
        return max(self.app.size.width * 96 // 100 - 4, 16)

    def _say(self, more: str) -> None:
        self.query_one("#facts", Static).update(self._facts(more))

    def _facts(self, more: str) -> Content:
        exhibit, room = self._exhibit, self._room
        parts = [hang("", f"{exhibit_name(exhibit.number)} {exhibit.name}", room, "bold")]
        parts.append(hang("", exhibit_facts(exhibit, self._view), room, "dim"))
        parts.append(hang("", exhibit.shows or _("it is not said what it shows"), room))
        if more:
            parts.append(hang("", more, room, "dim"))
        return safe.lines(parts)

    @work(exclusive=True)
    async def _look(self) -> None:
        """Make the small copy in a thread; the file is only read."""
        from refund_tui import images
        from refund_tui.attaching import path

        picture = self.query_one(Picture)
        width, height = (min(pair) for pair in zip(picture.size, LARGEST, strict=True))
        file = path(self._service, self._exhibit)
        found = await asyncio.to_thread(images.preview, file, self._exhibit.type, width, height)
        self._say(self._outcome(found))
        if found is not None:
            picture.show(found.rows)

    def _outcome(self, found: Preview | None) -> str:
        from refund_tui import images

        if found is not None:
            size = _("{width} x {height} pixels").format(width=found.width, height=found.height)
            return size + " · " + _("a small copy; o in the list opens the file itself")
        if self._exhibit.type in images.READABLE and not images.available():
            return _("Pictures are shown with the extra refund-tui[images]; o in the list opens the file itself.")
        return _("Nothing to show of this file here; o in the list opens the file itself.")

    def action_close(self) -> None:
        self.dismiss(None)
