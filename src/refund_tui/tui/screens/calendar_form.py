"""The calendar of all open cases, written where the user says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from refund_tui.i18n import N_, _
from refund_tui.tui.screens.out_form import Job, OutForm

if TYPE_CHECKING:
    from refund_tui.service import Service

NAME = "refund-tui.ics"
HEADING = N_(
    "Calendar of all open cases: each running clock with its reminders. An older calendar of that name is replaced."
)


class CalendarForm(OutForm):
    """Writes the running clocks as a calendar file, over an older one but over nothing else."""

    def __init__(self, service: Service) -> None:
        super().__init__(_(HEADING), NAME)
        self._service = service

    def job(self) -> Job:
        def make(path: Path, heed: Callable[[int, int], None]) -> Sequence[str]:
            from refund_tui.exporting import EMPTY, calendar_file, entries, save_calendar

            found = entries(self._service, ())

            def heeded() -> Iterator[bytes]:
                for chunk in calendar_file(self._service, found):
                    heed(0, 0)
                    yield chunk

            save_calendar(path, heeded())
            return [_("clocks in it: {count}").format(count=len(found)) if found else _(EMPTY)]

        return make
