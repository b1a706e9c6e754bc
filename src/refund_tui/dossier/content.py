"""What a bundle says of a case: one page, what happened, what is asked for, the amounts, the rules behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from refund_tui import amount_words, labels
from refund_tui.case_text import HIDDEN
from refund_tui.domain.amounts import Estimate, estimate
from refund_tui.domain.deadlines import placed
from refund_tui.domain.demand import demand
from refund_tui.domain.events import EVENTS, Event
from refund_tui.domain.letters import Letter
from refund_tui.domain.playbook import Lane, Source
from refund_tui.dossier.sheets import Part, Row, Sheet
from refund_tui.i18n import N_, _
from refund_tui.values import UNKNOWN, articles, label, money, source_line, told, value, when
from refund_tui.views import CaseView

DEMANDS: Mapping[str, str] = {
    "refund_only": N_("refund only"),
    "return_refund": N_("return and refund"),
    "exchange": N_("an exchange"),
    "agreed": N_("the refund that was agreed"),
    "returned": N_("the refund for what was sent back"),
    "rest": N_("the rest of the refund"),
}
"""What is asked for, by `demand.Demand.code`."""
_WHO = (
    *("merchant", "merchant_name", "merchant_address", "merchant_phone", "merchant_code"),
    *("platform", "order_no", "trade_no"),
)
_WHAT = ("item", "scenario", "reason", "shipping", "description")
_SUMS = ("paid", "claimed", "offered", "agreed", "issued", "received")
_PLAIN = ("text", "kind", "outcome")
"""Fields of an event that say by themselves what they are."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What the sheets are made from: a case as it stood at `view.now`, the lane it goes to, and the letter for it.

    `sources` holds the rules that the letter cites, each with what its ref stands for. Whoever reads a bundle is not
    its user: no lane is told whose move it is or which clock runs next, and the other party (`to_other_party`) not
    even what is expected at the least.
    """

    view: CaseView
    lane: Lane
    letter: Letter
    sources: tuple[tuple[Source, str], ...] = ()
    to_other_party: bool = False

    @property
    def estimate(self) -> Estimate | None:
        return None if self.to_other_party else estimate(self.view.case)


def sheets(matter: Matter) -> tuple[Sheet, ...]:
    """Give the texts of a bundle, in the language in use and in the order they are read."""
    makers = (_summary, _timeline, _letter, _amounts, _rules)
    return tuple(make(matter) for make in makers)


def _as_of(view: CaseView) -> str:
    """Say of which instant everything is told."""
    return _("As of the last change: {at}").format(at=when(view.now, view))


def heading(matter: Matter) -> str:
    """Give what stands over the whole: the case and where it goes."""
    return _("Case {id}: {lane}").format(id=matter.view.case.id, lane=told(matter.lane.title))


def _summary(matter: Matter) -> Sheet:
    view = matter.view
    parts = (
        Part((Row(_as_of(view)),)),
        Part(tuple(_facts(view, _WHO)), "pairs", _("Who")),
        Part(tuple(_facts(view, _WHAT)), "pairs", _("What")),
        Part(tuple(_sums(view)), "pairs", _("How much")),
        Part(tuple(_standing(matter)), "pairs", _("Where it stands")),
        Part(tuple(_asked(matter)), "pairs", _("What is asked")),
        Part((Row(_exhibits_held(view)),), "lines", _("Evidence")),
    )
    return Sheet("00_summary", heading(matter), parts)


def _facts(view: CaseView, names: Iterable[str]) -> Iterator[Row]:
    for name in names:
        given = getattr(view.case, name)
        if given is not None:
            yield Row(value(name, given, view), _(labels.FIELDS[name]))


def _sums(view: CaseView) -> Iterator[Row]:
    for name in _SUMS:
        amount = getattr(view.case, name)
        if amount is not None and (amount or name != "received"):
            yield Row(money(amount, view), _(labels.MONEY[name]))


def _standing(matter: Matter) -> Iterator[Row]:
    yield Row(_(labels.STAGES[matter.view.case.stage]), _("stage"))
    for lane in matter.view.lanes:
        if lane.progress is not None:
            number = f" {lane.progress.number}" if lane.progress.number else ""
            yield Row(_(labels.LANE_STATES[lane.progress.state]) + number, told(lane.lane.title))


def _asked(matter: Matter) -> Iterator[Row]:
    asked, view = demand(matter.view.case), matter.view
    if asked.code is not None:
        yield Row(label(DEMANDS, asked.code), _("demand"))
    if asked.amount is not None:
        yield Row(money(asked.amount, view), _("amount"))
    for name, given in _terms(view):
        yield Row(value(name, given, view), _(labels.FIELDS[name]))
    yield Row(told(matter.lane.title), _("meant for"))


def _terms(view: CaseView) -> Iterator[tuple[str, Any]]:
    for name in ("method", "freight_by", "return_address"):
        given = getattr(view.case.terms, name)
        if given is not None:
            yield f"terms.{name}", given


def _exhibits_held(view: CaseView) -> str:
    numbers = ", ".join(str(each.number) for each in view.exhibits)
    return _("exhibits: {numbers}").format(numbers=numbers or UNKNOWN)


def _timeline(matter: Matter) -> Sheet:
    view = matter.view
    rows = tuple(_happened(event, view) for event in placed(view.events) if _is_told(event))
    rows = rows or (Row(_("Nothing is logged yet.")),)
    return Sheet("01_timeline", _("What happened"), (Part(rows, "pairs"),))


def _is_told(event: Event) -> bool:
    """What was entered into this program is no part of what happened between the parties."""
    return EVENTS[event.kind].loggable and event.kind != "evidence_marked"


def _happened(event: Event, view: CaseView) -> Row:
    hidden = HIDDEN.get(event.kind, ())
    fields = [
        value(name, given, view) if name in _PLAIN else f"{label(labels.FIELDS, name)} {value(name, given, view)}"
        for name, given in event.data.items()
        if given is not None and name not in hidden
    ]
    return Row(" · ".join([_(labels.EVENTS[event.kind]), *fields]), when(event.occurred_at, view))


def _letter(matter: Matter) -> Sheet:
    letter = matter.letter
    parts = (Part((Row(letter.text),), "prose"), Part((Row(letter.note),)))
    return Sheet("02_letter", told(matter.lane.title), parts, bare=True)


def _amounts(matter: Matter) -> Sheet:
    view, found, currency = matter.view, matter.estimate, matter.view.case.currency
    parts = [Part(tuple(_sums(view)), "pairs", _("Known amounts"))]
    if found is not None:
        worked = tuple(Row(row.words, row.amount, row.kind == "sum") for row in amount_words.rows(found, currency))
        parts.append(Part(worked, "sums", _("What the order can bring back ({currency})").format(currency=currency)))
    elif demand(view.case).amount is None:
        parts.append(Part((Row(_("No amount is known yet.")),)))
    return Sheet("04_amounts", _("Amounts"), tuple(parts))


def _rules(matter: Matter) -> Sheet:
    rows = tuple(dict.fromkeys(_cited(matter))) or (Row(_("No rule is cited.")),)
    return Sheet("05_rules_cited", _("Rules cited"), (Part(rows, "pairs"),))


def _cited(matter: Matter) -> Iterator[Row]:
    """Name what the letter and the amounts rest on, with its source, the source's date and how sure it is."""
    for source, title in matter.sources:
        yield Row(source_line(source, title), _("letter: {rule}").format(rule=articles(source.ref)))
    if matter.estimate is not None:
        for line in amount_words.source_lines(matter.estimate):
            rules, _dot, words = line.partition(" · ")
            yield Row(words, _("amounts: {rules}").format(rules=rules))
