"""The use cases of evidence: a file is in the vault before the timeline names it, and is never taken from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from refund_tui import images
from refund_tui.domain.events import Event
from refund_tui.domain.exhibits import Exhibit, already, next_number
from refund_tui.domain.fields import FieldSpec, read_field
from refund_tui.domain.filetypes import disagrees
from refund_tui.errors import Refused
from refund_tui.paths import display
from refund_tui.service import Service
from refund_tui.store.vault import Kept, Progress, folder_of, path_of, put_file
from refund_tui.telling import known_slot
from refund_tui.views import CaseView

__all__ = ["Attached", "Progress", "attach", "describe", "drop", "known_exhibit", "list_kept", "path"]

SHOWS = FieldSpec("shows")
"""What an exhibit shows, in one line of the user's words (S25)."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that was given: the case after it, its exhibit, and what should be said of it.

    `remarks` are codes of `evidence_labels.ATTACHED`; `evidence_words.remark` says them.
    """

    view: CaseView
    exhibit: Exhibit
    remarks: tuple[str, ...]


def path(service: Service, exhibit: Exhibit) -> Path:
    """Give where the file of an exhibit lies, there or not."""
    return path_of(folder_of(service.path), exhibit.sha256)


def attach(
    service: Service,
    case_id: int,
    file: Path,
    slot: str | None = None,
    shows: str | None = None,
    progress: Progress | None = None,
) -> Attached:
    """Keep a copy of a file and list it as an exhibit of a case, for one of its items, with what it shows.

    The same bytes for the same item are listed once; what is said of them then is put to the exhibit that is there.
    Raises Refused naming the file, or what was typed, and CaseFileProblem where the file cannot be kept. What
    `progress` raises ends it; in each case nothing is left.
    """
    view = service.case(case_id)
    if slot is not None:
        known_slot(view, slot)
    said = read_field(SHOWS, shows or "", service.reading(view))
    folder = folder_of(service.path)
    kept = put_file(folder, file, progress) if progress else put_file(folder, file)
    data = {"name": display(file.name), "slot": slot, "shows": said, **_taken(kept, view.case.zone)}
    before = {each.number for each in view.exhibits}
    after, number = list_kept(service, case_id, kept, data)
    exhibit = next(each for each in after.exhibits if each.number == number)
    return Attached(after, exhibit, tuple(_remarks(exhibit, kept, listed=number in before)))


def _taken(kept: Kept, zone: str) -> dict[str, Any]:
    """Give when a picture was taken; where it says no offset, in the case's zone, and that this was assumed."""
    taken = images.taken(kept.path, kept.type)
    if taken is None:
        return {}
    if taken.tzinfo is not None:
        return {"captured_at": taken}
    return {"captured_at": taken.replace(tzinfo=ZoneInfo(zone)), "zone_assumed": True}


def _remarks(exhibit: Exhibit, kept: Kept, *, listed: bool) -> list[str]:
    found = []
    if listed:
        found.append("listed")
    elif kept.was_there:
        found.append("same_bytes")
    if disagrees(exhibit.type, exhibit.name):
        found.append("suffix")
    if exhibit.implausible:
        found.append("implausible")
    elif exhibit.zone_assumed:
        found.append("zone")
    return found


def list_kept(service: Service, case_id: int, kept: Kept, data: Mapping[str, Any]) -> tuple[CaseView, int]:
    """List a file of the vault as an exhibit; gives the case after it and the exhibit's number."""
    numbers: list[int] = []

    def listed(view: CaseView) -> list[Event]:
        now = service.now()
        there = already(view.exhibits, kept.sha256, data.get("slot"))
        if there is None:
            numbers.append(next_number((*view.events, *view.undone)))
            facts = {"exhibit": numbers[0], "sha256": kept.sha256, "size": kept.size, "type": kept.type}
            given = {name: value for name, value in data.items() if value is not None}
            return [Event(0, "evidence_added", now, now, facts | given)]
        numbers.append(there.number)
        said = {name: data[name] for name in ("slot", "shows") if data.get(name) not in (None, getattr(there, name))}
        return [Event(0, "evidence_described", now, now, {"exhibit": there.number, **said})] if said else []

    with service.changing() as change:
        return service.record(change, case_id, listed), numbers[0]


def describe(service: Service, case_id: int, number: int, typed: Mapping[str, str]) -> CaseView:
    """Say of an exhibit which item it answers (`slot`) and what it shows (`shows`); blank clears it.

    Raises Refused for an exhibit or an item that is not there.
    """

    def described(view: CaseView) -> list[Event]:
        there = known_exhibit(view, number)
        reading = service.reading(view)
        said = {name: read_field(FieldSpec(name), typed[name], reading) for name in ("slot", "shows") if name in typed}
        if said.get("slot") not in (None, there.slot):
            known_slot(view, said["slot"])
        changed = {name: value for name, value in said.items() if value != getattr(there, name)}
        event = Event(0, "evidence_described", reading.now, reading.now, {"exhibit": number, **changed})
        return [event] if changed else []

    with service.changing() as change:
        return service.record(change, case_id, described)


def drop(service: Service, case_id: int, number: int) -> CaseView:
    """Take an exhibit off the list of its case; its number is not given again, and its file stays in the vault."""

    def dropped(view: CaseView) -> list[Event]:
        there, now = known_exhibit(view, number), service.now()
        return [Event(0, "evidence_dropped", now, now, {"exhibit": there.number})]

    with service.changing() as change:
        return service.record(change, case_id, dropped)


def known_exhibit(view: CaseView, number: int) -> Exhibit:
    """Give an exhibit by its number. Raises Refused naming those there are."""
    for each in view.exhibits:
        if each.number == number:
            return each
    known = ", ".join(str(each.number) for each in view.exhibits) or "-"
    raise Refused("case {id} has no exhibit {number}; it has: {numbers}", id=view.case.id, number=number, numbers=known)
