"""`show`: one case whole."""

from __future__ import annotations

from argparse import Namespace

from refund_tui.cli import exits
from refund_tui.cli.commands import Context
from refund_tui.cli.out import print_json, print_text
from refund_tui.views import CaseView


def run(context: Context, options: Namespace) -> int:
    """Print a case."""
    return print_case(context.service(reading=True).case(options.id), as_json=options.json)


def print_case(view: CaseView, *, as_json: bool) -> int:
    """Print a case as JSON or as text."""
    if as_json:
        from refund_tui.cli.case_json import case_json

        print_json(case_json(view))
    else:
        from refund_tui.case_text import case_text

        print_text(case_text(view))
    return exits.DONE
