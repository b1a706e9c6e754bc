"""Which files: a path that is typed and completed, a folder to go through, or files dropped on the terminal."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from refund_tui.domain.text import clean_line
from refund_tui.i18n import N_, _
from refund_tui.paths import display
from refund_tui.tui import safe
from refund_tui.tui.dropped import paths
from refund_tui.tui.screens.path_input import PathInput, candidates, paths_of
from refund_tui.tui.widgets.line_list import LineList

HOME = "~/"
LOW = 24
"""Lines of the screen below which there is no room for advice."""
CARE = N_(
    "Keep the originals as they are, and crop only copies: inventing or altering evidence is unlawful"
    " (Order 121, Art. 42)."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to go on: the path as it would be typed; folders end with a slash."""

    typed: str

    @property
    def is_folder(self) -> bool:
        return self.typed.endswith("/")


def _draw(entry: Entry, width: int) -> tuple[str, bool]:
    name = entry.typed.rstrip("/").rpartition("/")[2]
    return display(name) + ("/" if entry.is_folder else ""), False


class DropInput(PathInput):
    """A path; what is pasted may be several, and is told as it is."""

    class Pasted(Message):
        """Text was pasted."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.post_message(self.Pasted(event.text))


class AttachPicker(ModalScreen[list[Path] | None]):
    """Gives the files that were chosen, None when left."""

    DEFAULT_CSS = """
    AttachPicker { align: center middle; }
    AttachPicker > Vertical {
        width: 94%; max-width: 100; height: 94%; max-height: 34;
        padding: 0 1; background: $surface; border: round $primary;
    }
    AttachPicker Static { height: auto; max-height: 4; }
    AttachPicker Input, AttachPicker Input:focus { border: none; height: 1; padding: 0; background: $boost; }
    AttachPicker.-low #care { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]
    AUTO_FOCUS = "DropInput"
    last = HOME
    """The folder of the last file that was chosen, for the next time."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what
        self._moved = False

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(safe.line(self._what, "bold"))
            yield DropInput(AttachPicker.last, placeholder=_("path of the file; tab completes"), compact=True)
            yield LineList[Entry](_draw)
            yield Static(id="problem")
            words = _("enter takes it · down goes through the folder · files can be dropped here · esc back")
            yield Static(safe.text(words, "dim"))
            yield Static(safe.text(_(CARE), "dim"), id="care")

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.height < LOW, "-low")

    def _tell(self, words: str) -> None:
        self.query_one("#problem", Static).update(safe.text(words, "bold"))

    @property
    def _entry(self) -> Input:
        return self.query_one(DropInput)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._moved = False
        self._tell("")
        self._list(event.value)

    @work(exclusive=True, group="list")
    async def _list(self, typed: str) -> None:
        found = await asyncio.to_thread(candidates, typed)
        # Folders and files as they are named, whichever is which.
        self.query_one(LineList[Entry]).show([Entry(each) for each in found])

    def on_path_input_several(self, event: PathInput.Several) -> None:
        event.stop()  # the list shows them

    def on_key(self, event: events.Key) -> None:
        if event.key in ("up", "down", "pageup", "pagedown") and self._entry.has_focus:
            event.stop()
            rows = self.query_one(LineList)
            step = -1 if event.key in ("up", "pageup") else 1
            if self._moved:
                (rows.action_page if event.key.startswith("page") else rows.action_move)(step)
            self._moved = True
            self._name_chosen()

    def _name_chosen(self) -> None:
        entry = self.query_one(LineList[Entry]).chosen
        if isinstance(entry, Entry):
            self._tell(display(entry.typed))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._moved:
            self.query_one(LineList).action_choose()
        elif event.value.strip():
            self._take(event.value.strip())

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        entry = self.query_one(LineList[Entry]).chosen
        if isinstance(entry, Entry):
            self._take(entry.typed)

    @work(exclusive=True, group="take")
    async def _take(self, typed: str) -> None:
        """Go into a folder, or give the file, or several; what is no file is said when it is read."""
        try:
            path = Path(typed).expanduser()
            is_folder = await asyncio.to_thread(path.is_dir)
            is_there = is_folder or await asyncio.to_thread(os.path.lexists, path)
        except (RuntimeError, ValueError, OSError):
            is_folder = is_there = False
        if is_folder:
            self._type(typed.rstrip("/") + "/")
        elif is_there:
            AttachPicker.last = typed.rpartition("/")[0] + "/" if "/" in typed else HOME
            self.dismiss([path])
        elif len(found := await asyncio.to_thread(paths_of, typed)) > 1:
            self.dismiss(found)
        else:
            self._tell(_("{file} is not there").format(file=display(typed)))

    def _type(self, text: str) -> None:
        self._entry.value = text
        self._entry.cursor_position = len(text)
        self._entry.focus()

    def on_drop_input_pasted(self, event: DropInput.Pasted) -> None:
        event.stop()
        self._drop(event.text)

    @work(exclusive=True, group="take")
    async def _drop(self, text: str) -> None:
        found = await asyncio.to_thread(paths, text)
        if found:
            self.dismiss(found)
        else:
            self._type(clean_line(text)[:4096])

    def action_close(self) -> None:
        self.dismiss(None)
