"""A running clock as an entry of a calendar, in the language in use."""

from __future__ import annotations

from refund_tui import labels
from refund_tui.domain.deadlines import Deadline
from refund_tui.domain.ics import Alarm, Entry
from refund_tui.domain.reminders import reminders, uid
from refund_tui.domain.text import clean_line
from refund_tui.i18n import _
from refund_tui.values import citation, label, move, provisos, source_line, told, when
from refund_tui.views import CaseView
from refund_tui.wording import marks


def entry(clock: Deadline, view: CaseView, file_id: str) -> Entry:
    """Write a clock: whose move, at which merchant and what; then what happens at zero, and by which rule."""
    summary = _summary(clock, view)
    call = summary if clock.rule.who == "me" else f"{summary}\n{_look(clock)}"
    return Entry(
        uid=uid(file_id, view.case.id, clock),
        sequence=view.revision,
        ends=clock.due_at,
        summary=summary,
        description="\n".join(_description(clock, view)),
        alarms=tuple(Alarm(before, call) for before in reminders(clock)),
    )


def _summary(clock: Deadline, view: CaseView) -> str:
    what = " ".join(each for each in (view.case.merchant, view.case.item) if each)
    words = _("{move} · {what}: {title}").format(
        move=move(clock.rule.who), what=clean_line(what), title=told(clock.rule.title)
    )
    return marks(clock.approximate, False) + words


def _look(clock: Deadline) -> str:
    return label(labels.NEXT_STEPS, "theirs_ran_out").format(expiry=told(clock.rule.on_expiry))


def _description(clock: Deadline, view: CaseView) -> list[str]:
    rule = clock.rule
    due = f"{when(clock.due_at, view)} ({view.case.zone})"
    lines = [_("until {due} · then: {what}").format(due=due, what=told(rule.on_expiry)), *provisos(clock, view)]
    if rule.who != "me":
        lines.append(
            _("Only the page knows what happens then: look there when the time runs out, and log what it says.")
        )
    lines.append(f"{rule.id} · {source_line(rule.source, citation(rule.source, view.playbook))}")
    lines.append(f"refund-tui show {view.case.id}")
    return lines
