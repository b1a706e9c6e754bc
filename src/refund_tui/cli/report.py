"""Errors on stderr, in one line and in the user's language, and the exit code each stands for."""

from __future__ import annotations

import io
import sys

from refund_tui.cli import exits
from refund_tui.cli.status import Unusable
from refund_tui.domain.text import clean_line
from refund_tui.errors import CaseFileProblem, Conflict, Problem, Refused, UsageProblem
from refund_tui.wording import sentence

CODES: tuple[tuple[type[Problem], int], ...] = (
    (UsageProblem, exits.USAGE),
    (CaseFileProblem, exits.CASE_FILE),
    (Unusable, exits.CASE_FILE),
    (Conflict, exits.CONFLICT),
    (Refused, exits.REFUSED),
)


def say(text: str) -> None:
    """Talk: one line on stderr, which never mixes with data."""
    try:
        print(clean_line(text), file=sys.stderr)
    except BrokenPipeError:
        sys.stderr = io.StringIO()  # nobody listens; the exit code still says it


def report(error: Exception) -> int:
    """Print an error and give its exit code; what is no Problem is a fault of ours and is raised again."""
    if not isinstance(error, Problem):
        raise error
    say(sentence(error))
    return next((code for kind, code in CODES if isinstance(error, kind)), exits.REFUSED)
