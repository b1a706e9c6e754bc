"""Other case files in the folder of one: they share its folder of evidence."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from refund_tui.durable import READ
from refund_tui.store.header import APPLICATION_ID

_PLACE = slice(68, 72)
"""Where the SQLite header holds the id of the application (sqlite.org/fileformat2.html)."""


def neighbours(path: Path) -> Iterator[Path]:
    """Give the other case files beside one, told by their header; a file that cannot be read is taken for one."""
    own = path.absolute()
    for other in sorted(own.parent.iterdir()):
        if other == own or not stat.S_ISREG(other.lstat().st_mode):
            continue
        try:
            handle = os.open(other, READ)
        except OSError:
            yield other
            continue
        try:
            head = os.read(handle, 100)
        finally:
            os.close(handle)
        if int.from_bytes(head[_PLACE]) == APPLICATION_ID:
            yield other
