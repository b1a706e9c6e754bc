"""A case with everything that is worked out of it at one instant: what `show` and the panes read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from refund_tui.domain.case import Case
from refund_tui.domain.checklist import ChecklistItem, burden, checklist
from refund_tui.domain.deadlines import Deadline, deadlines
from refund_tui.domain.differences import Difference, differences
from refund_tui.domain.escalation import LaneStatus, lanes
from refund_tui.domain.events import Event
from refund_tui.domain.exhibits import Exhibit, exhibits
from refund_tui.domain.lifecycle import allowed
from refund_tui.domain.note import Note
from refund_tui.domain.playbook import Burden, Playbook
from refund_tui.domain.precheck import Remark, due
from refund_tui.domain.summary import NextStep, next_step
from refund_tui.domain.workdays import WorkCalendar

if TYPE_CHECKING:
    from refund_tui.store.cases import Stored


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with everything that is worked out of it at one instant."""

    case: Case
    revision: int
    events: tuple[Event, ...]
    undone: tuple[Event, ...]
    """What was taken back: it counts for nothing."""
    note: Note
    playbook: Playbook
    calendar: WorkCalendar
    now: datetime
    clocks: tuple[Deadline, ...]
    checklist: tuple[ChecklistItem, ...]
    burden: Burden | None
    lanes: tuple[LaneStatus, ...]
    next_step: NextStep
    allowed: tuple[str, ...]
    differences: tuple[Difference, ...]
    remarks: tuple[Remark, ...]
    """What to look at in the application that comes next; nothing where none does."""
    exhibits: tuple[Exhibit, ...]


def build(stored: Stored, playbook: Playbook, calendar: WorkCalendar, now: datetime) -> CaseView:
    """Work out the view of a stored case at `now` (aware)."""
    case, events = stored.case, stored.events
    clocks = deadlines(case, events, playbook, calendar)
    held = exhibits(events)
    return CaseView(
        case=case,
        revision=stored.revision,
        events=events,
        undone=stored.undone,
        note=stored.note,
        playbook=playbook,
        calendar=calendar,
        now=now,
        clocks=clocks,
        checklist=checklist(case, playbook, held),
        burden=burden(case, playbook),
        lanes=lanes(case, events, playbook, clocks, now),
        next_step=next_step(case, clocks, now),
        allowed=allowed(case),
        differences=differences(case, case.application),
        remarks=due(case),
        exhibits=held,
    )


def at(view: CaseView, now: datetime) -> CaseView:
    """Give the same case as it stood at another instant (aware) at which nothing had been entered differently."""
    return replace(
        view,
        now=now,
        lanes=lanes(view.case, view.events, view.playbook, view.clocks, now),
        next_step=next_step(view.case, view.clocks, now),
    )


def last_moved(view: CaseView) -> datetime:
    """Give when a case last changed: the last time something was entered, or a clock ran out since."""
    entered = [event.recorded_at for event in view.events]
    ran_out = [clock.due_at for clock in view.clocks if clock.running and clock.due_at <= view.now]
    return min(max([*entered, *ran_out]), view.now)
