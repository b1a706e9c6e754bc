"""What happened in a case, newest last."""

from __future__ import annotations

from textual.content import Content

from refund_tui import labels
from refund_tui.domain.deadlines import placed
from refund_tui.domain.effects import CASE_FACTS
from refund_tui.domain.events import Event
from refund_tui.domain.text import clean_line, clean_text
from refund_tui.i18n import _, ngettext
from refund_tui.tui import safe
from refund_tui.tui.widgets.pane import Pane
from refund_tui.tui.widgets.phrases import hang, heading
from refund_tui.values import label, name_of, value, when
from refund_tui.views import CaseView

LATEST = 100
LONGEST = 2000
"""A pane draws all its lines at once, so that very long stories are cut; `show` gives them whole."""
HIDDEN = ("text", "playbook", "zone_assumed", "sha256", "made_from")
"""Fields that say nothing here, and the text, which stands below the others."""


def _fields(event: Event, view: CaseView) -> str:
    # What a case was opened with stands on its first pane.
    hidden = (*HIDDEN, *(CASE_FACTS if event.kind == "opened" else ()))
    given = [(name, each) for name, each in event.data.items() if name not in hidden and each is not None]
    return " · ".join(f"{name_of(name)} {clean_line(value(name, each, view))}" for name, each in given)


def event_lines(event: Event, view: CaseView, width: int) -> list[Content]:
    """Write one event in `width` cells: when and what, its fields, its text."""
    lead = f"{when(event.occurred_at, view)}  "
    mark = "! " if event.forced else ""
    what = label(labels.EVENTS, event.kind)
    if event.forced:
        what += " " + _("(forced: the stage did not allow it)")
    found = [hang(lead, mark + what, width, "bold" if event.forced else "")]
    fields = _fields(event, view)
    if fields:
        found.append(hang("  ", fields[:LONGEST], width, "dim"))
    text = event.data.get("text")
    if text:
        cut = clean_text(str(text))
        found.append(hang("  ", cut if len(cut) <= LONGEST else cut[:LONGEST] + "…", width))
    return found


def content(view: CaseView, width: int) -> Content:
    """Give the timeline in `width` cells; of a long one the latest events, and how many came before."""
    parts = [heading(_("Timeline"))]
    told = placed(view.events)
    earlier = len(told) - LATEST
    if earlier > 0:
        count = ngettext("{n} earlier event is in `show`", "{n} earlier events are in `show`", earlier)
        parts.append(safe.line(count.format(n=earlier), "dim"))
    for event in told[-LATEST:]:
        parts += event_lines(event, view, width)
    for event in view.undone[-LATEST:]:
        words = _("taken back: {what}").format(what=label(labels.EVENTS, event.kind))
        parts.append(hang(f"{when(event.occurred_at, view)}  ", words, width, "dim"))
    return safe.lines(parts)


class TimelinePane(Pane):
    """What happened."""

    LATEST_LAST = True

    def draw(self, view: CaseView, width: int) -> Content:
        return content(view, width)
