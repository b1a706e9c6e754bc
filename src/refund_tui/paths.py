"""Where files live: the case file and the config, by option, environment, or the platform's own folders."""

from __future__ import annotations

import os
from pathlib import Path

from refund_tui.domain.text import clean_line

NAME = "refund-tui"
CASES = "cases.db"


def config_file() -> Path:
    """Give the config file: `REFUND_TUI_CONFIG`, else `config.toml` in the platform's config folder."""
    named = os.environ.get("REFUND_TUI_CONFIG")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_config_path

    return user_config_path(NAME, appauthor=False) / "config.toml"


def data_folder() -> Path:
    """Give the platform's user data folder of the program; nothing is created."""
    from platformdirs import user_data_path

    return user_data_path(NAME, appauthor=False)


def case_file(option: str | None, configured: str | None) -> Path:
    """Give the case file: `--db`, else `REFUND_TUI_DB`, else the config's `data_file`, else the data folder's."""
    named = option or os.environ.get("REFUND_TUI_DB") or configured
    return Path(named).expanduser() if named else data_folder() / CASES


def is_default(path: Path) -> bool:
    """Say whether a case file is the one that is used where none is named."""
    return path == data_folder() / CASES


def display(path: str | os.PathLike[str]) -> str:
    """Give a path, or a part of one, as it can be shown: bytes that are no UTF-8 as U+FFFD, on one line."""
    return clean_line(os.fsencode(path).decode("utf-8", "replace"))
