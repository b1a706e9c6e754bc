"""Start the screen, or say in one line why it cannot be."""

from __future__ import annotations

import os
import sys

from refund_tui.cli.commands import Context
from refund_tui.errors import UsageProblem


def require_terminal() -> None:
    """Raise UsageProblem where there is no terminal that a screen can be drawn on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        raise UsageProblem("there is no terminal here; use a command such as status, or see --help")
    if os.environ.get("TERM", "") in ("", "dumb"):
        raise UsageProblem(
            "TERM is {term}: this terminal cannot show the screen; use a command such as status",
            term=os.environ.get("TERM") or "unset",
        )


def run(context: Context) -> int:
    """Run the screen on the case file; gives the exit code."""
    require_terminal()
    service = context.service()
    service.prepare()
    from refund_tui.tui.app import run as run_app

    return run_app(service)
