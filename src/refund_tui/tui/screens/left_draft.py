"""A draft that was left when the program ended: what stands in the note, what was typed, and what to do about it."""

from __future__ import annotations

from difflib import unified_diff
from itertools import islice
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from refund_tui.domain.text import clean_line, clean_text
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.screens.scrolled import Scrolled

Answer = Literal["keep", "later", "delete"]
LONGEST = 20_000
"""Characters of a text that are compared and shown; more would be laid out at once."""
WIDE, AROUND = 100, 2
"""Columns from which on the texts stand side by side; lines around a difference."""
DELETE = "delete"
_STYLES = {"+": "bold", "-": "dim"}


def _cut(text: str) -> str:
    clean = clean_text(text)
    return clean if len(clean) <= LONGEST else clean[:LONGEST] + "…"


def difference(stored: str, typed: str) -> Content:
    """Show what `typed` changes in `stored`, line by line, from where they part."""
    before, after = (clean_text(text).split("\n") for text in (stored, typed))
    alike = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), None)
    begin = max((min(len(before), len(after)) if alike is None else alike) - AROUND, 0)
    one, other = (_cut("\n".join(lines[begin:])).split("\n") for lines in (before, after))
    # Behind the two lines that would name files.
    lines = islice(unified_diff(one, other, lineterm="", n=AROUND), 2, None)
    return safe.lines(safe.text("…" if line[0] == "@" else line, _STYLES.get(line[:1], "")) for line in lines)


class LeftDraft(Scrolled[Answer]):
    """Shows both texts; to keep what was typed is what happens unless something else is chosen."""

    DEFAULT_CSS = """
    LeftDraft { align: center middle; }
    LeftDraft > Vertical {
        width: 94%; max-width: 140; height: auto; max-height: 96%;
        padding: 0 1; background: $surface; border: round $primary;
    }
    LeftDraft Static { height: auto; }
    LeftDraft VerticalScroll { height: auto; max-height: 24; margin: 1 0; scrollbar-size-vertical: 1; }
    LeftDraft .beside { height: auto; }
    LeftDraft .beside Static { width: 1fr; padding: 0 1 0 0; }
    LeftDraft #buttons { height: 1; }
    LeftDraft Button { margin: 0 2 0 0; }
    LeftDraft #sure { display: none; height: auto; }
    LeftDraft #sure.-asked { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "later", show=False),
    ]
    AUTO_FOCUS = "#keep"

    def __init__(self, stored: str, typed: str) -> None:
        super().__init__()
        self._stored, self._typed = stored, typed

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(safe.line(_("The program ended before this text was saved."), "bold"))
            with VerticalScroll(can_focus=False):
                yield from self._texts()
            with Horizontal(id="buttons"):
                yield Button(safe.line(_("enter  go on with it")), id="keep", compact=True)
                yield Button(safe.line(_("esc  later")), id="later", compact=True)
                yield Button(safe.line(_("delete it…")), id="delete", compact=True)
            with Vertical(id="sure"):
                yield Static(safe.line(self._sure()))
                yield Input(compact=True)

    def _texts(self) -> ComposeResult:
        if self.app.size.width < WIDE:
            yield Static(difference(self._stored, self._typed))
            return
        with Horizontal(classes="beside"):
            for title, text in ((_("In the note:"), self._stored), (_("Typed, not saved:"), self._typed)):
                yield Static(safe.lines([safe.line(title, "bold"), safe.text(_cut(text))]))

    @staticmethod
    def _sure() -> str:
        words = _("This is the only copy. Type {word} and press Enter to delete it:")
        return words.format(word=_("delete"))

    def action_later(self) -> None:
        self.dismiss("later")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        # The word that is typed is edited with its own keys.
        return not (action in ("move", "page", "edge") and isinstance(self.focused, Input))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "keep":
            self.dismiss("keep")
        elif event.button.id == "later":
            self.dismiss("later")
        else:
            self.query_one("#sure").add_class("-asked")
            self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if clean_line(event.value).casefold() in (DELETE, _("delete")):
            self.dismiss("delete")
        else:
            self.query_one(Static).update(safe.line(_("It was not deleted: another word was typed."), "bold"))
