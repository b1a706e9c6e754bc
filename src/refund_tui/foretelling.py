"""What an event would do, and what is not known yet, in words: what the picker, the form and the panes write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from refund_tui import labels
from refund_tui.domain.deadlines import Deadline
from refund_tui.domain.escalation import LIVE_STATES
from refund_tui.domain.foresight import Foresight, foresee
from refund_tui.domain.playbook import DeadlineRule
from refund_tui.domain.unknowns import Unknown
from refund_tui.i18n import N_, _, ngettext
from refund_tui.values import choice, label, move, told, when
from refund_tui.views import CaseView

LENGTHS: Mapping[str, tuple[str, str]] = {
    "hours": (N_("{n} hour"), N_("{n} hours")),
    "business_hours": (N_("{n} business hour"), N_("{n} business hours")),
    "days_from_next_midnight": (N_("{n} day"), N_("{n} days")),
    "calendar_days": (N_("{n} day"), N_("{n} days")),
    "working_days": (N_("{n} working day"), N_("{n} working days")),
    "months": (N_("{n} month"), N_("{n} months")),
    "years": (N_("{n} year"), N_("{n} years")),
}
LONG_HOURS = 72
"""Beyond this many hours people speak of days."""


def length(rule: DeadlineRule) -> str:
    """Write how long a clock runs, as people say it: 120 hours are 5 days."""
    unit, n = rule.unit, rule.amount
    if unit == "hours" and n > LONG_HOURS and n % 24 == 0:
        unit, n = "calendar_days", n // 24
    if not n:
        return _("at once") if unit == "hours" else _("the same day")
    return ngettext(*LENGTHS[unit], n).format(n=n)


def _begins(clock: Deadline, view: CaseView) -> str:
    """Write a clock that would begin: for how long; or until when, where it was told or began in the past."""
    told_until = clock.overridden or clock.rule.unit == "until_field" or clock.started_at != view.now
    span = _("until {due}").format(due=when(clock.due_at, view)) if told_until else length(clock.rule)
    title = told(clock.rule.title)
    if clock.rule.who == "me":
        return _("{length}, yours: {title}").format(length=span, title=title)
    who = label(labels.PARTIES, clock.rule.who)
    return _("{length}, {who}: {title}").format(length=span, who=who, title=title)


def _parts(seen: Foresight, view: CaseView) -> Iterator[str]:
    # Whose clock it is says whose move it is.
    mover = None if seen.ball in (None, "nobody", *(clock.rule.who for clock in seen.starts)) else seen.ball
    if seen.stage is not None:
        stage = label(labels.STAGES, seen.stage)
        yield _("-> {stage}, the case is over").format(stage=stage) if seen.closes else f"-> {stage}"
    if mover is not None:
        yield move(mover)
    if seen.starts:
        yield _("starts: {clocks}").format(clocks=_("; ").join(_begins(clock, view) for clock in seen.starts))
    if seen.stops and not seen.closes:
        yield _("stops: {clocks}").format(clocks=_("; ").join(told(clock.rule.title) for clock in seen.stops))
    if seen.lane in LIVE_STATES:
        yield _("in hand: {state}").format(state=label(labels.LANE_STATES, seen.lane or ""))
    if seen.field is not None:
        by_choice = _("; ").join(_chosen(seen.field, values, beyond, view) for values, beyond in seen.choices)
        yield _("{field}: {choices}").format(field=label(labels.FIELDS, seen.field), choices=by_choice)


def _chosen(field: str, values: tuple[str, ...], beyond: Foresight, view: CaseView) -> str:
    names = _(" or ").join(choice(field, value) for value in values)
    return _("{choice} ({effect})").format(choice=names, effect=" · ".join(_parts(beyond, view)))


def effect_words(seen: Foresight, view: CaseView) -> str:
    """Write what an event would do, as one line; empty where nothing is known to change."""
    return " · ".join(_parts(seen, view))


def foretold(view: CaseView, kind: str, data: Mapping[str, Any] | None = None, at: datetime | None = None) -> str:
    """Write what logging `kind` would do: with the fields in `data` as they were read, else with the likely ones."""
    return effect_words(foresee(view, kind, data, at), view)


QUESTIONS: Mapping[str, str] = {
    "paid_at": N_("when was it paid?"),
    "shipped_at": N_("when was it shipped?"),
    "signed_at": N_("when was it signed for?"),
    "shipping": N_("is it shipped, or received already?"),
    "platform": N_("bought on which platform?"),
    "reason": N_("what is wrong with it?"),
    "channel": N_("paid by what means?"),
    "until": N_("until when, as the page shows it?"),
}


def question(unknown: Unknown) -> str:
    """Ask for a fact that is not known, and say what needs it, as one line."""
    asked = _(QUESTIONS[unknown.field])
    if not unknown.rules:
        return _("{question} its own time limits count only then").format(question=asked)
    rules = _(", ").join(sorted(rule.id for rule in unknown.rules))
    if not unknown.starts:
        return _("{question} it decides which of {rules} counts").format(question=asked, rules=rules)
    first = told(unknown.rules[0].title)
    if unknown.field == "until":
        return _("{question} {title}: enter it for {rules}").format(question=asked, title=first, rules=rules)
    return _("{question} {title} ({rules}) counts from it").format(question=asked, title=first, rules=rules)
