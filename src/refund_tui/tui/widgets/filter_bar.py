"""The line where a filter is typed: the list follows each key, a mistake is explained below."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from refund_tui.filter_words import FILTER_HINT
from refund_tui.i18n import _
from refund_tui.tui import safe


class FilterBar(Vertical):
    """An input for `domain.filters.parse_filter`. Enter keeps the filter, escape takes it away.

    It is always there, hidden while it is not wanted, so that the key after `/` already finds it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close(False)", show=False),
        Binding("down", "close(True)", show=False),
    ]

    class Typed(Message):
        """The words of the filter are these now."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    class Closed(Message):
        """The person is done with the line; `keep` says whether the filter stays."""

        def __init__(self, keep: bool) -> None:
            super().__init__()
            self.keep = keep

    def __init__(self) -> None:
        super().__init__()
        self._mistake = ""

    def compose(self) -> ComposeResult:
        yield Input(placeholder=_(FILTER_HINT), compact=True, select_on_focus=False)
        yield Static(id="filter-error")

    def on_mount(self) -> None:
        self.display = False

    def open(self) -> None:
        """Show the line and put the cursor into it."""
        self.display = True
        self.screen.set_focus(self.query_one(Input))

    def put(self, words: str) -> None:
        """Have the line hold `words`, as if they had been typed; it need not be shown."""
        self.query_one(Input).value = words

    def close(self, keep: bool) -> None:
        """Hide the line; what stands in it goes unless it is to be kept."""
        if not keep:
            self.query_one(Input).value = ""
        self.display = False

    def explain(self, mistake: str) -> None:
        """Show what is wrong with the filter below it; empty when nothing is."""
        self._mistake = mistake
        line = self.query_one("#filter-error", Static)
        line.update(safe.text(mistake))
        line.display = bool(mistake)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_close(keep=True)

    def action_close(self, keep: bool) -> None:
        if not (keep and self._mistake):
            self.post_message(self.Closed(keep))
