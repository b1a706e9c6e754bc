"""Whether the evidence that cases name is there and whole, and what to do about each thing that is not."""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from refund_tui import evidence_labels
from refund_tui.domain.exhibits import all_added
from refund_tui.errors import CaseFileProblem
from refund_tui.i18n import _
from refund_tui.paths import is_default
from refund_tui.service import Service
from refund_tui.store import cases
from refund_tui.store.connection import open_read
from refund_tui.store.neighbours import neighbours
from refund_tui.store.vault import folder_of
from refund_tui.store.vault_check import Finding, Named, check_named, check_others
from refund_tui.values import exhibit_name


@dataclass(frozen=True, slots=True)
class Verified:
    """How many files were looked at, and what was found; the findings come as they are made."""

    looked_at: int
    findings: Iterator[Finding]


def verify(service: Service, case_id: int | None = None) -> Verified:
    """Look at the evidence of one case, or at all of it and at what else lies in the vault. Changes nothing."""
    folder = folder_of(service.path)
    if case_id is not None:
        service.case(case_id)  # refuses one that is not there

    def named() -> Named:
        with service.reader() as connection:
            return _named(connection, case_id)

    def findings() -> Iterator[Finding]:
        yield from check_named(folder, held)
        if case_id is None:
            yield from check_others(folder, lambda: _everybody(service.path, named()))

    held = named()
    return Verified(len(held), findings())


def _named(connection: sqlite3.Connection, case_id: int | None = None) -> dict[str, Sequence[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for case, added in cases.evidence_events(connection, case_id).items():
        for exhibit in all_added(added):
            found.setdefault(exhibit.sha256, []).append((case, exhibit.number))
    return dict(found)


def _everybody(path: Path, own: Named) -> Named | None:
    """Add what other case files in the folder name; None where one of them cannot be asked."""
    found = dict(own)
    for other in neighbours(path):
        try:
            with closing(open_read(other)) as connection:
                found.update(dict.fromkeys(_named(connection), ()))
        except (CaseFileProblem, sqlite3.Error):
            return None
    return found


def means(finding: Finding) -> str:
    """Say what a finding means, with the exhibits that need the file."""
    exhibits = _(", ").join(
        _("case {id} {exhibit}").format(id=case, exhibit=exhibit_name(number)) for case, number in finding.cited
    )
    return _(evidence_labels.FINDINGS[finding.trouble]).format(exhibits=exhibits)


def remedy(finding: Finding, cases: Path) -> str:
    """Give the one command to run; it is for a person to run, and deletes nothing that a case names.

    `cases` is the case file: the command names it unless it is the default.
    """
    path = shlex.quote(str(finding.path))
    if finding.cited:
        named = "" if is_default(cases) else f" --db {shlex.quote(str(cases))}"
        return f"refund-tui{named} evidence add {finding.cited[0][0]} FILE"
    return f"ls -l {path}" if finding.trouble == "foreign" else f"rm {path}"
