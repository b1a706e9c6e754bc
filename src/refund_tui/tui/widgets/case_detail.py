"""Everything about the chosen case, pane under pane; draws only what has changed since it was last shown."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.widgets.checklist_pane import ChecklistPane
from refund_tui.tui.widgets.deadline_pane import DeadlinePane
from refund_tui.tui.widgets.escalation_pane import EscalationPane
from refund_tui.tui.widgets.messages import NoteLeft
from refund_tui.tui.widgets.note_editor import NoteEditor
from refund_tui.tui.widgets.pane import Pane
from refund_tui.tui.widgets.status_pane import StatusPane
from refund_tui.tui.widgets.terms_pane import TermsPane
from refund_tui.tui.widgets.timeline_pane import TimelinePane
from refund_tui.views import CaseView

PADDING = 2
"""Cells that a pane keeps free at its sides."""


class CaseDetail(VerticalScroll):
    """The panes of one case. Posts LaneChosen, EvidenceToggled, DeadlineChosen, FactWanted and NoteChanged."""

    DEFAULT_CSS = """
    CaseDetail { scrollbar-gutter: stable; scrollbar-size-vertical: 1; }
    CaseDetail > .nothing { display: none; padding: 1 2; height: auto; }
    CaseDetail.-nothing > * { display: none; }
    CaseDetail.-nothing > .nothing { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._view: CaseView | None = None
        self._panes: tuple[Pane, ...] = (StatusPane(), DeadlinePane(), ChecklistPane(), TermsPane(), TimelinePane())

    def compose(self) -> ComposeResult:
        yield Static(safe.line(_("No case is chosen."), "dim"), classes="nothing")
        status, clocks, evidence, terms, timeline = self._panes
        yield from (status, clocks, EscalationPane(), evidence, terms, NoteEditor(), timeline)

    def on_mount(self) -> None:
        self.set_class(self._view is None, "-nothing")

    def show(self, view: CaseView | None) -> None:
        """Show a case, or that none is chosen. The same case again keeps its place, and the note is left alone."""
        before, self._view = self._view, view
        if not self.is_mounted:
            return
        self.set_class(view is None, "-nothing")
        if view is None:
            self.query_one(NoteEditor).flush()
            return
        self._draw(view)
        self.query_one(NoteEditor).show(view)
        editor = self.query_one(NoteEditor)
        if self.writing:
            # What grew above must not push what is being typed out of sight.
            self.call_after_refresh(self.scroll_to_widget, editor, animate=False)
        elif before is not None and before.case.id != view.case.id:
            self.scroll_home(animate=False)

    def _draw(self, view: CaseView) -> None:
        width = max(self.scrollable_content_region.width - PADDING, 16)
        for pane in self._panes:
            pane.show(view, width)
        self.query_one(EscalationPane).show(view, width)

    def on_resize(self, event: events.Resize) -> None:
        if self._view is not None:
            self._draw(self._view)
            self.query_one(NoteEditor).show(self._view)

    def on_note_left(self, event: NoteLeft) -> None:
        event.stop()
        self.focus()

    @property
    def writing(self) -> bool:
        """Whether the cursor is in the note, where letters are text."""
        return self.is_mounted and self.query_one(NoteEditor).has_focus_within

    def focus_note(self) -> None:
        """Put the cursor into the note."""
        editor = self.query_one(NoteEditor)
        editor.focus_note()
        self.call_after_refresh(self.scroll_to_widget, editor, animate=False)

    def note_saved(self, case_id: int, revision: int) -> None:
        """Say that a note is in the case file, as `revision`."""
        self.query_one(NoteEditor).note_saved(case_id, revision)

    def note_conflict(self, case_id: int) -> None:
        """Say that somebody else changed a note first; call `show` with the case as it is now, too."""
        self.query_one(NoteEditor).note_conflict(case_id)

    def note_failed(self, case_id: int) -> None:
        """Say that a note could not be written; it stays in the editor."""
        self.query_one(NoteEditor).note_failed(case_id)

    def flush_note(self) -> bool:
        """Send what is typed and not saved; say whether anything is not in the case file yet."""
        editor = self.query_one(NoteEditor)
        editor.flush()
        return editor.unsaved
