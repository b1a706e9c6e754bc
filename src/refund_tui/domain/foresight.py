"""What logging an event would do: the case and its clocks as they stand, against those after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from typing import Any

from refund_tui.domain.case import ENDED_STAGES, Case, Party, Stage
from refund_tui.domain.deadlines import Deadline, deadlines
from refund_tui.domain.escalation import concerning
from refund_tui.domain.events import EVENTS, Event
from refund_tui.domain.fields import HAPPENED, FieldSpec
from refund_tui.domain.lifecycle import allowed, apply, ball
from refund_tui.domain.likely import LIKELY
from refund_tui.domain.playbook import Lane, Playbook
from refund_tui.domain.standing import Standing
from refund_tui.domain.suggestions import suggested
from refund_tui.domain.summary import next_step

PLATFORM = "platform_requested"
"""The way in to the one desk that is no lane of its own in `EVENTS`: the platform, which then has the case itself."""
STANDS_FOR: Mapping[str, Any] = {"amount": 1}
"""What a required field that nobody can guess holds meanwhile, by type: any value would do the same."""


@dataclass(frozen=True, slots=True)
class Foresight:
    """What an event changes; an empty part stays as it is.

    `stage` and `ball` are those after it. `starts` are the clocks that begin to run, or begin anew; `stops` the running
    ones that end, in the state they end in. `lane` is the state of the event's outside lane.
    Where the event's one required choice is open, `field` names it and `choices` gives, for each group of its
    values, what comes with them on top of what all of them do.
    """

    stage: Stage | None = None
    ball: Party | None = None
    starts: tuple[Deadline, ...] = ()
    stops: tuple[Deadline, ...] = ()
    lane: str | None = None
    field: str | None = None
    choices: tuple[tuple[tuple[str, ...], Foresight], ...] = ()

    @property
    def closes(self) -> bool:
        return self.stage in ENDED_STAGES


NOTHING = Foresight()


def compare(before: Case, clocks: Sequence[Deadline], after: Case, later: Sequence[Deadline]) -> Foresight:
    """Give what is different in a case and its clocks `after` against `before`; lanes are left out."""
    stood = {clock.rule.id: clock for clock in clocks if clock.running}
    found = {clock.rule.id: clock for clock in later}

    def begins(clock: Deadline) -> bool:
        known = stood.get(clock.rule.id)
        return clock.running and (known is None or known.anchor_seq != clock.anchor_seq)

    ended = (found.get(rule, replace(clock, state="void")) for rule, clock in stood.items())
    return Foresight(
        stage=after.stage if after.stage != before.stage else None,
        ball=ball(after) if ball(after) != ball(before) else None,
        starts=tuple(clock for clock in later if begins(clock)),
        stops=tuple(clock for clock in ended if not clock.running),
    )


def _after(standing: Standing, kind: str, at: datetime, data: Mapping[str, Any]) -> Foresight:
    spec, case = EVENTS[kind], standing.case
    last = max((event.seq for event in standing.events), default=0)
    event = Event(last + 1, kind, at, standing.now, data)
    after = apply(case, event)
    later = deadlines(after, (*standing.events, event), standing.playbook, standing.calendar)
    moved = spec.lane and (spec.lane not in case.lanes or case.lanes[spec.lane].state != spec.lane_to)
    return replace(compare(case, standing.clocks, after, later), lane=spec.lane_to if moved else None)


def _open_choice(fields: Iterable[FieldSpec], data: Mapping[str, Any]) -> FieldSpec | None:
    return next((each for each in fields if each.required and each.choices and data.get(each.name) is None), None)


def foresee(
    standing: Standing, kind: str, data: Mapping[str, Any] | None = None, at: datetime | None = None
) -> Foresight:
    """Say what logging `kind` would do: with the fields in `data`, else with their likely values.

    `at` (aware) is when it happened, now where it is not given. Whether the stage allows it, is not asked.
    """
    known = suggested(standing.case, standing.clocks, kind) if data is None else data
    fields = EVENTS[kind].fields
    meant = {each.name: STANDS_FOR.get(each.type, "") for each in fields if each.required and not each.choices}
    meant |= {name: value for name, value in known.items() if value is not None}
    moment = at or standing.now
    asked = _open_choice(fields, meant)
    if asked is None:
        return _after(standing, kind, moment, meant)
    return _by_choice(
        asked.name,
        {value: _after(standing, kind, moment, {**meant, asked.name: value}) for value in asked.choices},
    )


def _by_choice(field: str, found: Mapping[str, Foresight]) -> Foresight:
    common = reduce(_common, found.values())
    groups: list[tuple[tuple[str, ...], Foresight]] = []
    for value, each in found.items():
        rest = _beyond(each, common)
        place = next((place for place, (_values, known) in enumerate(groups) if known == rest), None)
        if place is not None:
            groups[place] = (*groups[place][0], value), rest
        elif rest != NOTHING:
            groups.append(((value,), rest))
    return replace(common, field=field if groups else None, choices=tuple(groups))


def _common(one: Foresight, other: Foresight) -> Foresight:
    return Foresight(
        one.stage if one.stage == other.stage else None,
        one.ball if one.ball == other.ball else None,
        tuple(clock for clock in one.starts if clock in other.starts),
        tuple(clock for clock in one.stops if clock in other.stops),
        one.lane,
    )


def _beyond(one: Foresight, common: Foresight) -> Foresight:
    return Foresight(
        one.stage if one.stage != common.stage else None,
        one.ball if one.ball != common.ball else None,
        tuple(clock for clock in one.starts if clock not in common.starts),
        tuple(clock for clock in one.stops if clock not in common.stops),
    )


def likely_first(standing: Standing) -> tuple[str, ...]:
    """List the kinds of event that can be logged now, what usually comes next first.

    A time that ran out comes before all: only the page knows what the platform did. The answers of the desks that
    have the matter in hand follow what the stage leads to; facts that are known already, and desks that do not concern
    the case, come last.
    """
    case = standing.case
    possible = allowed(case)
    desks = concerning(case, standing.playbook)
    elsewhere = _elsewhere(case, standing.playbook, desks)
    ran_out = next_step(case, standing.clocks, standing.now).code in ("mine_ran_out", "theirs_ran_out")
    answers = [kind for kind in possible if EVENTS[kind].lane_from and "" not in EVENTS[kind].lane_from]
    known = [kind for kind in HAPPENED.values() if kind in case.facts]
    likely = LIKELY[case.stage]
    # Where the usual desks are not this case's, its own stand in their place.
    ways_in = [desk.event for desk in desks] if set(likely) & set(elsewhere) else []
    order = (*(["timed_out"] if ran_out else []), *likely, *answers, *ways_in, *possible)
    first = [kind for kind in dict.fromkeys(order) if kind in possible]
    return tuple(sorted(first, key=lambda kind: (kind in elsewhere, kind in known)))


def _elsewhere(case: Case, playbook: Playbook, desks: Sequence[Lane]) -> list[str]:
    """Give the kinds of event that only happen at desks which do not concern the case, and where it never was."""
    within = {*(desk.id for desk in desks), *case.lanes, None}
    found = [kind for kind, spec in EVENTS.items() if spec.lane not in within]
    others = {PLATFORM, *(lane.event for lane in playbook.lanes)} - {desk.event for desk in desks}
    return [*found, *(kind for kind in others if EVENTS[kind].lane is None)]
