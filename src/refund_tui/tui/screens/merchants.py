"""What is owed by whom: the open cases a merchant and currency, and the way to those of one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from refund_tui import labels
from refund_tui.domain.currency import format_amount
from refund_tui.domain.text import pad
from refund_tui.errors import Problem
from refund_tui.i18n import _
from refund_tui.live import MerchantTally
from refund_tui.tui import safe
from refund_tui.tui.bindings import bindings
from refund_tui.tui.widgets.line_list import LineList
from refund_tui.wording import sentence

AMOUNTS = ("owed", "received", "agreed", "claimed")
"""In the order in which they get room."""
OPEN, CURRENCY, AMOUNT = 5, 3, 11
LEAST_NAME = 18
"""Cells that a merchant's name has before the next amount gets any."""


def _line(name: str, count: str, currency: str, amounts: Sequence[str], width: int) -> str:
    shown = max(min((width - LEAST_NAME - OPEN - CURRENCY - 2) // (AMOUNT + 1), len(amounts)), 1)
    tail = " ".join(
        [pad(count, OPEN, right=True), pad(currency, CURRENCY)]
        + [pad(amount, AMOUNT, right=True) for amount in amounts[:shown]]
    )
    room = max(width - shown * (AMOUNT + 1) - OPEN - CURRENCY - 2, 4)
    return f"{pad(name, room)} {tail}"


def head(width: int) -> str:
    """Name the columns that have room in `width` cells."""
    return _line(_("merchant"), _("cases"), "", [_(labels.MONEY[name]) for name in AMOUNTS], width)


def draw(each: MerchantTally, width: int) -> tuple[str, bool]:
    """Give a merchant's line in `width` cells; dim where nothing is owed."""
    amounts = [format_amount(getattr(each, f"{name}_minor"), each.currency) for name in AMOUNTS]
    return _line(each.merchant, str(each.open), each.currency, amounts, width), not each.owed_minor


class MerchantList(LineList[MerchantTally]):
    """The lines, with the keys that move everywhere else."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("move")

    def action_edge(self, end: int) -> None:
        self.action_go(-1 if end > 0 else 0)


class Merchants(ModalScreen[str | None]):
    """Gives the merchant that was chosen, None when left; `read` gives the sums and may run in any thread."""

    DEFAULT_CSS = """
    Merchants { align: center middle; }
    Merchants > Vertical {
        width: 96%; max-width: 110; height: 94%;
        padding: 0 1; background: $surface; border: round $primary;
    }
    Merchants Static { height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, read: Callable[[], list[MerchantTally]]) -> None:
        super().__init__()
        self._read = read

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = safe.line(_("What is owed, by merchant"))
            yield Static(id="head")
            yield MerchantList(draw)
            yield Static(id="told")

    def on_mount(self) -> None:
        self._tell(_("Reading …"))
        self._fill()

    @work(exclusive=True)
    async def _fill(self) -> None:
        try:
            found = await asyncio.to_thread(self._read)
        except Problem as problem:
            self._tell(sentence(problem))
            return
        rows = self.query_one(MerchantList)
        rows.show(found)
        rows.focus()
        self._tell(_("enter shows the cases of a merchant") if found else _("There is no open case."))

    def _tell(self, words: str) -> None:
        self.query_one("#told", Static).update(safe.line(words, "dim"))

    def on_resize(self) -> None:
        self.call_after_refresh(self._name_columns)

    def _name_columns(self) -> None:
        width = self.query_one(MerchantList).scrollable_content_region.width
        self.query_one("#head", Static).update(safe.line(head(width), "bold"))

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        chosen = self.query_one(MerchantList).chosen
        if chosen is not None:
            self.dismiss(chosen.merchant)
