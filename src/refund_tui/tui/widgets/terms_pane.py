"""What was agreed with the seller beside what the application says (S40-S48)."""

from __future__ import annotations

from textual.content import Content

from refund_tui import labels
from refund_tui.domain.text import pad
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.widgets.pane import Pane
from refund_tui.tui.widgets.phrases import hang, heading
from refund_tui.values import UNKNOWN, choice, label, money, value
from refund_tui.views import CaseView

NAME = 16
SIGN = "!"
AGREED = ("return_address", "method", "freight_by", "by_when")
ASKED = ("reason", "refund_no", "text")


def _both(view: CaseView) -> list[tuple[str, str, str, bool]]:
    """Give the fields that stand on both sides: name, agreed, asked, whether they differ."""
    case, asked = view.case, view.case.application
    differing = {each.field for each in view.differences}
    goes_back = choice("kind", "return_refund") if case.terms.return_address else UNKNOWN
    return [
        ("amount", money(case.terms.amount, view), money(asked.amount if asked else None, view), "amount" in differing),
        ("kind", goes_back, choice("kind", asked.kind) if asked else UNKNOWN, "kind" in differing),
    ]


def _row(name: str, agreed: str, asked: str, differs: bool, width: int) -> Content:
    column = max((width - NAME - 14) // 2, 12)
    style = "bold" if differs else ""
    if width < NAME + 14 + 24:
        words = _("{name}: agreed {agreed}, application {asked}").format(name=name, agreed=agreed, asked=asked)
        lead = f"{SIGN} " if differs else "  "
        return hang(lead, words + (" " + _("differs") if differs else ""), width, style)
    mark = f"{SIGN} {_('differs')}" if differs else ""
    return safe.text(f"{pad(name, NAME)}{pad(agreed, column)} {pad(asked, column)} {mark}".rstrip(), style)


def content(view: CaseView, width: int) -> Content:
    """Give the terms beside the application in `width` cells; what differs has a sign and a word."""
    case, asked = view.case, view.case.application
    parts = [heading(_("Terms agreed, and the application"))]
    terms = [(name, getattr(case.terms, name)) for name in AGREED if getattr(case.terms, name) is not None]
    if case.terms.amount is None and not terms and asked is None:
        return safe.lines(
            [*parts, hang("", _("Nothing agreed yet: amount, return address, method, by when."), width, "dim")]
        )
    if width >= NAME + 14 + 24:
        parts.append(safe.text(_row("", _("agreed"), _("application"), False, width).plain, "dim"))
    for name, left, right, differs in _both(view):
        parts.append(_row(label(labels.FIELDS, name), left, right, differs, width))
    parts += [hang(f"{label(labels.FIELDS, name)}: ", value(name, given, view), width) for name, given in terms]
    for name in ASKED if asked else ():
        given = getattr(asked, name)
        if given:
            parts.append(hang(f"{label(labels.FIELDS, name)}: ", value(name, given, view), width, "dim"))
    return safe.lines(parts)


class TermsPane(Pane):
    """Terms beside the application."""

    def draw(self, view: CaseView, width: int) -> Content:
        return content(view, width)
