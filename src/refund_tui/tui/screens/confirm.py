"""One question with two answers."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

WIDEST, FRAME = 72, 8
"""Cells of the question's box, and those of them that its text does not get."""


def question_room(width: int) -> int:
    """Give the cells of a line of a question on a screen of `width`."""
    return max(min(width * 9 // 10, WIDEST) - FRAME, 8)


class Confirm(ModalScreen[bool]):
    """Asks `question`; gives True for `yes`. The focus begins on `no`, and escape means no."""

    DEFAULT_CSS = f"""
    Confirm {{ align: center middle; }}
    Confirm > Vertical {{
        width: 90%; max-width: {WIDEST}; height: auto; max-height: 90%;
        padding: 1 2; background: $surface; border: round $primary;
    }}
    Confirm VerticalScroll {{ height: auto; max-height: 12; }}
    Confirm Static {{ height: auto; }}
    Confirm Horizontal {{ height: 1; margin: 1 0 0 0; }}
    Confirm Button {{ margin: 0 2 0 0; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", show=False),
        Binding("n,escape", "answer(False)", show=False),
        Binding("left,right,up,down", "app.focus_next", show=False),
    ]
    AUTO_FOCUS = "#no"

    def __init__(self, question: Content, yes: Content, no: Content) -> None:
        super().__init__()
        self._question, self._yes, self._no = question, yes, no

    def compose(self) -> ComposeResult:
        with Vertical():
            with VerticalScroll(can_focus=False):
                yield Static(self._question)
            with Horizontal():
                yield Button(self._yes, id="yes", compact=True)
                yield Button(self._no, id="no", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "yes")

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)
