"""Several statements read at once, and what they mean for the cases, while somebody watches and may stop it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from refund_tui import booking, importing
from refund_tui.booking import Applied, Meeting
from refund_tui.casefile import CaseFile
from refund_tui.statements.mapping import ColumnMapping
from refund_tui.statements.matching import Match
from refund_tui.statements.model import Statement
from refund_tui.statements.progress import WHOLE, Progress
from refund_tui.statements.reading import uncollected

Phase = Literal["reading", "linking", "booking"]
Watch = Callable[[Phase, int], None]
"""Takes what is done now and how far that is, of WHOLE; what it raises, such as Cancelled, ends it at once."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Statements, and what they and the case file say of each other."""

    statements: tuple[Statement, ...]
    meeting: Meeting


def survey(
    file: CaseFile, paths: Sequence[Path], password: str | None, watch: Watch, mappings: Mapping[str, ColumnMapping]
) -> Survey:
    """Read statements and look what they mean; nothing is written. The same file given twice is read once.

    Raises what `importing.read` raises, MappingNeeded among it, and what `watch` raises.
    """
    read: dict[str, Statement] = {}
    with uncollected():
        for place, path in enumerate(paths):
            for statement in importing.read_all(path, password, mappings, _share(watch, place, len(paths))):
                read.setdefault(statement.digest, statement)

        def told(done: int, whole: int) -> None:
            watch("linking", WHOLE * done // whole)

        statements = tuple(read.values())
        return Survey(statements, booking.look(file, statements, told))


def book(file: CaseFile, found: Survey, accepted: Collection[Match]) -> tuple[Survey, Applied]:
    """Keep the rows, book what is proven and what was accepted, in one step, and look again.

    What had moved on before is still said to have.
    """
    with uncollected():
        applied = booking.apply(file, found.statements, accepted)
        meeting = booking.look(file, found.statements)
    return Survey(found.statements, replace(meeting, moved=found.meeting.moved)), applied


def _share(watch: Watch, place: int, count: int) -> Progress:
    def told(done: int, whole: int) -> None:
        watch("reading", WHOLE * (place * whole + done) // (count * whole))

    return told
