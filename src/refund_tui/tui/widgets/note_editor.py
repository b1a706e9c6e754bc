"""The note of a case, edited in place: saved while typing, and never at the cost of anybody's text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.timer import Timer
from textual.widgets import Static

from refund_tui.domain.note import Note
from refund_tui.domain.text import clean_text
from refund_tui.errors import Refused
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.widgets.messages import DraftFound, LongPaste, NoteChanged, NoteLeft, NoteOutside
from refund_tui.tui.widgets.note_draft import Draft
from refund_tui.tui.widgets.note_keeping import Lent, NoteKeeping
from refund_tui.tui.widgets.note_reader import NoteReader
from refund_tui.tui.widgets.note_theirs import Theirs
from refund_tui.tui.widgets.note_words import state_line
from refund_tui.tui.widgets.phrases import heading
from refund_tui.views import CaseView

if TYPE_CHECKING:
    from refund_tui.drafts import Left
    from refund_tui.keeper import Keeper
    from refund_tui.tui.widgets.note_area import NoteArea

DEBOUNCE = 0.8


class NoteEditor(NoteReader):
    """The note and a line that says whether it is saved.

    Drafts of cases that are no longer shown are kept until they are saved, so that moving on loses nothing. With a
    `keeper` they are in files too, until they are in the case file.
    """

    def __init__(self, keeper: Keeper | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keeping = NoteKeeping(keeper, self.post_message)
        self._drafts: dict[int, Draft] = {}
        self._case: int | None = None
        self._left: Left | None = None
        self._timer: Timer | None = None
        self._wants_focus = False
        self._peek = False

    def compose(self) -> ComposeResult:
        yield Static(id="state")
        with Container(id="texts"):
            yield Theirs()

    @property
    def draft(self) -> Draft | None:
        return self._drafts.get(self._case) if self._case is not None else None

    def show(self, view: CaseView) -> None:
        """Show a case's note; what is being typed, or is typed and not saved, stays as it is."""
        self._take()
        moved = view.case.id != self._case
        note = Note(clean_text(view.note.text), view.note.revision)
        if moved:
            self._leave_case()
            self._case, self._peek = view.case.id, False
        draft = self._drafts.setdefault(view.case.id, Draft.of(note))
        if moved:
            self._left = self._keeping.left(view.case.id, note.text)
        fresh = draft.seen(note, hands_off=not moved and self._has_focus)
        if self._area is None:
            self.call_after_refresh(self._mount_area)
        elif moved or fresh:
            self._area.load(draft.text)
        self._tell()

    def focus_note(self) -> None:
        """Put the cursor into the note, as soon as there is one."""
        self._wants_focus = self._area is None
        if self._area is not None:
            self._area.go_on()
            # At once, not with the next message: what is typed right after the key belongs to the note.
            self.screen.set_focus(self._area)

    @property
    def writing(self) -> bool:
        """Whether the cursor is in the text."""
        return self._has_focus

    def type(self, text: str) -> None:
        """Put text where the cursor is, as if it had been typed."""
        if self._area is not None:
            self._area.insert(clean_text(text))

    # How it went

    def note_saved(self, case_id: int, revision: int) -> None:
        """Take note that a case's note was saved as `revision`; what was typed since is sent next."""
        draft = self._drafts.get(case_id)
        if draft is None:
            return
        draft.saved(revision)
        self._keeping.keep(case_id, draft)
        if case_id != self._case:
            self._send(case_id, draft)
            self._forget(case_id)
        elif draft.dirty:
            self._later()
        self._tell()

    def note_refused(self, case_id: int, conflict: bool) -> None:
        """Take note that it was not saved: somebody else changed it first, or it could not be written.

        After a conflict show the case again, so that their text is known.
        """
        if draft := self._drafts.get(case_id):
            draft.refused(conflict)
            self._tell()

    def draft_settled(self, case_id: int, draft: Left, taken: bool) -> None:
        """Take note of what was decided about a draft that was left: go on with it, or let it be."""
        if draft is not self._left or case_id != self._case or self._area is None or self.draft is None:
            return
        self._left = None
        if taken:
            self.draft.recover(clean_text(draft.text), draft.base)
            self._show_typed()

    def paste_settled(self, case_id: int, line: str) -> bool:
        """Put what stands for a long paste where the cursor is; False where that case's note is no longer shown."""
        if case_id != self._case or self._area is None or self._area.read_only:
            return False
        self._area.put_line(line)
        self._take()
        self.flush()
        return True

    def replace(self, text: str) -> None:
        """Put another text into the note, as if it had been typed, and save it."""
        if self._area is not None and (draft := self.draft):
            draft.typed(text)
            self._show_typed()

    @contextmanager
    def lent(self) -> Iterator[Lent]:
        """Put the note where another program may edit it. Raises Refused where none is shown, OSError."""
        self._take()
        if self._case is None or self._area is None or (draft := self.draft) is None:
            raise Refused("no note is shown yet")
        with self._keeping.lent(self._case, draft) as lent:
            yield lent

    @property
    def text(self) -> str:
        """The note as it stands in the editor, saved or not."""
        self._take()
        return self.draft.clean if self.draft else ""

    def flush(self) -> None:
        """Send what is typed and not saved yet, now."""
        self._take()
        if self._timer is not None:
            self._timer.stop()
        if self._case is not None and (draft := self.draft):
            self._send(self._case, draft)
        self._tell()

    def keep_now(self) -> None:
        """Have all that is typed and not saved in draft files before this returns; for signal handlers."""
        self._take()
        self._keeping.keep_now(self._drafts)

    @property
    def waits(self) -> bool:
        """Whether a text that an ended session left is to be decided about."""
        return self._left is not None

    @property
    def unsaved(self) -> bool:
        """Whether any note, shown or not, is not in the case file."""
        return any(draft.dirty for draft in self._drafts.values())

    @property
    def _has_focus(self) -> bool:
        return self._area is not None and self._area.has_focus

    def _show_typed(self) -> None:
        """Show the text that was put into the draft, save it, and keep it meanwhile."""
        if self._area is not None and self._case is not None and (draft := self.draft):
            self._keeping.keep(self._case, draft)
            self._area.put(draft.text)
            self.flush()

    def _leave_case(self) -> None:
        if self._case is not None:
            left = self._case
            self.flush()
            self._forget(left)

    def _forget(self, case_id: int) -> None:
        draft = self._drafts[case_id]
        if not draft.dirty and draft.sending is None:
            del self._drafts[case_id]

    def _send(self, case_id: int, draft: Draft) -> None:
        if sending := draft.send():
            self.post_message(NoteChanged(case_id, sending.text, sending.revision, sending.aside))

    def _later(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(DEBOUNCE, self.flush)

    def _mount_area(self) -> None:
        from refund_tui.tui.widgets.note_area import NoteArea

        draft = self.draft
        if self._area is not None or draft is None:
            return
        self._area = NoteArea()
        self._area.load(draft.text)
        self.query_one("#texts").mount(self._area, before=0)
        if self._wants_focus:
            self._wants_focus = False
            self._area.go_on()
            self._area.focus()

    def _tell(self) -> None:
        draft = self.draft
        if draft is None or not self.is_mounted:
            return
        shown = draft.theirs if draft.conflict or self._peek else None
        read_only = self._area is not None and self._area.read_only
        line = safe.row(heading(_("Note")), state_line(draft, read_only, self._left is not None))
        state = self.query_one("#state", Static)
        if state.content != line:
            state.update(line)
        self.set_class(shown is not None, "-both")
        self.lay_out()
        self.query_one(Theirs).show(None if shown is None else shown.text)

    def _take(self) -> None:
        """Take over what stands in the area; its own message about that may still be on its way."""
        draft = self.draft
        if draft is not None and self._area is not None and self._case is not None and self._area.text != draft.text:
            draft.typed(self._area.text)
            self._keeping.keep(self._case, draft)

    def on_text_area_changed(self) -> None:
        self._take()
        if (draft := self.draft) and draft.state == "typing":
            self._later()
        self._tell()

    def on_descendant_focus(self) -> None:
        asked = self.app.screen is not self.screen
        if self._has_focus and not asked and self._left and self._case and self.draft and not self.draft.dirty:
            self.post_message(DraftFound(self._case, self._left, self.draft.base.text))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        draft = self.draft
        if draft is None or self._area is None:
            return
        if not draft.dirty and draft.theirs is not None:
            draft.catch_up()
            self._area.load(draft.text)
        self.flush()

    def on_note_area_long(self, event: NoteArea.Long) -> None:
        event.stop()
        if self._case is not None:
            self.post_message(LongPaste(self._case, event.text))

    def on_note_area_asked(self, event: NoteArea.Asked) -> None:
        event.stop()
        if event.what == "leave":
            self.post_message(NoteLeft())
        elif event.what == "outside":
            self.post_message(NoteOutside())
        elif event.what == "theirs":
            self._peek = not self._peek
        elif draft := self.draft:
            self._choose(draft, event.what)
        self._tell()

    def _choose(self, draft: Draft, what: str) -> None:
        """Save; in a conflict once theirs is on the screen, ours in its place."""
        self._take()
        if draft.theirs is not None and (draft.conflict or what != "save"):
            {"join": draft.join, "take": draft.take_theirs, "save": draft.keep_mine}[what]()
            self._show_typed()
        elif what == "save":
            self.flush()
