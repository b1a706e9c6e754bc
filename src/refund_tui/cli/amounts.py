"""`amounts`: how much can be claimed, to expect and the least, and what that is worked out of."""

from __future__ import annotations

from argparse import Namespace

from refund_tui.cli import exits
from refund_tui.cli.commands import Context
from refund_tui.cli.out import print_json, print_text
from refund_tui.cli.pairs import pairs
from refund_tui.cli.report import say
from refund_tui.i18n import _
from refund_tui.views import CaseView

ROWS = ("lines", "gifts")
"""Fields of several rows, which a shell's word sets apart by `;`."""


def run(context: Context, options: Namespace) -> int:
    """Change what was named, then print the estimate."""
    if not options.changes:
        return _print(context.service(reading=True).case(options.id), as_json=options.json)
    from refund_tui.amounting import set_amounts

    typed = pairs(options.changes)
    typed |= {name: typed[name].replace(";", "\n").replace("；", "\n") for name in ROWS if name in typed}
    return _print(set_amounts(context.service(), options.id, typed), as_json=options.json)


def _print(view: CaseView, *, as_json: bool) -> int:
    if as_json:
        from refund_tui.cli.amounts_json import amounts_json

        print_json(amounts_json(view.case))
        return exits.DONE
    from refund_tui.case_text import amount_lines

    if view.case.order is None:
        say(
            _("Nothing is known of the order of case {id}: enter it with amounts {id} name=value").format(
                id=view.case.id
            )
        )
    print_text(amount_lines(view))
    return exits.DONE
