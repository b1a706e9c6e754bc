"""The config file: TOML, every key optional, unknown keys refused with file and key."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from refund_tui.errors import Refused

LANGUAGES: tuple[str, ...] = ("en", "zh_CN")


@dataclass(frozen=True, slots=True)
class Config:
    """What the config file may say."""

    data_file: str | None = None
    """Path of the case file; `~` is the home folder."""
    language: str | None = None
    """`en` or `zh_CN`; without it the locale decides."""


def load_config(path: Path) -> Config:
    """Read the config file; no file gives the defaults. Raises Refused naming the file and the key."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return Config()
    except OSError as error:
        raise Refused("{file} cannot be read: {why}", file=path, why=error.strerror) from error
    try:
        found: dict[str, Any] = tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("{file} is not valid TOML: {why}", file=path, why=error) from error
    known = {field.name for field in fields(Config)}
    for key, value in found.items():
        if key not in known:
            raise Refused(
                "{file}: {key} is not a setting; known: {known}",
                file=path,
                key=key,
                known=", ".join(sorted(known)),
            )
        if not isinstance(value, str):
            raise Refused("{file}: {key} must be text in quotes", file=path, key=key)
    config = Config(**found)
    if config.language not in (None, *LANGUAGES):
        raise Refused("{file}: language cannot be {value}; choose en or zh_CN", file=path, value=config.language)
    return config
