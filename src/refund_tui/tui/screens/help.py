"""All keys, from the table of commands, in the language in use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from refund_tui.domain.text import pad
from refund_tui.i18n import N_, _
from refund_tui.tui import safe
from refund_tui.tui.commands import COMMANDS, Where, key_names

_PARTS: tuple[tuple[Where, str], ...] = (
    ("case", N_("With the case under the cursor")),
    ("screen", N_("Everywhere")),
    ("list", N_("Moving in the list")),
)
_SIGNS = (
    N_("~ before a countdown: it passes the last known holiday calendar and may be off by days."),
    N_("= before a countdown: the platform's own page said so."),
)


def _lines() -> Iterator[Content]:
    for where, title in _PARTS:
        yield safe.line(_(title), "bold")
        for command in COMMANDS:
            if command.where == where:
                keys = " ".join(key_names(command))
                yield safe.row(safe.text(pad(keys, 16), "bold"), safe.line(_(command.help)))
        yield Content("")
    for sign in _SIGNS:
        yield safe.line(_(sign), "dim")


class Help(ModalScreen[None]):
    """The keys. Escape, ? and q close it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,?,？,q,ｑ", "dismiss", show=False)]

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="box") as box:
            box.border_title = safe.line(_("Keys"))
            yield Static(safe.lines(_lines()))
