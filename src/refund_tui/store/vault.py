"""Evidence files: written once, named by what is in them, in a folder beside the case file.

`evidence/ab/<sha256>`: the name proves the content, so that a file that rotted or was changed is told by its name,
and the same bytes are kept once. What a person calls a file is never part of a path (fault-catalogue.md 2.D and 4).
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from refund_tui.durable import READ, fresh_file, make_folder, sweep, sync_folder, write_all
from refund_tui.errors import CaseFileProblem

FOLDER = "evidence"
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """An evidence file that is on the disk: its hash in hexadecimal, its size in bytes, where it lies."""

    sha256: str
    size: int
    path: Path


def folder_of(case_file: Path) -> Path:
    """Give the folder of the evidence files that belong to a case file; nothing is created."""
    return case_file.absolute().parent / FOLDER


def path_of(folder: Path, sha256: str) -> Path:
    """Give where the evidence with this hash lies, there or not."""
    return folder / sha256[:2] / sha256


def put_bytes(folder: Path, content: bytes) -> Kept:
    """Keep bytes; as `put`."""
    return put(folder, (content,))


def put(folder: Path, chunks: Iterable[bytes]) -> Kept:
    """Keep what `chunks` add up to, and read it back; it is durable when this returns.

    The hash is of the bytes as they are written, so that a source that changes meanwhile cannot make it wrong.
    Raises CaseFileProblem where it cannot be kept; then nothing is left behind.
    """
    try:
        return _put(folder, chunks)
    except OSError as error:
        raise CaseFileProblem(
            "the evidence could not be kept in {folder}: {why}", folder=folder, why=error.strerror or error
        ) from error


def _put(folder: Path, chunks: Iterable[bytes]) -> Kept:
    make_folder(folder)
    hashed, size = hashlib.sha256(), 0
    with fresh_file(folder, 0o400) as (handle, fresh):
        sweep(folder, handle)
        for chunk in chunks:
            hashed.update(chunk)
            size += len(chunk)
            write_all(handle, chunk)
        kept = Kept(hashed.hexdigest(), size, path_of(folder, hashed.hexdigest()))
        if is_whole(kept.path):
            return kept
        os.fsync(handle)
        make_folder(kept.path.parent)
        fresh.replace(kept.path)
    sync_folder(kept.path.parent)
    if not is_whole(kept.path):
        raise OSError(f"{kept.path} does not read back as it was written")
    return kept


def is_whole(path: Path) -> bool:
    """Say whether an evidence file is there and holds what its name says."""
    try:
        handle = os.open(path, READ)
    except FileNotFoundError:
        return False
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return False
        hashed = hashlib.sha256()
        while chunk := file.read(_CHUNK):
            hashed.update(chunk)
    return hashed.hexdigest() == path.name
