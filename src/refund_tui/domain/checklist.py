"""Evidence wanted against evidence held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from refund_tui.domain.case import Case
from refund_tui.domain.exhibits import Exhibit
from refund_tui.domain.filetypes import family
from refund_tui.domain.playbook import LEVELS, Burden, EvidenceRule, Playbook, case_facts, holds

Held = Literal["missing", "made", "prepared", "uploaded", "submitted"]
Weakness = Literal["no_file", "type", "no_caption"]
Standing = Literal["missing", "weak", "present"]


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One wanted item: how far it is, and the exhibits that answer it.

    `state` is missing, made (this program writes it: `MADE`), prepared (S21), uploaded (S23) or submitted; what a
    person marked counts, and a file alone makes an item prepared.
    """

    rule: EvidenceRule
    state: Held
    exhibits: tuple[Exhibit, ...] = ()

    @property
    def required(self) -> bool:
        return self.rule.level == "R"

    @property
    def lacking(self) -> bool:
        """Whether it is required and not there."""
        return self.required and self.state == "missing"

    @property
    def weakness(self) -> Weakness | None:
        """Why what is there proves little: marked by hand without a file, no file of a fitting type, or no words
        on what a fitting one shows (S25). None for what is missing, and for what is in order."""
        if self.state in ("missing", "made"):
            return None
        if not self.exhibits:
            return "no_file"
        fitting = [each for each in self.exhibits if fits(self.rule, each)]
        if not fitting:
            return "type"
        return None if any(each.shows for each in fitting) else "no_caption"

    @property
    def standing(self) -> Standing:
        if self.state == "missing":
            return "missing"
        return "weak" if self.weakness else "present"


def fits(rule: EvidenceRule, exhibit: Exhibit) -> bool:
    """Say whether a file's type can show what an item asks for; an item that names no media takes any."""
    return not rule.media or family(exhibit.type) in rule.media


def checklist(case: Case, playbook: Playbook, exhibits: Sequence[Exhibit] = ()) -> tuple[ChecklistItem, ...]:
    """List what this case's reason wants, most needed first; without a reason, what every case wants."""
    wanted = [rule for rule in playbook.evidence if not rule.reasons or case.reason in rule.reasons]
    wanted.sort(key=lambda rule: LEVELS.index(rule.level))
    return tuple(_item(case, rule, tuple(each for each in exhibits if each.slot == rule.slot)) for rule in wanted)


MADE: Mapping[str, Callable[[Case], bool]] = {
    "contact_timeline": lambda case: case.stage != "draft",
    "defect_description": lambda case: bool(case.description or (case.application and case.application.text)),
}
"""Items that stand in every letter and bundle once the case holds what they are made of (refund-domain.md 3.0)."""
_MARKS: dict[str, Held] = {"prepared": "prepared", "uploaded": "uploaded", "submitted": "submitted"}


def _item(case: Case, rule: EvidenceRule, answering: tuple[Exhibit, ...]) -> ChecklistItem:
    made = rule.slot in MADE and MADE[rule.slot](case)
    unmarked: Held = "prepared" if answering else "made" if made else "missing"
    return ChecklistItem(rule, _MARKS.get(case.evidence.get(rule.slot, ""), unmarked), answering)


def next_wanted(items: Iterable[ChecklistItem]) -> ChecklistItem | None:
    """Give what to add next: the first required item that is missing, then the first strong one."""
    missing = [each for each in items if each.state == "missing" and each.rule.level in ("R", "S")]
    return min(missing, key=lambda each: LEVELS.index(each.rule.level), default=None)


def burden(case: Case, playbook: Playbook) -> Burden | None:
    """Give who must prove first for this case's reason, where a source says so."""
    facts = case_facts(case)
    fitting = (each for each in playbook.burdens if case.reason in each.reasons and holds(each.when, facts))
    return next(fitting, None)
