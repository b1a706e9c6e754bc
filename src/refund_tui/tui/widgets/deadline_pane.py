"""The clocks of a case, of both sides: who, until when, what happens then by itself, and who says so."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from refund_tui import labels
from refund_tui.domain.deadlines import Deadline
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.widgets.messages import DeadlineChosen
from refund_tui.tui.widgets.pane import ItemPane, item
from refund_tui.tui.widgets.phrases import hang, heading
from refund_tui.values import label, source_line, told, when
from refund_tui.views import CaseView
from refund_tui.wording import countdown, marks

SIGNS = {"met": "+", "missed": "!", "void": "-"}
INDENT = "  "


def page_word(clock: Deadline, view: CaseView) -> str | None:
    """Say that the page's own instant counts, beside the rule's; None where nobody typed one."""
    if not clock.overridden:
        return None
    if clock.rule_due_at is None:
        return _("from the page; when it began is not known")
    return _("from the page; the rule says {due}").format(due=when(clock.rule_due_at, view))


def _first(clock: Deadline, view: CaseView) -> str:
    left = int((clock.due_at - view.now).total_seconds())
    return _("{left} · {who}: {title}").format(
        left=marks(clock.approximate, clock.overridden) + countdown(left),
        who=label(labels.PARTIES, clock.rule.who),
        title=told(clock.rule.title),
    )


def _extras(clock: Deadline, view: CaseView) -> list[str]:
    """What makes the instant less sure than it looks."""
    found = [page_word(clock, view)]
    if clock.approximate:
        found.append(_("about: holidays are not known that far ahead"))
    return [each for each in found if each]


def _running(clock: Deadline, view: CaseView, width: int) -> Content:
    hurts = clock.rule.who == "me" and clock.rule.severity == "loses_right"
    style = "bold" if hurts or clock.due_at <= view.now else ""
    until = _("until {due} · then: {what}").format(due=when(clock.due_at, view), what=told(clock.rule.on_expiry))
    origin = " · ".join([clock.rule.id, *_extras(clock, view), source_line(clock.rule.source)])
    return safe.lines(
        [
            hang("", _first(clock, view), width, style),
            hang(INDENT, until, width),
            hang(INDENT, origin, width, "dim"),
        ]
    )


def _over(clock: Deadline, view: CaseView, width: int) -> Content:
    words = _("{state} · {title} ({rule})").format(
        state=label(labels.CLOCK_STATES, clock.state), title=told(clock.rule.title), rule=clock.rule.id
    )
    return hang(f"{SIGNS[clock.state]} ", words, width, "dim")


def content(view: CaseView, width: int, chosen: int | None = None) -> Content:
    """Give the clocks in `width` cells; `chosen` is the place of the cursor."""
    parts = [heading(_("Deadlines ({zone})").format(zone=view.case.zone))]
    if not view.clocks:
        parts.append(safe.line(_("No clock runs yet."), "dim"))
    for place, clock in enumerate(view.clocks):
        draw = _running if clock.running else _over
        parts.append(item(draw(clock, view, width), place, place == chosen))
    return safe.lines(parts)


class DeadlinePane(ItemPane):
    """The clocks; choosing one asks to type what the page shows."""

    def draw(self, view: CaseView, width: int) -> Content:
        return content(view, width, self.chosen)

    def items(self, view: CaseView) -> Sequence[Deadline]:
        return view.clocks

    def choose(self, view: CaseView, place: int) -> None:
        self.post_message(DeadlineChosen(view.clocks[place].rule.id))
