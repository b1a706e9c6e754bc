"""Takes the terminal away from somebody who types, and says how much of the note is lost; see README.md.

Rounds of five kinds in turn: the line drops, it drops where hanging up is ignored, it drops after the terminal has
stopped reading, the program is told to end, it is killed. What is kept is read from the case file, or from a draft
beside it. `--control` looks at the files as they were two seconds before the end: it must find losses, or nothing
is measured here.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import os
import random
import select
import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

import pexpect

from refund_tui.service import Service

KINDS = ("dropped", "dropped, hanging up ignored", "stalled, then dropped", "told to end", "killed")
LIMIT_LOST, LIMIT_GONE = 1.0, 2.0
CONTROL_SECONDS = 2.0
KEY_SECONDS = 0.06
STALL_SECONDS = 1.5
TEXT = "".join(f"{number}退款，" for number in itertools.takewhile(lambda n: n < 10_000, itertools.count()))
PROGRAM = (sys.executable, "-m", "refund_tui")


@dataclass(frozen=True, slots=True)
class Round:
    """What one ending cost: seconds of typing lost, seconds until the process was gone; torn when the text is wrong."""

    kind: str
    lost: float
    gone: float
    torn: bool

    @property
    def good(self) -> bool:
        return self.lost <= LIMIT_LOST and self.gone <= LIMIT_GONE and not self.torn


class Typist:
    """A program in a terminal, and somebody who types into its note; `stamps` says when each character was typed."""

    def __init__(self, case_file: Path, kind: str, env: Mapping[str, str]) -> None:
        argv = [*PROGRAM, "--db", str(case_file)]
        if kind == KINDS[1]:
            argv = ["/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh", *argv]
        self._child = pexpect.spawn(argv[0], argv[1:], dimensions=(70, 120), env=dict(env), timeout=20)
        self._child.delaybeforesend = None
        self.stamps: list[float] = []
        self._child.expect("6 Note")
        self._child.send("n")
        self._read(0.5)

    def _read(self, seconds: float) -> None:
        end = perf_counter() + seconds
        while (rest := end - perf_counter()) > 0:
            if select.select([self._child.child_fd], [], [], rest)[0]:
                os.read(self._child.child_fd, 1 << 16)

    def type(self, seconds: float, *, reading: bool = True) -> None:
        """Type on for some seconds."""
        end = perf_counter() + seconds
        while perf_counter() < end:
            os.write(self._child.child_fd, TEXT[len(self.stamps)].encode())
            self.stamps.append(perf_counter())
            self._read(KEY_SECONDS) if reading else sleep(KEY_SECONDS)

    def end(self, kind: str) -> tuple[float, float]:
        """Take the terminal or the process away; gives when, and the seconds until the process was gone."""
        begun = perf_counter()
        if kind in KINDS[:3]:
            os.close(self._child.child_fd)
        else:
            os.kill(self._child.pid, signal.SIGTERM if kind == KINDS[3] else signal.SIGKILL)
        while not os.waitpid(self._child.pid, os.WNOHANG)[0]:
            if perf_counter() > begun + 2 * LIMIT_GONE:
                os.kill(self._child.pid, signal.SIGKILL)
            if kind not in KINDS[:3] and select.select([self._child.child_fd], [], [], 0)[0]:
                with_errors_ignored(self._child.child_fd)
            sleep(0.01)
        return begun, perf_counter() - begun


def with_errors_ignored(fd: int) -> None:
    """Read what a dying program still writes."""
    try:
        os.read(fd, 1 << 16)
    except OSError:
        sleep(0.01)


def kept(case_file: Path) -> list[str]:
    """Give the texts in which the note of the first case is kept."""
    texts = [Service(case_file).case(1).note.text]
    try:
        drafts = importlib.import_module("refund_tui.drafts")
    except ModuleNotFoundError:  # a version without drafts
        return texts
    return [*texts, *(draft.text for draft in drafts.Drafts(case_file).left("note-1"))]


def lost(texts: Sequence[str], stamps: Sequence[float], ended: float) -> tuple[float, bool]:
    """Give how long before the end the first lost character was typed, and whether a text is not what was typed."""
    typed = TEXT[: len(stamps)]
    torn = any(not typed.startswith(text.rstrip("\n")) for text in texts)
    best = max(len(text.rstrip("\n")) for text in texts)
    return (max(0.0, ended - stamps[best]) if best < len(stamps) else 0.0), torn


def play(folder: Path, kind: str, seconds: float, env: Mapping[str, str], *, control: bool) -> Round:
    """Play one round in a folder of its own: type for some seconds, then end it."""
    case_file = folder / "cases.db"
    Service(case_file).add({"merchant": "甲店", "platform": "taobao", "paid": "100"})
    typist = Typist(case_file, kind, env)
    typist.type(seconds)
    earlier = folder.with_name(f"{folder.name}-earlier")
    shutil.copytree(folder, earlier, ignore=shutil.ignore_patterns("*.tmp"))
    if control:
        typist.type(CONTROL_SECONDS)
    if kind == KINDS[2]:
        typist.type(STALL_SECONDS, reading=False)
    ended, gone = typist.end(kind)
    missing, torn = lost(kept((earlier if control else folder) / "cases.db"), typist.stamps, ended)
    return Round(kind, missing, gone, torn)


def rounds(count: int, seed: int, *, longest: float = 4.0, control: bool = False) -> list[Round]:
    """Play some rounds, the kinds in turn; each types for a second at least, and `longest` seconds at most."""
    chance = random.Random(seed)
    env = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "REFUND_TUI_LANG": "en"}
    found = []
    with tempfile.TemporaryDirectory(prefix="refund-tui-drops-") as scratch:
        for number, kind in zip(range(count), itertools.cycle(KINDS), strict=False):
            folder = Path(scratch) / f"round-{number}"
            folder.mkdir()
            found.append(play(folder, kind, chance.uniform(1.0, longest), env, control=control))
    return found


def main() -> int:
    """Play the rounds and print the worst of each kind; 1 when a round is not good, or the control finds none bad."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", action="store_true", help="look at the files as they were two seconds earlier")
    options = parser.parse_args()
    found = rounds(options.rounds, options.seed, control=options.control)
    for kind in KINDS[: len(found)]:
        these = [each for each in found if each.kind == kind]
        worst, slowest = max(each.lost for each in these), max(each.gone for each in these)
        torn = sum(each.torn for each in these)
        print(f"{kind}: {len(these)} rounds, at most {worst:.2f} s lost, gone within {slowest:.2f} s, {torn} torn")
    bad = sum(not each.good for each in found)
    print(f"{bad} of {len(found)} rounds lost more than {LIMIT_LOST:.0f} s, or were torn, or took too long")
    return bad < len(found) if options.control else bad > 0


if __name__ == "__main__":
    sys.exit(main())
