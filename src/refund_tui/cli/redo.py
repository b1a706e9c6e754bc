"""`redo`: bring back what was taken back last, or list the latest changes."""

from __future__ import annotations

from argparse import Namespace

from refund_tui import undoing
from refund_tui.cli.commands import Context
from refund_tui.cli.undo import turn
from refund_tui.i18n import N_


def run(context: Context, options: Namespace) -> int:
    """Bring back the change that was taken back last, and say which it was."""
    return turn(context, options, undoing.redo, N_("brought back: {what}"))
