"""What the import screen has done in threads, one thing at a time: reading, looking, opening, booking."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from refund_tui.i18n import N_, _
from refund_tui.statements.progress import Cancelled
from refund_tui.tui.screens.import_rows import Line, Lines
from refund_tui.tui.screens.path_input import paths_of

if TYPE_CHECKING:
    from refund_tui.booking import Applied
    from refund_tui.service import Service
    from refund_tui.statements.mapped import MappingNeeded
    from refund_tui.statements.mapping import ColumnMapping
    from refund_tui.statements.matching import Match
    from refund_tui.surveying import Phase, Survey
    from refund_tui.views import CaseView

PHASES: Mapping[Phase, str] = {
    "reading": N_("Reading … {percent}% · esc stops"),
    "linking": N_("Looking what it means for your cases … {percent}% · esc stops"),
    "booking": N_("Booking …"),
}
Result = TypeVar("Result")
Ask = Callable[["MappingNeeded", "ColumnMapping | None"], Awaitable["ColumnMapping | None"]]
"""Asks somebody for the columns of a file, with what was said of them before."""


@dataclass
class Run:
    """One thing under way: a thread tells how far it is, and ends where somebody has stopped it."""

    phase: Phase
    percent: int = 0
    stopped: asyncio.Event = field(default_factory=asyncio.Event)

    def watch(self, phase: Phase, percent: int) -> None:
        """A surveying.Watch; called in the thread. Raises Cancelled once it was stopped."""
        if self.stopped.is_set():
            raise Cancelled()
        self.phase, self.percent = phase, percent


class ImportWork:
    """Statements as they were `found` last; `busy` while a thread works, and `words` say on what."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._run: Run | None = None
        self._said: dict[str, ColumnMapping] = {}
        self.found: Survey | None = None

    @property
    def busy(self) -> bool:
        return self._run is not None

    @property
    def words(self) -> str:
        return _(PHASES[self._run.phase]).format(percent=self._run.percent) if self._run else ""

    @property
    def mapped(self) -> bool:
        """Whether a statement was read by columns that somebody named."""
        by_hand = {mapping.source for mapping in self._said.values()}
        return self.found is not None and any(each.source in by_hand for each in self.found.statements)

    def stop(self) -> None:
        """Stop the reading at once, if there is any. What is being booked is not stopped halfway."""
        if self._run is not None and self._run.phase != "booking":
            self._run.stopped.set()

    @contextmanager
    def _running(self, phase: Phase) -> Iterator[Run]:
        run = self._run = Run(phase)
        try:
            yield run
        finally:
            self._run = None

    async def read(self, typed: str, password: str | None, ask: Ask, *, anew: bool = False) -> Lines | None:
        """Read the files that `typed` names; None where that was stopped, or the columns were not said.

        With `anew` columns are asked for even where they are known. Raises Refused, OSError, RuntimeError.
        """
        from refund_tui.statements.mapped import MappingNeeded

        self.found = None
        chosen: dict[str, tuple[str, ColumnMapping]] = {}
        while True:
            try:
                with self._running("reading") as run:
                    job = asyncio.create_task(asyncio.to_thread(self._load, run, typed, password, chosen, anew))
                    done = await _unless_stopped(job, run)
            except MappingNeeded as needed:
                mapping = await ask(needed, self._said.get(needed.fingerprint))
                if mapping is None:
                    return None
                self._said[needed.fingerprint] = mapping
                chosen[needed.fingerprint] = (needed.table.name, mapping)
                continue
            if done is None:
                return None
            self.found, lines = done
            return lines

    def _load(
        self,
        run: Run,
        typed: str,
        password: str | None,
        chosen: Mapping[str, tuple[str, ColumnMapping]],
        anew: bool,
    ) -> tuple[Survey, Lines]:
        from refund_tui import importing, surveying
        from refund_tui.statements.reading import uncollected

        known = importing.known_mappings(self._service)
        for fingerprint, mapping in known.items():
            self._said.setdefault(fingerprint, mapping)
        said = {fingerprint: mapping for fingerprint, (_name, mapping) in chosen.items()}
        mappings = said if anew else known | said
        with uncollected():
            found = surveying.survey(self._service, paths_of(typed), password, run.watch, mappings)
            lines = Lines.of(found)
        run.watch("booking", 0)
        for fingerprint, (name, mapping) in chosen.items():
            importing.remember(self._service, name, fingerprint, mapping)
        return found, lines

    async def book(self, accepted: list[Match]) -> tuple[Lines, Applied]:
        """Book what is proven, and what was accepted, in one step."""
        with self._running("booking"):
            return await asyncio.to_thread(self._booked, accepted)

    def _booked(self, accepted: list[Match]) -> tuple[Lines, Applied]:
        from refund_tui import surveying
        from refund_tui.statements.reading import uncollected

        assert self.found is not None
        with uncollected():
            self.found, applied = surveying.book(self._service, self.found, accepted)
            return Lines.of(self.found), applied

    async def open(self, line: Line) -> tuple[CaseView, tuple[str, ...]]:
        """Give the case of a row, opened where it was none yet, and what to tell who opened it."""
        with self._running("booking"):
            return await asyncio.to_thread(self._opened, line)

    def _opened(self, line: Line) -> tuple[CaseView, tuple[str, ...]]:
        from refund_tui import importing

        if line.case_id is not None:
            return self._service.case(line.case_id), ()
        assert self.found is not None and line.statement is not None
        view = importing.open_row(self._service, line.statement, line.number, self.found.meeting)
        return view, importing.remarks(line.statement, line.number)


async def _unless_stopped(job: asyncio.Task[Result], run: Run) -> Result | None:
    """Wait for a job; None as soon as it is stopped, though its thread may take a moment to end."""
    stopped = asyncio.create_task(run.stopped.wait())
    try:
        await asyncio.wait((job, stopped), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
        job.add_done_callback(lambda each: each.cancelled() or each.exception())
    return job.result() if job.done() and not run.stopped.is_set() else None
