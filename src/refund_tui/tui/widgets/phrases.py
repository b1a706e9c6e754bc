"""Words and values of a case as every pane writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from textual.content import Content

from refund_tui import labels
from refund_tui.domain.currency import format_amount
from refund_tui.domain.playbook import Source, Text, localized
from refund_tui.domain.problem import Problem
from refund_tui.domain.text import cells, clean_line, fit
from refund_tui.domain.when import format_when
from refund_tui.i18n import N_, _, language
from refund_tui.tui import safe
from refund_tui.views import CaseView

NARROW = 64
"""Below this many cells a pane leaves out what a form or a screen shows in full."""
UNKNOWN = "–"
AMOUNTS = ("amount", "paid", "claimed", "freight", "terms.amount")
CONFIDENCES = {
    "high": N_("confidence: high"),
    "medium-high": N_("confidence: fairly high"),
    "medium": N_("confidence: medium"),
}
_TABLES: Mapping[str, Mapping[str, str]] = {
    "platform": labels.PLATFORMS,
    "scenario": labels.SCENARIOS,
    "reason": labels.REASONS,
    "for": labels.PARTIES,
    "freight_by": labels.PARTIES,
    "terms.freight_by": labels.PARTIES,
}
CHOSEN = ("kind", "outcome", "state", "shipping", *_TABLES)
"""Fields whose values are ids with a word."""


def label(table: Mapping[str, str], key: str) -> str:
    """Give the word for an id, or the id itself where the table has none."""
    return _(table[key]) if key in table else key


def choice(field: str, value: str) -> str:
    """Give the word for one of a field's choices."""
    return label({**labels.CHOICES, **_TABLES.get(field, {})}, value)


def told(text: Text) -> str:
    """Give a playbook's sentence in the language in use, as one clean line."""
    return clean_line(localized(text, language()))


def when(instant: datetime, view: CaseView) -> str:
    return format_when(instant, ZoneInfo(view.case.zone))


def money(minor: int | None, view: CaseView) -> str:
    return UNKNOWN if minor is None else f"{format_amount(minor, view.case.currency)} {view.case.currency}"


def value(field: str, given: Any, view: CaseView) -> str:
    """Write a field of an event: amounts with their currency, instants in the case zone, choices in words."""
    if given is None:
        return UNKNOWN
    if isinstance(given, datetime):
        return when(given, view)
    if isinstance(given, Mapping):
        return f"{given.get('file', '')} #{given.get('row', '')}"
    if field in AMOUNTS and isinstance(given, int):
        return money(given, view)
    if field == "slot":
        return next((told(item.rule.title) for item in view.checklist if item.rule.slot == given), str(given))
    return choice(field, str(given)) if field in CHOSEN else str(given)


def explain(problem: Problem) -> str:
    """Give an error's sentence in the language in use."""
    return _(problem.message).format(**problem.values)


def source_line(source: Source, name: str = "") -> str:
    """Say where a rule comes from: source, its date, how sure; what nobody confirmed is called so."""
    sure = _(CONFIDENCES[source.confidence]) if source.confirmed else _("not confirmed")
    origin = name or source.ref
    dated = f"{origin} ({source.as_of})" if source.as_of else origin
    return _("source: {source} · {confidence}").format(source=dated, confidence=sure)


def heading(title: str) -> Content:
    return safe.line(title, "bold")


def hang(lead: str, body: str, width: int, style: str = "") -> Content:
    """Put `body` behind `lead`, its later lines under its first; long words are cut where the line ends."""
    indent = cells(lead)
    room = max(width - indent, 8)
    rows = wrap(body, room)
    text = "\n".join((lead if not place else " " * indent) + row for place, row in enumerate(rows))
    return safe.text(text, style)


def wrap(text: str, room: int) -> list[str]:
    """Break clean text into lines of at most `room` cells, at blanks where there are any near; at least one line."""
    found: list[str] = []
    for paragraph in text.expandtabs(4).split("\n"):
        rest = paragraph
        while cells(rest) > room:
            head = fit(rest, room, "") or rest[0]
            blank = head.rfind(" ")
            cut = blank if blank > len(head) // 2 and rest[len(head)] != " " else len(head)
            found.append(rest[:cut].rstrip())
            rest = rest[cut:].lstrip(" ")
        found.append(rest)
    return found
