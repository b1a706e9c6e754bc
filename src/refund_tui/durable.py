"""Files that are there whole or not at all, whatever ends the process or the power; standard library only."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

DAY = 86400
_FRESH = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
"""How a file is opened that may be a link or a pipe instead: neither followed nor waited for."""


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter, unless it is there; its name in the parent is durable too."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        return
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: a rename without this may be undone by a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def fresh_file(folder: Path, mode: int) -> Iterator[tuple[int, Path]]:
    """Give a new file, open for writing, under a name of its own; gone again unless it was renamed meanwhile."""
    # A name nobody else has: a second writer, such as a signal handler in the midst of a write, must not share it.
    path = folder / f"{os.getpid()}-{os.urandom(6).hex()}.tmp"
    handle = os.open(path, _FRESH, mode)
    try:
        yield handle, path
    finally:
        os.close(handle)
        with suppress(OSError):
            path.unlink(missing_ok=True)


def sweep(folder: Path, handle: int) -> None:
    """Take away fresh files that a kill left in a folder, a day and more older than the open file `handle`."""
    now = os.fstat(handle).st_mtime
    with suppress(OSError):
        for path in sorted(folder.glob("*.tmp")):
            if now - path.lstat().st_mtime > DAY:
                path.unlink(missing_ok=True)


def write_all(handle: int, chunk: bytes) -> None:
    """Write every byte: one `os.write` may take only a part of them."""
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(handle, rest) :]


def replace_file(path: Path, chunks: Iterable[bytes], mode: int = 0o600) -> None:
    """Put `chunks` in the place of `path`, or leave what is there. Raises OSError where that cannot be done."""
    with fresh_file(path.parent, mode) as (handle, fresh):
        for chunk in chunks:
            write_all(handle, chunk)
        os.fsync(handle)
        fresh.replace(path)
    sync_folder(path.parent)


def new_file(path: Path, chunks: Iterable[bytes], mode: int = 0o600) -> None:
    """Write a file that was not there, whole or not at all. Raises FileExistsError for one that was, else OSError."""
    with fresh_file(path.parent, mode) as (handle, fresh):
        for chunk in chunks:
            write_all(handle, chunk)
        os.fsync(handle)
        path.hardlink_to(fresh)  # unlike a rename, this never takes the place of another file
    sync_folder(path.parent)


def read_regular(path: Path, most: int) -> bytes:
    """Read a file of at most `most` bytes. Raises OSError for what is larger, a link, a pipe or a device."""
    handle = os.open(path, READ)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(f"{path} is not a regular file")
        found = file.read(most + 1)
    if len(found) > most:
        raise OSError(f"{path} is larger than {most} bytes")
    return found
