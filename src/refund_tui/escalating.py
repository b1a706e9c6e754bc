"""The use cases of an escalation desk: a letter in one's own words, and what was handed in with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from refund_tui.domain.events import Event
from refund_tui.domain.letter_edits import ANEW, EDITED, last_edit
from refund_tui.domain.letters import Letter
from refund_tui.domain.text import clean_text
from refund_tui.service import Service
from refund_tui.telling import loggable, told
from refund_tui.views import CaseView


def keep_words(service: Service, case_id: int, letter: Letter, text: str) -> CaseView:
    """Put a letter's text as it was edited on the timeline, with what it was made from (`letter.made_from`).

    A blank text, or the one it was made from, takes the edit away again: the letter is the program's from then on.
    """
    text, made_from = clean_text(text), letter.made_from or letter.text
    place = {"lane": letter.lane, "length": letter.length, "language": letter.language}

    def kept(view: CaseView) -> list[Event]:
        before, now = last_edit(view.events, letter.lane, letter.length, letter.language), service.now()
        if not text.strip() or text == made_from:
            return [Event(0, ANEW, now, now, place)] if before else []
        if before and (before.text, before.made_from) == (text, made_from):
            return []
        return [Event(0, EDITED, now, now, {**place, "text": text, "made_from": made_from})]

    with service.changing() as change:
        return service.record(change, case_id, kept)


def hand_in(
    service: Service,
    case_id: int,
    kind: str,
    typed: Mapping[str, str],
    at: str | None = None,
    force: bool = False,
    revision: int | None = None,
    slots: Sequence[str] = (),
) -> CaseView:
    """Log what was done at a desk as `Service.log` does and, in the same step, mark evidence as submitted there."""
    spec = loggable(kind)

    def handed(view: CaseView) -> list[Event]:
        event = told(view, spec, typed, at, force, service.reading(view))
        marks = [{"slot": slot, "state": "submitted"} for slot in slots]
        return [event, *(Event(0, "evidence_marked", event.occurred_at, event.recorded_at, data) for data in marks)]

    with service.changing() as change:
        return service.record(change, case_id, handed, revision)
