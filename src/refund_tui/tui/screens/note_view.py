"""A note shown as the Markdown it may be. Nothing is ever opened: links are shown, and copied when they are chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Markdown, Static
from textual.widgets._markdown import MarkdownTable, MarkdownTableContent  # there is no public way to a table's cells
from textual.widgets.markdown import MarkdownBlock

from refund_tui.domain.text import clean_line, clean_text
from refund_tui.errors import Refused
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.screens.scrolled import Scrolled

LARGEST, MOST_BLOCKS = 64 * 1024, 400
"""Characters and blocks of a note that is rendered: each block is a widget, which costs up to 6 ms (measured)."""


def _keep_line_ends(state: StateCore) -> None:
    for block in state.tokens:
        for token in block.children or ():
            if token.type == "softbreak":
                token.type = "hardbreak"


def parser() -> MarkdownIt:
    """Give a reader of notes: line ends stay as typed, and HTML is text, so that nothing typed is left out."""
    reader = MarkdownIt("gfm-like", {"html": False})
    reader.core.ruler.push("keep_line_ends", _keep_line_ends)
    return reader


def links(text: str) -> list[str]:
    """Give the targets of all links and images, each once, in their order: what stands behind the words."""
    found = (
        str(token.attrs.get("href") or token.attrs.get("src"))
        for block in parser().parse(clean_text(text))
        for token in block.children or ()
        if token.type in ("link_open", "image")
    )
    return list(dict.fromkeys(clean_line(each) for each in found))


def readable(text: str) -> None:
    """Refuse a note that is too large to be rendered."""
    if len(text) > LARGEST or sum(block.nesting >= 0 for block in parser().parse(text)) > MOST_BLOCKS:
        raise Refused("the note is too large to be shown as Markdown; read it in the note itself, or in your editor")


class _Cells(MarkdownTableContent):
    """The cells of a table without tooltips, which Textual would read as markup."""

    def compose(self) -> ComposeResult:
        for cell in super().compose():
            cell.tooltip = None
            yield cell


class _Table(MarkdownTable):
    def compose(self) -> ComposeResult:
        for content in super().compose():
            assert isinstance(content, MarkdownTableContent)
            yield _Cells(content.headers, content.rows)


class _Reader(Markdown):
    def get_block_class(self, block_name: str) -> type[MarkdownBlock]:
        return _Table if block_name == "table_open" else super().get_block_class(block_name)


class NoteView(Scrolled[None]):
    """Shows a note that `readable` let through. Escape closes it."""

    DEFAULT_CSS = """
    NoteView { align: center middle; }
    NoteView > VerticalScroll {
        width: 94%; max-width: 100; height: 94%;
        padding: 0 1; background: $surface; border: round $primary; scrollbar-size-vertical: 1;
    }
    NoteView Markdown { padding: 0; background: $surface; }
    NoteView Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ｑ,m,ｍ", "dismiss", show=False),
        Binding("space", "page(1)", show=False),
    ]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = clean_text(text)

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False) as box:
            box.border_title = safe.line(_("Note"))
            yield _Reader(self._text, parser_factory=parser, open_links=False)
            yield Static(safe.lines(self._targets()))

    def _targets(self) -> Iterator[Content]:
        if not self._text.strip():
            yield safe.line(_("The note is empty."), "dim")
        targets = links(self._text)
        if targets:
            yield safe.line(_("Links lead to (click one above to copy it; none is opened):"), "dim")
        yield from (safe.line(each) for each in targets)

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        event.stop()
        target = clean_line(event.href)
        self.app.copy_to_clipboard(target)
        self.notify(_("Copied, not opened: {link}").format(link=target), markup=False)
