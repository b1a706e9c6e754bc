"""The last line: the frequent keys, as many as there is room for."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content
from textual.widget import Widget

from refund_tui.domain.text import cells
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.commands import COMMANDS, WRITING, Command
from refund_tui.tui.keymap import DEFAULT, Keys, key_name

ELSEWHERE: Mapping[str, tuple[str, ...]] = {"list": ("back",), "case": ("open",)}
"""Commands that the bar leaves out, by where the cursor is."""
ALWAYS_SHOWN: tuple[str, ...] = ("help", "quit")
"""Commands that the bar keeps when there is no room for all."""


class KeyBar(Widget):
    """Keys and their labels from the table of commands: those that do something where the cursor is."""

    ALLOW_SELECT = False

    def __init__(self, keys: Keys = DEFAULT) -> None:
        super().__init__()
        self._keys = keys
        self._shown: tuple[bool, str] = (True, "list")

    def show(self, has_case: bool, place: str) -> None:
        """Say whether there is a case, and where the cursor is: "list", "case", "note", or "away" on another screen."""
        if (has_case, place) != self._shown:
            self._shown = has_case, place
            self.refresh()

    def _offered(self) -> list[Command]:
        has_case, place = self._shown
        return [
            each
            for each in COMMANDS
            if each.label
            and self._keys[each.id]
            and (has_case or each.where != "case")
            and each.id not in ELSEWHERE[place]
        ]

    def _piece(self, command: Command) -> Content:
        key = key_name(self._keys[command.id][0])
        return safe.row(safe.line(key, "bold"), Content(" "), safe.line(_(command.label)))

    def render(self) -> Content:
        if self._shown[1] == "away":
            return Content("")
        if self._shown[1] == "note":
            return Content("  ").join(
                safe.row(safe.line(key, "bold"), Content(" "), safe.line(_(label)))
                for key, label, _help in WRITING
                if label
            )
        offered = {command.id: self._piece(command) for command in self._offered()}
        room = self.size.width - sum(cells(offered[name].plain) + 2 for name in ALWAYS_SHOWN)
        shown: list[Content] = []
        for name, piece in offered.items():
            if name not in ALWAYS_SHOWN:
                room -= cells(piece.plain) + 2
                if room < 0:
                    continue
            shown.append(piece)
        return Content("  ").join(shown)
