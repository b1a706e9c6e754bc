"""Keeps several files, one after the other, in a thread: how far it is can be asked, and it can be told to stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from refund_tui.errors import Problem
from refund_tui.i18n import _
from refund_tui.paths import display
from refund_tui.values import file_size
from refund_tui.wording import sentence

if TYPE_CHECKING:
    from refund_tui.attaching import Attached
    from refund_tui.service import Service


class _Stopped(Exception):
    """The user wants no more of it."""


@dataclass(slots=True)
class Attacher:
    """The files to keep for one item of a case (None: for none), and what became of them so far."""

    service: Service
    case_id: int
    files: Sequence[Path]
    slot: str | None
    done: list[Attached] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    stopped: Event = field(default_factory=Event)
    _current: str = ""
    _bytes: tuple[int, int] = (0, 0)

    def run(self) -> None:
        """Keep them all; a file that is refused stops no other."""
        from refund_tui.attaching import attach

        for file in self.files:
            self._current, self._bytes = display(file.name), (0, 0)
            try:
                self._heed(0, 0)
                self.done.append(attach(self.service, self.case_id, file, self.slot, progress=self._heed))
            except _Stopped:
                self.problems.append(_("Stopped: {file} is not kept.").format(file=self._current))
                return
            except Problem as problem:
                self.problems.append(sentence(problem))
            except Exception as error:  # whatever it is, it is no file that was kept
                self.problems.append(_("{file} is not kept: {why}").format(file=self._current, why=error))

    def _heed(self, done: int, total: int) -> None:
        self._bytes = done, total
        if self.stopped.is_set():
            raise _Stopped

    def progress(self) -> str:
        """Say in one line how far it is."""
        done, total = self._bytes
        size = total // 2
        copied, proved = min(done, size), max(done - size, 0)
        if not total:
            words = _("{file} …")
        elif not proved:
            words = _("{file}: copied {done} of {size} · esc stops")
        else:
            words = _("{file}: read back {done} of {size} · esc stops")
        return words.format(file=self._current, done=file_size(proved or copied), size=file_size(size))
