"""Whether the vault holds what the cases name: what is missing, changed, named by nobody, or left by a killed write.

Nothing is changed here, and nothing is told after one look: another program may be adding evidence meanwhile.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from refund_tui.store.vault import digest_of, path_of

Trouble = Literal["missing", "changed", "unreadable", "orphaned", "stray", "foreign"]
_HASH = re.compile("[0-9a-f]{64}")
PAUSE = 0.2
"""Seconds between two looks."""

Named = Mapping[str, Sequence[tuple[int, int]]]
"""Hashes that cases name, each with the cases and the numbers of its exhibits."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be, and where; `cited` are the cases and exhibits that need it."""

    trouble: Trouble
    path: Path
    cited: tuple[tuple[int, int], ...] = ()


def check_named(folder: Path, named: Named) -> Iterator[Finding]:
    """Look whether each file that is named is there and holds what its name says."""
    for sha256, cited in sorted(named.items(), key=lambda each: each[1][0]):
        path = path_of(folder, sha256)
        trouble = _trouble(path)
        if trouble is not None:
            time.sleep(PAUSE)
            trouble = _trouble(path)
        if trouble is not None:
            yield Finding(trouble, path, tuple(cited))


def _trouble(path: Path) -> Trouble | None:
    try:
        found = digest_of(path)
    except OSError:
        return "unreadable"
    if found is None:
        return "changed" if os.path.lexists(path) else "missing"
    return None if found == path.name else "changed"


def check_others(folder: Path, named: Callable[[], Named | None]) -> Iterator[Finding]:
    """Look for files that no case names. `named` is asked after the files were listed: a file comes first.

    Where it gives None, not all names are known, and no file is said to have none.
    """
    found, held = _listed(folder), named()
    suspects = {path: state for path, state in found.items() if not _is_expected(folder, path, held)}
    if not suspects:
        return
    time.sleep(PAUSE)
    again, held = _listed(folder), named()
    for path in sorted(suspects):
        # What grows, went or got its name meanwhile is somebody's work.
        if again.get(path) == suspects[path] and not _is_expected(folder, path, held):
            trouble = _kind(folder, path)
            if trouble is not None:
                yield Finding(trouble, path)


def _listed(folder: Path) -> dict[Path, tuple[int, int]]:
    """List what lies in the vault, with its size and the time of its last change."""
    found = {}
    for place, _folders, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            with suppress(FileNotFoundError):
                state = path.lstat()
                found[path] = state.st_size, state.st_mtime_ns
    return found


def _is_ours(folder: Path, path: Path) -> bool:
    return bool(_HASH.fullmatch(path.name)) and path == path_of(folder, path.name)


def _is_expected(folder: Path, path: Path, held: Named | None) -> bool:
    return _is_ours(folder, path) and (held is None or path.name in held)


def _kind(folder: Path, path: Path) -> Trouble | None:
    if path.suffix == ".tmp" and path.parent == folder:
        return None if _is_alive(path.name.partition("-")[0]) else "stray"
    return "orphaned" if _is_ours(folder, path) else "foreign"


def _is_alive(number: str) -> bool:
    """Say whether a process with this number runs, as the one that writes a file may."""
    try:
        os.kill(int(number), 0)
    except PermissionError:
        return True
    except (ValueError, OverflowError, OSError):
        return False
    return True
