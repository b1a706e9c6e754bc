"""The evidence vault under hardship: `uv run python bench/vault.py [--kills N] [--gigabytes N]`.

Kills: a program that adds evidence is killed (SIGKILL) at a random moment, N times; every file that the case names, and
every file under a final name, must then be whole. Beside it, as a control that must fail, the same with a writer that
writes the row first and the file in place. Size: one sparse file is added, in a process of its own; its speed and the
most memory it took are printed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from refund_tui.attaching import attach
from refund_tui.domain.exhibits import all_added
from refund_tui.errors import CaseFileProblem
from refund_tui.service import Service
from refund_tui.store.vault import folder_of, is_whole, path_of, put_file

SIZE = 1_000_000
FIRST = 7
"""Runs that nobody ends, to learn how long one takes."""
Writer = Callable[[Service, Path], None]


def careful(service: Service, file: Path) -> None:
    attach(service, 1, file)


def naive(service: Service, file: Path) -> None:
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    with service.path.with_name("rows").open("a") as rows:
        rows.write(f"{digest}\n")
    path = path_of(folder_of(service.path), digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def run(service: Service, write: Writer, file: Path, after: float | None) -> tuple[float, bool]:
    """Write in another process, killed after so many seconds; gives how long it lived, and whether it was killed."""
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            write(service, file)
        except CaseFileProblem:
            os._exit(1)
        os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    return time.monotonic() - began, os.WIFSIGNALED(status)


def named(service: Service) -> list[str]:
    """Give the hashes that are named: by the case, or by the rows of the naive writer."""
    rows = service.path.with_name("rows")
    plain = rows.read_text().split() if rows.exists() else []
    return plain + [each.sha256 for each in all_added(service.case(1).events)]


def kills(write: Writer, count: int, folder: Path) -> tuple[int, int, int, int]:
    """Kill so often; gives how many were killed, files named, files broken or missing, half copies left."""
    service = Service(folder / "cases.db")
    service.add({"merchant": "Tea House"})
    file, chance = folder / "photo.jpg", random.Random(7)
    lives: list[float] = []
    killed = 0
    for turn in range(count + FIRST):
        file.write_bytes(hashlib.sha256(b"%d" % turn).digest() * (SIZE // 32))
        if turn < FIRST:
            lives.append(run(service, write, file, None)[0])
        else:
            killed += run(service, write, file, chance.uniform(0, 1.5 * median(lives)))[1]
    vault = folder_of(service.path)
    files = {path for path in vault.rglob("*") if path.is_file() and path.suffix != ".tmp"}
    wanted = {path_of(vault, name) for name in named(service)}
    broken = sum(not is_whole(path) for path in files | wanted)
    return killed, len(wanted), broken, len(list(vault.glob("*.tmp")))


def big(gigabytes: float, folder: Path) -> None:
    """Keep one large file, and print what it cost."""
    file = folder / "video.mp4"
    file.touch()
    os.truncate(file, int(gigabytes * 2**30))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told: list[int] = []
    began = time.monotonic()
    kept = put_file(folder / "evidence", file, lambda done, total: told.append(done))
    took = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    speed, rss, more = kept.size / took / 2**20, after / 1024, (after - before) / 1024
    print(
        f"{gigabytes:g} GiB kept in {took:.1f} s ({speed:.0f} MiB/s, copied and read back), told of {len(told)} times"
    )
    print(f"most memory: {rss:.0f} MiB, {more:.1f} MiB of them for this")


def main() -> int:
    parser = argparse.ArgumentParser(description="the evidence vault under hardship")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--gigabytes", type=float, default=2)
    parser.add_argument("--folder", type=Path, help="where the files are made; a temporary folder unless given")
    options = parser.parse_args()
    failed = False
    for write, goal in ((careful, "none may be broken"), (naive, "the control: some must be")):
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            began = time.monotonic()
            killed, wanted, broken, halves = kills(write, options.kills, Path(folder))
            print(f"{write.__name__}: {killed} of {options.kills} killed, {time.monotonic() - began:.0f} s;", end=" ")
            print(f"{wanted} files named, {broken} broken or missing ({goal}), {halves} half copies left to sweep")
            failed |= bool(broken) if write is careful else not broken
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        sys.stdout.flush()
        if not (child := os.fork()):
            big(options.gigabytes, Path(folder))
            sys.stdout.flush()
            os._exit(0)
        failed |= os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
