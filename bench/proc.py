"""What /proc tells about a program and all that runs under it."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path


def _family(pid: int) -> list[Path]:
    """Give the folders of a program and of what it has started."""
    found, waiting = [], [pid]
    while waiting:
        folder = Path(f"/proc/{waiting.pop()}")
        with contextlib.suppress(OSError):  # ended meanwhile
            waiting += [int(child) for each in folder.glob("task/*/children") for child in each.read_text().split()]
            found.append(folder)
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # ended meanwhile
        return "0"


def cpu_seconds(pid: int) -> float:
    """Give the CPU time that the threads there are now have used."""
    threads = (thread for folder in _family(pid) for thread in folder.glob("task/*/schedstat"))
    return sum(int(_read(thread).split()[0]) for thread in threads) / 1e9


def peak_mb(pid: int) -> float:
    """Give the most memory that each has held so far, added up."""
    peaks = (re.search(r"VmHWM:\s*(\d+)", _read(folder / "status")) for folder in _family(pid))
    return sum(int(peak[1]) for peak in peaks if peak) / 1024
