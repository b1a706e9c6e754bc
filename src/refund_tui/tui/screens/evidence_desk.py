"""The evidence desk: beside marking items, files are kept, described, looked at, opened, taken off the list."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from refund_tui import labels
from refund_tui.domain.exhibits import Exhibit
from refund_tui.evidence_words import remark
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.attacher import Attacher
from refund_tui.tui.keymap import variants
from refund_tui.tui.screens.confirm import Confirm, question_room
from refund_tui.tui.screens.evidence_list import EvidenceList
from refund_tui.tui.screens.evidence_rows import Row
from refund_tui.tui.widgets.phrases import hang
from refund_tui.values import exhibit_name, label, told
from refund_tui.views import CaseView

if TYPE_CHECKING:
    from refund_tui.service import Service

TICK_SECONDS = 0.1
ACTIONS = {"a": "add", "e": "describe", "v": "view", "o": "outside", "s": "submit", "x": "drop", "?": "help"}


class EvidenceDesk(EvidenceList):
    """Gives the case as it is when it is left, None when nothing was changed. Escape stops a copy that runs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(variant, action, show=False) for name, action in ACTIONS.items() for variant in variants(name)
    ]

    def __init__(self, service: Service, view: CaseView, slot: str | None = None) -> None:
        super().__init__(service, view, slot)
        self._attacher: Attacher | None = None
        self._ticker: Timer | None = None

    def on_mount(self) -> None:
        self._ticker = self.set_interval(TICK_SECONDS, self._tick, pause=True)

    def choose(self, row: Row) -> None:
        (self.action_describe if isinstance(row, Exhibit) else self.action_mark)()

    @property
    def _exhibit(self) -> Exhibit | None:
        """The exhibit under the cursor, or the only one of the item there."""
        row = self._here
        if isinstance(row, Exhibit):
            return row
        own = row.exhibits if row is not None else ()
        if len(own) != 1:
            self._tell(_("Go to an exhibit first; a adds one."))
        return own[0] if len(own) == 1 else None

    @work(exclusive=True, group="asking")
    async def action_submit(self) -> None:
        """Mark an item submitted after a warning, for that is final; a second time takes the mark back."""
        found = self._item()
        if found is None:
            return
        place, item = found
        if item.state == "submitted":
            self._mark(place, item, "uploaded")
            return
        question = [hang("", told(item.rule.title), question_room(self.app.size.width), "bold")]
        if not item.exhibits:
            question.append(hang("! ", _("No file is kept here for it."), question_room(self.app.size.width)))
        question.append(hang("! ", label(labels.WARNINGS, "submitted"), question_room(self.app.size.width)))
        if await self._sure(safe.lines(question), _("y  it is submitted")):
            self._mark(place, item, "submitted")

    async def _sure(self, question: Content, yes: str) -> bool:
        answer: bool = await self.app.push_screen_wait(Confirm(question, safe.line(yes), safe.line(_("n  back"))))
        return answer

    # Exhibits

    def action_add(self) -> None:
        from refund_tui.tui.screens.attach_picker import AttachPicker

        if self._attacher is not None:
            return
        found = self._item()
        what = _("Files for: {item}").format(item=told(found[1].rule.title)) if found else _("Files for this case")
        self.app.push_screen(AttachPicker(what), partial(self._chosen, found[1].rule.slot if found else None))

    def _chosen(self, slot: str | None, files: list[Path] | None) -> None:
        if files:
            self._keep_files(files, slot)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._dropped(event.text)

    @work(exclusive=True, group="asking")
    async def _dropped(self, text: str) -> None:
        from refund_tui.tui.dropped import paths

        dropped = await asyncio.to_thread(paths, text)
        if not dropped:
            self._tell(_("What was pasted names no file. A chat is pasted into the note: a long one becomes evidence."))
        elif self._attacher is None:
            found = self._item()
            self._keep_files(dropped, found[1].rule.slot if found else None)

    @work(group="attach")
    async def _keep_files(self, files: list[Path], slot: str | None) -> None:
        attacher = self._attacher = Attacher(self._service, self._view.case.id, files, slot)
        self._tick()
        assert self._ticker is not None
        self._ticker.resume()
        try:
            async with self._queue:
                await asyncio.to_thread(attacher.run)
        finally:
            # Leaving the program cancels this, but not the thread, and waits for it.
            attacher.stopped.set()
            self._attacher = None
            self._ticker.pause()
        self._attached(attacher)

    def _tick(self) -> None:
        if self._attacher is not None:
            self.query_one("#problem", Static).update(safe.line(self._attacher.progress(), "bold"))

    def _attached(self, attacher: Attacher) -> None:
        said = list(attacher.problems)
        for each in attacher.done:
            words = [exhibit_name(each.exhibit.number), each.exhibit.name]
            said.append(" ".join(words + [remark(code, each.exhibit, each.view) for code in each.remarks]))
        if attacher.done:
            latest = attacher.done[-1]
            self._saved(latest.view, latest.exhibit.number)
        self._tell("\n".join(said))
        if len(attacher.done) == 1 and not attacher.problems and not attacher.done[0].exhibit.shows:
            self.action_describe()

    def action_describe(self) -> None:
        from refund_tui.tui.screens.exhibit_form import ExhibitForm

        if exhibit := self._exhibit:
            self.app.push_screen(ExhibitForm(self._service, self._view, exhibit), self._described)

    def _described(self, view: CaseView | None) -> None:
        if view is not None:
            self._saved(view)

    @work(exclusive=True, group="asking")
    async def action_drop(self) -> None:
        from refund_tui.attaching import drop

        if not (exhibit := self._exhibit):
            return
        name = f"{exhibit_name(exhibit.number)} {exhibit.name}"
        words = _("Take {exhibit} off the list? Its file stays in the evidence folder; its number is not given again.")
        question = hang("", words.format(exhibit=name), question_room(self.app.size.width))
        if await self._sure(question, _("y  take it off")):
            view = await self._write(partial(drop, self._service, self._view.case.id, exhibit.number))
            if view is not None:
                self._saved(view)

    def action_view(self) -> None:
        from refund_tui.tui.screens.exhibit_view import ExhibitView

        if exhibit := self._exhibit:
            self.app.push_screen(ExhibitView(self._service, self._view, exhibit))

    def action_help(self) -> None:
        from refund_tui.tui.screens.desk_keys import EVIDENCE
        from refund_tui.tui.screens.help import Help

        self.app.push_screen(Help(desk=EVIDENCE))

    def action_outside(self) -> None:
        from refund_tui.attaching import path
        from refund_tui.tui.opening import open_file

        if exhibit := self._exhibit:
            name = f"{exhibit_name(exhibit.number)} {exhibit.name}"
            open_file(self.app, path(self._service, exhibit), name, self._service.path.parent)

    def action_close(self) -> None:
        if self._attacher is not None:
            self._attacher.stopped.set()
        else:
            super().action_close()
