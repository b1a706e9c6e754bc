"""What is typed, read by the event loop itself: no thread that looks ten times a second, and none to wait for."""

from __future__ import annotations

import os
from asyncio import AbstractEventLoop, TimerHandle
from codecs import getincrementaldecoder
from collections.abc import Callable

from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.message import Message

_PASTE, _PASTED = "\x1b[200~", "\x1b[201~"
"""Around a paste, where a terminal knows that it is one."""
_ESCAPE_SECONDS = constants.ESCAPE_DELAY + 0.005
_AT_ONCE = 4096
"""Bytes read before the screen has its turn again."""


class Keys:
    """Reads the terminal `fd` and tells of keys, the mouse and the terminal's answers; `on_end` when it ended."""

    def __init__(
        self, fd: int, loop: AbstractEventLoop, on_message: Callable[[Message], None], on_end: Callable[[], None]
    ) -> None:
        self._fd, self._loop = fd, loop
        self._on_message, self._on_end = on_message, on_end
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._parser = XTermParser()
        self._pasted: str | None = None
        self._timer: TimerHandle | None = None
        loop.add_reader(fd, self._read)

    def stop(self) -> None:
        self._loop.remove_reader(self._fd)
        if self._timer is not None:
            self._timer.cancel()

    def _read(self) -> None:
        try:
            data = os.read(self._fd, _AT_ONCE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if not data:
            self.stop()
            self._on_end()
            return
        try:
            self._take(self._decode(data))
        except Exception:
            self._parser = XTermParser()  # whatever a terminal sends, the next key must work
        if self._timer is not None:
            self._timer.cancel()
        # Where nothing follows an escape, it is a key.
        self._timer = self._loop.call_later(_ESCAPE_SECONDS, self._waited)

    def _take(self, text: str) -> None:
        """Tell of what was read. A paste is told whole: the parser would take an escape in it for a key."""
        while text:
            if self._pasted is None:
                before, found, text = text.partition(_PASTE)
                if before:  # feeding nothing would tell the parser that this is the end
                    for message in self._parser.feed(before):
                        self._on_message(message)
                if found:
                    self._pasted = ""
                continue
            self._pasted += text
            pasted, found, text = self._pasted.partition(_PASTED)
            if found:
                self._pasted = None
                self._on_message(events.Paste(pasted.replace("\0", "")))

    def _waited(self) -> None:
        for message in self._parser.tick():
            self._on_message(message)
