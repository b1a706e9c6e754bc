"""`edit`: change facts or terms."""

from __future__ import annotations

from argparse import Namespace

from refund_tui.cli.changed import echo_times, print_changed
from refund_tui.cli.commands import Context
from refund_tui.cli.pairs import pairs


def run(context: Context, options: Namespace) -> int:
    """Change what was named, nothing else."""
    typed = pairs(options.changes)
    view = context.service().edit(options.id, typed)
    echo_times(view, typed)
    return print_changed(view, as_json=options.json)
