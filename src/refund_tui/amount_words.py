"""What an estimate says, in words: the command line and the screen write the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from refund_tui import amount_labels
from refund_tui.domain.amount_doubts import Told
from refund_tui.domain.amounts import Estimate, Figure, Step
from refund_tui.domain.currency import format_amount
from refund_tui.domain.playbook import Source
from refund_tui.domain.text import clean_line
from refund_tui.i18n import N_, _
from refund_tui.values import UNKNOWN, articles, label, source_line

COUNTS = ("returned", "quantity")
"""Values of steps that are numbers of pieces, not amounts."""
FIGURES: Mapping[str, str] = {"cap": N_("at most"), "expected": N_("expected"), "floor": N_("at least")}
"""The three figures, in the order they are read."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line to write: `sum` is a figure, `step` makes one up, `title` stands over steps, `note` says something."""

    kind: Literal["sum", "step", "title", "note"]
    amount: str
    words: str


def summed(found: Estimate, currency: str) -> str:
    """Write the currency and the three figures in one line."""
    parts = (f"{_(name)} {_sum(getattr(found, figure), currency)}" for figure, name in FIGURES.items())
    top = sum(step.amount for step in found.on_top)
    besides = [_("{amount} on top").format(amount=format_amount(top, currency))] if top else []
    return _("{currency}: {amounts}").format(currency=currency, amounts=" · ".join([*parts, *besides]))


def unknown_names(found: Estimate) -> list[str]:
    """Name what is not known and would change a figure."""
    return [_said(amount_labels.UNKNOWN, each, "") for each in found.unknown]


def unknown_line(found: Estimate) -> str:
    """Say what is not known and would change a figure; empty where all is."""
    names = unknown_names(found)
    return _("not known: {what}").format(what=_(", ").join(names)) if names else ""


def doubt_lines(found: Estimate, currency: str) -> list[str]:
    """Say what does not add up."""
    return [_said(amount_labels.DOUBTS, each, currency) for each in found.doubts]


def step_words(step: Step, currency: str) -> str:
    """Write why a step is there, without its amount and rules."""
    return _filled(amount_labels.STEPS[step.code], step.values, currency)


def counts_as(found: Estimate) -> str:
    """Say what the reason counts as for the amount, and why; empty where nothing says."""
    if found.reason_class is None:
        return ""
    name = label(amount_labels.REASON_CLASSES, found.reason_class)
    why = _("chosen") if found.because is None else ", ".join(found.because.rules)
    return _("counts as: {name} ({why})").format(name=name, why=why)


def rows(found: Estimate, currency: str) -> Iterator[Row]:
    """Give an estimate line by line: each figure with the steps that add up to it, then what stands beside it."""
    if words := counts_as(found):
        yield Row("note", "", words)
    for figure, name in FIGURES.items():
        made: Figure | None = getattr(found, figure)
        yield Row("sum", _sum(made, currency), _(name))
        # The least alone where nothing more comes off says nothing new.
        if made is not None and (figure != "floor" or len(made.steps) > 1):
            yield from _steps(made.steps, currency)
    for title, steps in (
        (_("claimed on top"), found.on_top),
        (_("stays with you"), found.own),
        (_("comes back in kind"), found.in_kind),
    ):
        if steps:
            yield Row("title", "", title)
            yield from _steps(steps, currency)
    yield from (Row("note", "", f"! {line}") for line in doubt_lines(found, currency))
    if words := unknown_line(found):
        yield Row("note", "", f"? {words}")


def source_lines(found: Estimate) -> list[str]:
    """Write where the rules of an estimate come from, each once: rule, source, its date, how sure."""
    bases: dict[tuple[tuple[str, ...], Source], None] = {}
    if found.because is not None:
        bases[(found.because.rules, found.because.source)] = None
    bases.update(dict.fromkeys((step.rules, step.source) for step in found.steps))
    return [f"{', '.join(rules)} · {source_line(source, cited(source.ref))}" for rules, source in bases]


def cited(ref: str) -> str:
    """Write a ref such as `LAW7 Art. 17; T1 Art. 53` with the names of what it cites."""
    return "; ".join(_cited(each.strip()) for each in ref.split(";"))


def _cited(ref: str) -> str:
    key, _blank, place = ref.partition(" ")
    name = label(amount_labels.SOURCES, key)
    return _("{source}, {place}").format(source=name, place=articles(place)) if place else name


def _steps(steps: Iterable[Step], currency: str) -> Iterator[Row]:
    for step in steps:
        words = _("{step} ({rules})").format(step=step_words(step, currency), rules=", ".join(step.rules))
        yield Row("step", format_amount(step.amount, currency), words)


def _sum(figure: Figure | None, currency: str) -> str:
    return UNKNOWN if figure is None else format_amount(figure.amount, currency)


def _said(table: Mapping[str, str], told: Told, currency: str) -> str:
    return _filled(table[told.code], told.values, currency)


def _filled(template: str, values: Mapping[str, int | str], currency: str) -> str:
    return _(template).format(
        **{
            name: clean_line(each)
            if isinstance(each, str)
            else each
            if name in COUNTS
            else format_amount(each, currency)
            for name, each in values.items()
        }
    )
