"""Files that are dropped on a terminal arrive as a paste of their paths, each terminal's in a form of its own."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

MOST = 64 * 1024
"""Characters of a paste that may be paths; a longer one is a text."""
_BEGINNINGS = ("/", "~/", "./", "../", "file://")


def paths(pasted: str) -> list[Path]:
    """Give the paths that a paste holds: quoted, escaped, `file://`, or as they are, one or several; else nothing.

    Looks whether a line is the name of a file, blanks and all: not to be called where a key waits.
    """
    if len(pasted) > MOST:
        return []
    found: list[Path] = []
    for line in filter(None, map(str.strip, pasted.splitlines())):
        whole = _path(line)
        parts = [whole] if whole is not None and _is_there(whole) else _several(line)
        if not parts:
            return []
        found += parts
    return found


def _several(line: str) -> list[Path]:
    try:
        words = shlex.split(line)
    except ValueError:  # a quote that nothing closes
        words = [line]
    parts = [_path(word) for word in words]
    return [each for each in parts if each is not None] if None not in parts else []


def _path(word: str) -> Path | None:
    if not word.startswith(_BEGINNINGS) or "\0" in word:
        return None
    if not word.startswith("file://"):
        return Path(word).expanduser() if word.startswith("~/") else Path(word)
    try:
        there = urlsplit(word)
    except ValueError:
        return None
    # `file://host/…` is another machine's.
    local = there.netloc in ("", "localhost")
    return Path(os.fsdecode(unquote_to_bytes(there.path))) if local and there.path else None


def _is_there(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:
        return False
