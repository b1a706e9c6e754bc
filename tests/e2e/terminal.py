"""The whole program in a real pseudo terminal, its screen read back by a terminal emulator."""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

import pexpect
import pyte

PROGRAM = (sys.executable, "-m", "refund_tui")
_LOOKS = re.compile(rb"\x1b\[([\d;]*)m")
_COOKED = termios.ICANON | termios.ECHO | termios.ISIG


def patched(code: str) -> tuple[str, ...]:
    """Give the program with something changed in it: `code` runs first, with `app` and `screen` at hand."""
    start = "import os, sys, time\nfrom refund_tui.tui import app\nfrom refund_tui.tui.screens import cases as screen\n"
    return (sys.executable, "-c", f"{start}{code}\nfrom refund_tui.cli.main import script\nscript()")


def in_shell(words: str) -> tuple[str, ...]:
    """Give the program as a shell starts it; `words` hold `refund`, which stands for it and its arguments."""
    return ("/bin/sh", "-c", words.replace("refund", '"$@"'), "sh", *PROGRAM)


class Terminal:
    """A program in a terminal of `columns` by `rows`; `with Terminal(...) as terminal:` ends it in any case."""

    def __init__(
        self,
        *words: str,
        columns: int = 100,
        rows: int = 30,
        env: dict[str, str] | None = None,
        program: Sequence[str] = PROGRAM,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        own = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        surroundings = {**own, "TERM": "xterm-256color", **(env or {})}
        self.child = pexpect.spawn(
            program[0], [*program[1:], *words], dimensions=(rows, columns), env=surroundings, timeout=20
        )
        self.child.delaybeforesend = None

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.child.closed:
            self.child.close(force=True)

    def read(self, seconds: float = 0.02) -> bool:
        """Take in what has come; False when the program has closed its side."""
        try:
            data = self.child.read_nonblocking(65536, seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += data
        self._stream.feed(data)
        return True

    def text(self) -> str:
        """Give the screen as text, the filler cells of wide characters left out."""
        rows = (self.screen.buffer[row] for row in range(self.screen.lines))
        return "\n".join("".join(row[column].data for column in range(self.screen.columns)) for row in rows)

    def wait(self, what: str | Callable[[str], bool], seconds: float = 15) -> float:
        """Wait until a text, or something said of the text, is on the screen; gives the seconds it took."""
        seen = what if callable(what) else lambda text: what in text
        begin = time.monotonic()
        while not seen(self.text()):
            assert time.monotonic() - begin < seconds, f"{what!r} did not appear:\n{self.text()}"
            assert self.read() or seen(self.text()), f"the program ended before {what!r}:\n{self.text()}"
        return time.monotonic() - begin

    def settle(self, seconds: float = 0.4) -> None:
        """Read until nothing has come for some seconds."""
        while (before := len(self.raw)) is not None and self.read(seconds) and len(self.raw) > before:
            pass

    def send(self, keys: str) -> None:
        self.child.send(keys)

    def kill(self, number: int) -> None:
        os.kill(self.child.pid, number)

    def resize(self, columns: int, rows: int) -> None:
        self.child.setwinsize(rows, columns)
        if columns and rows:
            self.screen.resize(rows, columns)

    def _proc(self, name: str) -> str:
        return Path(f"/proc/{self.child.pid}/{name}").read_text()

    def threads(self) -> int:
        return int(self._proc("status").split("Threads:")[1].split()[0])

    def is_stopped(self) -> bool:
        return self._proc("stat").rpartition(")")[2].split()[0] == "T"

    def cpu_seconds(self) -> float:
        ticks = self._proc("stat").rpartition(")")[2].split()[11:13]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def is_cooked(self) -> bool:
        """Say whether the terminal's line discipline is as a shell wants it."""
        return bool(termios.tcgetattr(self.child.child_fd)[3] & _COOKED == _COOKED)

    def make_cooked(self) -> None:
        attributes = termios.tcgetattr(self.child.child_fd)
        attributes[3] |= _COOKED
        termios.tcsetattr(self.child.child_fd, termios.TCSANOW, attributes)

    def looks(self) -> set[str]:
        """Give the parameters of all that was sent to change colours and looks."""
        return {code for found in _LOOKS.findall(self.raw) for code in found.decode().split(";")}

    def ended(self, seconds: float = 5) -> int:
        """Wait until the program is gone; gives its exit code, or minus the signal."""
        begin = time.monotonic()
        while self.read():
            assert time.monotonic() - begin < seconds, f"it did not end:\n{self.text()}"
        self.child.close()
        return -self.child.signalstatus if self.child.signalstatus else int(self.child.exitstatus or 0)

    def gone_after_hanging_up(self, seconds: float) -> bool:
        """Take the terminal away, as a dropped line does; say whether the program is gone within `seconds`."""
        self.hang_up()
        begin = time.monotonic()
        while time.monotonic() - begin < seconds:
            if os.waitpid(self.child.pid, os.WNOHANG)[0]:
                return True
            time.sleep(0.02)
        os.kill(self.child.pid, signal.SIGKILL)
        os.waitpid(self.child.pid, 0)
        return False

    def hang_up(self) -> None:
        self.child.ptyproc.fileobj.close()
        self.child.ptyproc.closed = self.child.closed = True

    def left_clean(self) -> bool:
        """Say whether the alternate screen, the mouse and the cursor were given back."""
        tail = self.raw[-4000:]
        return all(code in tail for code in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l"))


def environment(folder: Path) -> dict[str, str]:
    """Give the surroundings of a person with an empty home."""
    return {"HOME": str(folder), "LANG": "C.UTF-8"}
