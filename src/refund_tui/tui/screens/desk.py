"""What can be done with the case under the cursor: forms are imported when they open, writes run in a thread."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal

from textual.actions import SkipAction
from textual.message import Message
from textual.screen import Screen

from refund_tui.errors import Problem
from refund_tui.i18n import _
from refund_tui.tui.keymap import DEFAULT, Keys
from refund_tui.tui.widgets.messages import AmountsWanted, DeadlineChosen, EvidenceToggled, FactWanted, LaneChosen
from refund_tui.wording import sentence

if TYPE_CHECKING:
    from refund_tui.door import Door
    from refund_tui.service import Service
    from refund_tui.tui.screens.note_desk import NoteDesk
    from refund_tui.views import CaseView

Then = Callable[[], object]
SETTLE_SECONDS, SETTLE_TURNS = 1.0, 20


class Desk(Screen[None]):
    """The actions of the main screen; what is shown, and where, is the subclass's matter."""

    class Done(Message):
        """A thread has finished; `then` is to be run where widgets may be touched."""

        def __init__(self, then: Then) -> None:
            super().__init__()
            self.then = then

    def __init__(self, door: Door, keys: Keys = DEFAULT) -> None:
        super().__init__()
        self.door = door
        self.keys = keys
        self.detail: NoteDesk | None = None
        self._statements = ""

    @property
    def service(self) -> Service:
        return self.door.service

    @abstractmethod
    def the_case(self) -> CaseView | None:
        """Give the case under the cursor as it stands now; None when there is none or it cannot be read."""

    @abstractmethod
    def refresh_case(self) -> None:
        """Read the case under the cursor anew and show it."""

    @abstractmethod
    def saved(self, view: CaseView | None, *, opened: bool = False) -> None:
        """Show what a form saved, None when it was left; `opened` for a case that was not there before."""

    @abstractmethod
    def turned(self, case_id: int | None, words: str) -> None:
        """Show what taking a change back, or bringing it again, left of the case; `words` say which it was."""

    # Writing

    def in_thread(self, job: Callable[[], Then]) -> None:
        """Run `job` in a thread, and what it gives back here; a problem is shown, and nothing more happens."""
        self.run_worker(partial(self._work, job), thread=True)

    def _work(self, job: Callable[[], Then]) -> None:
        try:
            then = job()
        except Problem as problem:
            then = partial(self.complain, sentence(problem))
        except Exception as error:  # whatever it is, the screen stays, and so does what is typed on it
            then = partial(self.complain, _("It was not saved: {why}").format(why=error))
        self.post_message(self.Done(then))

    def complain(self, sentence: str) -> None:
        """Show what went wrong."""
        self.notify(sentence, severity="error", markup=False)

    def on_desk_done(self, message: Done) -> None:
        message.then()

    def on_evidence_toggled(self, message: EvidenceToggled) -> None:
        if view := self.the_case():
            typed = {"slot": message.slot, "state": message.state}
            self.in_thread(lambda: partial(self.saved, self.service.log(view.case.id, "evidence_marked", typed)))

    async def settled(self) -> bool:
        """Save what is typed, and say whether all of it is in the case file; takes a second at the most."""
        for _turn in range(SETTLE_TURNS):
            if self.detail is None or not self.detail.flush_note():
                return True
            await asyncio.sleep(SETTLE_SECONDS / SETTLE_TURNS)
        return False

    def action_undo(self) -> None:
        """Take back the last change that was made on this screen."""
        self._turn(_("taken back: {what}"), "undo")

    def action_redo(self) -> None:
        """Bring back the change that was taken back last."""
        self._turn(_("brought back: {what}"), "redo")

    def _turn(self, words: str, way: Literal["undo", "redo"]) -> None:
        def job() -> Then:
            from refund_tui import undoing
            from refund_tui.step_words import said

            step = getattr(undoing, way)(self.service, own=True)
            case_id = next((case_id for case_id, _merchant in step.cases), None)
            return partial(self.turned, case_id, words.format(what=said(step)))

        async def after_the_note() -> None:
            if await self.settled():  # what is being saved is the last change
                self.in_thread(job)

        self.run_worker(after_the_note())

    def action_changes(self) -> None:
        """List the latest changes; what is typed into the note is among them."""
        from refund_tui.tui.screens.changes import Changes

        async def after_the_note() -> None:
            await self.settled()
            self.app.push_screen(Changes(self.service))

        self.run_worker(after_the_note())

    # Forms

    def action_add(self) -> None:
        from refund_tui.tui.screens.case_form import CaseForm

        self.app.push_screen(CaseForm(self.service, None), partial(self.saved, opened=True))

    def action_import(self) -> None:
        from refund_tui.tui.screens.import_picker import ImportPicker

        picker = ImportPicker(self.service, self._statements)

        def left(view: CaseView | None) -> None:
            self._statements = picker.typed
            self.saved(view, opened=True)

        self.app.push_screen(picker, left)

    def action_calendar(self) -> None:
        from refund_tui.tui.screens.calendar_form import CalendarForm

        self.app.push_screen(CalendarForm(self.service))

    def action_edit(self, field: str | None = None) -> None:
        from refund_tui.tui.screens.case_form import CaseForm

        if view := self.the_case():
            self.app.push_screen(CaseForm(self.service, view, field), self.saved)

    def action_log(self) -> None:
        from refund_tui.tui.screens.event_picker import EventPicker

        if view := self.the_case():
            self.app.push_screen(EventPicker(self.service, view), self.saved)

    def log_kind(self, kind: str | None) -> None:
        """Open the form of one kind of event; None for a picker that was left."""
        from refund_tui.tui.screens.application_form import event_form

        if kind is not None and (view := self.the_case()):
            self.app.push_screen(event_form(self.service, view, kind, force=kind not in view.allowed), self.saved)

    def action_deadline(self, rule_id: str | None = None) -> None:
        from refund_tui.tui.screens.deadline_form import DeadlineForm

        view = self.the_case()
        if view is not None and not view.case.is_open:
            self.notify(_("No clock runs."), markup=False)
        elif view is not None:
            self.app.push_screen(DeadlineForm(self.service, view, rule_id), self.saved)

    def action_amounts(self) -> None:
        from refund_tui.tui.screens.amount_form import AmountForm

        if view := self.the_case():
            self.app.push_screen(AmountForm(self.service, view), self.saved)

    def action_evidence(self) -> None:
        from refund_tui.tui.screens.evidence_desk import EvidenceDesk

        if view := self.the_case():
            self.app.push_screen(EvidenceDesk(self.service, view), self.saved)

    def action_lane(self) -> None:
        from refund_tui.tui.screens.lane_picker import LanePicker

        if view := self.the_case():
            self.app.push_screen(LanePicker(view), self.look_at_lane)

    def look_at_lane(self, lane_id: str | None) -> None:
        """Open one way to escalate, with its letter where it has one; None for a picker that was left."""
        if lane_id is not None:
            self.in_thread(lambda: partial(self._open_lane, lane_id, lane_id in self.service.letters.forms))

    def _open_lane(self, lane_id: str, has_letter: bool) -> None:
        from refund_tui.tui.screens.lane_screen import LaneScreen
        from refund_tui.tui.screens.letter_desk import LetterDesk

        view = self.the_case()
        if view is None or not any(each.lane.id == lane_id for each in view.lanes):
            return
        if has_letter:
            self.app.push_screen(LetterDesk(self.service, view, lane_id), self.saved)
        else:
            self.app.push_screen(LaneScreen(view, lane_id), self.log_kind)

    def action_edit_note_outside(self) -> None:
        """Go on with the note in the user's own editor."""
        if self.detail is not None and self.the_case():
            self.detail.edit_outside()

    def action_read_note(self) -> None:
        """Show the note as the Markdown it may be."""
        if self.detail is not None and self.the_case():
            self.detail.read_note()

    def action_help(self) -> None:
        from refund_tui.tui.screens.help import Help

        detail = self.detail
        place = "list" if detail is None or not detail.has_focus_within else "note" if detail.writing else "case"
        self.app.push_screen(Help(self.keys, place, self.the_case() is not None))

    def action_palette(self) -> None:
        from refund_tui.tui.screens.palette import open_palette

        open_palette(self)

    def action_copy(self) -> None:
        from refund_tui.tui.screens.copy_picker import CopyPicker

        if view := self.the_case():
            self.app.push_screen(CopyPicker(view, self.copy_out))

    def action_copy_text(self) -> None:
        """Copy what is selected with the mouse; with nothing selected the key goes on to what it means elsewhere."""
        selected = self.get_selected_text()
        if selected is None:
            raise SkipAction()
        self.copy_out(selected, _("the selection"))

    def copy_out(self, text: str, what: str) -> None:
        """Copy `text`, which is called `what`, to the clipboard and where needed to a file."""
        from refund_tui.tui.clipboard import copy

        copy(self.app, text, what, self.door.path.parent)

    def on_lane_chosen(self, message: LaneChosen) -> None:
        self.look_at_lane(message.lane_id)

    def on_amounts_wanted(self, message: AmountsWanted) -> None:
        self.action_amounts()

    def on_fact_wanted(self, message: FactWanted) -> None:
        self.action_edit(message.field)

    def on_deadline_chosen(self, message: DeadlineChosen) -> None:
        self.action_deadline(message.rule_id)
