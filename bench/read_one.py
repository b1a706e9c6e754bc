"""Reads one statement beside a thread that only wants its turn, as a screen does, and prints what that cost."""

from __future__ import annotations

import json
import resource
import sys
import threading
from pathlib import Path
from time import perf_counter, sleep

from refund_tui.statements.reading import read_statement

TICK = 0.001


def main(path: Path, rows: int) -> None:
    """Raise RuntimeError when the file does not hold that many rows, all understood."""
    longest, over = 0.0, threading.Event()

    def tick() -> None:
        nonlocal longest
        last = perf_counter()
        while not over.is_set():
            sleep(TICK)
            now = perf_counter()
            longest, last = max(longest, now - last), now

    ticking = threading.Thread(target=tick)
    ticking.start()
    begun = perf_counter()
    try:
        statement = read_statement(path)
        took = perf_counter() - begun
    finally:
        over.set()
        ticking.join()
    if statement.row_count != rows or statement.not_understood:
        raise RuntimeError(f"{path}: {statement.row_count} rows, {len(statement.not_understood)} not understood")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "memory": peak, "gap": longest * 1000}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
