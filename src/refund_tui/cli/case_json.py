"""A case as JSON: keys in English, amounts in the minor unit, instants with the case zone's offset, no key left out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from refund_tui.case_text import lane_why
from refund_tui.cli.amounts_json import amounts_json, order_json
from refund_tui.cli.out import iso
from refund_tui.domain.case import Application, Origin, Terms
from refund_tui.domain.checklist import ChecklistItem
from refund_tui.domain.deadlines import Deadline, foremost
from refund_tui.domain.escalation import LaneStatus
from refund_tui.domain.events import EVENTS, Event
from refund_tui.domain.exhibits import Exhibit
from refund_tui.domain.lifecycle import ball
from refund_tui.domain.playbook import Playbook, Source, localized
from refund_tui.domain.summary import promised_at
from refund_tui.domain.unknowns import unknowns
from refund_tui.foretelling import question
from refund_tui.i18n import language
from refund_tui.values import step_text
from refund_tui.views import CaseView

Json = dict[str, Any]


def _source(source: Source, playbook: Playbook) -> Json:
    return {
        "source": source.ref,
        "source_text": playbook.citation(source.ref, language()),
        "as_of": source.as_of,
        "confidence": source.confidence,
        "confirmed": source.confirmed,
    }


def clock_json(clock: Deadline | None, now: datetime, zone: str) -> Json | None:
    """Give what `status` calls `next`."""
    if clock is None:
        return None
    return {
        "rule": clock.rule.id,
        "who": clock.rule.who,
        "due_at": iso(clock.due_at, zone),
        "left_seconds": int((clock.due_at - now).total_seconds()),
        "approximate": clock.approximate,
        "overridden": clock.overridden,
        "on_expiry": localized(clock.rule.on_expiry, language()),
    }


def _deadline(clock: Deadline, view: CaseView) -> Json:
    zone = view.case.zone
    rule = clock.rule
    return {
        **(clock_json(clock, view.now, zone) or {}),
        "title": localized(rule.title, language()),
        "state": clock.state,
        "started_at": iso(clock.started_at, zone),
        "rule_due_at": iso(clock.rule_due_at, zone),
        "severity": rule.severity,
        **_source(rule.source, view.playbook),
        "note": localized(rule.note, language()) if rule.note else None,
    }


def lane_json(status: LaneStatus, view: CaseView) -> Json:
    """Give one escalation lane."""
    lane, tongue = status.lane, language()
    return {
        "id": lane.id,
        "title": localized(lane.title, tongue),
        "purpose": localized(lane.purpose, tongue),
        "open": status.open,
        "reason": None if status.open else status.reason,
        "why": None if status.open else lane_why(status),
        "opens_at": iso(status.opens_at, view.case.zone),
        "rule": status.clock.rule.id if status.clock else None,
        "state": status.progress.state if status.progress else None,
        "number": status.progress.number if status.progress else None,
        "authority": lane.authority,
        "second_authority": status.second_authority,
        "event": lane.event,
        "steps": [localized(step, tongue) for step in lane.steps],
        **_source(lane.source, view.playbook),
    }


def _event(event: Event, view: CaseView) -> Json:
    zone = view.case.zone
    data = order_json(
        {name: iso(each, zone) if isinstance(each, datetime) else each for name, each in event.data.items()}
    )
    return {
        "seq": event.seq,
        "event": event.kind,
        "who": EVENTS[event.kind].actor,
        "occurred_at": iso(event.occurred_at, zone),
        "recorded_at": iso(event.recorded_at, zone),
        "forced": event.forced,
        "data": data,
    }


_FACTS = (
    *("merchant", "item", "platform", "scenario", "reason", "shipping", "order_no", "trade_no", "channel"),
    *("merchant_name", "merchant_address", "merchant_phone", "merchant_code"),
)
_AMOUNTS = {
    "paid_minor": "paid",
    "claim_minor": "claimed",
    "offered_minor": "offered",
    "agreed_minor": "agreed",
    "issued_minor": "issued",
    "received_minor": "received",
    "in_kind_minor": "in_kind",
    "owed_minor": "owed",
    "beyond_minor": "beyond",
    "expected_minor": "expected",
}


def _terms(terms: Terms, zone: str) -> Json:
    return {
        "amount_minor": terms.amount,
        "return_address": terms.return_address,
        "method": terms.method,
        "freight_by": terms.freight_by,
        "by_when": iso(terms.by_when, zone),
    }


def _application(application: Application | None) -> Json | None:
    if application is None:
        return None
    return {
        "kind": application.kind,
        "amount_minor": application.amount,
        "reason": application.reason,
        "text": application.text,
        "refund_no": application.refund_no,
    }


def _origin(origin: Origin | None) -> Json | None:
    return None if origin is None else {"source": origin.source, "file": origin.file, "row": origin.row}


def _facts(view: CaseView) -> Json:
    case = view.case
    return {
        "id": case.id,
        "revision": view.revision,
        **{name: getattr(case, name) for name in _FACTS},
        "description": case.description,
        "currency": case.currency,
        "zone": case.zone,
        "opened_at": iso(case.opened_at, case.zone),
        "playbook": case.playbook,
        "stage": case.stage,
        "review": case.review,
        "ball": ball(case),
        **{name: getattr(case, attribute) for name, attribute in _AMOUNTS.items()},
        "terms": _terms(case.terms, case.zone),
        "application": _application(case.application),
        "origin": _origin(case.origin),
    }


def exhibit_json(exhibit: Exhibit, zone: str) -> Json:
    """Give one exhibit."""
    return {
        "number": exhibit.number,
        "name": exhibit.name,
        "slot": exhibit.slot,
        "shows": exhibit.shows,
        "type": exhibit.type,
        "size": exhibit.size,
        "sha256": exhibit.sha256,
        "captured_at": iso(exhibit.captured_at, zone),
        "zone_assumed": exhibit.zone_assumed,
        "added_at": iso(exhibit.added_at, zone),
    }


def _item(item: ChecklistItem, view: CaseView) -> Json:
    tongue = language()
    return {
        "slot": item.rule.slot,
        "level": item.rule.level,
        "title": localized(item.rule.title, tongue),
        "shows": localized(item.rule.shows, tongue),
        "state": item.state,
        "standing": item.standing,
        "weakness": item.weakness,
        "media": list(item.rule.media),
        "exhibits": [each.number for each in item.exhibits],
        **_source(item.rule.source, view.playbook),
    }


def case_json(view: CaseView) -> Json:
    """Give one case whole."""
    tongue, zone = language(), view.case.zone
    step = view.next_step
    return {
        **_facts(view),
        "as_of": iso(view.now, zone),
        "next_step": {
            "code": step.code,
            "text": step_text(step),
            "rule": step.clock.rule.id if step.clock else None,
        },
        "promised_at": iso(promised_at(view.case, view.events), zone),
        "next": clock_json(foremost(view.clocks), view.now, zone),
        "deadlines": [_deadline(clock, view) for clock in view.clocks],
        "unknown": [
            {"field": each.field, "rules": [rule.id for rule in each.rules], "question": question(each)}
            for each in unknowns(view)
        ],
        "differences": [{"field": each.field, "agreed": each.agreed, "asked": each.asked} for each in view.differences],
        "amounts": amounts_json(view.case),
        "remarks": [{"code": each.code, "field": each.field, "severity": each.severity} for each in view.remarks],
        "checklist": [_item(each, view) for each in view.checklist],
        "exhibits": [exhibit_json(each, zone) for each in view.exhibits],
        "first_proof": localized(view.burden.text, tongue) if view.burden else None,
        "lanes": [lane_json(status, view) for status in view.lanes],
        "allowed": list(view.allowed),
        "timeline": [_event(event, view) for event in view.events],
        "taken_back": [_event(event, view) for event in view.undone],
        "notes": view.note.text,
    }
