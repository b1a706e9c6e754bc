"""Values of a case as words: what the command line and the screen both write. Only ids are translated, never text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from refund_tui import amount_labels, evidence_labels, labels, letter_labels
from refund_tui.domain import filetypes
from refund_tui.domain.currency import format_amount
from refund_tui.domain.deadlines import Deadline
from refund_tui.domain.fields import ORDER
from refund_tui.domain.order import of_data
from refund_tui.domain.order_rows import gifts_typed, lines_typed, part_typed
from refund_tui.domain.playbook import Playbook, Source, Text, localized
from refund_tui.domain.summary import NextStep, promised_at
from refund_tui.domain.text import clean_line
from refund_tui.domain.when import format_when
from refund_tui.i18n import N_, _, language, ngettext
from refund_tui.views import CaseView
from refund_tui.wording import waited

UNKNOWN = "–"
AMOUNTS = (
    *("amount", "paid", "claimed", "freight", "terms.amount"),
    *(spec.name for spec in ORDER if spec.type == "amount"),
)
"""Fields that hold an amount, in minor units."""
_TABLES: Mapping[str, Mapping[str, str]] = {
    "platform": labels.PLATFORMS,
    "scenario": labels.SCENARIOS,
    "reason": labels.REASONS,
    "for": labels.PARTIES,
    "freight_by": labels.PARTIES,
    "terms.freight_by": labels.PARTIES,
    "outbound_by": amount_labels.OUTBOUND,
    "card_fee_by": amount_labels.CARD_FEE,
    "fee_agreed": amount_labels.YES_NO,
    "reason_class": amount_labels.REASON_CLASSES,
    "length": letter_labels.LENGTHS,
    "language": letter_labels.LANGUAGES,
}
_ROWS: Mapping[str, Callable[[Any, str], str]] = {"lines": lines_typed, "gifts": gifts_typed, "policy": part_typed}
_CHOSEN = ("kind", "outcome", "what", "state", "shipping", *_TABLES)
"""Fields whose values are ids with a word."""
_ARTICLES = re.compile(r"\bArt\. (?:(\d+)\((\d+)\)|(\d+(?:-\d+)?(?:, \d+(?:-\d+)?)*))(?=;|$)")


CONFIDENCES = {
    "high": N_("confidence: high"),
    "medium-high": N_("confidence: fairly high"),
    "medium": N_("confidence: medium"),
}


def label(table: Mapping[str, str], key: str) -> str:
    """Give the word for an id, or the id itself where the table has none."""
    return _(table[key]) if key in table else key


def name_of(field: str) -> str:
    """Give the name of a field: of a case, an event or an order; the id itself where it has none."""
    return label(labels.FIELDS if field in labels.FIELDS else amount_labels.FIELDS, field)


def choice(field: str, value: str) -> str:
    """Give the word for one of a field's choices."""
    return label({**labels.CHOICES, **_TABLES.get(field, {})}, value)


def move(party: str) -> str:
    """Say whose move it is."""
    return _("your move") if party == "me" else _("{party}'s move").format(party=label(labels.PARTIES, party))


def told(text: Text) -> str:
    """Give a playbook's sentence in the language in use, as one clean line."""
    return clean_line(localized(text, language()))


def when(instant: datetime, view: CaseView) -> str:
    """Write an instant in the case's zone."""
    return format_when(instant, ZoneInfo(view.case.zone))


def money(minor: int | None, view: CaseView) -> str:
    """Write an amount with its currency."""
    return UNKNOWN if minor is None else f"{format_amount(minor, view.case.currency)} {view.case.currency}"


def money_line(view: CaseView) -> str:
    """Write what is known of the money of a case, what came in kind apart, and what is still to come or was beyond."""
    case = view.case
    known = {field: getattr(case, field) for field in labels.MONEY}
    known |= {field: known[field] or None for field in ("in_kind", "owed")}
    words = [
        f"{_(labels.MONEY[field])} {format_amount(minor, case.currency)}"
        for field, minor in known.items()
        if minor is not None
    ]
    if case.beyond:
        words.append(_("{amount} more than expected").format(amount=format_amount(case.beyond, case.currency)))
    promised = promised_at(case, view.events)
    if promised is not None and promised <= view.now:
        words.append(waited(case.stage, int((view.now - promised).total_seconds()), bool(case.come_back)))
    return _("{currency}: {amounts}").format(currency=case.currency, amounts=" · ".join(words))


def file_size(count: int) -> str:
    """Write a number of bytes so that it can be compared with what a file manager shows."""
    if count < 1000:
        return ngettext("{n} byte", "{n} bytes", count).format(n=count)
    if count < 1_000_000:
        return _("{n} kB").format(n=round(count / 1000))
    return _("{n} MB").format(n=round(count / 1_000_000, 1))


def file_type(type_id: str) -> str:
    """Write the type of a file: what it is called, and what a person calls it."""
    family = filetypes.family(type_id)
    word = label(evidence_labels.FAMILIES, family)
    return word if family == type_id else f"{type_id.upper()} {word}"


def exhibit_name(number: int) -> str:
    """Write the number of an exhibit as letters and lists cite it."""
    return _("Exhibit {n}").format(n=number)


def value(field: str, given: Any, view: CaseView) -> str:
    """Write a field of a case or an event: amounts with their currency, instants in the case zone, choices in words."""
    if given is None:
        return UNKNOWN
    if isinstance(given, datetime):
        return when(given, view)
    if field in _ROWS:
        return _ROWS[field](of_data(field, given), view.case.currency).replace("\n", "; ")
    if isinstance(given, Mapping):
        return f"{given.get('file', '')} #{given.get('row', '')}"
    if field in AMOUNTS and isinstance(given, int):
        return money(given, view)
    if field == "exhibit":
        return exhibit_name(given)
    if field == "size" and isinstance(given, int):
        return file_size(given)
    if field == "type":
        return file_type(given)
    if field == "lane":
        return next((told(each.title) for each in view.playbook.lanes if each.id == given), str(given))
    if field == "slot":
        return next((told(item.rule.title) for item in view.checklist if item.rule.slot == given), str(given))
    return choice(field, str(given)) if field in _CHOSEN else str(given)


def source_line(source: Source, name: str = "") -> str:
    """Say where a rule comes from: source, its date, how sure; what nobody confirmed is called so."""
    sure = _(CONFIDENCES[source.confidence]) if source.confirmed else _("not confirmed")
    origin = name or articles(source.ref)
    dated = f"{origin} ({source.as_of})" if source.as_of else origin
    return _("source: {source} · {confidence}").format(source=dated, confidence=sure)


def articles(ref: str) -> str:
    """Write the articles that a ref such as `T1 Art. 75, 76; J1 Art. 9(4)` names as the language in use does."""
    return _ARTICLES.sub(_article, ref)


def _article(found: re.Match[str]) -> str:
    number, part, numbers = found.groups()
    if part:
        return _("Art. {number}({part})").format(number=number, part=part)
    return _("Art. {numbers}").format(numbers=numbers.replace(", ", _(", ")))


def citation(source: Source, playbook: Playbook) -> str:
    """Give what a rule's source is in the language in use, its ref alone where nothing more is known."""
    return playbook.citation(source.ref, language()) or articles(source.ref)


def provisos(clock: Deadline, view: CaseView) -> tuple[str, ...]:
    """Say what a clock's instant rests on beside the rule: the page's own word, or a calendar that ends too early."""
    said = []
    if clock.overridden:
        own = clock.rule_due_at
        page = _("from the page; the rule says {due}") if own else _("from the page; when it began is not known")
        said.append(page.format(due=when(own, view) if own else ""))
    if clock.approximate:
        said.append(_("about: holidays are not known that far ahead"))
    return tuple(said)


def step_text(step: NextStep) -> str:
    """Write the one next step, with what its clock's end means where the sentence asks for it."""
    expiry = told(step.clock.rule.on_expiry) if step.clock else ""
    return _(labels.NEXT_STEPS[step.code]).format(expiry=expiry)
