"""What was done at a desk: its event, with which letter it was, and the evidence that went with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from refund_tui import labels
from refund_tui.domain.escalation import LaneStatus
from refund_tui.domain.letter_edits import cited_items
from refund_tui.domain.letters import Letter
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.screens.confirm import question_room
from refund_tui.tui.screens.event_form import EventForm
from refund_tui.tui.screens.letter_rows import sent_words
from refund_tui.tui.widgets.phrases import hang
from refund_tui.values import label, told
from refund_tui.views import CaseView

if TYPE_CHECKING:
    from refund_tui.service import Service


class HandInForm(EventForm):
    """Logs a lane's event; evidence that the letter cites is marked submitted in the same step, after a question."""

    def __init__(self, service: Service, view: CaseView, status: LaneStatus, letter: Letter) -> None:
        self._status, self._letter = status, letter
        super().__init__(service, view, status.lane.event)

    def likely(self) -> Mapping[str, str]:
        return {**super().likely(), "text": sent_words(self._status, self._letter)}

    async def recording(self, typed: Mapping[str, str], at: str | None, force: bool) -> Callable[[], CaseView]:
        from refund_tui.escalating import hand_in

        view, slots = self.case, []
        cited = cited_items(view, self._letter)
        if cited:
            room = question_room(self.app.size.width)
            names = _(", ").join(told(item.rule.title) for item in cited)
            question = [hang("", _("Were these handed in with it? {items}").format(items=names), room, "bold")]
            question.append(hang("! ", label(labels.WARNINGS, "submitted"), room))
            if await self.ask(safe.lines(question), _("y  mark them submitted"), _("n  leave them")):
                slots = [item.rule.slot for item in cited]
        return partial(hand_in, self.service, view.case.id, self.kind, typed, at, force, view.revision, slots)
