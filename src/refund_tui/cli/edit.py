"""`edit`: change facts or terms."""

from __future__ import annotations

from argparse import Namespace

from refund_tui.cli.changed import print_changed
from refund_tui.cli.commands import Context
from refund_tui.cli.pairs import pairs


def run(context: Context, options: Namespace) -> int:
    """Change what was named, nothing else."""
    return print_changed(context.service().edit(options.id, pairs(options.changes)), as_json=options.json)
