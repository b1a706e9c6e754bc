"""The main screen: the live list, the case under the cursor, and what is said above and below them."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container
from textual.timer import Timer

from refund_tui.domain.filters import Filter, merchant_filter
from refund_tui.errors import Refused
from refund_tui.filter_words import parse_filter
from refund_tui.i18n import _
from refund_tui.live import LiveList, Totals, merchants
from refund_tui.tui.bindings import bindings
from refund_tui.tui.keymap import DEFAULT, Keys
from refund_tui.tui.rows import Rows
from refund_tui.tui.screens.desk import Then
from refund_tui.tui.screens.places import Places
from refund_tui.tui.terminal.host import TerminalApp
from refund_tui.tui.unread import Unread, reading
from refund_tui.tui.widgets.case_list import CaseList
from refund_tui.tui.widgets.filter_bar import FilterBar
from refund_tui.tui.widgets.head_line import Heading, HeadLine
from refund_tui.tui.widgets.key_bar import KeyBar
from refund_tui.tui.widgets.notice import Notice
from refund_tui.tui.widgets.welcome import Welcome
from refund_tui.wording import sentence

if TYPE_CHECKING:
    from refund_tui.door import Door
    from refund_tui.tui.screens.note_desk import NoteDesk
    from refund_tui.views import CaseView

POLL_SECONDS = 0.5
REST_SECONDS = 0.12
"""How long the cursor rests on a case before its panes follow."""
PATIENCE = 10
"""Polls in a row that may fail before the person is told."""


class CasesScreen(Places):
    """List and case beside each other, under each other, or one at a time, as the terminal's size allows."""

    AUTO_FOCUS = "CaseList"
    BINDINGS = bindings("case", "screen")

    def __init__(self, door: Door, keys: Keys = DEFAULT, *, demo: bool = False) -> None:
        super().__init__(door, keys)
        self.live = LiveList(door.path)
        self.cases = CaseList(Rows(self.live), door.now)
        self.notice = Notice()
        self._demo = demo
        self._totals: Totals | None = None
        self._view: CaseView | None = None
        self._words = ""
        self._stale = True
        self._misses = 0
        self._minute: datetime | None = None
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        yield HeadLine()
        with Container(id="body"):
            yield self.cases
            yield Welcome(self.keys)
        yield FilterBar()
        yield self.notice
        yield KeyBar(self.keys)

    def on_mount(self) -> None:
        self._poll()
        if isinstance(self.app, TerminalApp):
            self.app.listen()
        self.set_interval(POLL_SECONDS, self._poll)
        # The panes bring the editor and the rules with them: the list is on the screen before they are imported.
        self.call_after_refresh(self.in_thread, self._import_detail)

    def on_unmount(self) -> None:
        self.live.close()

    def _import_detail(self) -> Then:
        from refund_tui.tui.screens import note_desk  # noqa: F401

        # A calendar that changed since the rows were made shows as a change from outside, at the next poll.
        self.service.prepare()
        return self.panes

    def panes(self) -> NoteDesk:
        from refund_tui.tui import stash
        from refund_tui.tui.screens.note_desk import NoteDesk

        if self.detail is None:
            stash.begin(self.service.drafts)
            self.detail = NoteDesk(self)
            self.query_one("#body").mount(self.detail)
            self.share()
            self.call_after_refresh(self.refresh_case)
        return self.detail

    # Live

    def _poll(self) -> None:
        """Look whether anybody changed the file, and let the countdowns move on."""
        try:
            with reading():
                self._stale = self.live.changed() or self._stale
            if self._stale:
                self._reload()
            self._misses = 0
        except Unread as unread:
            self._misses += 1
            if self._misses == PATIENCE:
                words = _("The case file cannot be read; this is how it was. Still trying. ({why})")
                self.notify(words.format(why=unread), severity="warning", markup=False)
        self.cases.tick()
        minute = self.door.now().replace(second=0, microsecond=0)
        if minute != self._minute:
            if self._minute is not None:
                self._new_minute()
            self._minute = minute

    def _new_minute(self) -> None:
        try:
            # What is overdue or due soon is another set of cases each minute.
            self._choose(self._words)
            self._reload()
        except Unread:
            self._stale = True

    def _reload(self, to_case: int | None = None) -> bool:
        """Read list, totals and case anew; says whether `to_case` is in the list. Raises Unread."""
        self._stale = True
        found = self.cases.reload(to_case)
        with reading():
            self._totals = self.live.totals(self.door.now())
        self._stale = False
        self._head()
        if self.detail is not None:
            self.refresh_case()
        return found

    def _head(self) -> None:
        rows, index = self.cases.rows, self.cases.index
        place = index + 1 if rows.count else 0
        self.query_one(HeadLine).show(Heading(self._totals, place, rows.count, self._words, self._demo))
        self.tell_keys()
        if self.set_class(not rows.count, "-empty").has_class("-empty"):
            welcome = self.query_one(Welcome)
            (welcome.nothing_fits if self._words else welcome.nothing_yet)()

    # The case under the cursor

    def on_case_list_selected(self, message: CaseList.Selected) -> None:
        self._head()
        if self._rest is not None:
            self._rest.stop()
        if self.detail is not None:
            self._rest = self.set_timer(REST_SECONDS, self.refresh_case)

    def on_case_list_entered(self, message: CaseList.Entered) -> None:
        self.action_open()

    def _load(self) -> CaseView | None:
        case_id = self.cases.case_id
        if case_id is None:
            return None
        with reading():
            return self.service.case(case_id, self.live.connection)

    def refresh_case(self) -> None:
        try:
            self._view = self._load()
        except Unread:
            self._stale = True
            return
        except Refused:
            self._view = None  # gone since the list was read
        if self.detail is not None:
            self.detail.show(self._view)

    def the_case(self) -> CaseView | None:
        if self._view is None or self._view.case.id != self.cases.case_id:
            self.refresh_case()
        return self._view if self._view and self._view.case.id == self.cases.case_id else None

    def saved(self, view: CaseView | None, *, opened: bool = False) -> None:
        if view is None:
            return
        try:
            if not self._reload(view.case.id) and opened and self._words:
                # A case that was just made must be seen, whatever filter stands.
                self.query_one(FilterBar).close(keep=False)
                self._choose("")
                self._reload(view.case.id)
        except Unread:
            self._stale = True

    def turned(self, case_id: int | None, words: str) -> None:
        try:
            self._reload(case_id)
        except Unread:
            self._stale = True
        self.notify(words, markup=False)

    def action_back(self) -> None:
        if self.cases.has_focus and self._words:
            self.query_one(FilterBar).close(keep=False)
        self.to_list()

    # The filter

    def action_filter(self) -> None:
        self.remove_class("-case")
        self.query_one(FilterBar).open()

    def _choose(self, words: str) -> None:
        """Have the list show what fits `words`. Raises Refused for a filter that is none."""
        self.live.show(parse_filter([words], self.door.now()))
        self._words = words

    def _filter(self, words: str) -> str:
        """Show what fits `words`; gives what is wrong with them, or nothing. All cases fit what is no filter."""
        mistake = ""
        try:
            self._choose(words)
        except Refused as refused:
            mistake = sentence(refused)
            self._choose("")
        try:
            self._reload()
        except Unread:
            self._stale = True
        return mistake

    def action_merchants(self) -> None:
        """Show what is owed by whom, and then the cases of the merchant that was chosen."""
        from refund_tui.tui.screens.merchants import Merchants

        self.app.push_screen(Merchants(partial(merchants, self.door.path, Filter())), self._only_of)

    def _only_of(self, merchant: str | None) -> None:
        if merchant is not None:
            self.query_one(FilterBar).put(merchant_filter(merchant))
            self.to_list()

    def on_filter_bar_typed(self, message: FilterBar.Typed) -> None:
        self.query_one(FilterBar).explain(self._filter(message.words))

    def on_filter_bar_closed(self, message: FilterBar.Closed) -> None:
        self.query_one(FilterBar).close(message.keep)
        self.to_list()
