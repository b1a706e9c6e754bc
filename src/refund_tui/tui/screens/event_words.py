"""What the choice of an event, and its form, say of kinds of events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from refund_tui import labels
from refund_tui.domain.events import EVENTS
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.values import label
from refund_tui.views import CaseView


def fitting(words: str, kinds: Sequence[str]) -> list[str]:
    """Keep the kinds whose id, English or local name holds every typed word."""
    wanted = words.casefold().split()

    def names(kind: str) -> str:
        return f"{kind} {labels.EVENTS[kind]} {label(labels.EVENTS, kind)}".casefold()

    return [kind for kind in kinds if all(word in names(kind) for word in wanted)]


def force_question(kind: str, view: CaseView) -> Content:
    """Ask before something is logged that the stage does not allow."""
    words = _("{event} is not possible while the case is {stage}. Log it anyway? The timeline will mark it.")
    return safe.text(
        words.format(event=label(labels.EVENTS, kind), stage=label(labels.STAGES, view.case.stage)),
    )


def missing(kind: str, typed: Mapping[str, str]) -> str:
    """Name the fields that must be given and that nobody can guess, as one line; empty where there are none."""
    names = (each.name for each in EVENTS[kind].fields if each.required and not typed.get(each.name))
    return _(", ").join(label(labels.FIELDS, name) for name in names)
