"""Taking changes back, and bringing them again: whole steps, never over what somebody else did since."""

from __future__ import annotations

from refund_tui.casefile import CaseFile
from refund_tui.domain.lifecycle import check_money, fold
from refund_tui.domain.listing import utc_text
from refund_tui.errors import Conflict, Refused
from refund_tui.i18n import N_
from refund_tui.store import cases, changes, notes, projection
from refund_tui.store.changes import Change, Step

LISTED = 20
"""Changes that are listed, unless more are asked for."""

_NOTHING = {
    (True, False): Refused("there is nothing to take back"),
    (False, False): Refused("there is nothing to bring back"),
    (True, True): Refused("nothing was changed here since the start; `refund-tui undo` takes back what came before"),
    (False, True): Refused("nothing was taken back here since the start"),
}
"""What is said where there is no such change, by `undone` and `own`."""
_MOVED_ON = {
    True: N_("case {id} was changed again since; nothing was taken back: see undo --list"),
    False: N_("case {id} was changed again since; nothing was brought back: see undo --list"),
}


def undo(file: CaseFile, *, own: bool = False, only: int | None = None) -> Step:
    """Take back the last change that stands, of this session alone where `own`; gives it.

    Raises Refused where there is none, and Conflict where a case of it was changed again since, or where it is not
    the change numbered `only`.
    """
    return _turn(file, undone=True, own=own, only=only)


def redo(file: CaseFile, *, own: bool = False, only: int | None = None) -> Step:
    """Bring back the change that was taken back last; as `undo`."""
    return _turn(file, undone=False, own=own, only=only)


def history(file: CaseFile, limit: int = LISTED) -> list[Step]:
    """Give the latest changes, the newest first; those that were taken back too."""
    with file.reader() as connection:
        return changes.steps(connection, limit)


def _turn(file: CaseFile, *, undone: bool, own: bool, only: int | None) -> Step:
    find = changes.last_standing if undone else changes.last_undone
    with file.changing() as change:
        step = find(change.db.conn, file.session if own else None)
        if step is None:
            raise _NOTHING[undone, own]
        if only not in (None, step.id):
            raise Conflict("something else was changed, or taken back, meanwhile; nothing was done: look again")
        _unless_moved_on(change, step, undone=undone)
        changes.mark(change.db, step, undone=undone, session=file.session, now=change.now)
        notes.swap(change.db, step, undone=undone, at=utc_text(change.now))
        for case_id, _merchant in step.cases:
            _settle(file, change, case_id)
        return step


def _unless_moved_on(change: Change, step: Step, *, undone: bool) -> None:
    newer = changes.later(change.db.conn, step)
    if newer is not None:
        mine = {case_id for case_id, _merchant in step.cases}
        moved = next(case_id for case_id, _merchant in newer.cases if case_id in mine)
        raise Conflict(_MOVED_ON[undone], id=moved)


def _settle(file: CaseFile, change: Change, case_id: int) -> None:
    """Make a case what the events that count add up to."""
    db = change.db
    events = cases.events_of(db.conn, case_id)
    case = fold(case_id, events) if events else None
    if case is None:
        projection.remove(db, case_id)
        cases.settle(db, case_id, None)
        return
    check_money(case)
    cases.check_row(db.conn, case)
    cases.settle(db, case_id, case)
    file.project(db, case_id)
