"""Makes events, cases and playbooks for tests, without files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from refund_tui.domain.case import Case
from refund_tui.domain.events import Event
from refund_tui.domain.lifecycle import fold
from refund_tui.domain.playbook import DeadlineRule, Playbook, Source

Told = tuple[str, str, Mapping[str, Any]]
"""What happened, when (local), with which fields."""
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """Read local Shanghai time, `2026-11-23T10:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def event(seq: int, kind: str, when: str, /, recorded: str | None = None, **data: Any) -> Event:
    return Event(seq, kind, at(when), at(recorded or when), data)


def opening(when: str = "2026-11-01T09:00", **facts: Any) -> Event:
    return event(1, "opened", when, merchant="店", playbook="test@1", **facts)


def story(first: Event, *told: Told) -> tuple[Event, ...]:
    """Number a story: (kind, when, fields) after the opening."""
    rest = (event(number, kind, when, **data) for number, (kind, when, data) in enumerate(told, 2))
    return (first, *rest)


def case_of(events: Iterable[Event]) -> Case:
    return fold(1, events)


def both(text: str) -> dict[str, str]:
    return {"en": text, "zh_CN": text}


def rule(rule_id: str, **given: Any) -> DeadlineRule:
    settings: dict[str, Any] = {
        "title": both(rule_id),
        "who": "seller",
        "anchors": ("applied",),
        "unit": "hours",
        "amount": 24,
        "met_by": ("seller_agreed",),
        "on_expiry": both("then"),
        "severity": "gains_right",
        "source": Source("T1", "2025-08-15", "high"),
    }
    return DeadlineRule(id=rule_id, **(settings | given))


def playbook(*rules: DeadlineRule, **given: Any) -> Playbook:
    settings: dict[str, Any] = {
        "id": "test",
        "version": "1",
        "title": both("test"),
        "platforms": (),
        "scenarios": ("online",),
        "sources": {"T1": both("text")},
        "evidence": (),
        "burdens": (),
        "lanes": (),
    }
    return Playbook(deadlines=rules, **(settings | given))
