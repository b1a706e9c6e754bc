"""The measurements, each in interleaved rounds: a b c, a b c, so that the machine's noise hits all alike."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from cases import NOW
from pty_harness import WIDE, Answer, Rest, Session
from refund_tui.live import LiveList

HERE = Path(__file__).parent
BLANK = "blank"
DOWN, FIRST, QUIT, TEXTUAL_QUIT = b"j", b"g", b"q", b"\x11"
PAGE_UP, PAGE_DOWN = b"\x1b[5~", b"\x1b[6~"
ROW = r"^>.*[一-鿿]"
"""The line under the cursor, with a Chinese shop or item in it."""
FIRST_PAINT = b" " * 100
KEYS, PAGES, FOLLOWED = 40, 10, 10
HELD, RATE = 60, 30.0
FOLLOW_QUIET = 0.4
"""Seconds without a byte after which the panes have followed."""
Samples = Mapping[object, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Bench:
    """What every measurement needs: the case files by size, the language, how many rounds, a folder, a kept one."""

    files: Mapping[int, Path]
    language: str
    quick: bool
    folder: Path
    kept: Path
    python: str = sys.executable

    @property
    def program(self) -> str:
        found = Path(self.python).parent / "refund-tui"
        return str(found) if found.exists() else str(shutil.which("refund-tui"))

    def rounds(self, full: int, quick: int) -> int:
        return quick if self.quick else full

    @property
    def env(self) -> dict[str, str]:
        """The environment of a user who has set nothing, at the instant of the case files."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "REFUND_TUI"))}
        empty = str(self.folder / "config")
        own = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "REFUND_TUI_NOW": NOW.isoformat(), "XDG_CONFIG_HOME": empty}
        kept.pop("COLORTERM", None)
        return kept | own

    def screen(self, cases: int) -> list[str]:
        """Give the command that opens the screen on the case file of a size."""
        return [self.program, "--lang", self.language, "--db", str(self.files[cases])]

    def session(self, what: int | str, size: tuple[int, int] = WIDE) -> Session:
        """Start the screen on the case file of a size, or the blank application."""
        return Session(
            [self.python, str(HERE / "blank.py")] if isinstance(what, str) else self.screen(what), self.env, size
        )


def one_shot(argv: Sequence[str], env: Mapping[str, str]) -> float:
    """Give the milliseconds from the launch of a command to its end; its output goes nowhere."""
    begun = perf_counter()
    pid = os.posix_spawn(argv[0], list(argv), env, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    took = (perf_counter() - begun) * 1000
    if code:
        raise RuntimeError(f"{' '.join(argv)} gave the exit code {code}")
    return took


def interleaved(names: Sequence[object], rounds: int, run: Callable[[object], float]) -> dict[object, list[float]]:
    """Run each in turn, once unmeasured, then round by round."""
    samples: dict[object, list[float]] = defaultdict(list)
    for turn in range(-1, rounds):
        for name in names:
            took = run(name)
            if turn >= 0:
                samples[name].append(took)
    return samples


def status(bench: Bench) -> Samples:
    """P1: `python -c pass`, and `status` at two sizes, in milliseconds; "zh" in Chinese."""
    words: dict[object, list[str]] = {
        size: [bench.program, "--db", str(bench.files[size]), "status"] for size in (300, 100_000)
    }
    commands: dict[object, list[str]] = {
        "pass": [bench.python, "-c", "pass"],
        **words,
        "zh": [*words[300], "--lang", "zh_CN"],
    }
    return interleaved(list(commands), bench.rounds(40, 20), lambda name: one_shot(commands[name], bench.env))


@dataclass
class Starts:
    """Milliseconds to the first readable frame, peak MB with the panes, ms to quit, what was left switched on."""

    start: dict[object, list[float]] = field(default_factory=lambda: defaultdict(list))
    memory: dict[object, list[float]] = field(default_factory=lambda: defaultdict(list))
    quit: dict[object, list[float]] = field(default_factory=lambda: defaultdict(list))
    unclean: list[str] = field(default_factory=list)


def starts(bench: Bench, sizes: Sequence[int]) -> Starts:
    """P2, P3 and P8: launch, wait for the panes, quit."""
    found = Starts()
    all_of: list[int | str] = [BLANK, *sizes]
    for turn in range(-1, bench.rounds(15, 5)):
        for what in all_of:
            with bench.session(what) as session:
                shown = session.wait_for_bytes(FIRST_PAINT) if what == BLANK else session.wait_for(ROW)
                session.settle(FOLLOW_QUIET)
                memory = session.peak_mb()
                left = session.quit(TEXTUAL_QUIT if what == BLANK else QUIT)
            if left.code or left.left:
                found.unclean.append(f"{what}: exit code {left.code}, left on: {', '.join(left.left) or 'nothing'}")
            if turn >= 0:
                found.start[what].append((shown - session.started) * 1000)
                found.memory[what].append(memory)
                found.quit[what].append(left.ms)
    return found


@dataclass(frozen=True, slots=True)
class Walk:
    """One walk through the list: keys that move by one, by a page, with the panes following; a held key's lag in ms."""

    move: list[Answer]
    follow: list[Answer]
    page: list[Answer]
    lag: float


def walk(session: Session) -> Walk:
    """Go through a list key by key, slowly enough for the panes, with a page key, and with a held key."""
    session.settle(FOLLOW_QUIET)
    session.key(DOWN, FOLLOW_QUIET)
    move = [session.key(DOWN) for _ in range(KEYS)]
    session.settle(FOLLOW_QUIET)
    follow = [session.key(DOWN, FOLLOW_QUIET) for _ in range(FOLLOWED)]
    page = [session.key(PAGE_DOWN if turn % 2 else PAGE_UP) for turn in range(PAGES)]
    session.key(FIRST, FOLLOW_QUIET)
    lag = session.hold(DOWN, HELD, RATE)
    session.settle(FOLLOW_QUIET)
    return Walk(move, follow, page, lag)


Place = tuple[int, tuple[int, int]]
"""How many cases, in a terminal of how many columns and lines."""


def keys(bench: Bench, places: Sequence[Place]) -> Mapping[Place, list[Walk]]:
    """P4 and P5: a walk a round at each place."""
    found: dict[Place, list[Walk]] = defaultdict(list)
    for _ in range(bench.rounds(4, 2)):
        for cases, size in places:
            with bench.session(cases, size) as session:
                session.wait_for(ROW)
                found[cases, size].append(walk(session))
                session.quit(QUIT)
    return found


def idle(bench: Bench, sizes: Sequence[int]) -> dict[object, list[Rest]]:
    """P6: nobody does anything, the clock stands still."""
    found: dict[object, list[Rest]] = defaultdict(list)
    all_of: list[int | str] = [BLANK, *sizes]
    for _ in range(bench.rounds(3, 1)):
        for what in all_of:
            with bench.session(what) as session:
                session.wait_for_bytes(FIRST_PAINT) if what == BLANK else session.wait_for(ROW)
                session.settle(1.0)
                found[what].append(session.rest(10 if not bench.quick else 5))
                session.quit(TEXTUAL_QUIT if what == BLANK else QUIT)
    return found


_COMMIT = """
import sys, time
from pathlib import Path
from refund_tui.service import Service
service = Service(Path(sys.argv[1]))
service.case(1)
for number in range(int(sys.argv[2])):
    sys.stdin.readline()
    service.edit(int(sys.argv[3]), {"item": "第" + str(number) + "次改动"})
    print(time.perf_counter(), flush=True)
"""


def commits(bench: Bench, sizes: Sequence[int]) -> dict[object, list[float]]:
    """P7: seconds from another process's commit until the screen shows it."""
    found: dict[object, list[float]] = defaultdict(list)
    times = bench.rounds(12, 6)
    for size in sizes:
        path = bench.folder / f"changed-{size}.db"
        shutil.copy(bench.files[size], path)
        case = _first(path)
        argv = [bench.python, "-c", _COMMIT, str(path), str(times), str(case)]
        opened = Session([bench.program, "--lang", bench.language, "--db", str(path)], bench.env)
        with opened as session, subprocess.Popen(
            argv, env=bench.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:  # fmt: skip
            session.wait_for(ROW)
            for number in range(times):
                session.settle(0.5 + 0.07 * number, limit=3)  # at another point between two polls each time
                print(file=other.stdin, flush=True)
                committed = float(other.stdout.readline())  # type: ignore[union-attr]
                found[size].append(session.wait_for(f"^>.*第{number}次", 10) - committed)
            session.quit(QUIT)
        path.unlink()
    return found


def _first(path: Path) -> int:
    live = LiveList(path)
    try:
        return live.window(0, 1)[0].case_id
    finally:
        live.close()


def polls(bench: Bench, sizes: Sequence[int]) -> dict[object, list[float]]:
    """P7: microseconds that one look for other people's commits takes."""
    found: dict[object, list[float]] = defaultdict(list)
    lists = {size: LiveList(bench.files[size]) for size in sizes}
    for _ in range(7):
        for size, live in lists.items():
            begun = perf_counter()
            for _ in range(1000):
                live.changed()
            found[size].append((perf_counter() - begun) * 1000)
    for live in lists.values():
        live.close()
    return found
