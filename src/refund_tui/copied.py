"""What is copied out, kept in a file too: a terminal may swallow what fills the clipboard, and not say so."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from refund_tui.durable import fresh_file, write_all

FILE_NAME = "copied.txt"
_SETS_CLIPBOARD = ("WezTerm", "ghostty", "iTerm.app", "vscode", "rio")
"""`TERM_PROGRAM` of terminals that fill the clipboard by OSC 52 unless told otherwise."""
_ITS_TERM = ("xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm")


def may_be_swallowed(surroundings: Mapping[str, str]) -> bool:
    """Say whether nobody can know that an OSC 52 sequence reaches a clipboard here.

    A multiplexer drops it by default (tmux: `set-clipboard external`), and many terminals never take it.
    """
    if surroundings.get("TMUX") or surroundings.get("STY") or surroundings.get("ZELLIJ"):
        return True
    known = surroundings.get("TERM_PROGRAM") in _SETS_CLIPBOARD or surroundings.get("WT_SESSION")
    return not known and not surroundings.get("TERM", "").startswith(_ITS_TERM)


def keep(folder: Path, text: str) -> Path:
    """Write what was copied into a file that only its owner can read; gives its path. Raises OSError."""
    path = folder / FILE_NAME
    with fresh_file(folder, 0o600) as (handle, fresh):
        write_all(handle, text.encode("utf-8"))
        fresh.replace(path)
    return path
