"""The watchdog: a thread that sleeps until the line is dropped or a signal comes, and then sees the program out."""

from __future__ import annotations

import os
import select
import signal
import time
from asyncio import AbstractEventLoop
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

from refund_tui.tui.terminal.signals import ENDING, FROM_KEYS

KEEP_SECONDS, LIMIT_SECONDS = 0.8, 1.8
"""After the first, what is typed is kept without the event loop; after the second, the process is ended."""


class Watch:
    """Watches the terminal `tty`.

    Once it is time to leave, the event loop is asked to `keep` what is typed and to `leave` with the signal's number.
    Where the loop is stuck, `keep` runs in a thread; after LIMIT_SECONDS the terminal is given back (`give_back`)
    and the process ended, whatever hangs.
    """

    def __init__(
        self,
        tty: int,
        loop: AbstractEventLoop,
        *,
        keep: Callable[[], None],
        leave: Callable[[int], None],
        give_back: Callable[[], None],
    ) -> None:
        self._tty, self._loop = tty, loop
        self._keep, self._leave, self._give_back = keep, leave, give_back
        self._paused = False
        self._kept = Event()
        self._hear, self.wake = os.pipe()
        os.set_blocking(self.wake, False)
        Thread(target=self._run, name="terminal-watch", daemon=True).start()

    def pause(self) -> None:
        """Leave the terminal alone: another program has it."""
        self._paused = True
        self._tell(0)

    def resume(self) -> None:
        """Watch the terminal again."""
        self._paused = False
        self._tell(0)

    def line_is_down(self) -> None:
        """Take note that the terminal is gone."""
        self._tell(signal.SIGHUP)

    def _tell(self, number: int) -> None:
        with suppress(BlockingIOError):
            os.write(self.wake, bytes([number]))

    def _run(self) -> None:
        while not (number := self._wait()):
            pass
        self._see_out(number)

    def _wait(self) -> int:
        """Wait for something to happen; gives the signal to end with, or 0."""
        poll = select.poll()
        poll.register(self._hear, select.POLLIN)
        if not self._paused:
            poll.register(self._tty, 0)  # what is reported without being asked for: that it hung up
        happened = dict(poll.poll())
        if self._hear in happened:
            for number in os.read(self._hear, 64):
                if number in ENDING and not (self._paused and number in FROM_KEYS):
                    return number
        return signal.SIGHUP if self._tty in happened and not self._paused else 0

    def _see_out(self, number: int) -> None:
        end = time.monotonic() + LIMIT_SECONDS
        with suppress(RuntimeError):  # the loop has ended by itself
            self._loop.call_soon_threadsafe(self._begin, number)
        if not self._kept.wait(KEEP_SECONDS):
            Thread(target=self._keep, name="keep", daemon=True).start()
        time.sleep(max(0, end - time.monotonic()))
        self._give_back()
        os._exit(128 + number)

    def _begin(self, number: int) -> None:
        try:
            self._keep()
        finally:
            self._kept.set()
            self._leave(number)
