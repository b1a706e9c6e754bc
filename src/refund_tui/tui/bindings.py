"""Textual bindings made from the table of commands, and the keymap that the user's own keys are put over them with."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from refund_tui.tui.commands import COMMANDS, Where
from refund_tui.tui.keymap import Keys, variants


def bindings(*where: Where) -> list[BindingType]:
    """Make the bindings of the commands that apply in one of these places.

    Letters never reach a command while an input or the note has the focus, because Textual leaves out what that
    would take as text.
    """
    return [
        Binding(variant, command.action, command.help, show=False, priority=command.at_once, id=command.id)
        for command in COMMANDS
        if command.where in where
        for key in command.keys
        for variant in variants(key)
    ]


def keymap(keys: Keys) -> dict[str, str]:
    """Give Textual's keymap for all commands; a command without keys gets one that no keyboard has."""
    return {
        name: ",".join(variant for key in given for variant in variants(key)) or "f24" for name, given in keys.items()
    }
