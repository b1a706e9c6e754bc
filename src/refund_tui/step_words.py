"""A change in words, as it is taken back or listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from operator import itemgetter

from refund_tui import labels
from refund_tui.domain.text import clean_line
from refund_tui.i18n import _
from refund_tui.store.changes import Step
from refund_tui.values import label


def said(step: Step) -> str:
    """Say what a change did, in one line: `case 3 (甲店): seller refused`."""
    return clean_line(_WORDS.get(step.kind, _of_cases)(step))


def _of_cases(step: Step) -> str:
    merchants = dict(step.cases)
    told = [
        (case_id, _(", ").join(label(labels.EVENTS, kind) for _id, kind in events))
        for case_id, events in groupby(step.events, key=itemgetter(0))
    ]
    return _("; ").join(
        _("case {id} ({merchant}): {what}").format(id=case_id, merchant=merchants.get(case_id, "?"), what=what)
        for case_id, what in told
    )


def _of_note(step: Step) -> str:
    case_id, merchant = step.cases[0]
    return _("case {id} ({merchant}): {what}").format(id=case_id, merchant=merchant, what=_("note"))


def _of_import(step: Step) -> str:
    files, rows = _(", ").join(step.data["files"]), _(", ").join(map(str, step.data.get("rows", ())))
    if not rows:
        words = _("import of {files}").format(files=files)
        return f"{words}: {_of_cases(step)}" if step.cases else words
    return _("import of {files}, rows {rows}: {what}").format(files=files, rows=rows, what=_of_cases(step))


def _of_columns(step: Step) -> str:
    return _("columns of {file} named").format(file=step.data["file"])


_WORDS: Mapping[str, Callable[[Step], str]] = {"note": _of_note, "import": _of_import, "columns": _of_columns}
"""Kinds of change that are not told by their events alone."""
