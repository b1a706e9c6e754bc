"""How much can be claimed, how much to expect, and the least: line by line with the rule, then the sources."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from refund_tui.amount_words import Row, rows, source_lines, summed
from refund_tui.domain.amounts import Estimate, estimate
from refund_tui.domain.text import cells, pad
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.widgets.messages import AmountsWanted
from refund_tui.tui.widgets.pane import Pane
from refund_tui.tui.widgets.phrases import hang, heading
from refund_tui.views import CaseView

STYLES = {"sum": "bold", "title": "bold", "step": "", "note": ""}


def lines(found: Estimate, currency: str, width: int) -> list[Content]:
    """Give an estimate line by line in `width` cells, amounts under each other."""
    told = list(rows(found, currency))
    room = max(cells(row.amount) for row in told)
    return [_line(row, room, width) for row in told]


def _line(row: Row, room: int, width: int) -> Content:
    lead = pad(row.amount, room, right=True) + "  " if row.amount else ""
    return hang("  " + lead if row.kind == "step" else lead, row.words, width, STYLES[row.kind])


def content(view: CaseView, width: int) -> Content:
    """Give the estimate of a case in `width` cells; what the order holds is changed in a form."""
    found, currency = estimate(view.case), view.case.currency
    parts = [heading(_("Amount"))]
    if found is None:
        words = _(
            "Nothing is known of the order yet: what was bought, what was paid, what goes back. Enter opens the form."
        )
        return safe.lines([*parts, hang("", words, width, "dim")])
    parts.append(hang("", summed(found, currency), width))
    parts += [Content(""), *lines(found, currency, width), Content("")]
    parts += [hang("", line, width, "dim") for line in source_lines(found)]
    return safe.lines(parts)


class AmountPane(Pane):
    """The estimate; enter asks for the form behind it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "choose", show=False)]

    def draw(self, view: CaseView, width: int) -> Content:
        return content(view, width)

    def action_choose(self) -> None:
        self.post_message(AmountsWanted())
