"""Turn what a person typed into events, and say what should be known before they are saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from refund_tui.domain.case import Case
from refund_tui.domain.events import EVENTS, Event, EventSpec
from refund_tui.domain.fields import HAPPENED, STORED_AS, FieldSpec, Reading, read_field, read_fields, require
from refund_tui.domain.playbook import Playbook
from refund_tui.errors import Refused
from refund_tui.views import CaseView


def told(
    view: CaseView, spec: EventSpec, typed: Mapping[str, str], at: str | None, force: bool, reading: Reading
) -> Event:
    """Make the event that was told about a case, not yet numbered; `at` is when, now where it is not said."""
    values = read_fields(spec.fields, typed, reading)
    require(spec.fields, values)
    if values.get("rule") is not None:
        known_rule(view.playbook, values["rule"])
    if values.get("slot") is not None:
        known_slot(view, values["slot"])
    occurred = read_field(FieldSpec("at", "when"), at, reading) if at else None
    data = {name: value for name, value in values.items() if value is not None}
    return Event(0, spec.kind, occurred or reading.now, reading.now, data, force)


def stored_facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give typed facts under the names they are kept by, without those that are events."""
    return {STORED_AS.get(name, name): value for name, value in values.items() if name not in HAPPENED}


def happened(values: Mapping[str, Any], now: datetime, case: Case | None = None) -> list[Event]:
    """Make the events that facts with a time stand for, the earliest first.

    Raises Refused naming the first of them where `case` is over: what happened before stays as it was told.
    """
    given = next((name for name in HAPPENED if values.get(name) is not None), None)
    if case is not None and not case.is_open and given is not None:
        raise Refused("{field} cannot be told of a case that is over: log reopened first", field=given)
    told = sorted((values[name], kind) for name, kind in HAPPENED.items() if values.get(name) is not None)
    return [Event(0, kind, at, now, {}) for at, kind in told]


def loggable(kind: str) -> EventSpec:
    """Give the row of an event that `log` takes. Raises Refused naming those it does."""
    spec = EVENTS.get(kind)
    if spec is None or not spec.loggable:
        known = ", ".join(each.kind for each in EVENTS.values() if each.loggable)
        raise Refused("{event} is not an event; choose one of: {events}", event=kind, events=known)
    return spec


def known_rule(playbook: Playbook, rule: str) -> None:
    """Refuse a rule that the playbook does not hold."""
    if playbook.rule(rule) is None:
        known = ", ".join(each.id for each in playbook.deadlines)
        raise Refused("{rule} is not a rule of this case; choose one of: {rules}", rule=rule, rules=known)


def known_slot(view: CaseView, slot: str) -> None:
    """Refuse a slot that is not on this case's checklist."""
    slots = [item.rule.slot for item in view.checklist]
    if slot not in slots:
        raise Refused("{slot} is not an evidence item; choose one of: {slots}", slot=slot, slots=", ".join(slots))


def warnings(view: CaseView, event: Event) -> tuple[str, ...]:
    """Name what should be known before an event is saved; the sentences stand in `labels.WARNINGS`."""
    found: list[str] = []
    if event.is_ahead:
        found.append("ahead")
    if event.kind == "receipt_confirmed":
        found.append("receipt_confirmed")
    if event.kind == "evidence_marked" and event.data["state"] == "submitted":
        found.append("submitted")
    lane = next((each for each in view.lanes if each.lane.event == event.kind), None)
    if lane is not None and lane.second_authority:
        found.append("second_authority")
    return tuple(found)
