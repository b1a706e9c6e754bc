"""Medians, ratios and spans of samples."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


def percentile(values: Sequence[float], share: float) -> float:
    """Give the smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number with the span of the rounds behind it."""

    value: float
    low: float
    high: float


def figure(values: Sequence[float]) -> Figure:
    """Give the median of the values, and their span."""
    return Figure(median(values), min(values), max(values))


def figure_of_rounds(rounds: Sequence[Sequence[float]]) -> Figure:
    """Give the median of all samples together, and the span of the rounds' own."""
    each = [median(values) for values in rounds]
    return Figure(median([value for values in rounds for value in values]), min(each), max(each))


def high_figure(rounds: Sequence[Sequence[float]], share: float = 0.95) -> Figure:
    """Give a high percentile of all samples together, and the span of the rounds' own."""
    each = [percentile(values, share) for values in rounds]
    return Figure(percentile([value for values in rounds for value in values], share), min(each), max(each))


def ratio(measured: Sequence[float], base: Sequence[float]) -> Figure:
    """Give the ratio of two medians, and the span of the ratios within single rounds."""
    each = [one / other for one, other in zip(measured, base, strict=True)]
    return Figure(median(measured) / median(base), min(each), max(each))
