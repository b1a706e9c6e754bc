"""The keys of where one is, as they are mapped now, from the table of commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from refund_tui.domain.text import cells, pad
from refund_tui.i18n import N_, _
from refund_tui.tui import safe
from refund_tui.tui.commands import COMMANDS, WRITING, Where
from refund_tui.tui.keymap import DEFAULT, Keys, key_name
from refund_tui.tui.screens.scrolled import Scrolled
from refund_tui.tui.widgets.phrases import hang

_PARTS: tuple[tuple[Where, str], ...] = (
    ("case", N_("With the case under the cursor")),
    ("screen", N_("Everywhere")),
    ("move", N_("Moving")),
)
_SIGNS = (
    ("<", N_("before what is left: it is the other side's time that runs")),
    (N_("5d"), N_("behind a stage: for so long the money has been promised and not come")),
    ("~", N_("before a countdown: it passes the last known holiday calendar and may be off by days")),
    ("=", N_("before a countdown: the platform's own page said so")),
    ("!", N_("something differs from what was agreed, or ran out")),
)
_MOST_KEYS = 22
WIDTH = 76


def _row(keys: str, words: str, column: int, width: int) -> Content:
    return hang(f"{pad(keys, column)} ", words, width)


def lines(keys: Keys, place: str, has_case: bool, width: int) -> Iterator[Content]:
    """Give the help for a place ("list", "case" or "note") in `width` cells; without a case, none of its commands."""
    if place == "note":
        yield safe.line(_("In the note, letters are text"), "bold")
        yield from (_row(key, _(words), 8, width) for key, _label, words in WRITING)
        yield Content("")
    parts = [part for part in _PARTS if has_case or part[0] != "case"]
    if place == "list":
        parts.reverse()  # moving comes first where one moves
    for where, title in parts:
        yield safe.line(_(title), "bold")
        rows = [
            (" ".join(map(key_name, keys[each.id])) or "-", _(each.help)) for each in COMMANDS if each.where == where
        ]
        column = min(max(cells(names) for names, _words in rows), _MOST_KEYS)
        yield from (_row(names, words, column, width) for names, words in rows)
        yield Content("")
    yield safe.line(_("Signs"), "bold")
    yield from (_row(_(mark), _(words), 9, width) for mark, words in _SIGNS)


def desk_lines(rows: Iterable[tuple[str, str]], width: int) -> Iterator[Content]:
    """Give the help for a desk: `rows` of its keys, each with the sentence to translate that says what it does."""
    held = [*rows, ("?", N_("these keys"))]
    column = max(cells(names) for names, _words in held)
    yield from (_row(names, _(words), column, width) for names, words in held)


class Help(Scrolled[None]):
    """The keys. Escape, and the keys that ask for help or leave, close it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("?,？,q,ｑ", "close", show=False),
    ]

    def __init__(
        self,
        keys: Keys = DEFAULT,
        place: str = "list",
        has_case: bool = True,
        desk: Sequence[tuple[str, str]] = (),
    ) -> None:
        """`desk` holds the rows of a desk, which has keys of its own and no others."""
        super().__init__()
        self._keys, self._place, self._has_case, self._desk = keys, place, has_case, desk

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="box", can_focus=False) as box:
            box.border_title = safe.line(_("Keys"))
            yield Static(id="keys")

    def on_resize(self) -> None:
        width = max(min(self.size.width * 9 // 10, WIDTH) - 6, 20)
        everywhere = lines(self._keys, self._place, self._has_case, width)
        shown = desk_lines(self._desk, width) if self._desk else everywhere
        self.query_one("#keys", Static).update(safe.lines(shown))

    def action_close(self) -> None:
        self.dismiss(None)
