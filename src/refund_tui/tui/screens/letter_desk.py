"""The desk of one way to escalate: what to look at first, the text to paste, the steps, and that it was handed in."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from refund_tui.case_text import lane_why
from refund_tui.domain.mending import Mend, mend
from refund_tui.domain.text import clean_text
from refund_tui.i18n import _
from refund_tui.tui.clipboard import kept_words
from refund_tui.tui.keymap import variants
from refund_tui.tui.screens.letter_editor import LetterEditor
from refund_tui.values import told
from refund_tui.views import CaseView

ACTIONS = {"y": "copy", "s": "submitted", "b": "bundle", "?": "help"}


class LetterDesk(LetterEditor):
    """An editor of one lane's letter, with the ways to mend what its flags name, and the ways out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(each, action, show=False) for name, action in ACTIONS.items() for each in variants(name)
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ACTIONS.values() and self.editing:
            return False
        return super().check_action(action, parameters)

    def action_help(self) -> None:
        from refund_tui.tui.screens.desk_keys import LETTER
        from refund_tui.tui.screens.help import Help

        self.app.push_screen(Help(desk=LETTER))

    # Flags

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(self.sheet.flags):
            way = mend(self.sheet.flags[event.option_index], self.sheet.view, self.sheet.letter)
            if way is None:
                self._tell(_("Nothing here mends that: weigh it before you go on."))
            elif way.where == "text":
                self.action_edit()
            else:
                self._keep()
                self._mend(way)

    @work(exclusive=True, group="mend")
    async def _mend(self, way: Mend) -> None:
        from refund_tui.tui.screens.mending import form_of

        async with self._queue:  # what was typed is in the case that the form begins with
            self.app.push_screen(form_of(way, self._service, self.sheet.view), self._changed)

    def _changed(self, view: CaseView | None) -> None:
        """Stand on a case that a form changed; what it became may not have this way any more."""
        if view is None:
            return
        self._result = view
        if not any(each.lane.id == self.sheet.lane for each in view.lanes):
            self.app.notify(_("The case as it is now does not have this way."), markup=False)
            self.dismiss(view)
            return
        self.sheet.take_up(view)
        self._show()

    # Going out

    @work(exclusive=True, group="copy")
    async def action_copy(self) -> None:
        """Copy the text, without the line that is not to paste, and write it into a file."""
        text, what = clean_text(self.sheet.letter.text), told(self.status.lane.title)
        self.app.copy_to_clipboard(text)
        words, _kept = await asyncio.to_thread(kept_words, text, what, self._service.path.parent)
        self._tell(words)

    @work(exclusive=True, group="bundle")
    async def action_bundle(self) -> None:
        """Put the letter with all that belongs to it into a folder or zip; a way that is locked has one too."""
        from refund_tui.tui.screens.bundle_form import BundleForm, new_name

        self._keep()
        name = await asyncio.to_thread(new_name, self.sheet.view, self.sheet.lane)
        async with self._queue:
            view = self.sheet.view
            if self.sheet.unsaved:
                return  # why is on the screen; a bundle is made of what is in the case file
            self.app.push_screen(BundleForm(self._service, view, self.status, self.sheet.language, name))

    def action_submitted(self) -> None:
        if not self.status.open:
            self._tell(_("Not open: {why}").format(why=lane_why(self.status)))
            return
        self._keep()
        self._hand_in()

    @work(exclusive=True, group="hand in")
    async def _hand_in(self) -> None:
        from refund_tui.tui.screens.hand_in_form import HandInForm

        async with self._queue:
            form = HandInForm(self._service, self.sheet.view, self.status, self.sheet.letter)
            self.app.push_screen(form, self._handed_in)

    def _handed_in(self, view: CaseView | None) -> None:
        if view is not None:
            self.dismiss(view)
