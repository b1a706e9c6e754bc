"""One of a few words: cycled through with a key, or chosen from a list. One widget that draws one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from refund_tui.i18n import _
from refund_tui.tui import safe

Options = Sequence[tuple[Content, str]]
"""What can be chosen: what is shown, and the value that is meant."""


class ChoiceList(ModalScreen[str | None]):
    """All that can be chosen, under each other; gives the value, or None."""

    DEFAULT_CSS = """
    ChoiceList { align: center middle; }
    ChoiceList OptionList, ChoiceList OptionList:focus {
        width: auto; min-width: 30; max-width: 94%; height: auto; max-height: 90%;
        padding: 0 1; background: $surface; border: round $primary;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, options: Options, value: str) -> None:
        super().__init__()
        self._options, self._value = options, value

    def compose(self) -> ComposeResult:
        yield OptionList(*(Option(safe.row(shown)) for shown, _value in self._options))

    def on_mount(self) -> None:
        values = [value for _shown, value in self._options]
        self.query_one(OptionList).highlighted = values.index(self._value) if self._value in values else 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._options[event.option_index][1])


class Choice(Widget, can_focus=True):
    """Holds one value, or "" for none. Left, right and space go round; enter and a click show all.

    With `letters`, a letter jumps to what begins with it.
    """

    DEFAULT_CSS = """
    Choice { height: 1; width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right,space", "step(1)", show=False),
        Binding("enter", "list", show=False),
        Binding("backspace,delete", "clear", show=False),
    ]
    value: reactive[str] = reactive("", init=False)

    class Changed(Message):
        """Another value stands in `choice`."""

        def __init__(self, choice: Choice, value: str) -> None:
            super().__init__()
            self.choice, self.value = choice, value

        @property
        def control(self) -> Choice:
            return self.choice

    def __init__(self, options: Options, value: str = "", required: bool = False, letters: bool = True) -> None:
        super().__init__()
        self.options, self._letters = options, letters
        self._round = ([] if required else [""]) + [each for _shown, each in options]
        self.set_reactive(Choice.value, self.validate_value(value))

    @property
    def shown(self) -> Content:
        """The words of the value; nothing for none."""
        return next((shown for shown, value in self.options if value == self.value), Content(""))

    def validate_value(self, value: str) -> str:
        return value if any(value == each for _shown, each in self.options) else ""

    def watch_value(self) -> None:
        self.post_message(self.Changed(self, self.value))

    def render(self) -> Content:
        if not self.has_focus:
            return self.shown
        words = self.shown if self.value else safe.line(_("choose"), "dim")
        return safe.row(safe.text("< "), words, safe.text(" >"))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character is not None and character.isalnum()

    def on_key(self, event: events.Key) -> None:
        if event.character is None or not event.character.isalnum():
            return
        event.stop()
        if not self._letters:
            return
        typed = event.character.casefold()
        values = [value for _shown, value in self.options]
        start = values.index(self.value) + 1 if self.value in values else 0
        for shown, value in (*self.options[start:], *self.options[:start]):
            if shown.plain.casefold().startswith(typed) or value.startswith(typed):
                self.value = value
                return

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_list()

    def action_step(self, step: int) -> None:
        place = self._round.index(self.value) if self.value in self._round else -1 if step > 0 else 0
        self.value = self._round[(place + step) % len(self._round)] if self._round else ""

    def action_clear(self) -> None:
        self.value = ""

    @work
    async def action_list(self) -> None:
        if not self.options:
            return
        chosen = await self.app.push_screen_wait(ChoiceList(self.options, self.value))
        if chosen is not None:
            self.value = chosen
            self.screen.focus_next()
