"""The command palette: every command of the table, found by its words in the language in use."""

from __future__ import annotations

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
        matcher, found = self.matcher(query), False
        for words, name, command in self._offered():
            score = max(matcher.match(words), matcher.match(name))
            if score > 0:
                found = True
                yield Hit(score, matcher.highlight(words), self._run(command), text=f"{words} {name}")
        if not found:
            # Textual would say so itself, in English.
            yield Hit(0.01, safe.line(_("No command has these words.")), lambda: None, text=query)


def open_palette(screen: Desk) -> None:
    """Show the palette over a screen."""
    screen.app.push_screen(CommandPalette([TableCommands], placeholder=_("type what you want to do")))
