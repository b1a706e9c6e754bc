"""`export`: the running clocks as a calendar file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from refund_tui.cli import exits
from refund_tui.cli.commands import Context
from refund_tui.cli.out import print_bytes
from refund_tui.cli.report import say
from refund_tui.i18n import _

STDOUT = Path("-")


def run(context: Context, options: Namespace) -> int:
    """Print the calendar, or put it into a file."""
    from refund_tui.exporting import EMPTY, calendar_file, entries, save_calendar

    service = context.service(reading=True)
    found = entries(service, options.ids)
    chunks = calendar_file(service, found)
    if options.out not in (None, STDOUT):
        save_calendar(options.out, chunks)
        return exits.DONE
    print_bytes(chunks)
    if not found:
        say(_(EMPTY))
    return exits.DONE
