"""Runs a program in a pseudo terminal and measures it from outside, by what it writes and by /proc."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Self

from proc import cpu_seconds, peak_mb
from terminal import Queries, Screen, left_on

QUIET = 0.06
"""Seconds without a byte after which an answer counts as complete; shorter than the panes wait to follow."""
_ANSWERED = 5.0
WIDE, NORMAL, NARROW = (120, 40), (80, 24), (60, 20)
"""Columns and lines of a terminal."""
_FRAME_END = b"\x1b[?2026l"
_RAW = termios.ICANON | termios.ECHO | termios.ISIG


class NotMeasured(Exception):
    """The program did not do what was waited for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a key brought: milliseconds to the end of its first frame and to the last byte, bytes, bytes on the line."""

    frame_ms: float
    last_ms: float
    size: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rest:
    """What a program does while nothing happens: bytes a second, per cent of one CPU, bytes a second on the line."""

    bytes_per_second: float
    cpu_percent: float
    line_per_second: float = 0


@dataclass(frozen=True, slots=True)
class Quit:
    """How a program left: milliseconds from the key to its end, exit code, what it left switched on."""

    ms: float
    code: int
    left: list[str]


def first_frame(chunks: Sequence[tuple[float, bytes]]) -> float:
    """Give when the first synchronized update was closed; when the first byte came where there is none."""
    seen = b""
    for stamp, data in chunks:
        seen += data
        if _FRAME_END in seen:
            return stamp
    return chunks[0][0]


class Session:
    """One program in one pseudo terminal, from its launch (`started`, by perf_counter) to its end."""

    def __init__(
        self, argv: Sequence[str], env: Mapping[str, str], size: tuple[int, int] = WIDE, folder: Path | None = None
    ) -> None:
        columns, lines = size
        self._screen, self._queries = Screen(columns, lines), Queries()
        self._chunks: list[tuple[float, bytes]] = []
        self._shown = 0
        self.written = 0
        self._ended = False
        self.started = perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # the child
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
                os.chdir(folder or ".")
                os.execve(argv[0], list(argv), dict(env))
            finally:
                os._exit(127)
        self._process = os.pidfd_open(self.pid)
        self._flags = termios.tcgetattr(self._fd)[3]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        if not self._ended:
            self._reap()
        os.close(self._process)
        os.close(self._fd)

    def _reap(self) -> int:
        """End the program where it still runs, and what it started and left behind; gives its exit code."""
        self._ended = True
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    # Bytes

    def _read(self, seconds: float) -> bool:
        """Take what comes within some seconds, note when it came, and answer what it asks."""
        ready, _, _ = select.select([self._fd], [], [], max(seconds, 0))
        stamp = perf_counter()
        if not ready:
            return False
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:  # Linux says EIO when the program has closed its side
            data = b""
        if not data:
            wrote = b"".join(chunk for _, chunk in self._chunks[-4:])[-2000:]
            raise NotMeasured(f"the program ended early; it wrote last:\n{wrote.decode(errors='replace')}")
        self._chunks.append((stamp, data))
        if replies := self._queries.answers(data):
            self.press(replies)
        return True

    def press(self, data: bytes) -> float:
        """Type something, and give when."""
        pressed = perf_counter()
        self.written += os.write(self._fd, data)
        return pressed

    @property
    def size(self) -> int:
        """Bytes that the program has written so far."""
        return sum(len(data) for _, data in self._chunks)

    def line(self) -> int:
        """Give how many bytes have come over the line so far; nothing lies between a program here and its terminal."""
        return self.size

    def _catch_up(self) -> None:
        while self._read(0):
            pass

    def settle(self, quiet: float = QUIET, limit: float = 5.0) -> float | None:
        """Read until nothing comes for `quiet` seconds; gives when the last byte came."""
        last, begun = None, perf_counter()
        while (now := perf_counter()) < (last or begun) + quiet and now < begun + limit:
            if self._read((last or begun) + quiet - now):
                last = self._chunks[-1][0]
        return last

    def _show(self) -> float | None:
        """Put one more chunk on the screen; gives when it came, None when there is none."""
        if self._shown == len(self._chunks):
            return None
        stamp, data = self._chunks[self._shown]
        self._shown += 1
        self._screen.feed(data)
        return stamp

    def text(self) -> str:
        """Give the screen as text."""
        while self._show() is not None:
            pass
        return self._screen.text()

    # Waiting

    def wait_for(self, pattern: str, limit: float = 60.0) -> float:
        """Give the instant at which a pattern stood on the screen, in a frame that was complete."""
        wanted = re.compile(pattern, re.MULTILINE)
        if wanted.search(self.text()):
            return perf_counter()
        end = perf_counter() + limit
        while perf_counter() < end:
            # Bytes are put on the screen only in a pause, so that drawing here delays no time stamp.
            self.settle(0.03, limit=1.0)
            while (stamp := self._show()) is not None:
                if self._screen.whole and wanted.search(self._screen.text()):
                    return stamp
        raise NotMeasured(f"{pattern!r} did not appear within {limit:.0f} s; the screen was:\n{self.text()}")

    def wait_for_bytes(self, wanted: bytes, limit: float = 60.0) -> float:
        """Give the instant at which some bytes had come, as soon as they have."""
        end, seen = perf_counter() + limit, b""
        while perf_counter() < end:
            if self._read(end - perf_counter()):
                stamp, data = self._chunks[-1]
                seen = seen[-len(wanted) :] + data
                if wanted in seen:
                    return stamp
        raise NotMeasured(f"{wanted!r} did not come within {limit:.0f} s")

    # Acting

    def key(self, data: bytes, quiet: float = QUIET, limit: float = 5.0) -> Answer:
        """Press one key and wait until its answer is complete, or until a program that never rests has had `limit`."""
        self._catch_up()
        line, before, pressed = self.line(), len(self._chunks), self.press(data)
        while len(self._chunks) == before and perf_counter() < pressed + _ANSWERED:
            self._read(0.5)
        self.settle(quiet, limit)
        came = self._chunks[before:]
        if not came:
            raise NotMeasured(f"no answer within {_ANSWERED:.0f} s to the key {data!r}")
        return Answer(
            (first_frame(came) - pressed) * 1000,
            (came[-1][0] - pressed) * 1000,
            sum(len(chunk) for _, chunk in came),
            self.line() - line,
        )

    def change(self, data: bytes, limit: float = 5.0) -> Answer:
        """Press one key that changes the screen; its frame is the first one that looks different."""
        self._catch_up()
        self.text()
        before, pressed = self._screen.cells(), perf_counter()
        answer = self.key(data, limit=limit)
        while True:
            while (stamp := self._show()) is not None:
                if self._screen.whole and self._screen.cells() != before:
                    return replace(answer, frame_ms=(stamp - pressed) * 1000)
            left = pressed + _ANSWERED - perf_counter()
            if left < 0 or not self._read(left):
                raise NotMeasured(f"within {_ANSWERED:.0f} s the key {data!r} changed nothing on the screen")

    def hold(self, data: bytes, times: int, rate: float) -> float:
        """Hold a key down; gives how many milliseconds after the last repeat its answer was complete."""
        begun = perf_counter()
        for count in range(times):
            while (early := begun + count / rate - perf_counter()) > 0:
                self._read(early)
            last = self.press(data)
        end = self.settle()
        return ((end or last) - last) * 1000

    def rest(self, seconds: float) -> Rest:
        """Do nothing for some seconds."""
        size, line, cpu, begun = self.size, self.line(), cpu_seconds(self.pid), perf_counter()
        while (left := begun + seconds - perf_counter()) > 0:
            self._read(left)
        took = perf_counter() - begun
        used = (cpu_seconds(self.pid) - cpu) / took * 100
        return Rest((self.size - size) / took, used, (self.line() - line) / took)

    def quit(self, data: bytes, limit: float = 10.0) -> Quit:
        """Press the key that ends the program, and see how it leaves."""
        pressed = self.press(data)
        self._drain(pressed + limit)
        stamp = perf_counter()
        if not select.select([self._process], [], [], 0)[0]:
            raise NotMeasured(f"still running {limit:.0f} s after the key {data!r}")
        left = left_on(b"".join(chunk for _, chunk in self._chunks))
        if (termios.tcgetattr(self._fd)[3] ^ self._flags) & _RAW:
            left.append("raw mode")
        return Quit((stamp - pressed) * 1000, self._reap(), left)

    def _drain(self, end: float) -> None:
        """Read until the program has ended, and what it left to be read."""
        watched = [self._fd, self._process]
        while self._process in watched and (left := end - perf_counter()) > 0:
            ready = select.select(watched, [], [], left)[0]
            watched = [each for each in watched if each not in ready or each != self._process]
            with contextlib.suppress(NotMeasured):
                while self._fd in ready and self._read(0):
                    pass

    def peak_mb(self) -> float:
        """Give the most memory that the program, and each of what runs under it, has held so far."""
        return peak_mb(self.pid)
