"""The command palette: every command of the table, found by its words in the language in use."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.commands import COMMANDS, Command
from refund_tui.tui.keymap import DEFAULT, Keys, key_name

if TYPE_CHECKING:
    from refund_tui.tui.screens.desk import Desk


class TableCommands(Provider):
    """The commands of the table that can be given now."""

    @property
    def _keys(self) -> Keys:
        keys: Keys = getattr(self.screen, "keys", DEFAULT)
        return keys

    def _offered(self) -> list[tuple[str, str, Command]]:
        """Give each command's sentence, its keys, and itself; moving has no place here."""
        found = []
        for command in COMMANDS:
            action = command.action.partition("(")[0]
            if command.where != "move" and command.id != "palette" and self.screen.check_action(action, ()):
                keys = " ".join(map(key_name, self._keys[command.id]))
                found.append((f"{_(command.help)}  {keys}".rstrip(), command.id, command))
        return found

    def _run(self, command: Command) -> Callable[[], Awaitable[object]]:
        return partial(self.screen.run_action, command.action)

    async def discover(self) -> Hits:
        for words, name, command in self._offered():
            yield DiscoveryHit(safe.line(words), self._run(command), text=f"{words} {name}")

    async def search(self, query: str) -> Hits:
        found = False
        for words, name, command in self._offered():
            if fit := fitting(query, command):
                found = True
                yield Hit(fit, safe.line(words), self._run(command), text=f"{words} {name}")
        if not found:
            # Textual would say so itself, in English.
            yield Hit(0.01, safe.line(_("No command has these words.")), lambda: None, text=query)


def fitting(query: str, command: Command) -> float:
    """Say how well a command fits what is looked for, 0 to 1: all the words must stand in its own, in either language.

    Its name and its label count for most, then what it does, then what else it is looked for by.
    """
    best = 1.0
    for term in query.casefold().split():
        ranks = [
            (1.0, (command.id, command.label)),
            (0.6, (command.help,)),
            (0.3, (command.also,)),
        ]
        fits = (
            rank * (1 if re.search(rf"(?<![a-z]){re.escape(term)}", text) else 0.5)
            for rank, words in ranks
            for text in (each.casefold() for word in words if word for each in (word, _(word)))
            if term in text
        )
        best = min(best, max(fits, default=0.0))
    return best


def open_palette(screen: Desk) -> None:
    """Show the palette over a screen."""
    screen.app.push_screen(CommandPalette([TableCommands], placeholder=_("type what you want to do")))
