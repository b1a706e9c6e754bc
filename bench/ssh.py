"""P4, P5 and P6 through a real sshd on loopback, and what one `status` costs there."""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from goals import MIDDLE
from measure import FOLLOW_QUIET, QUIT, RATE, ROW, Bench, Walk, interleaved, one_shot, walk
from pty_harness import Answer, NotMeasured, Rest
from sshd import Remote, Server
from stats import Figure, figure, figure_of_rounds, high_figure, ratio
from table import Found, Remark, columns, number, row

WAYS = {"plain": (), "-C": ("-C",)}
"""Options of ssh by the name in the table."""
LOGGED_IN = "logged-in"


@dataclass(frozen=True, slots=True)
class Visit:
    """One time over ssh: the start as a key's answer (the key is the one that lets it start), the walk, the rest."""

    start: Answer
    walk: Walk
    rest: Rest


PARTS: Mapping[str, Callable[[Visit], list[Answer]]] = {
    "start": lambda visit: [visit.start],
    "key, list alone": lambda visit: visit.walk.move,
    "key, panes following": lambda visit: visit.walk.follow,
    "page": lambda visit: visit.walk.page,
}


def visit(server: Server, bench: Bench, options: Sequence[str]) -> Visit:
    """Log in, start the screen on a key, so that the login is over, walk, rest, quit."""
    screen = f"printf '{LOGGED_IN}\\n'; read _; exec {shlex.join(bench.screen(MIDDLE))}"
    argv = server.ssh(f"exec sh -c {shlex.quote(screen)}", options=("-tt", *options))
    with Remote(argv, bench.env) as session:
        session.wait_for(LOGGED_IN)
        session.settle()
        start = _start(session)
        walked = walk(session)
        session.settle(1.0)
        rest = session.rest(10 if not bench.quick else 5)
        session.quit(QUIT)
    return Visit(start, walked, rest)


def _start(session: Remote) -> Answer:
    size, line, pressed = session.size, session.line(), session.press(b"\n")
    shown = session.wait_for(ROW)
    last = session.settle(FOLLOW_QUIET) or shown
    return Answer((shown - pressed) * 1000, (last - pressed) * 1000, session.size - size, session.line() - line)


def visits(server: Server, bench: Bench) -> dict[str, list[Visit]]:
    """Visit in each way in turn, round by round; once here before, so that no visit is the program's first start."""
    found: dict[str, list[Visit]] = defaultdict(list)
    with bench.session(MIDDLE) as session:
        session.wait_for(ROW)
        session.quit(QUIT)
    for _ in range(bench.rounds(3, 1)):
        for name, options in WAYS.items():
            found[name].append(visit(server, bench, options))
    return found


def one_shots(server: Server, bench: Bench) -> dict[object, list[float]]:
    """Give the milliseconds of `ssh host true` and `ssh host refund-tui status`, each alone and over a shared line."""
    status = shlex.join([bench.program, "--db", str(bench.files[300]), "status"])
    alone = {"true": server.ssh("true"), "status": server.ssh(status)}
    with server.shared(server.folder / "shared") as options:
        commands = alone | {
            "true, shared": server.ssh("true", options=options),
            "status, shared": server.ssh(status, options=options),
        }
        return interleaved(list(commands), bench.rounds(20, 5), lambda name: one_shot(commands[str(name)], bench.env))


def _sizes(answers: Sequence[Sequence[Answer]], line: bool = False) -> Figure:
    return figure_of_rounds([[answer.line if line else answer.size for answer in each] for each in answers])


def _times(answers: Sequence[Sequence[Answer]]) -> list[list[float]]:
    return [[answer.frame_ms for answer in each] for each in answers]


def _rows(found: Sequence[Visit]) -> Found:
    moves = [visit.walk.move for visit in found]
    yield row("SSH", f"P4 key -> list changed, {MIDDLE:,}: median", 5, "ms", figure_of_rounds(_times(moves)))
    yield row("SSH", f"P4 key -> list changed, {MIDDLE:,}: p95", 12, "ms", high_figure(_times(moves)))
    lag = figure([visit.walk.lag for visit in found])
    yield row("SSH", f"P4 held key at {RATE:.0f} Hz, {MIDDLE:,}: lag", 1000 / RATE, "ms", lag)
    yield row("SSH", f"P5 bytes a key, {MIDDLE:,}: list alone", 600, "B", _sizes(moves))
    following = _sizes([visit.walk.follow for visit in found])
    yield row("SSH", f"P5 bytes a key, {MIDDLE:,}: panes following", 3000, "B", following)
    sent = figure([visit.rest.bytes_per_second for visit in found])
    yield row("SSH", f"P6 at rest, {MIDDLE:,} cases: bytes a second", 0, "B/s", sent)


def line_table(found: dict[str, list[Visit]]) -> str:
    """Lay out what went to the terminal and over the line, in each way."""
    head = ["", *(f"{what}{way}" for way in found for what in ("ms ", "p95 ", "B ", "B on the line "))]
    lines = [head]
    for name, part in PARTS.items():
        cells = [name]
        for each in found.values():
            answers = [part(visit) for visit in each]
            times, sizes, line = _times(answers), _sizes(answers), _sizes(answers, line=True)
            cells += [number(figure_of_rounds(times).value, "ms"), number(high_figure(times).value, "ms")]
            cells += [number(sizes.value, "B"), number(line.value, "B")]
        lines.append(cells)
    resting = ["at rest, a second"]
    for each in found.values():
        sent = figure([visit.rest.bytes_per_second for visit in each])
        line = figure([visit.rest.line_per_second for visit in each])
        resting += ["", "", number(sent.value, "B"), number(line.value, "B")]
    return columns([*lines, resting], range(1, len(head)))


def over_ssh(bench: Bench) -> Found:
    """Everything over ssh; NotMeasured where there is no sshd, or it lets nobody in."""
    env = {name: bench.env[name] for name in ("LANG", "REFUND_TUI_NOW", "XDG_CONFIG_HOME")}
    with Server(bench.folder / "ssh", env) as server:
        try:
            one_shot(server.ssh("true"), bench.env)
        except RuntimeError as why:
            raise NotMeasured(f"{why}; sshd said: {server.log()}") from why
        found = visits(server, bench)
        shots = one_shots(server, bench)
    yield from _rows(found["plain"])
    yield row("SSH", "status, 300 cases / ssh host true", 1.10, "x", ratio(shots["status"], shots["true"]))
    alone, shared = shots["status, shared"], shots["true, shared"]
    yield row("SSH", "the same over a shared connection", 1.25, "x", ratio(alone, shared))
    yield Remark("SSH", "; ".join(f"{name} {figure(each).value:.0f} ms" for name, each in shots.items()))
    yield Remark("SSH", line_table(found))
