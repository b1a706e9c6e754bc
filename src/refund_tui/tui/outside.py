"""The user's own editor: which it is, and running it on a file while the screen is put away."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from refund_tui.errors import Refused

NAMES = ("VISUAL", "EDITOR")


def editor() -> list[str]:
    """Give the command of the user's editor. Raises Refused where none is named, or what is named is no command."""
    name, named = next(((name, value) for name in NAMES if (value := os.environ.get(name, "").strip())), ("", ""))
    if not named:
        raise Refused("no editor is named: set VISUAL or EDITOR before you start, such as EDITOR=nano")
    try:
        return shlex.split(named)
    except ValueError as error:
        raise Refused("{name} is {value}: it is no command ({why})", name=name, value=named, why=error) from error


def run(app: App[Any], command: list[str], path: Path) -> int:
    """Run an editor on a file and wait for it; gives its exit code, -n after signal n.

    Raises Refused where it cannot be started, or where the terminal cannot be handed over.
    """
    try:
        with app.suspend(), _interrupts_are_the_editors():
            return subprocess.run([*command, str(path)], check=False).returncode
    except SuspendNotSupported as error:
        raise Refused("the terminal cannot be handed over to an editor here") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise Refused("{command} could not be started: {why}", command=command[0], why=why) from error


@contextmanager
def _interrupts_are_the_editors() -> Iterator[None]:
    """Let Ctrl+C pass by: it reaches every program of the terminal, and would end this one in the editor's stead."""
    # A handler, not SIG_IGN: the editor would inherit that.
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
