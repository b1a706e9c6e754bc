"""The goals P1 to P9: what is wanted, what a run has measured, and whether that is enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from measure import BLANK, RATE, Bench, Place, commits, idle, keys, polls, starts, status
from pty_harness import NARROW, NORMAL, WIDE
from statements import reading
from stats import Figure, figure, figure_of_rounds, high_figure, ratio
from table import Found, Remark, row

SIZES = (100, 10_000, 100_000)
SMALL, MIDDLE, LARGE = SIZES
PLACES = [*((size, WIDE) for size in SIZES), (MIDDLE, NORMAL), (MIDDLE, NARROW)]


def _ms(name: str, values: Sequence[float]) -> str:
    found = figure(values)
    return f"{name} {found.value:.0f} ms ({found.low:.0f}-{found.high:.0f})"


def p1(bench: Bench) -> Found:
    found = status(bench)
    yield row("P1", "status, 300 cases / python -c pass", 1.8, "x", ratio(found[300], found["pass"]), 2.2)
    yield row("P1", "status, 100,000 cases / 300", 1.15, "x", ratio(found[LARGE], found[300]))
    told = {"python -c pass": "pass", "status at 300": 300, "at 100,000": LARGE, "at 300 in Chinese": "zh"}
    yield Remark("P1", "; ".join(_ms(name, found[what]) for name, what in told.items()))


def p2_p3_p8(bench: Bench) -> Found:
    found = starts(bench, SIZES)
    start, memory = found.start, found.memory
    yield row("P2", "interactive, 100 cases / blank app", 1.30, "x", ratio(start[SMALL], start[BLANK]), 1.45)
    for size in SIZES[1:]:
        yield row("P3", f"interactive, {size:,} cases / 100", 1.10, "x", ratio(start[size], start[SMALL]))
    for size in SIZES[1:]:
        yield row("P3", f"peak RSS, {size:,} cases / 100", 1.35, "x", ratio(memory[size], memory[SMALL]))
    yield row("P8", "quit, 100 cases / blank app", 1.15, "x", ratio(found.quit[SMALL], found.quit[BLANK]))
    held = ", ".join(f"{what} {figure(memory[what]).value:.0f} MB" for what in (BLANK, *SIZES))
    yield Remark("P2", "interactive, " + "; ".join(_ms(f"{what}", start[what]) for what in (BLANK, *SIZES)))
    yield Remark("P3", f"peak RSS {held}")
    yield Remark("P8", "quit, " + "; ".join(_ms(f"{what}", found.quit[what]) for what in (BLANK, SMALL)))
    yield Remark("P8", "; ".join(found.unclean) or "the terminal was left clean each time")


def _where(place: Place) -> str:
    cases, (columns, lines) = place
    return f"{cases:,}" if (columns, lines) == WIDE else f"{cases:,} at {columns}x{lines}"


def p4_p5(bench: Bench) -> Found:
    found = keys(bench, PLACES)
    for place, walks in found.items():
        shown, where = [[answer.frame_ms for answer in walk.move] for walk in walks], _where(place)
        yield row("P4", f"key -> list changed, {where}: median", 5, "ms", figure_of_rounds(shown))
        yield row("P4", f"key -> list changed, {where}: p95", 12, "ms", high_figure(shown))
        lag = figure([walk.lag for walk in walks])
        yield row("P4", f"held key at {RATE:.0f} Hz, {where}: lag", 1000 / RATE, "ms", lag)
        alone = figure_of_rounds([[answer.size for answer in walk.move] for walk in walks])
        following = figure_of_rounds([[answer.size for answer in walk.follow] for walk in walks])
        yield row("P5", f"bytes a key, {where}: list alone", 600, "B", alone)
        yield row("P5", f"bytes a key, {where}: panes following", 3000, "B", following)
    walks = found[SMALL, WIDE]
    ways = {
        "down": [walk.move for walk in walks],
        "page": [walk.page for walk in walks],
        "down, panes following": [walk.follow for walk in walks],
    }
    for name, answers in ways.items():
        last = figure_of_rounds([[answer.last_ms for answer in each] for each in answers])
        sent = figure_of_rounds([[answer.size for answer in each] for each in answers]).value
        yield Remark(
            "P4", f"{name}: last byte after {last.value:.0f} ms ({last.low:.0f}-{last.high:.0f}), {sent:.0f} B"
        )


def p6(bench: Bench) -> Found:
    found = idle(bench, SIZES)
    for size in SIZES:
        sent = figure([rest.bytes_per_second for rest in found[size]])
        yield row("P6", f"at rest, {size:,} cases: bytes a second", 0, "B/s", sent)
        yield row("P6", f"at rest, {size:,} cases: CPU", 0.3, "%", figure([rest.cpu_percent for rest in found[size]]))
    used = figure([rest.cpu_percent for rest in found[BLANK]])
    yield Remark("P6", f"the blank app takes {used.value:.2f} % CPU at rest")


def p7(bench: Bench) -> Found:
    seen, cost = commits(bench, (SMALL, LARGE)), polls(bench, SIZES)
    for size in (SMALL, LARGE):
        found = figure(seen[size])
        yield row(
            "P7", f"commit -> on screen, {size:,} cases: slowest", 1.0, "s", Figure(found.high, found.low, found.high)
        )
    yield row("P7", "one poll, 100,000 cases", 20, "us", figure(cost[LARGE]))


def p9(bench: Bench) -> Found:
    for kind, costs in reading(bench, LARGE).items():
        what = f"statement of {LARGE:,} rows, .{kind}"
        yield row("P9", f"{what}: read and linked", 12, "s", figure([cost.seconds for cost in costs]))
        yield row("P9", f"{what}: peak RSS", 400, "MB", figure([cost.memory for cost in costs]))
        yield row("P9", f"{what}: longest wait of a key", 50, "ms", figure([cost.gap for cost in costs]))


GOALS: Mapping[tuple[str, ...], Callable[[Bench], Found]] = {
    ("P1",): p1,
    ("P2", "P3", "P8"): p2_p3_p8,
    ("P4", "P5"): p4_p5,
    ("P6",): p6,
    ("P7",): p7,
    ("P9",): p9,
}
"""What is measured together, in one go."""
