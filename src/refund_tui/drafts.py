"""Drafts: what is typed and not yet in the case file, in files that outlive the process (fault-catalogue.md 4).

Standard library only. A draft file is `<sha256 of all that follows> <JSON of its head>` and a line end, then the
text; a torn one is told by its hash. No session touches the file of another one that still runs.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

from refund_tui.durable import make_folder, read_regular, replace_file, sweep, sync_folder

FOLDER = "drafts"
LENT = ".outside"
LARGEST = 8 * 1024 * 1024
"""Bytes; nothing that can be typed here comes near, so that a larger file is none of ours."""
_FILE = re.compile(r"(?P<name>[a-z0-9][a-z0-9_-]*)\.(?P<session>[0-9]+-[0-9a-f]+)\.draft")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Left:
    """A draft that an ended session left: `text` was typed on top of revision `base` of what `name` stands for."""

    name: str
    text: str
    base: int
    path: Path


def to_bytes(text: str, base: int, file: str) -> bytes:
    """Write a draft as its file holds it; `file` is the name of the case file it belongs to."""
    head = json.dumps({"base": base, "file": file})
    # Lone surrogates cannot be kept in the case file, but must not cost anybody the rest of a text.
    body = f"{head}\n{text}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(body).hexdigest().encode() + b" " + body


def from_bytes(found: bytes) -> tuple[str, int, str] | None:
    """Read text, base and case file of a draft; None for one that is torn or none of ours."""
    digest, _space, body = found.partition(b" ")
    if hashlib.sha256(body).hexdigest().encode() != digest:
        return None
    try:
        head, _end, text = body.decode("utf-8", "surrogatepass").partition("\n")
        known = json.loads(head)
        return text, int(known["base"]), str(known["file"])
    except (ValueError, TypeError, KeyError):
        return None


def unended(text: str, before: str) -> str:
    """Take away the line end that an editor puts after the last line, unless there was one before."""
    return text if before.endswith("\n") else text.removesuffix("\n")


class Drafts:
    """The drafts of this process on one case file, and those that ended ones left. Any thread may use it.

    `session` is unique to this object. A name is of small letters, digits, `-` and `_`: `note-12`. What writes
    raises OSError where the disk is full or the folder cannot be written.
    """

    def __init__(self, case_file: Path) -> None:
        self.file = case_file.name
        self.folder = case_file.absolute().parent / FOLDER
        self.session = f"{os.getpid()}-{os.urandom(6).hex()}"
        self._lock: int | None = None
        # A signal handler may come in the midst of a write of the same thread.
        self.writing = RLock()

    def keep(self, name: str, text: str, base: int) -> None:
        """Put a text in the place of this session's draft `name`; it is durable when this returns."""
        with self.writing:
            self._begin()
            replace_file(self._own(name), [to_bytes(text, base, self.file)])

    def drop(self, name: str) -> None:
        """Take this session's draft `name` away, if there is one: its text is safe elsewhere.

        It stays while something that was lent has not returned, so that `left` gives that.
        """
        with self.writing:
            if not self._own(name).with_suffix(LENT).exists():
                self._remove(self._own(name))

    def left(self, name: str | None = None) -> list[Left]:
        """Give the drafts of this case file that ended sessions left, the newest first; all, or those of one name."""
        found: list[tuple[float, Left]] = []
        for path, match in self._others():
            if name in (None, match["name"]) and (draft := self._read(path, match["name"])):
                with suppress(OSError):
                    found.append((path.stat().st_mtime, draft))
        return [draft for _at, draft in sorted(found, key=lambda each: -each[0])]

    def damaged(self) -> list[Path]:
        """Give the files of ended sessions that cannot be trusted: torn, changed, too large or no files."""
        return [path for path, _match in self._others() if self._content(path) is None]

    def adopt(self, draft: Left) -> None:
        """Make a draft that was left this session's own; it is never in neither place."""
        self.keep(draft.name, draft.text, draft.base)
        self.discard(draft)

    def discard(self, draft: Left) -> None:
        """Take away a draft that was left; only when its text is somewhere else, or is not wanted any more."""
        with self.writing:
            shutil.rmtree(draft.path.with_suffix(LENT), ignore_errors=True)
            self._remove(draft.path)

    def lend(self, name: str, text: str, base: int) -> Path:
        """Keep a text, and put it where another program may edit it: a file in a folder of its own.

        Should this session end before `returned`, what that file holds then is what `left` gives. Raises
        FileExistsError where something that was lent has not returned.
        """
        with self.writing:
            self.keep(name, text, base)
            folder = self._own(name).with_suffix(LENT)
            folder.mkdir(mode=0o700)
            path = folder / f"{name}.md"
            replace_file(path, [text.encode("utf-8", "replace")])
            return path

    def returned(self, name: str) -> None:
        """Take away what was lent, with whatever the other program put beside it; the draft itself stays."""
        shutil.rmtree(self._own(name).with_suffix(LENT), ignore_errors=True)

    def close(self) -> None:
        """End this session: what it left is there for others."""
        with self.writing:
            if self._lock is not None:
                with suppress(OSError):
                    self._lock_file.unlink(missing_ok=True)
                os.close(self._lock)
                self._lock = None

    @property
    def _lock_file(self) -> Path:
        return self.folder / f"{self.session}.lock"

    def _own(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot name a draft")
        return self.folder / f"{name}.{self.session}.draft"

    def _begin(self) -> None:
        """Say to others that this session lives: they try its lock, which the system opens when the process ends."""
        if self._lock is not None:
            return
        make_folder(self.folder)
        while self._lock is None:
            lock = os.open(self._lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
            with suppress(OSError):
                # Where the file system has no locks, others take this session for ended, and still see its texts.
                fcntl.flock(lock, fcntl.LOCK_EX)
            if os.fstat(lock).st_nlink:
                self._lock = lock
            else:
                os.close(lock)  # swept by another session before it was locked
        sweep(self.folder, self._lock)
        with suppress(OSError):
            for path in sorted(self.folder.glob("*.lock")):
                if self._has_ended(path.stem):
                    path.unlink(missing_ok=True)

    def _remove(self, path: Path) -> None:
        try:
            path.unlink()
        except FileNotFoundError:
            return
        sync_folder(self.folder)

    def _others(self) -> list[tuple[Path, re.Match[str]]]:
        """List the draft files of sessions that ended."""
        try:
            names = sorted(path.name for path in self.folder.iterdir())
        except OSError:
            return []
        matches = [match for match in map(_FILE.fullmatch, names) if match]
        ended = {each: self._has_ended(each) for each in {match["session"] for match in matches}}
        return [(self.folder / match.string, match) for match in matches if ended[match["session"]]]

    def _has_ended(self, session: str) -> bool:
        if session == self.session:
            return False
        path = self.folder / f"{session}.lock"
        try:
            lock = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return True
        try:
            # Shared, so that two who ask at once do not take each other for the session.
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        finally:
            os.close(lock)
        return True

    def _content(self, path: Path) -> tuple[str, int, str] | None:
        try:
            return from_bytes(read_regular(path, LARGEST))
        except OSError:
            return None

    def _read(self, path: Path, name: str) -> Left | None:
        content = self._content(path)
        if content is None or content[2] != self.file:
            return None
        text = self._lent_text(path.with_suffix(LENT) / f"{name}.md", content[0])
        return Left(name, text, content[1], path)

    def _lent_text(self, path: Path, before: str) -> str:
        try:
            return unended(read_regular(path, LARGEST).decode("utf-8", "replace"), before)
        except OSError:
            return before
