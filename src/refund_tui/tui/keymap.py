"""Which keys a command has: a preset, the user's own keys over it, and what a Chinese input method makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from refund_tui.errors import Refused
from refund_tui.tui.commands import BY_ID, COMMANDS

Keys = Mapping[str, tuple[str, ...]]
"""The keys of each command, by its id."""

PRESETS: Mapping[str, Keys] = {
    "default": {},
    "vim": {
        "open": ("l", "enter"),
        "back": ("h", "escape"),
        "log": ("o",),
        "note": ("i",),
        "import": ("I",),
        "page_down": ("ctrl+f", "pagedown", "ctrl+d"),
        "page_up": ("ctrl+b", "pageup", "ctrl+u"),
        "pane_next": ("L", "tab", "]"),
        "pane_previous": ("H", "shift+tab", "["),
    },
}
"""What a preset changes of the keys in the table of commands."""

NAMES: Mapping[str, str] = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "space": "Space",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
    # Ctrl with h, i, j or m is Backspace, Tab or Enter to a terminal; Ctrl+C and Ctrl+Q always leave.
    **{f"ctrl+{letter}": f"Ctrl+{letter.upper()}" for letter in "abdefgklnoprstuvwxyz"},
}
"""Keys with a name that every terminal sends, and how they are written for people."""
_CHINESE = {
    "/": "、",
    "\\": "、",
    "[": "【",
    "]": "】",
    ".": "。",
    "<": "《",
    ">": "》",
    "'": "‘’",
    '"': "“”",
    "$": "￥",
    "^": "…",
}
"""What a Chinese input method types for a key, where it is not the full-width form."""


def resolved(preset: str = "default", own: Mapping[str, Sequence[str]] | None = None, file: Path | None = None) -> Keys:
    """Give every command its keys; `own` are those of the config `file`.

    Raises Refused, naming the file and the setting, for an unknown preset, command or key, for a key that two
    commands would share, and for a help or quit command without any.
    """
    if preset not in PRESETS:
        raise Refused(
            "{file}: preset cannot be {value}; choose one of: {choices}",
            file=file,
            value=preset,
            choices=", ".join(PRESETS),
        )
    own = own or {}
    for name, keys in own.items():
        _check(name, keys, file)
    changed = {**PRESETS[preset], **{name: tuple(keys) for name, keys in own.items()}}
    found = {command.id: tuple(changed.get(command.id, command.keys)) for command in COMMANDS}
    _check_clashes(found, own, file)
    return found


def _check(name: str, keys: Sequence[str], file: Path | None) -> None:
    if name not in BY_ID:
        raise Refused(
            "{file}: keys.{name} is not a command; known: {known}", file=file, name=name, known=", ".join(sorted(BY_ID))
        )
    for key in keys:
        if key not in NAMES and not (len(key) == 1 and key.isascii() and key.isprintable() and key != " "):
            raise Refused(
                "{file}: keys.{name}: {key} is not a key that every terminal sends; write a character, or one of:"
                " {known}",
                file=file,
                name=name,
                key=key or '""',
                known=", ".join(NAMES),
            )
    if name in ("help", "quit") and not keys:
        raise Refused("{file}: keys.{name} needs a key", file=file, name=name)


def _check_clashes(found: Keys, own: Mapping[str, Sequence[str]], file: Path | None) -> None:
    taken: dict[str, str] = {}
    # The user's own first, so that a clash is told about the setting that can be changed.
    for name in sorted(found, key=lambda each: each in own):
        for key in found[name]:
            if key in taken and taken[key] != name:
                raise Refused(
                    "{file}: keys.{name}: {key} is already the key of {other}; give {other} another one too",
                    file=file,
                    name=name,
                    key=key,
                    other=taken[key],
                )
            taken[key] = name


def variants(key: str) -> Iterator[str]:
    """Give a key, as Textual's lists of keys name it, and what a Chinese input method makes of it: `j` and `ｊ`."""
    yield "comma" if key == "," else key
    if len(key) == 1:
        yield chr(ord(key) + 0xFEE0)
        yield from _CHINESE.get(key, "")


def key_name(key: str) -> str:
    """Write a key as it stands on a keyboard."""
    return NAMES.get(key, key)


DEFAULT: Keys = resolved()
