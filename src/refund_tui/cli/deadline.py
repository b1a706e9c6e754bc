"""`deadline`: what the platform's own page shows, over the rule."""

from __future__ import annotations

from argparse import Namespace

from refund_tui.cli.changed import print_changed
from refund_tui.cli.commands import Context
from refund_tui.cli.out import when
from refund_tui.cli.report import say
from refund_tui.i18n import _


def run(context: Context, options: Namespace) -> int:
    """Set or clear the page's instant of a clock, echoing the instant it was read as."""
    view = context.service().set_deadline(options.id, options.rule, None if options.clear else options.page)
    due = view.events[-1].data.get("due_at")
    if due is not None:
        say(_("{rule}: the page says {at}").format(rule=options.rule, at=when(due, view.case.zone)))
    return print_changed(view, as_json=options.json)
