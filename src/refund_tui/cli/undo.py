"""`undo`: take back the last change, or list the latest ones."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from refund_tui import undoing
from refund_tui.casefile import CaseFile
from refund_tui.cli import exits
from refund_tui.cli.commands import Context
from refund_tui.cli.out import iso, print_json, print_text, table, when
from refund_tui.domain.case import DEFAULT_ZONE
from refund_tui.i18n import N_, _
from refund_tui.step_words import said
from refund_tui.store.changes import Step


def run(context: Context, options: Namespace) -> int:
    """Take back the last change and say which it was."""
    return turn(context, options, undoing.undo, N_("taken back: {what}"))


def turn(context: Context, options: Namespace, act: Callable[[CaseFile], Step], words: str) -> int:
    """Do with the last change what `act` does, and say it in `words`; or list the changes."""
    if options.list:
        return _list(undoing.history(context.service(reading=True)), as_json=options.json)
    step = act(context.service())
    if options.json:
        print_json(_json(step))
    else:
        print_text((_(words).format(what=said(step)),))
    return exits.DONE


def _list(steps: list[Step], *, as_json: bool) -> int:
    if as_json:
        print_json([_json(step) for step in steps])
    elif steps:
        print_text(table([_cells(step) for step in steps], right=(0,)))
    return exits.DONE


def _cells(step: Step) -> tuple[str, ...]:
    mark = _("(taken back)") if step.undone else ""
    return str(step.id), when(step.recorded_at, DEFAULT_ZONE), said(step), mark


def _json(step: Step) -> dict[str, object]:
    return {
        "id": step.id,
        "at": iso(step.recorded_at, DEFAULT_ZONE),
        "kind": step.kind,
        "what": said(step),
        "cases": [case_id for case_id, _merchant in step.cases],
        "events": [kind for _case_id, kind in step.events],
        "undone": bool(step.undone),
    }
