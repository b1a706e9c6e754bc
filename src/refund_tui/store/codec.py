"""Cases and events as JSON text in the case file; instants as UTC text, amounts as integers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from refund_tui.domain.case import Application, Case, LaneProgress, Origin, Terms
from refund_tui.domain.events import EVENTS
from refund_tui.domain.listing import utc_text
from refund_tui.domain.order import Order, as_data, changed

INSTANTS: frozenset[str] = frozenset(
    {"due_at", "terms.by_when"}
    | {field.name for spec in EVENTS.values() for field in spec.fields if field.type in ("when", "until")}
)
"""Names of event fields that hold an instant."""


def instant(text: str) -> datetime:
    """Read UTC text as `utc_text` writes it."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (Terms, Application, LaneProgress, Origin)):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return as_data(value) if isinstance(value, Order) else value


def _dump(value: Mapping[str, object]) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def event_to_json(data: Mapping[str, Any]) -> str:
    return _dump(data)


def event_from_json(text: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(text)
    for name in INSTANTS.intersection(data):
        if data[name] is not None:
            data[name] = instant(data[name])
    return data


def case_to_json(case: Case) -> str:
    return _dump({field.name: getattr(case, field.name) for field in fields(case)})


def case_from_json(text: str) -> Case:
    data: dict[str, Any] = json.loads(text)
    terms = data["terms"]
    if terms["by_when"]:
        terms["by_when"] = instant(terms["by_when"])
    data["terms"] = Terms(**terms)
    if data["application"]:
        data["application"] = Application(**data["application"])
    if data["origin"]:
        data["origin"] = Origin(**data["origin"])
    if data.get("order"):
        data["order"] = changed(None, data["order"])
    data["opened_at"] = instant(data["opened_at"])
    data["facts"] = {kind: instant(at) for kind, at in data["facts"].items()}
    data["lanes"] = {
        name: LaneProgress(lane["state"], lane["number"], instant(lane["at"])) for name, lane in data["lanes"].items()
    }
    return Case(**data)
