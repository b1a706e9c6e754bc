"""Which signals end the program, and who hears of them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress

FROM_KEYS = frozenset({signal.SIGINT, signal.SIGQUIT})
"""Those that a key sends while another program has the terminal: they are meant for that program."""
ENDING = frozenset({signal.SIGHUP, signal.SIGTERM}) | FROM_KEYS
Handler = Callable[[], object]


def listen(wake: int, *, stop: Handler, resume: Handler) -> None:
    """Have each signal written to the pipe `wake`, by the system's side of Python: even a main thread that is stuck
    does not hold it back. `stop` is called for SIGTSTP and `resume` for SIGCONT, in the midst of anything.
    """
    for number in ENDING:
        signal.signal(number, lambda *_: None)
    signal.signal(signal.SIGTSTP, lambda *_: stop())
    signal.signal(signal.SIGCONT, lambda *_: resume())
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)


def stop_here(tty: int) -> None:
    """Stop this process until the shell gives it the terminal `tty` again."""
    os.kill(os.getpid(), signal.SIGSTOP)
    while not has_terminal(tty):
        os.kill(os.getpid(), signal.SIGSTOP)


def has_terminal(tty: int) -> bool:
    """Say whether this process may use the terminal: it is not in the background of a shell."""
    with suppress(OSError):  # no controlling terminal, or none any more
        return os.tcgetpgrp(tty) == os.getpgrp()
    return True
