"""Cases for other programs: the running clocks as a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from refund_tui.calendar_text import entry
from refund_tui.domain.ics import Entry, calendar
from refund_tui.i18n import _
from refund_tui.service import Service
from refund_tui.store import cases, projection
from refund_tui.store.connection import write


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
