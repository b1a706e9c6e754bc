"""What can be claimed as JSON: the inputs, the figures, and every step with its rule and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from refund_tui.amount_words import cited, doubt_lines, step_words, unknown_names
from refund_tui.domain.amounts import Figure, Step, estimate
from refund_tui.domain.case import Case
from refund_tui.domain.order import as_data
from refund_tui.domain.playbook import Source
from refund_tui.values import AMOUNTS

_NESTED = ("price", "share", "amount")


def order_json(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give fields of an order or an event: amounts are named `*_minor`, in rows too."""
    return {f"{name}_minor" if name in AMOUNTS else name: _inner(value) for name, value in data.items()}


def _inner(value: Any) -> Any:
    if isinstance(value, list):
        return [_inner(each) for each in value]
    if isinstance(value, Mapping):
        return {f"{name}_minor" if name in _NESTED else name: each for name, each in value.items()}
    return value


def amounts_json(case: Case) -> dict[str, Any] | None:
    """Give what an order can bring back; None where nothing is known of it."""
    found = estimate(case)
    if found is None:
        return None
    figures: dict[str, Figure | None] = {"cap": found.cap, "expected": found.expected, "floor": found.floor}
    why = found.because
    return {
        "currency": case.currency,
        "order": order_json(as_data(case.order)),
        "counts_as": found.reason_class,
        "because": {"rules": list(why.rules), **_source(why.source)} if why else None,
        **{f"{name}_minor": figure.amount if figure else None for name, figure in figures.items()},
        "steps": {name: _steps(figure.steps, case.currency) if figure else None for name, figure in figures.items()},
        "on_top": _steps(found.on_top, case.currency),
        "own": _steps(found.own, case.currency),
        "in_kind": _steps(found.in_kind, case.currency),
        "unknown": [
            {"code": each.code, "name": each.values.get("name"), "text": text}
            for each, text in zip(found.unknown, unknown_names(found), strict=True)
        ],
        "doubts": [
            {"code": each.code, "text": text}
            for each, text in zip(found.doubts, doubt_lines(found, case.currency), strict=True)
        ],
    }


def _steps(steps: Iterable[Step], currency: str) -> list[dict[str, Any]]:
    return [
        {
            "amount_minor": step.amount,
            "code": step.code,
            "text": step_words(step, currency),
            "rules": list(step.rules),
            **_source(step.source),
        }
        for step in steps
    ]


def _source(source: Source) -> dict[str, Any]:
    return {
        "source": source.ref,
        "source_text": cited(source.ref),
        "as_of": source.as_of,
        "confidence": source.confidence,
        "confirmed": source.confirmed,
    }
