"""A field for a file's path that completes it with the tab key, as a shell does."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from refund_tui.tui import dropped

MOST = 5000
"""Names of a folder that are looked at; a larger folder is completed from these."""


def candidates(typed: str) -> list[str]:
    """List what a typed path could go on as, folders with a slash at their end; hidden files only when asked for."""
    folder, _slash, start = typed.rpartition("/")
    place = Path(f"{folder}/" if _slash else ".").expanduser()
    found: list[str] = []
    try:
        with os.scandir(place) as entries:
            for entry, _count in zip(entries, range(MOST), strict=False):
                hidden = entry.name.startswith(".") and not start.startswith(".")
                if entry.name.startswith(start) and not hidden:
                    found.append(f"{folder}{_slash}{entry.name}" + ("/" if entry.is_dir() else ""))
    except (OSError, ValueError, RuntimeError):
        return []
    return sorted(found)


def paths_of(typed: str) -> list[Path]:
    """Give the files that a line names: one as it stands, or several by the shell's rules, as a drop has them.

    Looks which of them are there: not to be called where a key waits. Raises RuntimeError for a home that is unknown.
    """
    if found := dropped.paths(typed):
        return found
    whole = Path(typed).expanduser()
    if _is_there(whole):
        return [whole]
    try:
        words = [Path(word).expanduser() for word in shlex.split(typed)]
    except ValueError:  # a quote that nothing closes
        return [whole]
    return words if any(map(_is_there, words)) else [whole]


def _is_there(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:
        return False


def _quoted(line: str) -> str:
    """Give a pasted path as one word of the shell; one that a terminal quoted already stays as it is."""
    return line if set(line) & set("'\"\\") or line.startswith("file://") else shlex.quote(line)


def _together(ways: list[str]) -> str:
    """Give what all of them begin with."""
    first, last = (ways[0], ways[-1]) if ways else ("", "")
    same = next((place for place, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), None)
    return first[: len(min(first, last, key=len)) if same is None else same]


class PathInput(Input):
    """Tab completes as far as there is one way to go on; where there are several, they are told."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]
    new = False
    """Whether it names what is not there yet: tab goes on to the next field then, where nothing completes it."""

    class Several(Message):
        """There are several ways to go on, or none."""

        def __init__(self, ways: list[str]) -> None:
            super().__init__()
            self.ways = ways

    def _on_paste(self, event: events.Paste) -> None:
        """Take several lines, one file each, as one line."""
        lines = list(filter(None, map(str.strip, event.text.splitlines())))
        if len(lines) > 1:
            event.prevent_default()
            event.stop()
            self.insert_text_at_cursor(" ".join(map(_quoted, lines)))

    def action_complete(self) -> None:
        ways = candidates(self.value)
        longest = _together(ways)
        if not self.value or ways == [self.value] or (self.new and not ways):
            self.screen.focus_next()
            return
        if len(longest) > len(self.value):
            self.value = longest
            self.cursor_position = len(longest)
        self.post_message(self.Several(ways if len(ways) != 1 else []))
