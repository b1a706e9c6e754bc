"""The evidence that the case's reason wants, against what is held; words and counts, never a percentage."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from refund_tui import labels
from refund_tui.domain.checklist import ChecklistItem, Held
from refund_tui.evidence_words import completeness, weak_words
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.widgets.messages import EvidenceToggled
from refund_tui.tui.widgets.pane import ItemPane, item
from refund_tui.tui.widgets.phrases import NARROW, hang, heading
from refund_tui.values import exhibit_name, label, source_line, told
from refund_tui.views import CaseView

SIGNS = {"missing": "[ ]", "made": "[=]", "prepared": "[/]", "uploaded": "[x]", "submitted": "[X]"}
NEXT: dict[str, Held] = {
    **dict.fromkeys(("missing", "made"), "prepared"),
    "prepared": "uploaded",
    "uploaded": "missing",
    "submitted": "submitted",
}
"""What an item becomes when it is chosen; what was submitted stays so until it is taken back on purpose."""


def after(each: ChecklistItem) -> Held:
    """Give what an item becomes when it is chosen: with a file of its own it is never missing."""
    wanted = NEXT[each.state]
    return "prepared" if wanted == "missing" and each.exhibits else wanted


def item_lines(each: ChecklistItem, width: int, files: bool = True) -> Content:
    """Give one item as the pane and the desk show it; with `files`, the exhibits that answer it."""
    lead = f"{SIGNS[each.state]} {label(labels.CHOICES, each.state)} · "
    words = _("{title} ({level})").format(title=told(each.rule.title), level=label(labels.LEVELS, each.rule.level))
    parts = [hang(lead, words, width, "bold" if each.lacking else "")]
    shows = _("must show: {what}").format(what=told(each.rule.shows))
    parts.append(hang("    ", shows, width, "dim"))
    if each.weakness:
        parts.append(hang("    ", _("weak: {why}").format(why=weak_words(each)), width))
    if files and each.exhibits:
        names = _(", ").join(f"{exhibit_name(held.number)} {held.name}" for held in each.exhibits)
        parts.append(hang("    ", names, width))
    if not each.rule.source.confirmed:
        parts.append(hang("    ", source_line(each.rule.source), width, "dim"))
    return safe.lines(parts)


def content(view: CaseView, width: int, chosen: int | None = None) -> Content:
    """Give the checklist in `width` cells; `chosen` is the place of the cursor."""
    reason = view.case.reason
    why = label(labels.REASONS, reason) if reason else _("no reason chosen yet")
    parts = [heading(_("Evidence: {reason}").format(reason=why)), hang("", completeness(view.checklist), width)]
    if view.burden is not None:
        parts.append(hang("", _("Who must prove: {text}").format(text=told(view.burden.text)), width))
        if width >= NARROW:
            parts.append(hang("  ", source_line(view.burden.source), width, "dim"))
    for place, each in enumerate(view.checklist):
        parts.append(item(item_lines(each, width), place, place == chosen))
    slots = {each.rule.slot for each in view.checklist}
    for held in (each for each in view.exhibits if each.slot not in slots):
        words = _("{exhibit} {file}: answers no item of this list")
        parts.append(hang("    ", words.format(exhibit=exhibit_name(held.number), file=held.name), width))
    return safe.lines(parts)


class ChecklistPane(ItemPane):
    """The checklist; choosing an item asks for its next state."""

    def draw(self, view: CaseView, width: int) -> Content:
        return content(view, width, self.chosen)

    def items(self, view: CaseView) -> Sequence[ChecklistItem]:
        return view.checklist

    def choose(self, view: CaseView, place: int) -> None:
        each = view.checklist[place]
        if after(each) != each.state:
            self.post_message(EvidenceToggled(each.rule.slot, after(each)))
