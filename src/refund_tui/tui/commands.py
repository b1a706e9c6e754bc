"""The one table of commands: bindings, the key bar and the help screen are all made from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding, BindingType

from refund_tui.i18n import N_

Where = Literal["list", "case", "screen"]
"""`list`: moves in the list. `case`: does something to the case under the cursor. `screen`: always there."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a key does. `label` is for the key bar (none: not shown there), `help` for the help screen."""

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    action: str
    where: Where


COMMANDS: tuple[Command, ...] = (
    Command("open", ("enter",), N_("go in"), N_("go into the case"), "open", "case"),
    Command("back", ("escape",), N_("back"), N_("go back to the list; then clear the filter"), "back", "screen"),
    Command("log", ("l",), N_("log"), N_("log what happened"), "log", "case"),
    Command("add", ("a",), N_("add"), N_("add a case by hand"), "add", "screen"),
    Command("filter", ("/",), N_("filter"), N_("show only some cases"), "filter", "screen"),
    Command("note", ("n",), N_("note"), N_("write in the note"), "note", "case"),
    Command("edit", ("e",), N_("edit"), N_("edit facts and terms"), "edit", "case"),
    Command("import", ("i",), N_("import"), N_("make a case of a statement row"), "import", "screen"),
    Command("deadline", ("d",), N_("deadline"), N_("enter the deadline that the page shows"), "deadline", "case"),
    Command("evidence", ("t",), N_("evidence"), N_("mark an evidence item"), "evidence", "case"),
    Command("lane", ("x",), N_("escalate"), N_("look at the ways to escalate"), "lane", "case"),
    Command("down", ("j", "down"), "", N_("next case"), "move(1)", "list"),
    Command("up", ("k", "up"), "", N_("previous case"), "move(-1)", "list"),
    Command("page_down", ("pagedown", "ctrl+d"), "", N_("one page down"), "page(1)", "list"),
    Command("page_up", ("pageup", "ctrl+u"), "", N_("one page up"), "page(-1)", "list"),
    Command("first", ("g", "home"), "", N_("first case"), "edge(-1)", "list"),
    Command("last", ("G", "end"), "", N_("last case"), "edge(1)", "list"),
    Command("help", ("?",), N_("keys"), N_("show all keys"), "help", "screen"),
    Command("quit", ("q",), N_("quit"), N_("quit (Ctrl+C and Ctrl+Q too)"), "app.quit", "screen"),
)
ELSEWHERE: Mapping[str, tuple[str, ...]] = {"list": ("back",), "case": ("open",), "note": ()}
"""Commands that the key bar leaves out, by where the cursor is."""
ALWAYS_SHOWN: tuple[str, ...] = ("help", "quit")
"""Commands that the key bar keeps when there is no room for all."""

_KEY_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "down": "Down",
    "up": "Up",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "ctrl+d": "Ctrl+D",
    "ctrl+u": "Ctrl+U",
}
_CHINESE = {"/": "、"}
"""What a Chinese input method types for a key, where it is not the full-width form."""


def _variants(key: str) -> Iterator[str]:
    """A key and what a Chinese input method makes of it: `j` and `ｊ`, `/`, `／` and `、`."""
    yield key
    if len(key) == 1:
        yield chr(ord(key) + 0xFEE0)
        if key in _CHINESE:
            yield _CHINESE[key]


def bindings(*where: Where) -> list[BindingType]:
    """Make the bindings of the commands that apply in one of these places.

    Letters are acted on before the next key is read: of `/tea` typed at once, only `/` is a command. They never
    reach here while an input or the note has the focus, because Textual leaves out what that would take as text.
    """
    return [
        Binding(variant, command.action, command.help, show=False, priority=where == ("list",) or len(key) == 1)
        for command in COMMANDS
        if command.where in where
        for key in command.keys
        for variant in _variants(key)
    ]


def key_names(command: Command) -> tuple[str, ...]:
    """Give the keys of a command as they stand on a keyboard."""
    return tuple(_KEY_NAMES.get(key, key) for key in command.keys)
