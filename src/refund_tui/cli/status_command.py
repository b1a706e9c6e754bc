"""`status` as argparse read it: flags in any order and place, and its `--help`."""

from __future__ import annotations

from argparse import Namespace

from refund_tui.cli import status
from refund_tui.cli.commands import Context


def run(context: Context, options: Namespace) -> int:
    """Hand the flags to the short way of `status`."""
    named = {"--db": str(context.path), "--lang": options.lang, "--as-of": options.as_of, "--limit": options.limit}
    flags = {"--json": options.json, "--line": options.line, "--exit-code": options.exit_code}
    given = {name: str(value) for name, value in named.items() if value is not None}
    return status.run(given | {name: "1" for name, on in flags.items() if on})
