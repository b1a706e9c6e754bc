"""Files that a person gives, read with care: whatever lies under a path, it is not waited for, followed or trusted."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from refund_tui.clock import file_age
from refund_tui.domain.problem import Refused
from refund_tui.durable import READ
from refund_tui.i18n import N_
from refund_tui.paths import display
from refund_tui.reasons import reason

CHUNK = 1024 * 1024
"""Bytes of a file that are in memory at a time."""
FRESH, SETTLE = 2.0, 0.3
"""Seconds since a file was written within which its writer may not be done, and for which that is waited out."""
_KINDS = (
    (stat.S_ISLNK, N_("{file} is a link; give the file itself: {target}")),
    (stat.S_ISDIR, N_("{file} is a folder; give the files in it")),
    (stat.S_ISFIFO, N_("{file} is a pipe, not a file: save what comes out of it, and give that")),
    (stat.S_ISSOCK, N_("{file} is a socket, not a file")),
    (stat.S_ISCHR, N_("{file} is a device, not a file")),
    (stat.S_ISBLK, N_("{file} is a device, not a file")),
)


@dataclass(frozen=True, slots=True)
class Given:
    """An open file of a person's: its path as it can be shown, and its size in bytes when it was opened."""

    shown: str
    size: int
    handle: int
    before: os.stat_result

    def chunks(self) -> Iterator[bytes]:
        """Read it once, a chunk at a time. Raises Refused where it cannot be read or changes meanwhile.

        One that was written just now is looked at again a moment later: its writer may only pause.
        """
        done = 0
        while chunk := self._read():
            done += len(chunk)
            # A file that grows as fast as it is read would have no end.
            if done > self.size:
                break
            yield chunk
        if done != self.size or self._changed() or self._still_written():
            raise Refused(
                "{file} changes while it is read: wait until it is written, and give it again", file=self.shown
            )

    def _changed(self) -> bool:
        before, after = self.before, os.fstat(self.handle)
        return (before.st_size, before.st_mtime_ns, before.st_ctime_ns) != (
            after.st_size,
            after.st_mtime_ns,
            after.st_ctime_ns,
        )

    def _still_written(self) -> bool:
        if file_age(self.before.st_mtime) > FRESH:
            return False
        time.sleep(SETTLE)
        return self._changed()

    def _read(self) -> bytes:
        try:
            return os.read(self.handle, CHUNK)
        except OSError as error:
            raise Refused("{file} cannot be read: {why}", file=self.shown, why=reason(error)) from error


@contextmanager
def opened(path: Path) -> Iterator[Given]:
    """Open an ordinary file. Raises Refused, naming it, for anything else and for what cannot be opened."""
    shown = display(path)
    try:
        _look(os.lstat(path), path, shown)
        handle = os.open(path, READ)
    except (OSError, ValueError) as error:
        raise Refused("{file} cannot be opened: {why}", file=shown, why=reason(error)) from error
    try:
        # Looked at again: another file may have taken its place since.
        before = os.fstat(handle)
        _look(before, path, shown)
        yield Given(shown, before.st_size, handle, before)
    finally:
        os.close(handle)


def _look(found: os.stat_result, path: Path, shown: str) -> None:
    for is_kind, message in _KINDS:
        if is_kind(found.st_mode):
            target = display(os.path.realpath(path)) if is_kind is stat.S_ISLNK else ""
            raise Refused(message, file=shown, target=target)
    if not stat.S_ISREG(found.st_mode):
        raise Refused("{file} is not an ordinary file", file=shown)
    if not found.st_size:
        # What the system makes up as it is read, as under /proc, says 0 too.
        raise Refused("{file} is empty: there is nothing to keep", file=shown)
