"""Cases for other programs: the running clocks as a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from refund_tui.calendar_text import entry
from refund_tui.domain.ics import BEGIN, Entry, calendar
from refund_tui.durable import replace_file
from refund_tui.errors import Refused
from refund_tui.i18n import N_, _
from refund_tui.service import Service
from refund_tui.store import cases, projection
from refund_tui.store.connection import write

EMPTY = N_("no clock runs: the calendar is empty")


def file_id(service: Service) -> str:
    """Give the random name of the case file, made when it is first asked for. Raises CaseFileProblem."""
    with service.reader() as connection:
        known = cases.meta(connection, cases.FILE_ID)
    if known is not None:
        return known
    with write(service.path) as db:
        return cases.make_file_id(db)


def entries(service: Service, case_ids: Sequence[int]) -> list[Entry]:
    """Give the running clocks of the cases named, of all open ones where none is. Raises Refused for a wrong number."""
    with service.reader() as connection:
        named = [service.case(each, connection) for each in dict.fromkeys(case_ids)]
        views = named or (service.case(each, connection) for each in projection.open_ids(connection))
        name = file_id(service)
        return [entry(clock, view, name) for view in views for clock in view.clocks if clock.running]


def calendar_file(service: Service, found: Sequence[Entry]) -> Iterator[bytes]:
    """Write entries as a calendar file, in pieces."""
    return calendar(_("Refund cases"), found, service.now())


def save_calendar(path: Path, chunks: Iterable[bytes]) -> None:
    """Put a calendar in the place of `path`, which may hold an older calendar; Refused for anything else there."""
    try:
        place = path.expanduser().resolve()
        if place.exists() and not (place.is_file() and _is_calendar(place)):
            raise Refused("{path} is there already and is no calendar file; give another name", path=path)
        replace_file(place, chunks)
    except (OSError, RuntimeError) as error:  # RuntimeError: no such home folder, or a loop of links
        why = error.strerror if isinstance(error, OSError) else error
        raise Refused("{path} cannot be written ({why}); give another name", path=path, why=why) from error


def _is_calendar(path: Path) -> bool:
    with path.open("rb") as file:
        return BEGIN.encode().startswith(file.read(len(BEGIN)))
