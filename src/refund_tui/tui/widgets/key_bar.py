"""The last line: the frequent keys, as many as there is room for."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from refund_tui.domain.text import cells
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.commands import ALWAYS_SHOWN, COMMANDS, Command, key_names


def _piece(command: Command) -> Content:
    return safe.row(safe.line(key_names(command)[0], "bold"), Content(" "), safe.line(_(command.label)))


class KeyBar(Widget):
    """Keys and their labels from the table of commands; without cases only those that need none."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._has_case = True

    def show(self, has_case: bool) -> None:
        """Say whether there is a case that commands can be about."""
        if has_case != self._has_case:
            self._has_case = has_case
            self.refresh()

    def render(self) -> Content:
        offered = [each for each in COMMANDS if each.label and (self._has_case or each.where != "case")]
        pieces = {command.id: _piece(command) for command in offered}
        room = self.size.width - sum(cells(pieces[name].plain) + 2 for name in ALWAYS_SHOWN)
        shown: list[Content] = []
        for name, piece in pieces.items():
            if name not in ALWAYS_SHOWN:
                room -= cells(piece.plain) + 2
                if room < 0:
                    continue
            shown.append(piece)
        return Content("  ").join(shown)
