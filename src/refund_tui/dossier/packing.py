"""Putting a bundle together: staged beside its place, copied while hashed, and there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from refund_tui.domain.problem import Refused
from refund_tui.durable import READ, fresh_file, sync_folder, write_all
from refund_tui.reasons import reason

CHUNK = 1024 * 1024
"""Bytes of a file that are in memory at a time."""
SPARE = 16 * 1024 * 1024
"""Bytes that stay free on the disk that a bundle is made on."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first instant that a zip knows."""
Progress = Callable[[int, int], None]
"""Told how many bytes are done of how many; what it raises ends the work, and nothing is left of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a bundle: its name there, where its bytes lie now, their hash; a staged one was made for it.

    `title` is what a person calls it.
    """

    file: str
    path: Path
    sha256: str
    title: str
    staged: bool = False


@contextmanager
def workshop(out: Path) -> Iterator[Path]:
    """Give a folder of one's own beside `out`, gone with all that is in it when this ends.

    Raises Refused where `out` is taken, by a file or by a folder that is not empty, and for whatever the system does
    not let happen meanwhile.
    """
    if is_taken(out):
        raise Refused("{file} is there already: give another name, or take it away first", file=str(out))
    folder = out.absolute().parent / f".{os.getpid()}-{os.urandom(6).hex()}.tmp"
    try:
        folder.mkdir(mode=0o700)
        yield folder
    except OSError as error:
        raise Refused("{file} cannot be written: {why}", file=str(out), why=reason(error)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_taken(out: Path) -> bool:
    """Say whether something is in the place of a bundle; an empty folder is not."""
    if is_zip(out) or out.is_symlink() or not out.is_dir():
        return os.path.lexists(out)
    return any(out.iterdir())


def is_zip(out: Path) -> bool:
    """Say whether a bundle of this name is a zip."""
    return out.suffix.lower() == ".zip"


def check_room(out: Path, size: int) -> None:
    """Raise Refused where the disk has no room for `size` bytes."""
    space = os.statvfs(out.absolute().parent)
    free = space.f_bavail * space.f_frsize
    if free < size + SPARE:
        raise Refused(
            "{file} is not made: it needs {size} bytes, and there is room for {free}",
            file=str(out),
            size=size,
            free=max(free - SPARE, 0),
        )


def read_chunks(path: Path, title: str, sha256: str | None = None) -> Iterator[bytes]:
    """Read a regular file once. Raises Refused, named by `title`, where it is missing or not what it was."""
    hashed = hashlib.sha256()
    try:
        handle = os.open(path, READ)
    except OSError as error:
        raise Refused(
            "{exhibit}: its file cannot be read ({why}); see evidence verify", **_why(title, error)
        ) from error
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Refused("{exhibit}: its file is not what was kept; see evidence verify", exhibit=title)
        while chunk := os.read(handle, CHUNK):
            hashed.update(chunk)
            yield chunk
    except OSError as error:
        raise Refused(
            "{exhibit}: its file cannot be read ({why}); see evidence verify", **_why(title, error)
        ) from error
    finally:
        os.close(handle)
    if sha256 is not None and hashed.hexdigest() != sha256:
        raise Refused("{exhibit}: its file is not what was kept; see evidence verify", exhibit=title)


def _why(title: str, error: OSError) -> dict[str, object]:
    return {"exhibit": title, "why": reason(error)}


def stage(folder: Path, file: str, chunks: Iterable[bytes]) -> Entry:
    """Write a file that is made for a bundle into the workshop, and hash it."""
    path = folder / file
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    hashed = hashlib.sha256()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as target:
        for chunk in chunks:
            hashed.update(chunk)
            target.write(chunk)
    return Entry(file, path, hashed.hexdigest(), file, staged=True)


def pack(out: Path, workshop: Path, name: str, entries: Sequence[Entry], at: datetime, progress: Progress) -> None:
    """Make the bundle of its entries: a folder, or a zip with one folder called `name`, every file dated `at`.

    What is not staged is copied while it is hashed. Raises Refused, naming the exhibit, where that is not the hash
    that it had; then, and whatever else goes wrong, nothing is under the name `out`.
    """
    ordered = sorted(entries, key=lambda entry: entry.file)
    if is_zip(out):
        _pack_zip(out, name, ordered, at, progress)
    else:
        _pack_folder(out, workshop, ordered, at, progress)


def _pack_folder(out: Path, workshop: Path, entries: Sequence[Entry], at: datetime, progress: Progress) -> None:
    root = workshop / "bundle"
    root.mkdir(mode=0o700)
    count = _Count(entries, progress)
    # One file goes to the disk while the next one is hashed.
    with ThreadPoolExecutor(1) as pool:
        durable = [pool.submit(_sync, _placed(entry, root, at, count)) for entry in entries]
    for each in durable:
        each.result()
    for folder in {root, *(root / entry.file for entry in entries)}:
        sync_folder(folder if folder.is_dir() else folder.parent)
    count.last_call()
    if is_taken(out):
        raise FileExistsError(17, os.strerror(17))
    root.replace(out)
    sync_folder(out.absolute().parent)


def _placed(entry: Entry, root: Path, at: datetime, count: _Count) -> Path:
    target = root / entry.file
    target.parent.mkdir(mode=0o700, exist_ok=True)
    if entry.staged:
        entry.path.rename(target)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        for chunk in () if entry.staged else count.chunks(entry):
            write_all(handle, chunk)
        os.utime(handle, (at.timestamp(), at.timestamp()))
    finally:
        os.close(handle)
    return target


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pack_zip(out: Path, name: str, entries: Sequence[Entry], at: datetime, progress: Progress) -> None:
    count = _Count(entries, progress)
    with fresh_file(out.absolute().parent, 0o600) as (handle, fresh):
        with (
            os.fdopen(os.dup(handle), "wb", buffering=CHUNK) as target,
            zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, strict_timestamps=False) as packed,
        ):
            for entry in entries:
                info = zipfile.ZipInfo(f"{name}/{entry.file}", max(at.timetuple()[:6], _EARLIEST))
                info.create_system, info.external_attr = 3, (stat.S_IFREG | 0o600) << 16
                info.file_size = _size(entry)
                with packed.open(info, "w") as member:
                    for chunk in count.chunks(entry):
                        member.write(chunk)
        os.fsync(handle)
        count.last_call()
        if is_taken(out):
            raise FileExistsError(17, os.strerror(17))
        fresh.rename(out)
    sync_folder(out.absolute().parent)


def _size(entry: Entry) -> int:
    """Give how long a file is; one that is gone has no length, and is named when it is read."""
    try:
        return entry.path.stat().st_size
    except OSError:
        return 0


class _Count:
    """How far the copying is."""

    def __init__(self, entries: Sequence[Entry], progress: Progress) -> None:
        self.done, self.progress = 0, progress
        self.total = sum(map(_size, entries))

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        for chunk in read_chunks(entry.path, entry.title, entry.sha256):
            yield chunk
            self.done += len(chunk)
            self.progress(self.done, self.total)

    def last_call(self) -> None:
        """Give who waits the last chance to end it: from here on it is under its name."""
        self.progress(self.total, self.total)
