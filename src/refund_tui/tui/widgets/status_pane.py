"""Where a case stands: stage, whose move, the one next action, the money, the numbers of the order."""

from __future__ import annotations

from textual.content import Content

from refund_tui import labels
from refund_tui.domain.lifecycle import ball
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.widgets.phrases import hang, wrap
from refund_tui.values import choice, label, money_line, move, step_text
from refund_tui.views import CaseView
from refund_tui.wording import countdown, marks

FACTS = ("order_no", "trade_no", "platform", "scenario", "reason", "shipping", "channel")


def _title(view: CaseView, width: int) -> Content:
    case = view.case
    name = f"#{case.id} {case.merchant}" + (f" · {case.item}" if case.item else "")
    return safe.text("\n".join(wrap(name, width)), "bold")


def _where(view: CaseView) -> Content:
    case = view.case
    review = {"evidence": _("evidence wanted"), "reviewing": _("under review")}.get(case.review or "")
    stage = label(labels.STAGES, case.stage) + (f" ({review})" if review else "")
    mover = ball(case)
    if mover == "nobody":
        return safe.line(stage)
    return safe.row(safe.text(f"{stage} · "), safe.line(move(mover), "bold" if mover == "me" else ""))


def _next(view: CaseView, width: int) -> Content:
    """The one next step and what is left for it; the clocks stand below in full."""
    step, words = view.next_step, step_text(view.next_step)
    if step.clock is not None:
        left = int((step.clock.due_at - view.now).total_seconds())
        clock = marks(step.clock.approximate, step.clock.overridden) + countdown(left)
        words = _("{step} ({left}, {rule})").format(step=words, left=clock, rule=step.clock.rule.id)
    return hang("> ", words, width, "bold")


def _facts(view: CaseView) -> str:
    given = [(name, getattr(view.case, name)) for name in FACTS]
    return " · ".join(f"{label(labels.FIELDS, name)} {choice(name, text)}" for name, text in given if text)


def content(view: CaseView, width: int) -> Content:
    """Give the status of a case in `width` cells."""
    parts = [_title(view, width), _where(view), _next(view, width), hang("", money_line(view), width)]
    facts = _facts(view)
    if facts:
        parts.append(hang("", facts, width, "dim"))
    if view.case.description:
        parts.append(hang("", f"{label(labels.FIELDS, 'description')}: {view.case.description}", width, "dim"))
    return safe.lines(parts)
