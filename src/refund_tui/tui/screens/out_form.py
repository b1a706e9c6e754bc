"""A file to be made: its path is asked for, it is made in a thread that can be stopped, and what came of it is told."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from refund_tui.errors import Problem
from refund_tui.i18n import _
from refund_tui.paths import display
from refund_tui.tui import safe
from refund_tui.tui.screens.path_input import PathInput
from refund_tui.values import file_size
from refund_tui.wording import sentence

TICK_SECONDS = 0.1
HOME = "~/"


class Stopped(Exception):
    """Whoever waited wants no more of it."""


@dataclass(slots=True)
class Making:
    """One thing under way: its thread tells how many bytes are done of how many, and ends where it was stopped."""

    stopped: Event = field(default_factory=Event)
    done: int = 0
    total: int = 0

    def heed(self, done: int, total: int) -> None:
        """Take how far it is; called in the thread. Raises Stopped."""
        if self.stopped.is_set():
            raise Stopped
        self.done, self.total = done, total

    @property
    def words(self) -> str:
        if not self.total:
            return _("Making it … · esc stops")
        return _("{done} of {size} · esc stops").format(done=file_size(self.done), size=file_size(self.total))


Job = Callable[[Path, Callable[[int, int], None]], Sequence[str]]
"""Makes it at a path, telling how far it is; gives what is to be said of it. Runs in a thread."""


class NewPath(PathInput):
    """The path of what is to be made."""

    new = True


class OutForm(ModalScreen[None]):
    """Subclasses give `job` and their own `rows`; `name` is the file name that is offered, in the folder used last."""

    DEFAULT_CSS = """
    OutForm { align: center middle; }
    OutForm > Vertical {
        width: 94%; max-width: 84; height: auto; max-height: 96%;
        padding: 0 1; background: $surface; border: round $primary;
    }
    OutForm VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    OutForm Static { height: auto; }
    OutForm Input, OutForm Input:focus { border: none; height: 1; padding: 0; background: $boost; }
    OutForm #heading { margin: 0 0 1 0; }
    OutForm #asked { height: auto; }
    OutForm.-done #asked, OutForm.-done #make { display: none; }
    OutForm #foot { height: 1; margin: 1 0 0 0; }
    OutForm #foot Button { margin: 0 2 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "make", show=False, priority=True),
        Binding("escape", "close", show=False),
        Binding("enter", "finish", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]
    AUTO_FOCUS = "NewPath"
    folder = HOME
    """The folder of what was made last, for the next time."""

    def __init__(self, heading: str, name: str) -> None:
        super().__init__()
        self._heading, self._offered = heading, name
        self._making: Making | None = None

    @abstractmethod
    def job(self) -> Job:
        """Give what makes it as it is asked for now."""

    def rows(self) -> Iterable[Widget]:
        """Give what is asked for beside the path."""
        return ()

    def compose(self) -> ComposeResult:
        with Vertical():
            with VerticalScroll(can_focus=False):
                yield Static(safe.text(self._heading, "bold"), id="heading")
                words = _("path of the new file; tab completes")
                with Vertical(id="asked"):
                    yield NewPath(
                        OutForm.folder + self._offered, placeholder=words, compact=True, select_on_focus=False
                    )
                    yield from self.rows()
                yield Static(id="said")
            with Horizontal(id="foot"):
                yield Button(safe.line(_("ctrl+s make it")), id="make", compact=True)
                yield Button(safe.line(_("esc close")), id="close", compact=True)

    def on_mount(self) -> None:
        self._ticker = self.set_interval(TICK_SECONDS, self._tick, pause=True)

    def on_unmount(self) -> None:
        if self._making is not None:
            self._making.stopped.set()

    def tell(self, words: str) -> None:
        """Say something below what is asked for."""
        self.query_one("#said", Static).update(safe.text(words, "bold"))

    # Asking

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._making is None:
            self.tell("")

    def on_path_input_several(self, event: PathInput.Several) -> None:
        event.stop()
        self.tell("  ".join(display(each.rstrip("/").rpartition("/")[2]) for each in event.ways[:8]))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        (self.action_make if event.button.id == "make" else self.action_close)()

    def action_close(self) -> None:
        if self._making is not None:
            self._making.stopped.set()
        else:
            self.dismiss(None)

    def action_finish(self) -> None:
        if self.has_class("-done"):
            self.dismiss(None)

    # Making

    def action_make(self) -> None:
        # The key has priority and overtakes what was typed before it in one go.
        (self.focused or self).call_later(self._begin)

    def _begin(self) -> None:
        typed = self.query_one(NewPath).value.strip()
        if self.app.screen is not self or self._making is not None or self.has_class("-done"):
            return
        if not typed:
            self.tell(_("needed: where it is to be, and under which name"))
            return
        self._making = Making()
        self._make(typed, self.job(), self._making)

    @work(exclusive=True, group="make")
    async def _make(self, typed: str, job: Job, making: Making) -> None:
        self._ticker.resume()
        self._tick()
        try:
            said = await asyncio.to_thread(lambda: job(Path(typed).expanduser(), making.heed))
        except Stopped:
            words = _("Stopped: nothing was made.")
        except Problem as problem:
            words = sentence(problem)
        except Exception as error:  # whatever it is, the form stays, and nothing was made
            words = _("It was not made: {why}").format(why=error)
        else:
            words = self._made(typed, said)
        finally:
            self._ticker.pause()
            self._making = None
        self.tell(words)

    def _tick(self) -> None:
        if self._making is not None:
            self.tell(self._making.words)

    def _made(self, typed: str, said: Sequence[str]) -> str:
        path = display(Path(typed).expanduser().absolute())
        OutForm.folder = typed.rpartition("/")[0] + "/" if "/" in typed else ""
        self.app.copy_to_clipboard(path)
        self.add_class("-done")
        said_in = self.query_one(VerticalScroll)
        said_in.can_focus = True  # what is said of many files is longer than the screen
        said_in.focus()
        return "\n".join([_("Made: {path}").format(path=path), _("Its path is copied."), *said])
