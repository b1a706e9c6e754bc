"""The text of an escalation desk, to be read, turned, edited in place and saved; all that is not saved is a draft."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from refund_tui.domain.escalation import LaneStatus
from refund_tui.errors import Problem
from refund_tui.i18n import N_, _
from refund_tui.tui import safe
from refund_tui.tui.keymap import variants
from refund_tui.tui.letter_sheet import Sending, Sheet
from refund_tui.tui.screens.giving_way import GivingWay
from refund_tui.tui.screens.letter_pages import LOW, PAGES, LetterPages, Page
from refund_tui.tui.screens.letter_rows import count_line, worded
from refund_tui.tui.widgets.note_area import NoteArea
from refund_tui.tui.widgets.tab_strip import TabStrip
from refund_tui.views import CaseView
from refund_tui.wording import sentence

if TYPE_CHECKING:
    from refund_tui.service import Service

ACTIONS = {
    **{str(place): f"go('{page}')" for place, page in enumerate(PAGES, 1)},
    "e": "edit",
    "l": "turn(True)",
    "c": "turn(False)",
    "r": "anew",
}
READING = N_(
    "1-3 pages · e edits · l length · c 中文/English · y copies · b bundle · s handed in · r anew · ? keys · esc closes"
)
WRITING = N_("ctrl+s or esc saves and is done · ctrl+z takes back")
OUTDATED = N_("The case has changed since; r writes it anew, your words are kept in the timeline.")
FRAME = 6
"""Cells of the box that its text does not get."""


class LetterEditor(GivingWay[CaseView | None]):
    """Gives the case as it is when it is left, None when nothing was changed."""

    DEFAULT_CSS = """
    LetterEditor { align: center middle; }
    LetterEditor > Vertical { width: 98%; max-width: 140; height: 98%; padding: 0 1; border: round $primary; }
    LetterEditor > Vertical { background: $surface; }
    LetterEditor.-low > Vertical { width: 100%; height: 100%; border: none; }
    LetterEditor #count { height: 1; text-wrap: nowrap; }
    LetterEditor #told { height: auto; max-height: 3; display: none; }
    LetterEditor #told.-told { display: block; }
    LetterEditor #keys { height: auto; max-height: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(each, action, show=False) for name, action in ACTIONS.items() for each in variants(name)),
        Binding("escape", "close", show=False),
        Binding("enter", "enter", show=False),
        Binding("tab,right_square_bracket", "next(1)", show=False),
        Binding("shift+tab,left_square_bracket", "next(-1)", show=False),
    ]
    AUTO_FOCUS = ""

    def __init__(self, service: Service, view: CaseView, lane: str) -> None:
        super().__init__()
        self._service = service
        self._result: CaseView | None = None
        self._warned = False
        self.sheet = Sheet(service, view, lane)
        self.pages = LetterPages()
        self._queue = asyncio.Lock()

    def compose(self) -> ComposeResult:
        with Vertical():
            yield self.pages
            yield Static(id="count")
            yield Static(id="told")
            yield Static(id="keys")

    def on_mount(self) -> None:
        self._lay_out()
        self._show()
        self.pages.turn("look" if self.sheet.flags else "text")
        self._show()

    def on_screen_resume(self) -> None:
        # What was hidden behind a form has lost the cursor.
        self.call_after_refresh(self.pages.turn, self.pages.page)

    def on_resize(self, event: events.Resize) -> None:
        self._lay_out()
        self.pages.turn(self.pages.page)
        self._refresh()

    def _lay_out(self) -> None:
        self.set_class(self.app.size.height < LOW, "-low")

    @property
    def status(self) -> LaneStatus:
        return next(each for each in self.sheet.view.lanes if each.lane.id == self.sheet.lane)

    @property
    def editing(self) -> bool:
        return not self.pages.area.read_only

    # Showing

    def _show(self) -> None:
        """Show the letter of this length and language as it is now."""
        self.pages.area.put_text(self.sheet.letter.text)
        self._refresh()
        if self.sheet.restored:
            self._tell(_("What you typed before is back, not saved yet; esc or ctrl+s saves it."))
        else:
            self._tell(_(OUTDATED) if self.sheet.letter.outdated else "")

    def _refresh(self) -> None:
        sheet, letter = self.sheet, self.sheet.letter
        room = max(min(self.app.size.width * 98 // 100, 140) - FRAME, 16)
        self.pages.show(sheet.view, self.status, letter, sheet.flags, room)
        self.query_one("#count", Static).update(count_line(letter, sheet.unsaved))
        self.query_one("#keys", Static).update(safe.text(_(WRITING if self.editing else READING), "dim"))

    def _tell(self, words: str) -> None:
        line = self.query_one("#told", Static)
        line.set_class(bool(words), "-told")
        line.update(safe.text(words, "bold"))

    # Pages

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("edit", "go", "turn", "anew") and self.editing:
            return False
        return super().check_action(action, parameters)

    def action_go(self, page: Page) -> None:
        self.pages.turn(page)
        self._refresh()

    def action_next(self, step: int) -> None:
        if not self.editing:
            self.action_go(PAGES[(PAGES.index(self.pages.page) + step) % len(PAGES)])

    def on_tab_strip_chosen(self, message: TabStrip.Chosen) -> None:
        if message.tab in PAGES:
            self._leave_text()
            self.action_go(message.tab)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if self.editing and event.widget is not self.pages.area:
            self._leave_text()

    def action_turn(self, length: bool) -> None:
        """Take the next length, or the other language."""
        self._keep()
        self.sheet.turn(length=length)
        self._show()

    # The text

    def action_edit(self) -> None:
        self.pages.area.write(True)
        self.action_go("text")

    def action_enter(self) -> None:
        if self.pages.page == "text" and not self.editing:
            self.action_edit()

    def on_note_area_asked(self, message: NoteArea.Asked) -> None:
        message.stop()
        if message.what == "save":
            self._leave_text() if self.editing else self._keep()
        elif message.what == "leave":
            self._leave_text() if self.editing else self.action_close()

    def on_note_area_long(self, message: NoteArea.Long) -> None:
        message.stop()
        self._tell(_("Not pasted: too long for a letter. It is still in your clipboard."))

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        message.stop()
        if self.editing:
            self.sheet.type(self.pages.area.text)
            self._refresh()
            self._tell(worded(self.sheet.flags, self.sheet.letter, self.sheet.view))

    def _leave_text(self) -> None:
        if self.editing:
            self.pages.area.write(False)
            self._keep()
            self._refresh()

    def _keep(self) -> None:
        sending = self.sheet.sending()
        if sending is not None:
            self._send(sending)

    @work(group="keep")
    async def _send(self, sending: Sending, then: str = "") -> None:
        """Save an edit behind those that wait; what cannot be saved stays typed, and in its draft."""
        async with self._queue:
            view = await self._write(sending.job)
        if view is None:
            return
        self._result = view
        self.sheet.saved(sending, view)
        self._refresh() if self.editing else self._show()
        if then:
            self._tell(then)

    async def _write(self, job: Callable[[], CaseView]) -> CaseView | None:
        try:
            return await asyncio.to_thread(job)
        except Problem as problem:
            self._tell(sentence(problem))
        except Exception as error:  # whatever it is, what was typed must stay on the screen
            self._tell(_("It was not saved: {why}").format(why=error))
        return None

    def action_anew(self) -> None:
        sending = self.sheet.anew()
        if sending is None:
            self._tell(_("It is as the case makes it."))
        else:
            self._send(sending, _("Written anew; your words are kept in the timeline."))

    def action_close(self) -> None:
        self._keep()
        self._leave()

    @work(exclusive=True, group="close")
    async def _leave(self) -> None:
        async with self._queue:
            if self.sheet.unsaved and not self._warned:
                self._warned = True  # why is on the screen; what is typed stays in its draft
                return
            self.dismiss(self._result)
