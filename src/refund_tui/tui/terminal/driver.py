"""Between Textual and the terminal: sends only what changed, waits for nobody, and gives the terminal back.

Textual's names that are not public are used in this folder only; `fits` says whether they are as they were.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from refund_tui.tui.terminal import signals
from refund_tui.tui.terminal.diff import Canvas
from refund_tui.tui.terminal.keys import Keys
from refund_tui.tui.terminal.outlet import Outlet
from refund_tui.tui.terminal.watch import Watch

if TYPE_CHECKING:
    from refund_tui.tui.terminal.host import TerminalApp

BEGIN, END = "\x1b[?2026h", "\x1b[?2026l"
"""Around a frame, for terminals that show it only when it is complete."""
CLEAN_SCREEN = "\x1b[?1049h"
TAKE = f"{CLEAN_SCREEN}\x1b[?25l\x1b[?1004h"
GIVE_BACK = (
    f"{END}\x1b[m\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2048l\x1b[?2004l\x1b[?1004l\x1b[?7h"
    "\x1b[<u\x1b[?1049l\x1b[?25h"
)
FLUSH_SECONDS = 0.3
"""So long a terminal that does not read may keep the program from ending."""
_HARMLESS = re.compile(r"(?:\x07|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[?<>=](?!(?:47|104[79])[hl])[\d;]*\$?[hlpu])*")
"""What changes nothing of what is shown, nor where the cursor is."""
_FORMS = {
    "_run_input_thread": ("self",),
    "_get_terminal_size": ("self",),
    "_enable_mouse_support": ("self",),
    "_enable_bracketed_paste": ("self",),
    "_disable_line_wrap": ("self",),
    "start_application_mode": ("self",),
    "stop_application_mode": ("self",),
    "disable_input": ("self",),
    "process_message": ("self", "message"),
    "write": ("self", "data"),
}


def fits() -> bool:
    """Say whether Textual's own driver has the form that this one is built on."""
    codes = {name: getattr(getattr(LinuxDriver, name, None), "__code__", None) for name in _FORMS}
    return all(code and code.co_varnames[: code.co_argcount] == _FORMS[name] for name, code in codes.items())


class TerminalDriver(LinuxDriver):
    """Textual's driver with another way out, another way in, and its own way to end."""

    _app: TerminalApp

    def __init__(self, app: TerminalApp, **options: Any) -> None:
        super().__init__(app, **options)
        self._out: Outlet | None = None
        self._keys: Keys | None = None
        self._raw: list[Any] = []
        self._synced = False
        assert sys.__stderr__ is not None  # there is a terminal, or we would not be here
        self._screen = sys.__stderr__
        self._canvas = Canvas(*self._get_terminal_size())
        self._watch = Watch(self.fileno, self._loop, keep=app.keep_now, leave=app.hang_up, give_back=self._hand_back)
        signals.listen(self._watch.wake, stop=self._on_stop, resume=self._on_continue)
        app.terminal = self

    # Out

    def write(self, data: str) -> None:
        if data == BEGIN:
            self._synced = True
        elif data == END or self._canvas.draw(data):
            return
        elif data == CLEAN_SCREEN:
            self._send(data)
            self._canvas.repaint()
        else:
            if not _HARMLESS.fullmatch(data):
                self._send(self._canvas.changes())
                self._canvas.forget()
            self._send(data)

    def flush(self) -> None:
        """Send what changed; to a terminal that has not taken the last frame, later, and then only the newest."""
        if self._out is not None and not self._out.busy and (changes := self._canvas.changes()):
            self._send(f"{BEGIN}{changes}{END}" if self._synced else changes)

    def _send(self, text: str) -> None:
        if self._out is not None:
            self._out.send(text.encode(self._screen.encoding, "replace"))

    # In

    def _run_input_thread(self) -> None:
        """Do nothing: the event loop itself reads the keys."""

    def send_message(self, message: Message) -> None:
        self._app.post_message(message)

    def process_message(self, message: Message) -> None:
        if isinstance(message, events.Resize):
            self._canvas.resize(*message.size)
        super().process_message(message)
        if isinstance(message, events.Resize):
            # Sizes that follow each other fast are one to Textual: back at the old one, it would draw nothing.
            self._app.call_later(self._app.refresh)

    def _get_terminal_size(self) -> tuple[int, int]:
        """Ask the terminal itself: COLUMNS and LINES, where a shell exports them, are how large it once was."""
        with suppress(OSError):
            columns, rows = os.get_terminal_size(self.fileno)
            if columns and rows:
                return columns, rows
        return super()._get_terminal_size()

    def _on_resize(self, *_: object) -> None:
        if not self._in_band_window_resize:
            self._soon(self._resized)

    def _resized(self) -> None:
        size = Size(*self._get_terminal_size())
        self.process_message(events.Resize(size, size))
        self.flush()

    def _soon(self, call: Any) -> None:
        """Have the loop call something: a signal comes in the midst of anything."""
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(call)

    # Begin and end

    def start_application_mode(self) -> None:
        self._out = Outlet(self._screen.fileno(), self._loop, self.flush, self._watch.line_is_down)
        self._canvas.resize(*self._get_terminal_size())
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._writer_thread is not None:
            self._writer_thread.stop()  # nothing is ever given to it
        signal.signal(signal.SIGWINCH, self._on_resize)
        with suppress(termios.error):
            self._raw = termios.tcgetattr(self.fileno)
        if self._app.ready:
            self.listen()
        self._watch.resume()
        self.flush()

    def listen(self) -> None:
        """Begin to read keys: those typed before there is a screen wait in the terminal, and lose nothing there."""
        if self._keys is None and self._out is not None:
            self._keys = Keys(self.fileno, self._loop, self.process_message, self._watch.line_is_down)

    def disable_input(self) -> None:
        if self._keys is not None:
            self._keys.stop()
            self._keys = None
        super().disable_input()

    def stop_application_mode(self) -> None:
        if self._out is None:
            return
        self._watch.pause()
        self.disable_input()
        self._restore(self.attrs_before)
        out, self._out = self._out, None
        out.send(GIVE_BACK.encode())
        out.close(GIVE_BACK.encode(), FLUSH_SECONDS)

    def close(self) -> None:
        """Do nothing: all is closed when the application mode stops."""

    def _restore(self, attributes: list[Any] | None) -> None:
        if attributes:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, attributes)

    def _hand_back(self) -> None:
        """Give the terminal back at once; from another thread, when nothing else moves any more."""
        if (out := self._out) is not None:
            self._restore(self.attrs_before)
            out.cut(GIVE_BACK.encode())

    # Stopped by a shell, and continued

    def _on_stop(self) -> None:
        if self._out is None:  # another program has the terminal, and waits for us to stop as well
            os.kill(os.getpid(), signal.SIGSTOP)
        else:
            self._soon(self._stop)

    def _stop(self) -> None:
        self.suspend_application_mode()
        signals.stop_here(self.fileno)
        self._must_signal_resume = True
        self.resume_application_mode()

    def _on_continue(self) -> None:
        if self._out is not None:
            self._soon(self._take_again)

    def _take_again(self) -> None:
        """Take the terminal as at the start: whoever stopped us without asking may have left it as it likes."""
        if self._out is None:
            return
        if not signals.has_terminal(self.fileno):
            signals.stop_here(self.fileno)
        self._restore(self._raw)
        self._send(TAKE)
        self._enable_mouse_support()
        self._enable_bracketed_paste()
        self._disable_line_wrap()
        self._canvas.repaint()
        self.flush()
