"""The rows of the evidence desk: each item of the checklist with the exhibits that answer it, then all others."""

from __future__ import annotations

from textual.content import Content

from refund_tui.domain.checklist import ChecklistItem, fits
from refund_tui.domain.exhibits import Exhibit
from refund_tui.evidence_words import exhibit_facts
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.widgets.checklist_pane import item_lines
from refund_tui.tui.widgets.phrases import hang
from refund_tui.values import exhibit_name
from refund_tui.views import CaseView

Row = ChecklistItem | Exhibit
INDENT = "    "


def rows(view: CaseView) -> list[Row]:
    """Give the rows in their order."""
    found: list[Row] = []
    for item in view.checklist:
        found += [item, *item.exhibits]
    slots = {item.rule.slot for item in view.checklist}
    return [*found, *(each for each in view.exhibits if each.slot not in slots)]


def key(row: Row) -> str | int:
    """Give what a row is known by when the case has changed: an item's slot, an exhibit's number."""
    return row.rule.slot if isinstance(row, ChecklistItem) else row.number


def draw(row: Row, view: CaseView, width: int) -> Content:
    """Write a row in `width` cells."""
    if isinstance(row, ChecklistItem):
        return item_lines(row, width, files=False)
    return exhibit_lines(row, view, width)


def exhibit_lines(exhibit: Exhibit, view: CaseView, width: int) -> Content:
    """Write an exhibit: its number and name, what the file is, what it shows."""
    lead = f"{INDENT}{exhibit_name(exhibit.number)} "
    parts = [hang(lead, f"{exhibit.name} · {exhibit_facts(exhibit, view)}", width)]
    item = next((each for each in view.checklist if each.rule.slot == exhibit.slot), None)
    if item is None:
        parts.append(hang(INDENT * 2, _("answers no item of this list"), width, "dim"))
    elif not fits(item.rule, exhibit):
        parts.append(hang(INDENT * 2, _("not of a type that can show it"), width, "bold"))
    if exhibit.shows:
        parts.append(hang(INDENT * 2, exhibit.shows, width, "dim"))
    else:
        parts.append(hang(INDENT * 2, _("it is not said what it shows"), width, "bold"))
    return safe.lines(parts)
