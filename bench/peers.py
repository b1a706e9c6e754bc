"""Measures other terminal programs in the same rounds as this one; none of them is needed by anything but this."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import distributions, version
from pathlib import Path

from cases import shop
from measure import DOWN, FOLLOW_QUIET, QUIT, ROW, Bench
from peer_table import FEW, MANY, PEERS, Home, Peer
from pty_harness import Answer, NotMeasured, Rest, Session
from stats import figure, figure_of_rounds, high_figure, ratio
from table import Found, Remark, columns, number, row

OWN = "refund-tui"
KEYS, SLOW_KEYS, RESTING = 20, 3, 3.0
STARTING = 60.0
"""Seconds after which a program that is not yet there counts as not started."""
INSTALLING = 600.0
QUIET, BUSY = 0.3, 2.0
"""Seconds without a byte after which a program has come to rest, and after which one that never does is left alone."""
_HEAD = (
    "program", "items", "there ms", "min-max", "key ms", "p95", "B/key", "slowly", "idle B/s", "idle CPU %", "RSS MB",
    "quit ms", "built on",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Contestant:
    """One program with one data set; `textual` is the version of Textual under it, nothing where it has another."""

    name: str
    items: int
    textual: str
    argv: Sequence[str]
    home: Home
    shown: str
    before: Sequence[bytes | str]
    down: bytes
    quit: bytes


@dataclass
class Measured:
    """What the rounds brought: ms until it could be used, answers to keys and to slow ones, rest, MB, ms to quit."""

    start: list[float] = field(default_factory=list)
    keys: list[list[Answer]] = field(default_factory=list)
    slow: list[list[Answer]] = field(default_factory=list)
    rest: list[Rest] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    quit: list[float] = field(default_factory=list)


# Getting them


def _call(argv: Sequence[str]) -> None:
    done = subprocess.run(argv, capture_output=True, text=True, timeout=INSTALLING)
    if done.returncode:
        raise OSError(" ".join(done.stderr.split())[:120])


def installed(peer: Peer, folder: Path) -> Path:
    """Give the environment of a peer in a folder, made there with uv unless it is there already."""
    recipe = zlib.crc32(" ".join((sys.version, *peer.needs)).encode())
    place = folder / f"{peer.name}-{recipe:08x}"
    if not (place / "complete").exists():
        if not (uv := os.environ.get("UV") or shutil.which("uv")):
            raise OSError("uv is not there to install it")
        _call([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(place)])
        python = str(place / "bin/python")
        _call([uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", python, *peer.needs])
        (place / "complete").touch()
    return place


def _textual(place: Path) -> str:
    found = distributions(path=[str(each) for each in place.glob("lib/python*/site-packages")], name="textual")
    return next((each.version for each in found), "")


def _home(folder: Path, programs: str) -> Home:
    """Make an empty home, whose owner has set nothing."""
    own = {
        "HOME": str(folder), "PATH": programs, "TERM": "xterm-256color", "LANG": "C.UTF-8",
        "XDG_CONFIG_HOME": f"{folder}/.config", "XDG_DATA_HOME": f"{folder}/.local/share",
        "XDG_STATE_HOME": f"{folder}/.local/state", "XDG_CACHE_HOME": f"{folder}/.cache",
    }  # fmt: skip
    for name, value in own.items():
        if name.startswith("XDG"):
            Path(value).mkdir(parents=True)
    return Home(folder, own)


def contestants(peer: Peer, bench: Bench) -> Iterator[Contestant]:
    """Install a peer and give it its data sets; OSError tells why it cannot be measured."""
    place = installed(peer, bench.kept / "peers") if peer.needs else Path("/")
    programs = os.pathsep.join([str(place / "bin"), *os.get_exec_path()])
    for tool in (*peer.tools, peer.argv[0]):
        if not shutil.which(tool, path=programs):
            raise OSError(f"{tool} is not there")
    for size in peer.sizes:
        home = _home(bench.folder / f"{peer.name}-{size}", programs)
        peer.make(home, [(f"{one:06d}", *shop(one)) for one in range(1, size + 1)])
        words = [word.replace("{home}", str(home.folder)) for word in peer.argv]
        argv = [str(shutil.which(words[0], path=programs)), *words[1:]]
        textual = _textual(place) if peer.needs else ""
        yield Contestant(peer.name, size, textual, argv, home, peer.shown, peer.before, peer.down, peer.quit)


def _own(bench: Bench) -> Iterator[Contestant]:
    home = Home(bench.folder, bench.env)
    for size in (FEW, MANY):
        yield Contestant(OWN, size, version("textual"), bench.screen(size), home, ROW, (), DOWN, QUIT)


# Measuring them


def measure(of: Contestant, found: Measured, keys: int, rest: float) -> None:
    """Launch a program, find its list, move in it, leave it alone, quit it; every wait has an end."""
    with Session(of.argv, of.home.env, folder=of.home.folder) as session:
        shown = session.wait_for(of.shown, STARTING)
        session.settle(QUIET, BUSY)
        for step in of.before:
            session.wait_for(step, STARTING) if isinstance(step, str) else session.press(step)
            session.settle(QUIET, BUSY)
        session.key(of.down, QUIET, BUSY)
        answers = [session.change(of.down, BUSY) for _ in range(keys)]
        session.settle(FOLLOW_QUIET, BUSY)
        found.slow.append([session.key(of.down, FOLLOW_QUIET, BUSY) for _ in range(SLOW_KEYS)])
        found.rest.append(session.rest(rest))
        memory = session.peak_mb()
        found.quit.append(session.quit(of.quit).ms)
    found.start.append((shown - session.started) * 1000)
    found.keys.append(answers)
    found.memory.append(memory)


def run(bench: Bench, all_of: Sequence[Contestant], failed: dict[str, str]) -> dict[Contestant, Measured]:
    """Measure all in turn, round by round, the first unmeasured and short; what fails once is left out, and named."""
    found = {each: Measured() for each in all_of}
    rounds = {FEW: bench.rounds(5, 2), MANY: bench.rounds(2, 1)}
    for turn in range(-1, max(rounds.values())):
        for each in [each for each in found if turn < rounds[each.items]]:
            print(f"  round {turn + 1}: {each.name}, {each.items:,}", file=sys.stderr, flush=True)
            into, keys, rest = (found[each], KEYS, RESTING) if turn >= 0 else (Measured(), 1, 0.1)
            try:
                measure(each, into, keys, rest)
            except (NotMeasured, OSError) as why:
                if each.name == OWN:
                    raise
                failed[f"{each.name}, {each.items:,}"] = str(why).splitlines()[0]
                del found[each]
    return found


# Telling


def _cells(of: Contestant, found: Measured) -> tuple[str, ...]:
    start = figure(found.start)
    frames = [[answer.frame_ms for answer in answers] for answers in found.keys]
    quick, slow = (
        figure_of_rounds([[answer.size for answer in answers] for answers in rounds])
        for rounds in (found.keys, found.slow)
    )
    return (
        of.name,
        f"{of.items:,}",
        number(start.value, "B"),
        f"{number(start.low, 'B')}-{number(start.high, 'B')}",
        number(figure_of_rounds(frames).value, "ms"),
        number(high_figure(frames).value, "ms"),
        number(quick.value, "B"),
        number(slow.value, "B"),
        number(figure([rest.bytes_per_second for rest in found.rest]).value, "B"),
        number(figure([rest.cpu_percent for rest in found.rest]).value, "%"),
        number(figure(found.memory).value, "B"),
        number(figure(found.quit).value, "B"),
        f"Textual {of.textual}" if of.textual else "",
    )


def peer_table(found: Mapping[Contestant, Measured], failed: Mapping[str, str]) -> str:
    """Lay out what was measured, and name what could not be."""
    lines = [_HEAD, *(_cells(*each) for each in found.items())]
    missing = (f"not measured: {name}: {why}" for name, why in failed.items())
    return "\n".join((columns(lines, range(1, len(_HEAD) - 1)), *missing))


def fastest(found: Mapping[Contestant, Measured]) -> Contestant | None:
    """Give the Textual program, other than this one, that is there first with the small data set."""
    rivals = [each for each in found if each.textual and each.name != OWN and each.items == FEW]
    return min(rivals, key=lambda each: figure(found[each].start).value, default=None)


def peers(bench: Bench) -> Found:
    """P2 against the peers, and the table of all of them."""
    failed: dict[str, str] = {}
    all_of = list(_own(bench))
    for peer in PEERS:
        print(f"  preparing {peer.name} ...", file=sys.stderr, flush=True)
        try:
            all_of += contestants(peer, bench)
        except (OSError, subprocess.TimeoutExpired) as why:
            failed[peer.name] = str(why).splitlines()[0]
    found = run(bench, all_of, failed)
    yield Remark("PEERS", peer_table(found, failed))
    rival = fastest(found)
    if not rival:
        raise NotMeasured("no Textual peer could be measured")
    own = next(each for each in found if each.name == OWN and each.items == FEW)
    what = f"interactive, {FEW} cases / the fastest Textual peer, {rival.name}"
    yield row("P2", what, 1.0, "x", ratio(found[own].start, found[rival].start))
