"""Evidence files: written once, named by what is in them, in a folder beside the case file.

`evidence/ab/<sha256>`: the name proves the content, so that a file that rotted or was changed is told by its name,
and the same bytes are kept once. What a person calls a file is never part of a path (fault-catalogue.md 2.D and 4).
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from refund_tui.domain.filetypes import HEAD, detect
from refund_tui.domain.problem import Refused
from refund_tui.durable import READ, fresh_file, make_folder, sweep, sync_folder, write_all
from refund_tui.errors import CaseFileProblem
from refund_tui.paths import display
from refund_tui.reasons import reason
from refund_tui.store.given import CHUNK, opened

FOLDER = "evidence"
Progress = Callable[[int, int], None]
"""Told how many bytes are done of how many: each is read twice, once to copy it and once to prove the copy.

What it raises ends the work, and nothing is left of it.
"""
SPARE = 16 * 1024 * 1024
"""Bytes that stay free beside a file that is kept: the case file must still be able to grow."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An evidence file that is on the disk: its hash in hexadecimal, its size in bytes, where it lies.

    `type` is an id of `filetypes.TYPES`; `was_there` says that the same bytes were kept before.
    """

    sha256: str
    size: int
    path: Path
    type: str = field(default="data", compare=False)
    was_there: bool = field(default=False, compare=False)


def folder_of(case_file: Path) -> Path:
    """Give the folder of the evidence files that belong to a case file; nothing is created."""
    return case_file.absolute().parent / FOLDER


def path_of(folder: Path, sha256: str) -> Path:
    """Give where the evidence with this hash lies, there or not."""
    return folder / sha256[:2] / sha256


def _nothing(done: int, total: int) -> None:
    pass


def put_file(folder: Path, path: Path, progress: Progress = _nothing) -> Kept:
    """Keep a copy of a person's file; as `put`.

    Raises Refused, naming the file, for what is no ordinary file, cannot be read or changes meanwhile, and for one
    that the disk has no room for.
    """
    with opened(path) as given:
        try:
            make_folder(folder)
            space = os.statvfs(folder)
            free = space.f_bavail * space.f_frsize
            if free < given.size + SPARE:
                raise Refused(
                    "{file} is not kept: it has {size} bytes, and {folder} has room for {free}",
                    file=given.shown,
                    size=given.size,
                    folder=display(folder),
                    free=max(free - SPARE, 0),
                )
            return _put(folder, given.chunks(), progress, given.size)
        except OSError as error:
            raise CaseFileProblem(
                "{file} could not be kept in {folder}: {why}",
                file=given.shown,
                folder=display(folder),
                why=reason(error),
            ) from error


def put_bytes(folder: Path, content: bytes) -> Kept:
    """Keep bytes; as `put`."""
    return put(folder, (content,))


def put(folder: Path, chunks: Iterable[bytes]) -> Kept:
    """Keep what `chunks` add up to, and read it back; it is durable when this returns.

    The hash is of the bytes as they are written, so that a source that changes meanwhile cannot make it wrong.
    Raises CaseFileProblem where it cannot be kept; then nothing is left behind.
    """
    try:
        make_folder(folder)
        return _put(folder, chunks, _nothing, 0)
    except OSError as error:
        raise CaseFileProblem(
            "the evidence could not be kept in {folder}: {why}", folder=folder, why=reason(error)
        ) from error


def _put(folder: Path, chunks: Iterable[bytes], progress: Progress, expected: int) -> Kept:
    hashed, size, head = hashlib.sha256(), 0, b""
    with fresh_file(folder, 0o400) as (handle, fresh):
        sweep(folder, handle)
        for chunk in chunks:
            hashed.update(chunk)
            size += len(chunk)
            head += chunk[: HEAD - len(head)]
            write_all(handle, chunk)
            progress(size, 2 * expected)
        digest = hashed.hexdigest()
        path = path_of(folder, digest)

        def reading(done: int) -> None:
            progress(size + done, 2 * expected)

        if digest_of(path, reading) == digest:
            return Kept(digest, size, path, detect(head), was_there=True)
        os.fsync(handle)
        if hasattr(os, "posix_fadvise"):
            # Read back from the disk, and not from the memory that it was written from.
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        # Before it has its name: what ends the work here leaves nothing under a name that promises a content.
        if digest_of(fresh, reading) != digest:
            raise OSError(f"{fresh} does not read back as it was written")
        make_folder(path.parent)
        fresh.replace(path)
    sync_folder(path.parent)
    return Kept(digest, size, path, detect(head))


def digest_of(path: Path, reading: Callable[[int], None] | None = None) -> str | None:
    """Give the hash of a regular file, None where there is none. Raises OSError for one that cannot be read.

    `reading` is told the bytes read so far, and may raise to end it.
    """
    try:
        handle = os.open(path, READ)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:  # a link, which no evidence file is
            return None
        raise
    with os.fdopen(handle, "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        hashed, done = hashlib.sha256(), 0
        while chunk := file.read(CHUNK):
            hashed.update(chunk)
            done += len(chunk)
            if reading is not None:
                reading(done)
    return hashed.hexdigest()
