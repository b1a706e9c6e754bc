"""Which clocks run in a case, since when and until when: never dependent on the present instant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from refund_tui.domain.case import Case
from refund_tui.domain.events import Event, matches
from refund_tui.domain.playbook import DeadlineRule, Playbook, case_facts, holds
from refund_tui.domain.workdays import WorkCalendar, due

ClockState = Literal["running", "met", "missed", "void"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """One clock of a case. Instants are aware, UTC.

    `due_at` is what counts: the page's word where it was entered (`overridden`), else the rule's.
    `rule_due_at` is the rule's own result, None where no anchor event was logged.
    """

    rule: DeadlineRule
    started_at: datetime | None
    due_at: datetime
    rule_due_at: datetime | None
    approximate: bool
    overridden: bool
    state: ClockState
    anchor_seq: int = 0

    @property
    def running(self) -> bool:
        return self.state == "running"


_KNOWN_FROM_STATUS: Mapping[str | None, set[str]] = {
    None: set(),
    "not_shipped": set(),
    "shipped": {"shipped"},
    "received": {"shipped", "signed"},
}


def placed(events: Iterable[Event]) -> list[Event]:
    """Order events by when they happened, but none later than when it was typed.

    A fact told late takes its place in the past; a date ahead of the clock does not jump over what follows.
    """
    return sorted(events, key=lambda event: (min(event.occurred_at, event.recorded_at), event.seq))


def _goes_back(case: Case, kind: str, anchor: Event) -> bool:
    """Say whether what was agreed, decided or withdrawn from means that goods go back, as `effects` takes it."""
    if anchor.kind == "withdrawal_told":
        return case.has_goods
    by_kind = anchor.kind in ("seller_agreed", "timed_out") and kind in ("return_refund", "exchange")
    return by_kind or bool(anchor.data.get("return_address"))


def facts_at(case: Case, before: Sequence[Event], anchor: Event) -> Mapping[str, str]:
    """Give what a rule's `when` may ask about, as it stood when `anchor` happened."""
    kinds = {event.kind for event in before} | {anchor.kind} | _KNOWN_FROM_STATUS[case.shipping]
    asked = [event for event in (*before, anchor) if event.kind in ("applied", "modified")]

    kind = asked[-1].data["kind"] if asked else ""

    def flag(*names: str) -> str:
        return "true" if kinds.intersection(names) else "false"

    return {
        "kind": kind,
        "shipped": flag("shipped", "signed", "receipt_confirmed"),
        "received": flag("signed", "receipt_confirmed"),
        "confirmed": flag("receipt_confirmed"),
        "return_sent": flag("return_sent"),
        "withdrawal": flag("withdrawal_told"),
        "disputed": flag("dispute_opened"),
        "goods_back": "true" if "return_sent" not in kinds and _goes_back(case, kind, anchor) else "false",
        **case_facts(case),
    }


def _starts(rule: DeadlineRule, case: Case, before: Sequence[Event], event: Event) -> bool:
    if not any(matches(event, pattern) for pattern in rule.anchors):
        return False
    if rule.until_field and rule.unit == "until_field" and event.data.get(rule.until_field) is None:
        return False
    if not rule.when:
        return True
    return holds(rule.when, facts_at(case, before, event))


def _start(rule: DeadlineRule, case: Case, calendar: WorkCalendar, event: Event) -> Deadline:
    told = event.data.get(rule.until_field) if rule.until_field else None
    if rule.unit == "until_field":
        assert isinstance(told, datetime)
        return Deadline(rule, event.occurred_at, told, told, False, False, "running", event.seq)
    result = due(
        event.occurred_at,
        rule.unit,
        rule.amount,
        zone=ZoneInfo(case.zone),
        calendar=calendar,
        roll=rule.roll,
        mine=rule.who == "me",
    )
    clock = Deadline(rule, event.occurred_at, result.at, result.at, result.approximate, False, "running", event.seq)
    if isinstance(told, datetime):
        return replace(clock, due_at=told, approximate=False, overridden=True)
    return clock


def _ended(clock: Deadline, event: Event) -> Deadline:
    rule = clock.rule
    if event.kind == "timed_out" and event.data.get("rule") == rule.id:
        return replace(clock, state="missed")
    if any(matches(event, pattern) for pattern in rule.met_by):
        return replace(clock, state="missed" if event.occurred_at > clock.due_at else "met")
    if any(matches(event, pattern) for pattern in rule.voided_by):
        return replace(clock, state="void")
    return clock


def _page_word(rule: DeadlineRule, since: int, events: Iterable[Event]) -> Event | None:
    """Find the page's instant for a clock that started at event `since`; a new start or a clearing ends it."""
    told: Event | None = None
    for event in events:
        if event.seq > since and event.data.get("rule") == rule.id:
            if event.kind == "deadline_set":
                told = event
            elif event.kind == "deadline_cleared":
                told = None
    return told


def _concerns(rule: DeadlineRule) -> set[str]:
    """Give the kinds of event that can start or end a clock, so that a long timeline costs little."""
    patterns = (*rule.anchors, *rule.met_by, *rule.voided_by)
    return {"timed_out", *(pattern.partition(":")[0] for pattern in patterns)}


def _run(rule: DeadlineRule, case: Case, calendar: WorkCalendar, ordered: Sequence[Event]) -> Deadline | None:
    clock: Deadline | None = None
    kinds = _concerns(rule)
    for index, event in enumerate(ordered):
        if event.kind not in kinds:
            continue
        if clock is not None and clock.running:
            clock = _ended(clock, event)
        first_counts = clock is not None and rule.pick == "first"
        if not first_counts and _starts(rule, case, ordered[:index], event):
            clock = _start(rule, case, calendar, event)
            told = _page_word(rule, event.seq, ordered)
            if told is not None:
                clock = replace(clock, due_at=told.data["due_at"], approximate=False, overridden=True)
    return clock if clock is not None else _unanchored(rule, ordered)


def _unanchored(rule: DeadlineRule, ordered: Sequence[Event]) -> Deadline | None:
    """A clock known only from the page: its start was never logged, but the page counts down all the same."""
    told = _page_word(rule, 0, ordered)
    if told is None:
        return None
    clock = Deadline(rule, None, told.data["due_at"], None, False, True, "running", told.seq)
    for event in ordered:
        if clock.running and event.seq > told.seq:
            clock = _ended(clock, event)
    return clock


def deadlines(case: Case, events: Sequence[Event], playbook: Playbook, calendar: WorkCalendar) -> tuple[Deadline, ...]:
    """List the clocks of a case, one a rule: those that run first, the nearest on top, and what only informs last.

    Clocks of an ended case do not run.
    """
    ordered = placed(events)
    found: list[Deadline] = []
    for rule in playbook.deadlines:
        clock = _run(rule, case, calendar, ordered)
        if clock is None:
            continue
        if clock.running and not case.is_open:
            clock = replace(clock, state="void")
        found.append(clock)
    return tuple(sorted(found, key=_reading_order))


def _reading_order(clock: Deadline) -> tuple[bool, bool, datetime, str]:
    informs = clock.rule.who == "me" and clock.rule.severity == "info"
    return (not clock.running, informs, clock.due_at, clock.rule.id)


def foremost(clocks: Iterable[Deadline]) -> Deadline | None:
    """Pick the clock a list shows: the nearest that hurts me; where none runs, the nearest of theirs."""
    running = [clock for clock in clocks if clock.running]
    hurting = [clock for clock in running if clock.rule.who == "me" and clock.rule.severity == "loses_right"]
    theirs = [clock for clock in running if clock.rule.who != "me"]
    return min(hurting or theirs, key=lambda clock: (clock.due_at, clock.rule.id), default=None)
