"""The goals P1 to P8: what is wanted, what a run has measured, and whether that is enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from measure import BLANK, RATE, Bench, commits, idle, keys, polls, starts, status
from pty_harness import Answer
from stats import Figure, figure, high_figure, ratio

SIZES = (100, 10_000, 100_000)
SMALL, LARGE = SIZES[0], SIZES[-1]
CHECKED = ("P1", "P3", "P7")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `limit` is what must not be exceeded; it is the goal where no other is given."""

    id: str
    what: str
    goal: float
    unit: str
    found: Figure
    limit: float

    @property
    def verdict(self) -> str:
        if self.found.value <= self.goal:
            return "met"
        return "within limit" if self.found.value <= self.limit else "NOT MET"


def row(id: str, what: str, goal: float, unit: str, found: Figure, limit: float | None = None) -> Row:
    return Row(id, what, goal, unit, found, goal if limit is None else limit)


def _ms(name: str, values: Sequence[float]) -> str:
    found = figure(values)
    return f"{name} {found.value:.0f} ms ({found.low:.0f}-{found.high:.0f})"


Found = Iterator[Row | str]
"""Rows of the table, and remarks under it."""


def p1(bench: Bench) -> Found:
    found = status(bench)
    yield row("P1", "status, 300 cases / python -c pass", 1.8, "x", ratio(found[300], found["pass"]), 2.2)
    yield row("P1", "status, 100,000 cases / 300", 1.15, "x", ratio(found[LARGE], found[300]))
    yield "; ".join(
        (
            _ms("P1: python -c pass", found["pass"]),
            _ms("status at 300", found[300]),
            _ms("at 100,000", found[LARGE]),
            _ms("at 300 in Chinese", found["zh"]),
        )
    )


def p2_p3_p8(bench: Bench) -> Found:
    found = starts(bench, SIZES)
    start, memory = found.start, found.memory
    yield row("P2", "interactive, 100 cases / blank app", 1.30, "x", ratio(start[SMALL], start[BLANK]), 1.45)
    for size in SIZES[1:]:
        yield row("P3", f"interactive, {size:,} cases / 100", 1.10, "x", ratio(start[size], start[SMALL]))
    for size in SIZES[1:]:
        yield row("P3", f"peak RSS, {size:,} cases / 100", 1.35, "x", ratio(memory[size], memory[SMALL]))
    yield row("P8", "quit, 100 cases / blank app", 1.15, "x", ratio(found.quit[SMALL], found.quit[BLANK]))
    yield "P2: interactive, " + "; ".join(_ms(f"{what}", start[what]) for what in (BLANK, *SIZES))
    yield "P3: peak RSS " + ", ".join(f"{what} {figure(memory[what]).value:.0f} MB" for what in (BLANK, *SIZES))
    yield "P8: quit, " + "; ".join(_ms(f"{what}", found.quit[what]) for what in (BLANK, SMALL))
    yield "P8: " + ("; ".join(found.unclean) or "the terminal was left clean each time")


def _all(rounds: Sequence[Sequence[Answer]], of: Callable[[Answer], float]) -> list[list[float]]:
    return [[of(answer) for answer in answers] for answers in rounds]


def _medians(rounds: Sequence[Sequence[float]]) -> Figure:
    each = [figure(values).value for values in rounds]
    return Figure(figure([value for values in rounds for value in values]).value, min(each), max(each))


def p4_p5(bench: Bench) -> Found:
    found = keys(bench, SIZES)
    for size in SIZES:
        shown = _all(found.move[size], lambda answer: answer.frame_ms)
        yield row("P4", f"key -> list changed, {size:,}: median", 5, "ms", _medians(shown))
        yield row("P4", f"key -> list changed, {size:,}: p95", 12, "ms", high_figure(shown))
    for size in SIZES:
        yield row("P4", f"held key at {RATE:.0f} Hz, {size:,}: lag", 1000 / RATE, "ms", figure(found.lag[size]))
    for size in (SMALL, LARGE):
        alone = _medians(_all(found.move[size], lambda answer: answer.size))
        following = _medians(_all(found.follow[size], lambda answer: answer.size))
        yield row("P5", f"bytes a key, {size:,}: list alone", 600, "B", alone)
        yield row("P5", f"bytes a key, {size:,}: panes following", 3000, "B", following)
    for name, rounds in (("down", found.move), ("page", found.page), ("down, panes following", found.follow)):
        last = _medians(_all(rounds[SMALL], lambda answer: answer.last_ms))
        sent = _medians(_all(rounds[SMALL], lambda answer: answer.size))
        yield f"P4: {name}: last byte after {last.value:.0f} ms ({last.low:.0f}-{last.high:.0f}), {sent.value:.0f} B"


def p6(bench: Bench) -> Found:
    found = idle(bench, (SMALL, LARGE))
    for size in (SMALL, LARGE):
        sent = figure([rest.bytes_per_second for rest in found[size]])
        yield row("P6", f"at rest, {size:,} cases: bytes a second", 0, "B/s", sent)
        yield row("P6", f"at rest, {size:,} cases: CPU", 0.3, "%", figure([rest.cpu_percent for rest in found[size]]))
    yield f"P6: the blank app takes {figure([rest.cpu_percent for rest in found[BLANK]]).value:.2f} % CPU at rest"


def p7(bench: Bench) -> Found:
    seen, cost = commits(bench, (SMALL, LARGE)), polls(bench, SIZES)
    for size in (SMALL, LARGE):
        found = figure(seen[size])
        yield row(
            "P7", f"commit -> on screen, {size:,} cases: slowest", 1.0, "s", Figure(found.high, found.low, found.high)
        )
    yield row("P7", "one poll, 100,000 cases", 20, "us", figure(cost[LARGE]))


GROUPS: Mapping[tuple[str, ...], Callable[[Bench], Found]] = {
    ("P1",): p1,
    ("P2", "P3", "P8"): p2_p3_p8,
    ("P4", "P5"): p4_p5,
    ("P6",): p6,
    ("P7",): p7,
}
"""What is measured together, in one go."""
