"""The clocks of a case, of both sides, drawn on one scale; and the facts that a clock is waiting for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from textual.content import Content

from refund_tui import labels
from refund_tui.domain.deadlines import Deadline, foremost
from refund_tui.domain.text import cells, fit, pad
from refund_tui.domain.timescale import Window, window
from refund_tui.domain.unknowns import Unknown, unknowns
from refund_tui.foretelling import question
from refund_tui.i18n import _, ngettext
from refund_tui.tui import safe
from refund_tui.tui.widgets.messages import DeadlineChosen, FactWanted
from refund_tui.tui.widgets.pane import ItemPane, item
from refund_tui.tui.widgets.phrases import NARROW, hang, heading, wrap
from refund_tui.tui.widgets.time_bar import drawn, scale
from refund_tui.values import label, provisos, source_line, told, when
from refund_tui.views import CaseView
from refund_tui.wording import countdown, marks

SIGNS = {"met": "+", "missed": "!", "void": "-"}
INDENT, ASKING = "  ", "? "
MINE, THEIRS, OVERDUE = "$warning", "$secondary", "$error"
"""Colours, each beside a word: who must act, and that the time is over."""
SHORT_NAME = 9
"""Cells for who must act where there is little room."""
LEAST_BAR = 12
"""A bar of fewer cells says nothing."""
ASKED_LINES, ROOMY = 2, 30
"""Lines that a question has which is not chosen, and cells below which it has one."""
QUESTIONS = 3
"""More than these would be nagging; the next is asked once one is answered."""

Ended = tuple[Deadline, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The time that the bars show, and how many cells go to who must act, to what is left, to the bar (0: none)."""

    shown: Window
    who: int
    left: int
    bar: int


def rows(view: CaseView) -> tuple[Deadline | Unknown | Ended, ...]:
    """Give what can be chosen: each clock that runs, each fact that is wanted, and the ended clocks as one."""
    running = [clock for clock in view.clocks if clock.running]
    ended = tuple(clock for clock in view.clocks if not clock.running)
    return (*running, *unknowns(view)[:QUESTIONS], *([ended] if ended else []))


def _left(clock: Deadline, view: CaseView) -> str:
    left = int((clock.due_at - view.now).total_seconds())
    return marks(clock.approximate, clock.overridden) + countdown(left)


def _who(clock: Deadline) -> str:
    return label(labels.PARTIES, clock.rule.who)


def _plan(running: Sequence[Deadline], view: CaseView, width: int) -> Plan:
    who = max(cells(_who(clock)) for clock in running)
    who = who if width >= NARROW else min(who, SHORT_NAME)
    left = max(cells(_left(clock, view)) for clock in running)
    bar = width - who - left - 3
    return Plan(window(running, view.now), who, left, bar if bar >= LEAST_BAR else 0)


def _dates(plan: Plan, view: CaseView) -> Content:
    dates = scale(plan.shown, ZoneInfo(view.case.zone), _("now"), plan.bar)
    return safe.text(" " * (plan.who + plan.left + 3) + dates, "dim")


def _head(clock: Deadline, view: CaseView, plan: Plan, width: int) -> Content:
    """Who must act, what is left, and the bar."""
    mine = clock.rule.who == "me"
    over = clock.due_at <= view.now
    hurts = mine and clock.rule.severity == "loses_right"
    colour = OVERDUE if over else MINE if mine else THEIRS
    words = f"{pad(_who(clock), plan.who)} {pad(_left(clock, view), plan.left, right=True)}"
    # What only informs me is the quietest: a limitation of years is no alarm.
    style = f"bold {colour}" if hurts or over else f"dim {colour}" if mine else colour
    if not plan.bar:
        return safe.text(fit(words, width), style)
    return safe.text(f"{words}  {drawn(clock, plan.shown, plan.bar)}", style)


def _full(clock: Deadline, view: CaseView, width: int) -> list[Content]:
    until = _("until {due} · then: {what}").format(due=when(clock.due_at, view), what=told(clock.rule.on_expiry))
    origin = " · ".join((clock.rule.id, *provisos(clock, view), source_line(clock.rule.source)))
    return [
        hang(INDENT, told(clock.rule.title), width),
        hang(INDENT, until, width),
        hang(INDENT, origin, width, "dim"),
    ]


def _short(clock: Deadline, width: int) -> Content:
    words = _("{title} · then: {what}").format(title=told(clock.rule.title), what=told(clock.rule.on_expiry))
    return safe.text(INDENT + fit(words, width - len(INDENT)), "dim")


def _asked(unknown: Unknown, width: int, whole: bool) -> Content:
    rows = wrap(question(unknown), max(width - cells(ASKING), 8))
    most = len(rows) if whole else ASKED_LINES if width >= ROOMY else 1
    # What does not fit goes on behind the last line, and is cut there.
    shown = [*rows[: most - 1], fit(" ".join(rows[most - 1 :]), width - cells(ASKING))]
    return hang(ASKING, "\n".join(shown), width)


def _over(ended: Ended, width: int, whole: bool) -> Content:
    if whole:
        return safe.lines(
            hang(
                f"{SIGNS[clock.state]} ",
                _("{state} · {title} ({rule})").format(
                    state=label(labels.CLOCK_STATES, clock.state), title=told(clock.rule.title), rule=clock.rule.id
                ),
                width,
                "dim",
            )
            for clock in ended
        )
    count = ngettext("{n} ended clock:", "{n} ended clocks:", len(ended)).format(n=len(ended))
    by_state = groupby(sorted(ended, key=lambda clock: clock.state), lambda clock: clock.state)
    states = (
        f"{SIGNS[state]} {label(labels.CLOCK_STATES, state)} {', '.join(clock.rule.id for clock in clocks)}"
        for state, clocks in by_state
    )
    return safe.text(fit(f"{count} {' · '.join(states)}", width), "dim")


def content(view: CaseView, width: int, chosen: int | None = None) -> Content:
    """Give the clocks in `width` cells; `chosen` is the place of the cursor in `rows`.

    The chosen clock, else the one that hurts first, is told in full; the others in a line below their bar.
    """
    parts = [heading(fit(_("Deadlines ({zone})").format(zone=view.case.zone), width))]
    items = rows(view)
    running = [each for each in items if isinstance(each, Deadline)]
    pointed = items[chosen] if chosen is not None and chosen < len(items) else None
    told_whole = pointed if isinstance(pointed, Deadline) else foremost(running) or next(iter(running), None)
    plan = _plan(running, view, width) if running else None
    if plan is None:
        parts.append(safe.line(_("No clock runs."), "dim"))
    elif plan.bar:
        parts.append(_dates(plan, view))
    for place, each in enumerate(items):
        on = place == chosen
        if isinstance(each, Unknown):
            lines = _asked(each, width, on)
        elif isinstance(each, Deadline):
            below = _full(each, view, width) if each is told_whole else [_short(each, width)]
            lines = safe.lines([_head(each, view, plan, width), *below] if plan else below)
        else:
            lines = _over(each, width, on)
        parts.append(item(lines, place, on))
    return safe.lines(parts)


class DeadlinePane(ItemPane):
    """The clocks. Choosing one asks to type what the page shows; choosing a question, for its answer."""

    def draw(self, view: CaseView, width: int) -> Content:
        return content(view, width, self.chosen)

    def items(self, view: CaseView) -> Sequence[object]:
        return rows(view)

    def choose(self, view: CaseView, place: int) -> None:
        chosen = rows(view)[place]
        if isinstance(chosen, Deadline):
            self.post_message(DeadlineChosen(chosen.rule.id))
        elif isinstance(chosen, Unknown) and chosen.field == "until":
            self.post_message(DeadlineChosen(chosen.rules[0].id))
        elif isinstance(chosen, Unknown):
            self.post_message(FactWanted(chosen.field))
