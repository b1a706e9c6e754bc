"""Opening a file in the user's own program, in the background: no key waits for it, and it outlives the screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Thread

from textual.app import App

from refund_tui.i18n import _
from refund_tui.paths import display
from refund_tui.tui.clipboard import copy


def opener(surroundings: Mapping[str, str]) -> str | None:
    """Give the command that opens a file here; None where there is none, or its window would be on another screen."""
    if surroundings.get("SSH_CONNECTION"):
        return None
    return shutil.which("open" if sys.platform == "darwin" else "xdg-open")


def open_file(app: App[object], path: Path, what: str, folder: Path) -> None:
    """Open a file; over SSH, or where nothing can open it, its path is told and copied (`folder`: see `copy`)."""
    command = opener(os.environ)
    if command is None:
        app.notify(display(path), title=what, markup=False)
        copy(app, str(path), _("the path of {file}").format(file=what), folder)
        return

    def run() -> None:
        try:
            code = subprocess.run(
                [command, str(path)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                check=False,
            ).returncode
        except OSError as error:
            _complain(error.strerror or str(error))
        else:
            if code:
                _complain(_("{command} ended with code {code}.").format(command=command, code=code))

    def _complain(why: str) -> None:
        words = _("{file} could not be opened: {why} It is {path}")
        said = words.format(file=what, why=why, path=display(path))
        app.call_later(app.notify, said, severity="warning", markup=False)

    # Not one of the app's own threads: leaving waits for those.
    Thread(target=run, daemon=True).start()
