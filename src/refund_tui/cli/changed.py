"""What a command prints after it changed a case: the case as JSON, or where it stands now in a few lines."""

from __future__ import annotations

from refund_tui.cli import exits
from refund_tui.cli.case_json import case_json
from refund_tui.cli.case_text import clock_lines, head
from refund_tui.cli.out import print_json, print_text
from refund_tui.domain.deadlines import foremost
from refund_tui.views import CaseView


def print_changed(view: CaseView, *, as_json: bool) -> int:
    """Print the case after a change."""
    if as_json:
        print_json(case_json(view))
        return exits.DONE
    print_text(list(head(view))[:4])
    clock = foremost(view.clocks)
    if clock is not None:
        print_text(clock_lines(clock, view))
    return exits.DONE
