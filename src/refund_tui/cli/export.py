"""`export`: the running clocks as a calendar file."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from refund_tui.cli import exits
from refund_tui.cli.commands import Context
from refund_tui.cli.out import print_bytes
from refund_tui.cli.report import say
from refund_tui.domain.ics import BEGIN
from refund_tui.durable import replace_file
from refund_tui.errors import Refused
from refund_tui.i18n import _

STDOUT = Path("-")


def run(context: Context, options: Namespace) -> int:
    """Print the calendar, or put it into a file."""
    from refund_tui.exporting import calendar_file, entries

    service = context.service(reading=True)
    found = entries(service, options.ids)
    chunks = calendar_file(service, found)
    if options.out not in (None, STDOUT):
        _save(options.out, chunks)
        return exits.DONE
    print_bytes(chunks)
    if not found:
        say(_("no clock runs: the calendar is empty"))
    return exits.DONE


def _save(path: Path, chunks: Iterable[bytes]) -> None:
    """Put a calendar in the place of `path`, which may hold an older calendar but nothing else."""
    try:
        place = path.expanduser().resolve()
        if place.exists() and not (place.is_file() and _is_calendar(place)):
            raise Refused("{path} is there already and is no calendar file; name another with --out", path=path)
        replace_file(place, chunks)
    except (OSError, RuntimeError) as error:  # RuntimeError: no such home folder, or a loop of links
        why = error.strerror if isinstance(error, OSError) else error
        raise Refused("{path} cannot be written ({why}); name another with --out", path=path, why=why) from error


def _is_calendar(path: Path) -> bool:
    with path.open("rb") as file:
        return BEGIN.encode().startswith(file.read(len(BEGIN)))
