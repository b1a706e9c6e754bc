"""Where the cursor is and what is in sight: the list, the panes, the note; by keys, and by the terminal's size."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual.events import Key, Resize
from textual.timer import Timer

from refund_tui.i18n import _
from refund_tui.tui.commands import NEEDS_CASE
from refund_tui.tui.layout import LAYOUTS, layout
from refund_tui.tui.screens.desk import Desk
from refund_tui.tui.widgets.case_list import CaseList
from refund_tui.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from refund_tui.tui.screens.note_desk import NoteDesk

HINT_SECONDS = 10.0
"""How long nothing more is said about an input method that swallows keys."""
NOTE_SECONDS = 3.0
"""How long what is typed waits for the note to be there."""


class Places(Desk):
    """A desk with a list and, once they are imported, the panes of a case."""

    cases: CaseList
    _hint: Timer | None = None
    _ahead: str | None = None

    @abstractmethod
    def panes(self) -> NoteDesk:
        """Give the panes; makes them where they are not there yet."""

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        focused = self.focused
        if self._ahead is not None or (focused is not None and focused.check_consume_key("a", "a")):
            return False  # text is typed, and whatever key a command has, it belongs to the text
        return action not in NEEDS_CASE or self.cases.rows.count > 0

    def on_key(self, event: Key) -> None:
        character = "\n" if event.key == "enter" else event.character or ""
        if self._ahead is not None:
            self._ahead += character
            event.stop()
        elif character.isprintable() and not character.isascii() and self._hint is None:
            words = _("Your input method takes the keys: switch it to English, usually with Shift.")
            self.notify(words, markup=False)
            self._hint = self.set_timer(HINT_SECONDS, self._forget_hint)

    def _forget_hint(self) -> None:
        self._hint = None

    def tell_keys(self) -> None:
        """Bring the key bar up to date."""
        place = "list"
        if self.detail is not None and (self.detail.has_focus or self.detail.has_focus_within):
            place = "note" if self.detail.writing else "case"
        self.query_one(KeyBar).show(self.cases.rows.count > 0, place)

    def on_descendant_focus(self) -> None:
        if self.detail is not None and self.detail.writing:
            self._type_ahead()
        self.tell_keys()

    def on_screen_suspend(self) -> None:
        self.query_one(KeyBar).show(False, "away")

    def on_screen_resume(self) -> None:
        self.tell_keys()

    # Going there

    def action_open(self) -> None:
        self.add_class("-case")
        self.call_after_refresh(self.panes().focus_pane)

    def action_pane(self, name: str) -> None:
        panes = self.panes()
        inside = panes.has_focus_within
        panes.turn_to(name, focus=inside)
        if not inside and self.has_class("-narrow"):
            self.action_open()

    def action_turn(self, step: int) -> None:
        panes = self.panes()
        panes.turn(step)
        if self.has_class("-narrow") and not panes.display:
            self.action_open()

    def action_note(self) -> None:
        panes = self.panes()
        self.add_class("-case")
        panes.focus_note()
        if not panes.note.is_there:
            # The text area comes a moment later, and what is typed meanwhile is no command, nor moves the list.
            self._ahead = ""
            self.set_focus(None)
            self.set_timer(NOTE_SECONDS, self._type_ahead)

    def _type_ahead(self) -> None:
        """Give the note what was typed before it was there."""
        typed, self._ahead = self._ahead, None
        if typed and self.detail is not None:
            self.detail.note.type(typed)

    def to_list(self) -> None:
        """Put the cursor into the list."""
        self.remove_class("-case")
        self.call_after_refresh(self.cases.focus)

    # For the whole program, but only while nothing is typed

    async def action_quit(self) -> None:
        await self.app.action_quit()

    async def action_next_theme(self) -> None:
        await self.app.run_action("next_theme")

    # What is in sight

    def on_resize(self, event: Resize) -> None:
        wanted = layout(*event.size)
        for name in LAYOUTS:
            self.set_class(name == wanted, f"-{name}")
        self.share()

    def share(self) -> None:
        """Share the terminal between the list and the panes."""
        if self.detail is not None:
            self.detail.set_both(self.has_class("-wide") or self.has_class("-broad"))
            self.set_class(self.detail.has_focus_within, "-case")
