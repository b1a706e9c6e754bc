"""Copying out of the screen: to the clipboard by OSC 52 and, where that may be swallowed, to a file too."""

from __future__ import annotations

import os
from pathlib import Path

from textual.app import App

from refund_tui.copied import keep, may_be_swallowed
from refund_tui.domain.text import clean_text
from refund_tui.i18n import _


def copy(app: App[object], text: str, what: str, folder: Path) -> None:
    """Copy `text` and say that it was; `what` names it, `folder` is where the file is written."""
    clean = clean_text(text)
    app.copy_to_clipboard(clean)
    if not may_be_swallowed(os.environ):
        app.notify(_("{what} copied").format(what=what), markup=False)
        return
    words, kept = kept_words(clean, what, folder)
    app.notify(words, severity="information" if kept else "warning", markup=False)


def kept_words(clean: str, what: str, folder: Path) -> tuple[str, bool]:
    """Write what was copied into a file; say so, and whether there is one."""
    try:
        path = keep(folder, clean)
    except OSError as error:
        words = _("{what} was sent to the clipboard; no file could be written: {why}")
        return words.format(what=what, why=error.strerror), False
    return _("{what} copied; if the clipboard stays empty: {path}").format(what=what, path=path), True
