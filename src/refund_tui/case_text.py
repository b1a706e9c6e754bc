"""A case as text for a person: the same content as the JSON, in the order one reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from refund_tui import labels
from refund_tui.amount_words import rows, source_lines, summed
from refund_tui.domain.amounts import estimate
from refund_tui.domain.currency import format_amount
from refund_tui.domain.deadlines import Deadline
from refund_tui.domain.effects import CASE_FACTS
from refund_tui.domain.escalation import LaneStatus
from refund_tui.domain.events import Event
from refund_tui.domain.exhibits import Exhibit
from refund_tui.domain.lifecycle import ball
from refund_tui.domain.playbook import localized
from refund_tui.domain.text import cells, pad
from refund_tui.domain.unknowns import unknowns
from refund_tui.evidence_words import completeness, exhibit_facts, weak_words
from refund_tui.foretelling import question
from refund_tui.form_words import remark_lines
from refund_tui.i18n import _, language
from refund_tui.values import exhibit_name, money_line, name_of, source_line, step_text, value, when
from refund_tui.views import CaseView
from refund_tui.wording import countdown, marks


def money(minor: int | None, currency: str) -> str:
    """Write an amount, or a question mark where it is unknown."""
    return "?" if minor is None else format_amount(minor, currency)


def head(view: CaseView) -> Iterator[str]:
    """Write what the case is about, where it stands, and the one next step."""
    case = view.case
    yield f"#{case.id}  {case.merchant}" + (f"  {case.item}" if case.item else "")
    stage, party = _(labels.STAGES[case.stage]), _(labels.PARTIES[ball(case)])
    yield _("stage: {stage} · move: {party}").format(stage=stage, party=party)
    yield _("next: {step}").format(step=step_text(view.next_step))
    yield money_line(view)
    for name in (*_FACTS, *_SELLER):
        given = getattr(case, name)
        if given is not None:
            yield f"{_(labels.FIELDS[name])}: {value(name, given, view)}"


def clock_lines(clock: Deadline, view: CaseView) -> Iterator[str]:
    """Write one clock in two or three lines."""
    rule = clock.rule
    left = _(labels.CLOCK_STATES[clock.state])
    if clock.running:
        left = countdown(int((clock.due_at - view.now).total_seconds()))
    who = _(labels.PARTIES[rule.who])
    title, expiry = localized(rule.title, language()), localized(rule.on_expiry, language())
    signs = marks(clock.approximate, clock.overridden)
    what = _("{party}: {title}").format(party=who, title=title)
    yield f"  {signs}{when(clock.due_at, view)}  {left}  {what}"
    yield "    " + _("then: {expiry}").format(expiry=expiry)
    yield f"    {rule.id} · {source_line(rule.source)}"
    if clock.overridden:
        own = when(clock.rule_due_at, view) if clock.rule_due_at else _("not started")
        yield "    " + _("from the page; the rule says {own}").format(own=own)


def lane_why(status: LaneStatus) -> str:
    """Say why a lane is not open."""
    if status.reason == "decided" and status.progress is not None:
        return _("its result is there: {state}").format(state=_(labels.LANE_STATES[status.progress.state]))
    sentences = {
        "locked": localized(status.lane.locked, language()),
        "clock": localized(status.lane.locked, language()),
        "running": _("already in hand there"),
        "decided": _("the platform has decided already"),
        "ended": _("the case is over"),
        "stage": _("not a step of the stage the case is in"),
    }
    return sentences[status.reason or "locked"]


def lane_lines(status: LaneStatus, view: CaseView) -> Iterator[str]:
    """Write one lane: open, or why not and from when."""
    title = localized(status.lane.title, language())
    if status.open:
        yield f"  {title}: " + _("open")
    elif status.opens_at is not None:
        at = when(status.opens_at, view)
        yield f"  {title}: " + _("locked until {at}: {why}").format(at=at, why=lane_why(status))
    else:
        yield f"  {title}: " + _("locked: {why}").format(why=lane_why(status))
    if status.progress is not None:
        state, number = _(labels.LANE_STATES[status.progress.state]), status.progress.number or "-"
        yield "    " + _("{state}, number {number}").format(state=state, number=number)
    if status.second_authority:
        yield "    " + _(labels.WARNINGS["second_authority"])


def amount_lines(view: CaseView) -> Iterator[str]:
    """Write what the order can bring back, step by step, and the sources; nothing where nothing is known of it."""
    found, currency = estimate(view.case), view.case.currency
    if found is None:
        return
    yield summed(found, currency)
    told = list(rows(found, currency))
    room = max(cells(row.amount) for row in told) + 2
    for row in told:
        amount = "" if row.kind in ("title", "note") else pad(row.amount, room, right=True) + "  "
        yield ("  " if row.kind == "step" else "") + amount + row.words
    yield from (f"  {line}" for line in source_lines(found))


def exhibit_line(exhibit: Exhibit, view: CaseView) -> str:
    """Write one exhibit: its number, its file, what it is, when it was taken, which item it answers, what it shows."""
    parts = [exhibit.name, exhibit_facts(exhibit, view)]
    if exhibit.slot is not None:
        parts.append(value("slot", exhibit.slot, view))
    parts.append(exhibit.shows or _("it is not said what it shows"))
    return f"{exhibit_name(exhibit.number)}  " + " · ".join(parts)


_FACTS = ("platform", "scenario", "reason", "shipping", "order_no", "trade_no", "channel", "description")
_SELLER = ("merchant_name", "merchant_address", "merchant_phone", "merchant_code")
HIDDEN: Mapping[str, tuple[str, ...]] = {
    "opened": (*CASE_FACTS, "origin"),
    "edited": ("playbook",),
    "evidence_added": ("zone_assumed", "sha256"),
    "letter_edited": ("made_from",),
}
"""Fields of an event that its line leaves out: what a case was opened with stands in its head."""


def event_line(event: Event, view: CaseView) -> str:
    """Write one event of the timeline."""
    forced = " " + _("(forced)") if event.forced else ""
    fields = [
        f"{name_of(name)}: {value(name, given, view)}"
        for name, given in event.data.items()
        if given is not None and name not in HIDDEN.get(event.kind, ())
    ]
    what = _(labels.EVENTS[event.kind])
    told = " · ".join(fields)
    return f"  {when(event.occurred_at, view)}  {what}{forced}" + (f"  {told}" if told else "")


def _evidence(view: CaseView) -> Iterator[str]:
    yield "\n" + _("evidence")
    if view.burden:
        yield "  " + localized(view.burden.text, language())
    yield "  " + completeness(view.checklist)
    for item in view.checklist:
        state, level = _(labels.CHOICES[item.state]), _(labels.LEVELS[item.rule.level])
        weak = f" · {_('weak: {why}').format(why=weak_words(item))}" if item.weakness else ""
        yield f"  [{state}] {localized(item.rule.title, language())} ({level}, {item.rule.slot}){weak}"
    yield from (f"  {exhibit_line(each, view)}" for each in view.exhibits)


def case_text(view: CaseView) -> Iterator[str]:
    """Write one case whole."""
    yield from head(view)
    if view.clocks:
        yield "\n" + _("deadlines")
        for clock in view.clocks:
            yield from clock_lines(clock, view)
    wanted = unknowns(view)
    if wanted:
        yield "\n" + _("not known, and a clock needs it")
        for fact in wanted:
            yield f"  {_(labels.FIELDS[fact.field])} ({fact.field}): {question(fact)}"
    if view.differences:
        yield "\n" + _("agreed and asked differ")
        for each in view.differences:
            agreed, asked = (value(each.field, given, view) for given in (each.agreed, each.asked))
            yield f"  {_(labels.FIELDS[each.field])}: " + _("agreed {agreed}, asked {asked}").format(
                agreed=agreed, asked=asked
            )
    if view.case.order is not None:
        yield "\n" + _("amount")
        yield from (f"  {line}" for line in amount_lines(view))
    if view.remarks:
        yield "\n" + _("before you apply")
        yield from (f"  {line}" for line in remark_lines(view.remarks, view))
    yield from _evidence(view)
    yield "\n" + _("lanes")
    for status in view.lanes:
        yield from lane_lines(status, view)
    yield "\n" + _("timeline")
    for event in view.events:
        yield event_line(event, view)
    for event in view.undone:
        yield _("  taken back:") + event_line(event, view)
    if view.note.text:
        yield "\n" + _("notes")
        yield view.note.text
