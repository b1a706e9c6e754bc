"""Everything about the chosen case in panes: two at a time where there is room, else one, chosen by its tab."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import Static

from refund_tui.domain.amounts import estimate
from refund_tui.i18n import N_, _
from refund_tui.tui import safe
from refund_tui.tui.keymap import DEFAULT, Keys, key_name
from refund_tui.tui.widgets.amount_pane import AmountPane
from refund_tui.tui.widgets.case_pane import CasePane
from refund_tui.tui.widgets.checklist_pane import ChecklistPane
from refund_tui.tui.widgets.escalation_pane import EscalationPane
from refund_tui.tui.widgets.messages import NoteLeft
from refund_tui.tui.widgets.note_editor import NoteEditor
from refund_tui.tui.widgets.pane import Pane
from refund_tui.tui.widgets.tab_strip import PaneTab, TabStrip
from refund_tui.tui.widgets.terms_pane import TermsPane
from refund_tui.tui.widgets.timeline_pane import TimelinePane
from refund_tui.views import CaseView

if TYPE_CHECKING:
    from refund_tui.keeper import Keeper

MAIN = "case"
NOTE = "note"
NAMES: Mapping[str, str] = {
    MAIN: N_("Case"),
    "evidence": N_("Proof"),
    "lanes": N_("Ways"),
    "terms": N_("Terms"),
    "timeline": N_("Log"),
    NOTE: N_("Note"),
    "amounts": N_("Amount"),
}
"""The panes by id, in the order of their tabs."""
PANES: Mapping[str, Callable[..., Pane]] = {
    MAIN: CasePane,
    "evidence": ChecklistPane,
    "lanes": EscalationPane,
    "terms": TermsPane,
    "timeline": TimelinePane,
    "amounts": AmountPane,
}


def sign(pane: str, view: CaseView) -> str:
    """Give what waits in a pane in a sign or a number: missing evidence, open lanes, a difference, a note, a doubt."""
    if pane == "evidence":
        lacking = sum(each.lacking for each in view.checklist)
        return str(lacking) if lacking else ""
    if pane == "lanes":
        opened = sum(each.open for each in view.lanes)
        return str(opened) if opened else ""
    if pane == "terms":
        return "!" if view.differences else ""
    if pane == "amounts":
        found = estimate(view.case)
        return "!" if found and found.doubts else ""
    return "*" if pane == NOTE and view.note.text.strip() else ""


class CaseDetail(Container):
    """The panes of one case. Posts what they ask for: see `messages`.

    With the class `-both` the case's own pane stays in sight, and the tabs are those of the others.
    """

    DEFAULT_CSS = """
    CaseDetail { layout: vertical; }
    CaseDetail > #side { layout: vertical; height: 1fr; width: 1fr; }
    CaseDetail.-both > .tabs { display: none; }
    CaseDetail > #title { display: none; height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    CaseDetail > .nothing { display: none; padding: 1 2; height: auto; }
    CaseDetail.-nothing > * { display: none; }
    CaseDetail.-nothing > .nothing { display: block; }
    """

    def __init__(self, drafts: Keeper | None = None, keys: Keys = DEFAULT) -> None:
        super().__init__()
        self._keys = keys
        self.note = NoteEditor(drafts, id=f"pane-{NOTE}")
        self._view: CaseView | None = None
        self._composed = False
        self._two_panes = False
        self._title = ""
        self._tab = MAIN
        self._side = "evidence"
        self._panes: dict[str, Widget] = {name: make(id=f"pane-{name}") for name, make in PANES.items()}
        self._panes[NOTE] = self.note
        self._heading = Static(id="title")
        self._tabs, self._side_tabs = TabStrip(classes="tabs"), TabStrip(classes="tabs")
        beside = [pane for name, pane in self._panes.items() if name != MAIN]
        self._beside = Container(self._side_tabs, *beside, id="side")

    def compose(self) -> ComposeResult:
        yield Static(safe.line(_("No case is chosen."), "dim"), classes="nothing")
        yield from (self._heading, self._tabs, self._panes[MAIN], self._beside)

    def on_mount(self) -> None:
        self._composed = True
        self._arrange()

    # Which panes are in sight

    @property
    def tab(self) -> str:
        """The pane that the keys go to."""
        return self._tab

    def set_both(self, both: bool) -> None:
        """Keep the case's own pane in sight beside the others, or show one pane at a time."""
        if both != self._two_panes:
            self._two_panes = both
            self._arrange()

    def turn_to(self, tab: str, *, focus: bool = True) -> None:
        """Show a pane; with `focus` the keys go to it."""
        if tab != self._tab:
            self._tab = tab
            if tab != MAIN:
                self._side = tab
            self._arrange()
        if focus:
            self.focus_pane()

    def turn(self, step: int) -> None:
        """Show the next pane, or the one before."""
        names = list(NAMES)
        self.turn_to(names[(names.index(self._tab) + step) % len(names)], focus=self.has_focus_within)

    def _arrange(self) -> None:
        if not self._composed:
            return
        self.set_class(self._view is None, "-nothing")
        self.set_class(self._two_panes, "-both")
        self.set_class(self._tab == MAIN, "-main")
        for name, pane in self._panes.items():
            pane.display = self._view is not None and (
                name == self._tab or (self._two_panes and name in (MAIN, self._side))
            )
        self._beside.display = self._view is not None and (self._two_panes or self._tab != MAIN)
        self._side_tabs.display = self._two_panes
        self._draw()
        self.tell_tabs()

    def focus_pane(self) -> None:
        """Put the cursor into the pane in sight; the note is read by this, not written."""
        self._panes[self._tab].focus()

    # What they show

    def show(self, view: CaseView | None) -> None:
        """Show a case, or that none is chosen. The same case again keeps its place, and the note is left alone."""
        before, self._view = self._view, view
        if not self._composed:
            return
        if view is None:
            self.note.flush()
        if (before is None) != (view is None):
            self._arrange()
        else:
            self._draw(home=before is not None and view is not None and before.case.id != view.case.id)
            self.tell_tabs()

    def _draw(self, *, home: bool = False) -> None:
        view = self._view
        if view is None:
            return
        name = f"#{view.case.id} {view.case.merchant}" + (f" · {view.case.item}" if view.case.item else "")
        if name != self._title:
            self._title = name
            self._heading.update(safe.line(name, "bold"))
        for pane in self._panes.values():
            if isinstance(pane, Pane) and (pane.display or home):
                pane.show(view, home=home)
        self.note.show(view)

    def tell_tabs(self) -> None:
        """Bring the line of tabs up to date."""
        view = self._view
        if view is None or not self._composed:
            return
        tabs = tuple(
            PaneTab(
                name, self._key(name), _(NAMES[name]), "!" if name == NOTE and self.note.waits else sign(name, view)
            )
            for name in NAMES
            if not (self._two_panes and name == MAIN)
        )
        shown = self._side if self._two_panes else self._tab
        pane = self._panes[shown]
        place = ""
        if isinstance(pane, Pane):
            first, last, lines = pane.place
            place = f"{last}/{lines}" if last - first + 1 < lines else ""
        inside = self.has_focus_within and not (self._two_panes and self._tab == MAIN)
        for strip in (self._tabs, self._side_tabs):
            strip.show(tabs, shown, place, inside)

    def _key(self, name: str) -> str:
        keys = self._keys[f"pane_{name}"]
        return key_name(keys[0]) if keys else ""

    def on_pane_moved(self, event: Pane.Moved) -> None:
        event.stop()
        self.tell_tabs()

    def on_descendant_focus(self) -> None:
        focused = self.screen.focused
        holder = next(
            (name for name, pane in self._panes.items() if focused and pane in focused.ancestors_with_self), None
        )
        if holder is not None and holder != self._tab and self._two_panes:
            self._tab = holder  # a click in a pane that was in sight already
        self.tell_tabs()

    def on_descendant_blur(self) -> None:
        self.tell_tabs()

    def on_tab_strip_chosen(self, event: TabStrip.Chosen) -> None:
        event.stop()
        self.turn_to(event.tab)

    def on_note_left(self, event: NoteLeft) -> None:
        event.stop()
        self.focus_pane()

    # The note

    @property
    def writing(self) -> bool:
        """Whether the cursor is in the note, where letters are text."""
        return self.note.writing

    def focus_note(self) -> None:
        """Put the cursor into the note."""
        self.turn_to(NOTE, focus=False)
        self.note.focus_note()

    def keep_note_now(self) -> None:
        """Have what is typed and not saved in draft files before this returns; for signal handlers."""
        self.note.keep_now()

    def flush_note(self) -> bool:
        """Send what is typed and not saved; say whether anything is not in the case file yet."""
        self.note.flush()
        return self.note.unsaved
