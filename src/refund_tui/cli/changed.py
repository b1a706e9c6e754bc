"""What a command prints after it changed a case: the case as JSON, or where it stands now in a few lines."""

from __future__ import annotations

from collections.abc import Iterable

from refund_tui import labels
from refund_tui.case_text import clock_lines, head
from refund_tui.cli import exits
from refund_tui.cli.case_json import case_json
from refund_tui.cli.out import print_json, print_text
from refund_tui.cli.report import say
from refund_tui.domain.deadlines import foremost
from refund_tui.domain.fields import HAPPENED
from refund_tui.i18n import _
from refund_tui.values import label, when
from refund_tui.views import CaseView


def echo_times(view: CaseView, typed: Iterable[str]) -> None:
    """Say as which instant each time that was typed as a fact was read, and where it lies ahead."""
    for name in typed:
        kind = HAPPENED.get(name)
        event = next((each for each in reversed(view.events) if each.kind == kind), None)
        if event is not None:
            say(_("{event}: {at}").format(event=_(labels.EVENTS[event.kind]), at=when(event.occurred_at, view)))
            if event.is_ahead:
                say(label(labels.WARNINGS, "ahead"))
    if "by_when" in typed and view.case.terms.by_when:
        name = labels.FIELDS["by_when"]
        say(_("{event}: {at}").format(event=_(name), at=when(view.case.terms.by_when, view)))


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
