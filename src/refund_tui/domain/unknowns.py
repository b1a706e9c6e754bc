"""Facts that are not known and that a clock of the case needs: found by asking what knowing them would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from refund_tui.domain.case import REASONS, SHIPPING, Case, Stage
from refund_tui.domain.channels import CHANNELS, channel_kind
from refund_tui.domain.deadlines import Deadline, deadlines
from refund_tui.domain.events import Event
from refund_tui.domain.fields import HAPPENED
from refund_tui.domain.playbook import DeadlineRule
from refund_tui.domain.standing import Standing

SCOPES: Mapping[str, tuple[str, ...]] = {
    "shipping": SHIPPING,
    "reason": REASONS,
    "channel": tuple(kind for kind in CHANNELS if kind not in ("other", "unknown")),
}
"""Facts that rules ask about, and what each may be."""
ASKED_AS: Mapping[str, tuple[str, ...]] = {"shipping": ("shipped", "received")}
"""Under which names a rule's `when` asks for a fact, where not under its own."""
HAPPENED_BY: Mapping[str | None, tuple[str, ...]] = {
    None: ("paid", "shipped", "signed"),
    "not_shipped": ("paid",),
    "shipped": ("paid", "shipped"),
    "received": ("paid", "shipped", "signed"),
}
"""Which of the facts that start clocks may have happened, by what the order's status says of the goods."""
GONE_WRONG: tuple[Stage, ...] = ("refused", "decided_against")
"""Stages in which a clock of mine that only informs (the limitation for a court) begins to matter."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact that is wanted: its `field`, of `fields.FACTS` or `until` for the page's time; the `rules` that need it.

    `starts` says that their clocks count from it; else it decides which of them count at all. Without rules it is
    the platform, whose own playbook may hold them.
    """

    field: str
    rules: tuple[DeadlineRule, ...]
    starts: bool


def _running(clocks: Iterable[Deadline]) -> dict[str, Deadline]:
    return {clock.rule.id: clock for clock in clocks if clock.running}


def _matters(rule: DeadlineRule, case: Case) -> bool:
    return rule.who != "me" or rule.severity != "info" or case.stage in GONE_WRONG


def _starting(standing: Standing) -> Iterator[Unknown]:
    """A time of paying, shipping or signing that nobody told: does a clock run once it is known?"""
    case = standing.case
    running = _running(standing.clocks)
    before = min(min(event.occurred_at, event.recorded_at) for event in standing.events) - timedelta(seconds=1)
    last = max((event.seq for event in standing.events), default=0) + 1
    for field, kind in HAPPENED.items():
        if kind in case.facts or kind not in HAPPENED_BY[case.shipping]:
            continue
        counting = [rule for rule in standing.playbook.deadlines if kind in rule.anchors and _matters(rule, case)]
        if not counting:
            continue
        # Told as the earliest thing of all: whatever has happened since may have ended its clocks.
        told = Event(last, kind, before, before, {})
        then = _running(deadlines(case, (*standing.events, told), standing.playbook, standing.calendar))
        rules = tuple(rule for rule in counting if rule.id in then and rule.id not in running)
        if rules:
            yield Unknown(field, rules, starts=True)


def _known(case: Case, field: str) -> bool:
    if field == "shipping":
        return case.shipping is not None or bool({"shipped", "signed", "receipt_confirmed"}.intersection(case.facts))
    if field == "channel":
        return channel_kind(case.channel) != "unknown"
    return getattr(case, field) is not None


def _scoping(standing: Standing) -> Iterator[Unknown]:
    """A fact that rules ask about and nobody told: do other clocks run once it is known?"""
    case, playbook = standing.case, standing.playbook
    asked = {name for rule in playbook.deadlines for condition in rule.when for name in condition}
    if case.platform is None and case.scenario != "offline" and not playbook.platforms:
        yield Unknown("platform", (), starts=False)
    running = _running(standing.clocks)
    for field, values in SCOPES.items():
        if _known(case, field) or not asked.intersection(ASKED_AS.get(field, (field,))):
            continue
        moved: set[str] = set()
        for value in values:
            change: dict[str, Any] = {field: value}
            told = replace(case, **change)
            then = _running(deadlines(told, standing.events, playbook, standing.calendar))
            moved |= running.keys() ^ then.keys()
        if moved:
            yield Unknown(field, tuple(rule for rule in playbook.deadlines if rule.id in moved), starts=False)


def _paged(standing: Standing) -> Iterator[Unknown]:
    """A time for evidence that only the page knows: does a clock run once it is told?"""
    case = standing.case
    if case.stage != "platform_review" or case.review != "evidence":
        return
    last = max((event.seq for event in standing.events), default=0) + 1
    until = {"until": standing.now + timedelta(days=1)}
    told = Event(last, "evidence_requested", standing.now, standing.now, until)
    then = _running(deadlines(case, (*standing.events, told), standing.playbook, standing.calendar))
    running = _running(standing.clocks)
    for clock in then.values():
        if clock.rule.unit == "until_field" and clock.anchor_seq == last and clock.rule.id not in running:
            yield Unknown("until", (clock.rule,), starts=True)


def _hurts(rules: Sequence[DeadlineRule]) -> bool:
    return any(rule.who == "me" and rule.severity == "loses_right" for rule in rules)


def unknowns(standing: Standing) -> tuple[Unknown, ...]:
    """List the facts that clocks of the case need and nobody told, first those that may cost a right."""
    if not standing.case.is_open:
        return ()
    found = [*_paged(standing), *_scoping(standing), *_starting(standing)]
    return tuple(sorted(found, key=lambda each: not _hurts(each.rules)))
