"""Rules as data: what a playbook file says, after it was read. Sources and ids: see each rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from refund_tui.domain.case import DEFAULT_CURRENCY, Case, Party
from refund_tui.domain.channels import channel_kind
from refund_tui.domain.filetypes import FAMILIES

Text = Mapping[str, str]
"""A sentence per language; every text has at least `en` and `zh_CN`."""

UNITS: tuple[str, ...] = (
    "hours",
    "days_from_next_midnight",
    "calendar_days",
    "working_days",
    "business_hours",
    "months",
    "years",
    "until_field",
)
SEVERITIES: tuple[str, ...] = ("loses_right", "gains_right", "info")
CONFIDENCES: tuple[str, ...] = ("high", "medium-high", "medium", "low-medium", "low", "memory")
CONFIRMED: tuple[str, ...] = ("high", "medium-high", "medium")
"""Anything else is shown as "not confirmed"."""
LEVELS: tuple[str, ...] = ("R", "S", "O")
"""R: without it the case is weak or refused; S: strong; O: optional."""
MEDIA: tuple[str, ...] = FAMILIES[:-1]
"""Families of files that an item of the checklist may ask for: all but those of no known type."""
CONDITION_FACTS: tuple[str, ...] = (
    "kind",
    "shipped",
    "received",
    "confirmed",
    "return_sent",
    "goods_back",
    "withdrawal",
    "disputed",
    "reason",
    "platform",
    "scenario",
    "channel",
    "currency",
    "abroad",
)
"""What a rule's `when` may ask about; see `deadlines.facts_at`."""
LANE_FACTS: tuple[str, ...] = ("reason", "platform", "scenario", "channel", "currency", "abroad")
"""What the `when` of a lane or a burden may ask about: what does not change with what happened."""

Condition = Mapping[str, tuple[str, ...]]
"""Fact name -> accepted values (booleans as "true"/"false"); all must hold."""


def holds(when: tuple[Condition, ...], facts: Mapping[str, str]) -> bool:
    """Say whether one of the conditions holds, or there is none."""
    return not when or any(all(facts[name] in accepted for name, accepted in each.items()) for each in when)


def case_facts(case: Case) -> Mapping[str, str]:
    """Give the facts of `LANE_FACTS`; `abroad` is a case in other money than China's."""
    return {
        "reason": case.reason or "",
        "platform": case.platform or "",
        "scenario": case.scenario,
        "channel": channel_kind(case.channel),
        "currency": case.currency,
        "abroad": "false" if case.currency == DEFAULT_CURRENCY else "true",
    }


def localized(text: Text, language: str) -> str:
    """Give the sentence in `language`, or in English where there is none."""
    return text.get(language) or text["en"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from: a key of the playbook's source list, the date of the rule, how sure it is."""

    ref: str
    as_of: str | None
    confidence: str

    @property
    def confirmed(self) -> bool:
        return self.confidence in CONFIRMED


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One clock: it starts at an anchor event, runs for `amount` `unit`s, and ends by an event.

    `anchors`, `met_by` and `voided_by` hold event patterns: `kind` or `kind:field=value`.
    `when` is any-of: with no condition, or where one of them holds at the anchor, the clock starts.
    `pick` says which anchor counts when there are several: the `last` (each restarts the clock) or the `first`.
    `until_field` names a field of the anchor event that, when given, is the due instant itself
    (the page's word); with unit `until_field` there is no clock without it.
    """

    id: str
    title: Text
    who: Party
    anchors: tuple[str, ...]
    unit: str
    amount: int
    met_by: tuple[str, ...]
    on_expiry: Text
    severity: str
    source: Source
    voided_by: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    pick: str = "last"
    roll: bool = False
    until_field: str | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """One item of the checklist: its slot, its level, what it must show, for which reasons (none: every case).

    `media` names the families of files (of `MEDIA`) that can show it; none takes any.
    """

    slot: str
    level: str
    title: Text
    shows: Text
    reasons: tuple[str, ...]
    source: Source
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Burden:
    """Who must give the first proof for a reason; `when` is any-of, as a lane's."""

    reasons: tuple[str, ...]
    text: Text
    source: Source
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """One way a lane opens: every part given must hold.

    `stages`: the case stands in one of them. `events`: one of these event patterns has happened.
    `clocks`: one of these clocks ran out unmet; while it runs the lane is locked until its due instant.
    `platforms`: the purchase was made on one of them.
    """

    stages: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """One desk to go to: when it opens, what to do there, the event that says it was done.

    `when` is any-of: with no condition, or where one holds, the case has this lane at all.
    """

    id: str
    title: Text
    purpose: Text
    locked: Text
    event: str
    steps: tuple[Text, ...]
    gates: tuple[Gate, ...]
    authority: bool
    source: Source
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Playbook:
    """All rules for one scenario. `ref` is `id@version`: what a case pins; `sources` says what a rule's ref is."""

    id: str
    version: str
    title: Text
    platforms: tuple[str, ...]
    scenarios: tuple[str, ...]
    sources: Mapping[str, Text]
    deadlines: tuple[DeadlineRule, ...]
    evidence: tuple[EvidenceRule, ...]
    burdens: tuple[Burden, ...]
    lanes: tuple[Lane, ...]

    @property
    def ref(self) -> str:
        return f"{self.id}@{self.version}"

    def citation(self, ref: str, language: str) -> str | None:
        """Give what a rule's ref stands for, None for a ref that is not cited here."""
        return localized(self.sources[ref], language) if ref in self.sources else None

    def rule(self, rule_id: str) -> DeadlineRule | None:
        return next((rule for rule in self.deadlines if rule.id == rule_id), None)
