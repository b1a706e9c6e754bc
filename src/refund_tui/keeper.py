"""Keeps drafts while somebody types: in a thread of its own, so that neither a slow disk nor a stalled terminal
comes between the keys and the text."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread

from refund_tui.drafts import Drafts

REST = 0.4
"""Seconds without a change after which a draft is written; with the write itself it stays below half a second."""
LONGEST = 0.7
"""Seconds of typing without a rest after which it is written all the same; with the write, below one."""


@dataclass(slots=True)
class _Waiting:
    """What is to be done about one draft: a text to keep, or None to drop it; both instants are monotonic seconds."""

    text: str | None
    base: int
    first: float
    last: float

    @property
    def due(self) -> float:
        return self.last if self.text is None else min(self.last + REST, self.first + LONGEST)


class Keeper:
    """Writes drafts a moment after the last change. `on_trouble` is told once, from another thread, that it cannot."""

    def __init__(self, drafts: Drafts, on_trouble: Callable[[OSError], object] = lambda error: None) -> None:
        self.drafts = drafts
        self.on_trouble = on_trouble
        self._waiting: dict[str, _Waiting] = {}
        self._wake = Condition()
        self._thread: Thread | None = None
        self._closed = False
        self._troubled = False

    def keep(self, name: str, text: str, base: int) -> None:
        """Have a text kept as draft `name` soon; the latest text wins."""
        self._put(name, text, base)

    def drop(self, name: str) -> None:
        """Have a draft taken away: its text is safe elsewhere, or is gone by the person's own wish."""
        self._put(name, None, 0)

    def keep_now(self) -> None:
        """Write all that waits before returning; for signal handlers, so it neither raises nor asks the thread."""
        for name in list(self._waiting):
            self._write(name)

    def close(self) -> None:
        """Write what waits, and end the session and its thread; what comes later is not kept."""
        self.keep_now()
        with self._wake:
            self._closed = True
            self._wake.notify()
        if self._thread is not None:
            self._thread.join()
        self.drafts.close()

    def _put(self, name: str, text: str | None, base: int) -> None:
        with self._wake:
            if self._closed:
                return
            now = time.monotonic()
            before = self._waiting.get(name)
            first = before.first if before is not None and before.text is not None else now
            self._waiting[name] = _Waiting(text, base, first, now)
            if self._thread is None:
                self._thread = Thread(target=self._run, name="drafts", daemon=True)
                self._thread.start()
            self._wake.notify()

    def _run(self) -> None:
        while name := self._next():
            self._write(name)

    def _next(self) -> str | None:
        """Wait for a draft whose time has come; None once this is closed."""
        with self._wake:
            while not self._closed:
                name, waiting = min(list(self._waiting.items()), key=lambda each: each[1].due, default=(None, None))
                if name is None or waiting is None:
                    self._wake.wait()
                elif (seconds := waiting.due - time.monotonic()) > 0:
                    self._wake.wait(seconds)
                else:
                    return name
        return None

    def _write(self, name: str) -> None:
        # Taken and written under one lock: a text taken earlier must never be written later.
        with self.drafts.writing:
            # Not under the other lock: a signal handler comes here from code that may hold it.
            waiting = self._waiting.pop(name, None)
            if waiting is None:
                return
            trouble = self._done(name, waiting)
        if trouble is not None and not self._troubled:
            self.on_trouble(trouble)
        self._troubled = trouble is not None

    def _done(self, name: str, waiting: _Waiting) -> OSError | None:
        try:
            if waiting.text is None:
                self.drafts.drop(name)
            else:
                self.drafts.keep(name, waiting.text, waiting.base)
        except OSError as error:
            return error
        return None
