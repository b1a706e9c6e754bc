"""Bytes on their way to a terminal that may have stopped reading: nothing here waits for it, but at the very end."""

from __future__ import annotations

import os
import select
import termios
import time
from asyncio import AbstractEventLoop
from collections.abc import Callable
from contextlib import suppress

_CANCEL = b"\x18"
"""Ends a sequence that was cut off in its midst."""


class Outlet:
    """Writes to the terminal behind `fd`; `on_ready` is called when it took all, `on_gone` when it is no more."""

    def __init__(
        self, fd: int, loop: AbstractEventLoop, on_ready: Callable[[], None], on_gone: Callable[[], None]
    ) -> None:
        self._loop, self._on_ready, self._on_gone = loop, on_ready, on_gone
        self._left = b""
        self._waits = self._gone = False
        self._fd, self._shared = _own(fd)

    @property
    def busy(self) -> bool:
        """Say whether the terminal has yet to take what it was sent before."""
        return bool(self._left)

    def send(self, data: bytes) -> None:
        """Send bytes after all that was sent before."""
        self._left += data
        self._push()
        self._watch()

    def _push(self) -> None:
        try:
            while self._left:
                self._left = self._left[os.write(self._fd, self._left) :]
        except (BlockingIOError, InterruptedError):
            pass
        except OSError:
            self._left = b""
            if not self._gone:
                self._gone = True
                self._on_gone()

    def _watch(self) -> None:
        """Have the loop say when the terminal takes more, as long as there is more."""
        if self.busy and not self._waits:
            self._loop.add_writer(self._fd, self._resume)
        elif self._waits and not self.busy:
            self._loop.remove_writer(self._fd)
        self._waits = self.busy

    def _resume(self) -> None:
        self._push()
        self._watch()
        if not self.busy:
            self._on_ready()

    def cut(self, last: bytes) -> None:
        """Drop what the terminal has not taken, and send a last thing; any thread may call this."""
        with suppress(OSError, termios.error):
            termios.tcflush(self._fd, termios.TCOFLUSH)
        with suppress(OSError):
            os.write(self._fd, _CANCEL + last)

    def close(self, last: bytes, seconds: float) -> None:
        """Give the terminal some seconds to take all, and without that at least `last`."""
        if self._waits:
            self._loop.remove_writer(self._fd)
        end = time.monotonic() + seconds
        while self.busy and (rest := end - time.monotonic()) > 0:
            select.select([], [self._fd], [], rest)
            self._push()
        if self.busy:
            self.cut(last)
        if self._shared:
            with suppress(OSError):
                os.set_blocking(self._fd, True)
        else:
            os.close(self._fd)


def _own(fd: int) -> tuple[int, bool]:
    """Open the terminal a second time: what does not block us would not block the shell either, once it is set.

    Says True where that is not allowed, as after `su`, and the one that is open is used.
    """
    try:
        return os.open(os.ttyname(fd), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK), False
    except OSError:
        os.set_blocking(fd, False)
        return fd, True
