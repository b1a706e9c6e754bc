"""The note of a case, edited in place: saved while typing, and never at the cost of anybody's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Static

from refund_tui.domain.note import Note
from refund_tui.domain.text import clean_text
from refund_tui.i18n import N_, _
from refund_tui.tui import safe
from refund_tui.tui.widgets.messages import NoteChanged, NoteLeft
from refund_tui.tui.widgets.note_draft import Draft
from refund_tui.tui.widgets.phrases import heading
from refund_tui.views import CaseView

if TYPE_CHECKING:
    from refund_tui.tui.widgets.note_area import NoteArea

DEBOUNCE = 0.8
STATES = {
    "saved": N_("saved"),
    "typing": N_("not saved yet"),
    "saving": N_("saving"),
    "failed": N_("not saved: the case file could not be written; ctrl+s tries again"),
    "conflict": N_("changed elsewhere: your text is kept here, not saved · ctrl+o shows theirs"),
    "behind": N_("changed elsewhere: ctrl+o shows it; it comes here when you leave"),
}
CHOOSE = N_("changed elsewhere: ctrl+t puts theirs under yours · ctrl+s keeps only yours")
TOO_LARGE = N_("too large to edit here")


class NoteEditor(Vertical, can_focus=True):
    """The note and a line that says whether it is saved.

    Drafts of cases that are no longer shown are kept until they are saved, so that moving on loses nothing.
    """

    DEFAULT_CSS = """
    NoteEditor { height: 1fr; width: 1fr; padding: 0 1; }
    NoteEditor Static { height: auto; }
    NoteEditor NoteArea { height: 1fr; min-height: 1; padding: 0; }
    NoteEditor #theirs { display: none; padding: 0 0 0 2; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._drafts: dict[int, Draft] = {}
        self._case: int | None = None
        self._area: NoteArea | None = None
        self._timer: Timer | None = None
        self._wants_focus = False
        self._peek = False

    def compose(self) -> ComposeResult:
        yield Static(id="state")
        yield Static(id="theirs")

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
            # At once, not with the next message: what is typed right after the key belongs to the note.
            self.screen.set_focus(self._area)

    def focus_to_read(self) -> None:
        """Have the keys come here without writing: letters stay commands."""
        self.focus()

    @property
    def writing(self) -> bool:
        """Whether the cursor is in the text."""
        return self._has_focus

    def note_saved(self, case_id: int, revision: int) -> None:
        """Take note that a case's note was saved as `revision`; what was typed since is sent next."""
        draft = self._drafts.get(case_id)
        if draft is None:
            return
        draft.saved(revision)
        if case_id != self._case:
            self._send(case_id, draft)
            self._forget(case_id)
        elif draft.dirty:
            self._later()
        self._tell()

    def note_conflict(self, case_id: int) -> None:
        """Take note that somebody else changed it first; show the case again, so that their text is known."""
        self._not_saved(case_id, conflict=True)

    def note_failed(self, case_id: int) -> None:
        """Take note that it could not be written."""
        self._not_saved(case_id, conflict=False)

    def flush(self) -> None:
        """Send what is typed and not saved yet, now."""
        self._take()
        if self._timer is not None:
            self._timer.stop()
        if self._case is not None and (draft := self.draft):
            self._send(self._case, draft)
        self._tell()

    @property
    def unsaved(self) -> bool:
        """Whether any note, shown or not, is not in the case file."""
        return any(draft.dirty for draft in self._drafts.values())

    @property
    def _has_focus(self) -> bool:
        return self._area is not None and self._area.has_focus

    def _not_saved(self, case_id: int, conflict: bool) -> None:
        if draft := self._drafts.get(case_id):
            draft.refused(conflict)
            self._tell()

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
        if note := draft.send():
            self.post_message(NoteChanged(case_id, note.text, note.revision))

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
        self.mount(self._area, before="#theirs")
        if self._wants_focus:
            self._wants_focus = False
            self._area.focus()

    def _tell(self) -> None:
        draft = self.draft
        if draft is None or not self.is_mounted:
            return
        seen = draft.theirs is not None and self._peek
        words = _(CHOOSE if seen and draft.conflict else STATES[draft.state])
        if self._area is not None and self._area.read_only:
            words = _(TOO_LARGE)
        quiet = draft.state in ("saved", "typing", "saving")
        line = safe.row(heading(_("Note")), safe.text(f"  {words}", "dim" if quiet else "bold"))
        state = self.query_one("#state", Static)
        if state.content != line:
            state.update(line)
        theirs = self.query_one("#theirs", Static)
        if seen and not theirs.display:
            self.call_after_refresh(theirs.scroll_visible, animate=False)
        theirs.display = seen
        if seen and draft.theirs is not None:
            theirs.update(safe.lines([safe.line(_("Theirs:"), "bold"), safe.text(draft.theirs.text)]))

    def _take(self) -> None:
        """Take over what stands in the area; its own message about that may still be on its way."""
        draft = self.draft
        if draft is not None and self._area is not None and self._area.text != draft.text:
            draft.typed(self._area.text)

    def on_text_area_changed(self) -> None:
        self._take()
        if (draft := self.draft) and draft.state == "typing":
            self._later()
        self._tell()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        draft = self.draft
        if draft is None or self._area is None:
            return
        if not draft.dirty and draft.theirs is not None:
            draft.keep_mine()
            draft.text = draft.base.text
            self._area.load(draft.text)
        self.flush()

    def on_note_area_asked(self, event: NoteArea.Asked) -> None:
        event.stop()
        draft = self.draft
        if draft is None or self._area is None:
            return
        if event.what == "theirs":
            self._peek = not self._peek
        elif event.what == "leave":
            self.post_message(NoteLeft())
        elif event.what == "join" and draft.theirs is not None:
            draft.join()
            self._area.load(draft.text)
            self._area.move_cursor(self._area.document.end)
            self.flush()
        elif event.what == "save":
            self._save(draft)
        self._tell()

    def _save(self, draft: Draft) -> None:
        if not draft.conflict:
            self.flush()
        elif self._peek and draft.theirs is not None:
            draft.keep_mine()
            self.flush()
        else:
            self._peek = True  # never replace what was not seen
