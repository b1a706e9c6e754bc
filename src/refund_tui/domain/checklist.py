"""Evidence wanted against evidence held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from refund_tui.domain.case import Case
from refund_tui.domain.playbook import LEVELS, Burden, EvidenceRule, Playbook

Held = Literal["missing", "prepared", "uploaded"]


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One wanted item and how far it is: missing, prepared (S21), or uploaded (S23)."""

    rule: EvidenceRule
    state: Held

    @property
    def required(self) -> bool:
        return self.rule.level == "R"

    @property
    def lacking(self) -> bool:
        """Whether it is required and not there."""
        return self.required and self.state == "missing"


def checklist(case: Case, playbook: Playbook) -> tuple[ChecklistItem, ...]:
    """List what this case's reason wants, most needed first; without a reason, what every case wants."""
    wanted = [rule for rule in playbook.evidence if not rule.reasons or case.reason in rule.reasons]
    wanted.sort(key=lambda rule: LEVELS.index(rule.level))
    states: dict[str, Held] = {"prepared": "prepared", "uploaded": "uploaded"}
    return tuple(ChecklistItem(rule, states.get(case.evidence.get(rule.slot, ""), "missing")) for rule in wanted)


def burden(case: Case, playbook: Playbook) -> Burden | None:
    """Give who must prove first for this case's reason, where a source says so."""
    return next((each for each in playbook.burdens if case.reason in each.reasons), None)
