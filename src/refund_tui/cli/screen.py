"""Start the screen, or say in one line why it cannot be."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from refund_tui import i18n
from refund_tui.cli.status import case_file, configured
from refund_tui.door import Door
from refund_tui.errors import UsageProblem

if TYPE_CHECKING:
    from refund_tui.config import Config
    from refund_tui.tui.settings import Settings

INCAPABLE = ("", "dumb", "unknown", "emacs", "network")
"""Values of TERM that promise nothing. Others need not be known here: no terminal of today lacks what is used."""


def require_terminal() -> None:
    """Raise UsageProblem where there is no terminal that a screen can be drawn on."""
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageProblem("there is no terminal here; use a command such as status, or see --help")
    if os.environ.get("TERM", "") in INCAPABLE:
        raise UsageProblem(
            "TERM is {term}: this terminal cannot show the screen; use a command such as status",
            term=os.environ.get("TERM") or "unset",
        )


def show(door: Door, config: Config | None, *, demo: bool = False) -> int:
    """Run the screen on a case file, made when there is none, as the config wants it; gives the exit code."""
    require_terminal()
    chosen = _settings(config)
    door.make_usable()
    from refund_tui.tui.terminal import prepare

    prepare(config.kitty if config else "auto")
    from refund_tui.tui.app import run

    return run(door, chosen, demo=demo)


def _settings(config: Config | None) -> Settings:
    from refund_tui.paths import config_file
    from refund_tui.tui.settings import Settings, settings

    return settings(config, config_file()) if config else Settings()


def run(options: dict[str, str]) -> int:
    """Run the screen from flags read by hand: what argparse would import is not needed for it."""
    from refund_tui.paths import config_file

    config = configured()
    i18n.install(i18n.choose(options.get("--lang"), config.language if config else None))
    path = Path(case_file(options.get("--db"), config.data_file if config else None))
    return show(Door(path, config_file().parent), config)
