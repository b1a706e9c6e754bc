"""A piece of evidence under the number that letters, bundles and desks cite it by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from refund_tui.domain.events import Event

EARLIEST = 1990
"""The first year of a capture time: no camera wrote one before (Exif is of 1995)."""
AHEAD = timedelta(days=1)
"""How far a capture time may lie after its file was added: a clock goes wrong, an assumed zone is off by hours."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One kept file: `number` counts from 1 within its case and never changes.

    `slot` is the item of the checklist it answers, None for a file outside it; `name` is the file's name, `sha256`
    its hash in hex. `shows` says in the user's words what it proves (S25), `captured_at` (aware) when it was taken;
    None where that is not known. `size` is in bytes, `type` an id of `filetypes.TYPES`; with `zone_assumed` the
    file says no offset, and its time was read in the case's zone. `added_at` (aware) is when it was added.
    """

    number: int
    slot: str | None
    name: str
    sha256: str
    shows: str | None = None
    captured_at: datetime | None = None
    size: int | None = None
    type: str = "data"
    zone_assumed: bool = False
    added_at: datetime | None = None

    @property
    def implausible(self) -> bool:
        """Say whether the capture time cannot be right: before there were such files, or after it was added."""
        taken, added = self.captured_at, self.added_at
        return taken is not None and (taken.year < EARLIEST or (added is not None and taken > added + AHEAD))


def _added(event: Event, last: int) -> Exhibit:
    data = event.data
    # Texts kept from a note before files had names and types.
    old = data.get("kind") or "file"
    return Exhibit(
        number=data.get("exhibit") or last + 1,
        slot=data.get("slot"),
        name=data.get("name") or f"{old}.txt",
        sha256=data["sha256"],
        shows=data.get("shows") or None,
        captured_at=data.get("captured_at"),
        size=data.get("size"),
        type=data.get("type") or ("text" if old == "pasted_text" else "data"),
        zone_assumed=bool(data.get("zone_assumed")),
        added_at=event.occurred_at,
    )


def all_added(events: Iterable[Event]) -> Iterator[Exhibit]:
    """Give everything that was ever added, as it was described then, those dropped since included."""
    last = 0
    for event in events:
        if event.kind == "evidence_added":
            exhibit = _added(event, last)
            last = max(last, exhibit.number)
            yield exhibit


def exhibits(events: Iterable[Event]) -> tuple[Exhibit, ...]:
    """Give the exhibits of a case, as its events leave them, by number; dropped ones leave a gap."""
    told = tuple(events)
    held = {each.number: each for each in all_added(told)}
    for event in told:
        if event.kind == "evidence_dropped":
            held.pop(event.data["exhibit"], None)
        elif event.kind == "evidence_described" and event.data["exhibit"] in held:
            before = held[event.data["exhibit"]]
            held[before.number] = replace(
                before,
                slot=event.data.get("slot", before.slot),
                shows=event.data.get("shows", before.shows),
            )
    return tuple(held[number] for number in sorted(held))


def next_number(events: Iterable[Event]) -> int:
    """Give the number of the exhibit that is added next: no number is given twice."""
    return max((each.number for each in all_added(events)), default=0) + 1


def already(held: Iterable[Exhibit], sha256: str, slot: str | None) -> Exhibit | None:
    """Give the exhibit that the same bytes already are, for this item or for none yet; None where they are new.

    One file may answer several items: for each it is an exhibit of its own.
    """
    same = [each for each in held if each.sha256 == sha256 and (slot is None or each.slot in (None, slot))]
    return next((each for each in same if each.slot == slot), same[0] if same else None)
