"""The config file: TOML, every key optional, unknown keys refused with file and key."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from refund_tui.errors import Refused
from refund_tui.reasons import reason

CHOICES: Mapping[str, tuple[str, ...]] = {
    "language": ("en", "zh_CN"),
    "theme": ("terminal", "dark", "light"),
    "kitty": ("auto", "on", "off"),
}
"""Settings that are one of a few words."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the config file may say."""

    data_file: str | None = None
    """Path of the case file; `~` is the home folder."""
    language: str | None = None
    """`en` or `zh_CN`; without it the locale decides."""
    theme: str = "terminal"
    """The colours: `terminal` (its own sixteen), `dark` or `light`."""
    ascii: bool = False
    """Only plain ASCII for lines and signs, for terminals that draw some of the others two cells wide."""
    mouse: bool = True
    """Whether the mouse works; without it the terminal's own selection does."""
    kitty: Literal["auto", "on", "off"] = "auto"
    """The kitty keyboard protocol: `on` asks for it; `auto` and `off` do not, because it breaks input methods."""
    preset: str = "default"
    """The keys to begin with: `default` or `vim`."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A table of commands and their keys, over those of the preset."""


def load_config(path: Path) -> Config:
    """Read the config file; no file gives the defaults. Raises Refused naming the file and the key."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return Config()
    except OSError as error:
        raise Refused("{file} cannot be read: {why}", file=path, why=reason(error)) from error
    try:
        found: dict[str, Any] = tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("{file} is not valid TOML: {why}", file=path, why=error) from error
    known = {field.name for field in fields(Config)}
    for key in found:
        if key not in known:
            raise Refused(
                "{file}: {key} is not a setting; known: {known}",
                file=path,
                key=key,
                known=", ".join(sorted(known)),
            )
    return Config(**{key: _read(key, value, path) for key, value in found.items()})


def _read(key: str, value: Any, path: Path) -> Any:
    if key == "keys":
        return _keys(value, path)
    if key in ("ascii", "mouse"):
        if not isinstance(value, bool):
            raise Refused("{file}: {key} must be true or false", file=path, key=key)
        return value
    if not isinstance(value, str):
        raise Refused("{file}: {key} must be text in quotes", file=path, key=key)
    choices = CHOICES.get(key)
    if choices and value not in choices:
        raise Refused(
            "{file}: {key} cannot be {value}; choose one of: {choices}",
            file=path,
            key=key,
            value=value,
            choices=", ".join(choices),
        )
    return value


def _keys(value: Any, path: Path) -> dict[str, tuple[str, ...]]:
    """Read the table of keys: a command has a key in quotes, or a list of them."""
    if not isinstance(value, dict):
        raise Refused('{file}: keys must be a table, such as [keys] with log = "o"', file=path)
    found: dict[str, tuple[str, ...]] = {}
    for name, given in value.items():
        several = [given] if isinstance(given, str) else given
        if not isinstance(several, list) or not all(isinstance(each, str) for each in several):
            raise Refused("{file}: keys.{name} must be a key in quotes, or a list of them", file=path, name=name)
        found[name] = tuple(several)
    return found
