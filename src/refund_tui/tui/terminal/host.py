"""The application's side of the terminal: how it runs, leaves when it is told to, and stays when a part of it fails."""

from __future__ import annotations

import asyncio
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.filter import LineFilter, Monochrome, NoColor
from textual.worker import WorkerFailed

from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.terminal import driver_class
from refund_tui.tui.turns import KeysInTurn

if TYPE_CHECKING:
    from refund_tui.tui.terminal.driver import TerminalDriver

THREAD_SECONDS = 0.4
"""So long a thread that still works may keep the program from ending."""


class TerminalApp(KeysInTurn):
    """An application that outlives its parts, and leaves in order when its terminal goes."""

    terminal: TerminalDriver | None = None
    ready: bool = False
    """Whether there is a screen that knows what to do with a key."""

    def __init__(self) -> None:
        super().__init__(driver_class=driver_class())
        self._no_colour = NoColor()

    def get_line_filters(self) -> Sequence[LineFilter]:
        # Textual would only make colours grey, and fails on text without a style.
        return [self._no_colour if isinstance(each, Monochrome) else each for each in super().get_line_filters()]

    def on_mount(self) -> None:
        if self.terminal is None and not self.is_headless and sys.platform != "win32":
            # With Textual's own driver, both kill the process and leave the terminal as it is.
            for number in (signal.SIGHUP, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, self.hang_up, number)

    def listen(self) -> None:
        """Begin to take keys."""
        self.ready = True
        if self.terminal is not None:
            self.terminal.listen()

    def keep_now(self) -> None:
        """Keep what is typed and not saved, at once; called from another thread where the event loop is stuck."""

    def hang_up(self, number: int) -> None:
        """Leave because of a signal."""
        self.exit(return_code=128 + number)

    def _handle_exception(self, error: Exception) -> None:
        """Stay when only a worker failed: what it was about is still on the screen."""
        if self._exit:
            return  # Textual mounts nothing any more: what is just being opened does not find its own parts
        if isinstance(error, WorkerFailed) and self.is_running and not self.is_headless:
            self.notify(_fault(error.error), severity="error", markup=False)
        else:
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Leave after a fault of ours with a plain traceback: Textual's own prints the user's texts and amounts."""
        self._exit_renderables.append(safe.text(traceback.format_exc()))
        self._close_messages_no_wait()


def _fault(error: BaseException) -> str:
    """Say what failed and where, without a word of the user's."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    sentence = _("Something went wrong here ({fault}, {where}). The program goes on; what you typed is still there.")
    return sentence.format(fault=type(error).__name__, where=where)


def run(app: TerminalApp, *, mouse: bool = True) -> int:
    """Run an application to its end; gives the exit code, 128 + n after signal n.

    A thread may still be at work: the caller ends the process without waiting for it.
    """
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(_run(app, mouse))
    finally:
        if app.terminal is not None:
            app.terminal.stop_application_mode()
    return app.return_code or 0


async def _run(app: TerminalApp, mouse: bool) -> None:
    await app.run_async(mouse=mouse)
    threads = asyncio.ensure_future(asyncio.get_running_loop().shutdown_default_executor())
    await asyncio.wait({threads}, timeout=THREAD_SECONDS)
