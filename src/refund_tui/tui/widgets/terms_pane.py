"""What was agreed with the seller beside what the application says (S40-S48)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from textual.content import Content

from refund_tui import labels
from refund_tui.domain.precheck import Remark
from refund_tui.domain.text import pad
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.widgets.pane import Pane
from refund_tui.tui.widgets.phrases import hang, heading, wrap
from refund_tui.tui.widgets.remark_rows import remark_rows
from refund_tui.values import choice, label, value
from refund_tui.views import CaseView

TWO_COLUMNS, BROAD = 44, 64
"""Cells from which both sides have a column, and from which what differs has one too, not only its sign."""
FORM = ("kind", "reason", "amount", "text", "refund_no")
TERMS = ("return_address", "method", "freight_by", "by_when")
BELOW = {"kind": ("return_address", "freight_by"), "amount": ("amount", "method"), "at": ("by_when",)}
"""Which terms stand below which field of an application, where there is no room beside it."""


def _agreed(name: str, view: CaseView) -> str:
    """Write what the terms say of a field, a term or a part of the form; empty where they say nothing."""
    terms = view.case.terms
    if name == "kind":
        return choice("kind", "return_refund") if terms.return_address else ""
    given = getattr(terms, name, None)
    return "" if given is None else value(name, given, view)


def _asked(name: str, view: CaseView) -> str:
    given = getattr(view.case.application, name, None)
    return "" if given is None else value(name, given, view)


def agreed_at(name: str, view: CaseView) -> list[tuple[str, str]]:
    """Write the terms that belong below a field of an application: name and words."""
    terms = [(term, _agreed(term, view)) for term in BELOW.get(name, ())]
    return [
        (term, words if term == name else f"{label(labels.FIELDS, term)} {words}") for term, words in terms if words
    ]


def agreed(view: CaseView, width: int, remarks: Sequence[Remark]) -> Content:
    """Give the terms alone, to stand beside an application that is typed; what it leaves has a sign and a word."""
    leaves = {each.field for each in remarks if each.code in ("amount_differs", "kind_differs")}
    parts = [heading(_("Agreed with the seller"))]
    for name in ("kind", "amount", *TERMS):
        words = _agreed(name, view)
        if words:
            line = f"{label(labels.FIELDS, name)}: {words}"
            parts.append(_differing(line, width) if name in leaves else hang("", line, width))
    if len(parts) == 1:
        parts.append(hang("", _("Nothing agreed yet: amount, return address, method, by when."), width, "dim"))
    return safe.lines(parts)


def _differing(words: str, width: int) -> Content:
    """Write what differs from the other side: with a sign, a word and weight."""
    return hang("! ", _("{what} (differs)").format(what=words), width, "bold")


def _row(cells: tuple[str, str, str], differs: bool, width: int, style: str) -> Content:
    """Put name, agreed and asked side by side, each broken into its own column; what differs is marked."""
    name, mark = (16, 12) if width >= BROAD else (15, 0)
    column = (width - name - mark) // 2
    widths = (name, column, column, mark)
    word = "! " + _("differs") if differs else ""
    row = (*cells, word) if mark else ("\n".join(filter(None, (cells[0], word))), *cells[1:], "")
    broken = [wrap(text, room - 1) if room else [""] for text, room in zip(row, widths, strict=True)]
    lines = (
        "".join(pad(text, room) for text, room in zip(line, widths, strict=True)).rstrip()
        for line in zip_longest(*broken, fillvalue="")
    )
    return safe.text("\n".join(lines), style)


def _sides(name: str, view: CaseView, differs: bool, width: int) -> Content:
    left, right, title = _agreed(name, view), _asked(name, view), label(labels.FIELDS, name)
    if width >= TWO_COLUMNS:
        return _row((title, left, right), differs, width, "bold" if differs else "")
    if left and right:
        words = _("{name}: agreed {agreed}, application {asked}").format(name=title, agreed=left, asked=right)
        return _differing(words, width) if differs else hang("  ", words, width)
    side = _("as agreed") if left else _("application")
    return hang("  ", f"{title}: {left or right} ({side})", width)


def _before(remarks: Iterable[Remark], view: CaseView, width: int) -> list[Content]:
    found = remark_rows(remarks, view, width, look="")
    return [safe.line(_("Before you apply:"), "dim"), *found] if found else []


def content(view: CaseView, width: int) -> Content:
    """Give the terms beside the application in `width` cells; what differs has a sign and a word."""
    parts = [heading(_("Terms agreed, and the application"))]
    known = [name for name in (*FORM, *TERMS) if _agreed(name, view) or _asked(name, view)]
    if not known:
        nothing = hang("", _("Nothing agreed yet: amount, return address, method, by when."), width, "dim")
        return safe.lines([*parts, nothing])
    if width >= TWO_COLUMNS:
        parts.append(_row(("", _("as agreed"), _("application")), False, width, "dim"))
    differing = {each.field for each in view.differences}
    parts += [_sides(name, view, name in differing, width) for name in known]
    return safe.lines([*parts, *_before(view.remarks, view, width)])


class TermsPane(Pane):
    """Terms beside the application."""

    def draw(self, view: CaseView, width: int) -> Content:
        return content(view, width)
