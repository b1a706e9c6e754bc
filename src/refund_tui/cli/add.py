"""`add`: open a case."""

from __future__ import annotations

from argparse import Namespace

from refund_tui.cli.changed import echo_times, print_changed
from refund_tui.cli.commands import Context
from refund_tui.domain.fields import FACTS


def run(context: Context, options: Namespace) -> int:
    """Open a case from the flags that were given."""
    given = {spec.name: getattr(options, f"fact_{spec.name}") for spec in FACTS}
    typed = {name: value for name, value in given.items() if value is not None}
    view = context.service().add(typed)
    echo_times(view, typed)
    return print_changed(view, as_json=options.json)
