"""The panes of a case with what is behind its note: saving it, evidence of long pastes, drafts, the user's editor."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from refund_tui.domain.note import LARGEST
from refund_tui.domain.text import clean_text
from refund_tui.drafts import Drafts, Left, unended
from refund_tui.durable import read_regular
from refund_tui.errors import Conflict, Problem, Refused
from refund_tui.i18n import _
from refund_tui.tui.widgets.case_detail import CaseDetail
from refund_tui.tui.widgets.messages import DraftFound, DraftTrouble, LongPaste, NoteChanged, NoteOutside
from refund_tui.tui.widgets.note_words import ASIDE, kept_line
from refund_tui.wording import sentence

if TYPE_CHECKING:
    from refund_tui.tui.screens.desk import Desk, Then
    from refund_tui.tui.widgets.note_keeping import Lent

LEFT_SECONDS = 8.0
MOST = 64 * 1024 * 1024
"""Bytes that are read back from an editor."""


class NoteDesk(CaseDetail):
    """Saves what the note editor asks to be saved. Reads and writes run in the threads of its desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.service.drafts, desk.keys)
        self._desk = desk

    def tell(self, words: str) -> None:
        """Say something that is no problem."""
        self.notify(words, markup=False)

    def on_mount(self) -> None:
        if words := left_words(self._desk.service.drafts.drafts):
            self.notify(words, timeout=LEFT_SECONDS, markup=False)

    def on_unmount(self) -> None:
        self._desk.service.drafts.close()

    # Saving

    def on_note_changed(self, message: NoteChanged) -> None:
        message.stop()
        self._desk.in_thread(partial(self._save, message))

    def _save(self, message: NoteChanged) -> Then:
        from refund_tui.noting import settle_note

        service, case_id = self._desk.service, message.case_id
        try:
            if message.aside is None:
                revision = service.save_note(case_id, message.text, message.revision)
            else:
                revision = settle_note(service, case_id, message.text, message.revision, message.aside)
        except Conflict:
            return partial(self._refused, case_id, None)
        except Problem as problem:
            return partial(self._refused, case_id, sentence(problem))
        except Exception as error:  # whatever it is, the editor must know that its text is not saved
            return partial(self._refused, case_id, _("It was not saved: {why}").format(why=error))
        return partial(self._saved, case_id, revision, message.aside)

    def _saved(self, case_id: int, revision: int, aside: str | None) -> None:
        self.note.note_saved(case_id, revision)
        if aside is not None:
            self.tell(_(ASIDE))

    def _refused(self, case_id: int, problem: str | None) -> None:
        """Tell the editor that its text is not in the case file; without a problem, somebody else was first."""
        self.note.note_refused(case_id, conflict=problem is None)
        if problem is None:
            self._desk.refresh_case()
            if not self.writing:
                self._desk.complain(
                    _("The note is not saved: it was changed elsewhere. Go into it: both texts are there.")
                )
        else:
            self._desk.complain(problem)

    # Long pastes

    def on_long_paste(self, message: LongPaste) -> None:
        message.stop()
        self._desk.in_thread(partial(self._keep_paste, message.case_id, message.text))

    def _keep_paste(self, case_id: int, text: str) -> Then:
        from refund_tui.noting import keep_evidence, original

        try:
            kept = keep_evidence(self._desk.service, case_id, original(text), "pasted_text")
        except Problem as problem:
            words = _("What you pasted was not taken: {why} It is still in your clipboard.")
            return partial(self._desk.complain, words.format(why=sentence(problem)))
        return partial(self._pasted, case_id, kept_line(text, kept.size, kept.sha256), kept.path)

    def _pasted(self, case_id: int, line: str, path: Path) -> None:
        if not self.note.paste_settled(case_id, line):
            self._desk.in_thread(partial(self._append, case_id, line))
        words = _(
            "The long text is kept as an evidence file; the note has a line about it. Ctrl+Z undoes that, not {path}"
        )
        self.tell(words.format(path=path))

    def _append(self, case_id: int, line: str) -> Then:
        self._desk.service.append_note(case_id, line)
        return self._desk.refresh_case

    # Drafts

    def on_draft_trouble(self, message: DraftTrouble) -> None:
        message.stop()
        words = _("What you type cannot be kept as a draft until it is saved ({why}).")
        self.notify(words.format(why=message.error.strerror or message.error), severity="warning", markup=False)

    def on_draft_found(self, message: DraftFound) -> None:
        from refund_tui.tui.screens.left_draft import LeftDraft

        message.stop()
        screen = LeftDraft(message.stored, message.draft.text)
        self.app.push_screen(screen, partial(self._draft_answered, message.case_id, message.draft))

    def _draft_answered(self, case_id: int, draft: Left, answer: str | None) -> None:
        drafts = self._desk.service.drafts.drafts
        settle = partial(self.note.draft_settled, case_id, draft)
        if answer == "keep":
            # What is typed is in a file at any time: first the draft becomes this session's, then the editor's.
            self._desk.in_thread(self._after(partial(drafts.adopt, draft), partial(settle, taken=True)))
            return
        if answer == "delete":
            self._desk.in_thread(self._after(partial(drafts.discard, draft), partial(self.tell, _("It is deleted."))))
        settle(taken=False)

    def _after(self, job: Callable[[], None], then: Then) -> Callable[[], Then]:
        """Make a job of one that may fail without harm: `then` comes all the same."""

        def work() -> Then:
            try:
                job()
            except OSError as error:
                return self._both(partial(self.on_draft_trouble, DraftTrouble(error)), then)
            return then

        return work

    @staticmethod
    def _both(first: Then, second: Then) -> Then:
        return lambda: (first(), second())

    # The user's editor

    def on_note_outside(self, message: NoteOutside) -> None:
        message.stop()
        self.edit_outside()

    def edit_outside(self) -> None:
        """Run the user's editor on the note; what it saved comes back as if it had been typed."""
        from refund_tui.tui.outside import editor, run

        try:
            command = editor()
            with self.note.lent() as lent:
                code = run(self.app, command, lent.path)
                self._take_back(lent)
        except Problem as problem:
            self._desk.complain(sentence(problem))
        except OSError as error:
            self._desk.complain(_("The note and the editor could not exchange a file: {why}").format(why=error))
        else:
            if code:
                words = _("{command} ended with code {code}.").format(command=command[0], code=code)
                self.notify(words, severity="warning", markup=False)

    def _take_back(self, lent: Lent) -> None:
        try:
            found = read_regular(lent.path, MOST)
        except FileNotFoundError as error:
            raise Refused("the editor left no file; the note is as it was") from error
        text = as_note(found, lent.text)
        if text is None:
            self._keep_file(lent.case_id, found)
        elif text == lent.text:
            self.tell(_("The note is as it was. An editor with a window of its own needs its option to wait."))
        else:
            self.note.replace(text)
            self.note.keep_now()  # before the file that was lent is taken away

    def _keep_file(self, case_id: int, found: bytes) -> None:
        from refund_tui.noting import keep_evidence

        kept = keep_evidence(self._desk.service, case_id, found, "edited_file")
        words = _("What the editor saved is no note: too large, or not text. The note is as it was; the file is {path}")
        self.tell(words.format(path=kept.path))

    # Reading

    def read_note(self) -> None:
        """Show the note as the Markdown it may be."""
        from refund_tui.tui.screens.note_view import NoteView, readable

        text = self.note.text
        if not text.strip():
            self.tell(_("There is no note yet."))
            return
        try:
            readable(text)
        except Refused as refused:
            self._desk.complain(sentence(refused))
            return
        self.app.push_screen(NoteView(text))


def left_words(drafts: Drafts) -> str:
    """Say of which cases something was not saved when a session ended; empty where nothing was."""
    try:
        names = [draft.name.split("-") for draft in drafts.left()]
    except OSError:
        return ""
    numbers = sorted({int(part) for name in names for part in name[1:2] if part.isdecimal()})
    forms = any(name[0] != "note" for name in names)
    if not names:
        return ""
    cases = ", ".join(f"#{number}" for number in numbers) or _("a new case")
    words = _("Not saved when the program last ended: {cases}. It is back when you open the note again.")
    if forms:
        words = _(
            "Not saved when the program last ended: {cases}. It is back when you open the note or the form again."
        )
    return words.format(cases=cases)


def as_note(found: bytes, before: str) -> str | None:
    """Read what an editor saved as the text of a note; None for what is none: no UTF-8, not text, too large."""
    try:
        text = found.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text or len(text) > LARGEST else clean_text(unended(text, before))
