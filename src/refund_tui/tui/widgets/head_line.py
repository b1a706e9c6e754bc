"""The first line: what waits for me, what the cases are worth, where the cursor is, which filter holds."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget

from refund_tui import labels
from refund_tui.domain.currency import format_amount
from refund_tui.domain.text import cells
from refund_tui.i18n import _
from refund_tui.live import Tally, Totals
from refund_tui.tui import safe

AMOUNTS = ("owed", "received", "agreed", "claimed")
"""What is said of the money of a currency, what matters most first."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the head line says; `place` counts from 1, 0 in an empty list."""

    totals: Totals | None = None
    place: int = 0
    count: int = 0
    filter: str = ""
    demo: bool = False


class HeadLine(Widget):
    """One line of counts. What matters least is left out first where there is no room."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._heading = Heading()

    def show(self, heading: Heading) -> None:
        """Show this from now on; nothing is drawn when it is what stands there already."""
        if heading != self._heading:
            self._heading = heading
            self.refresh()

    def _pieces(self, short: bool) -> list[Content]:
        """The pieces, the one that matters most first; `short` writes the same with fewer cells."""
        heading, totals = self._heading, self._heading.totals
        pieces = []
        if heading.filter:
            words = heading.filter if short else _("filter: {words}").format(words=heading.filter)
            pieces.append(safe.line(words, "reverse"))
        if totals is not None:
            pieces += _totals(totals, short)
        if heading.demo:
            pieces.append(safe.line(_("samples") if short else _("sample cases"), "bold"))
        return [*pieces, safe.line(f"{heading.place}/{heading.count}", "dim")]

    def render(self) -> Content:
        whole = Content(" · ").join(self._pieces(short=False))
        if cells(whole.plain) <= self.size.width:
            return whole
        room = self.size.width
        shown: list[Content] = []
        for piece in self._pieces(short=True):
            room -= cells(piece.plain) + (3 if shown else 0)
            if room < 0 and shown:
                break
            shown.append(piece)
        return Content(" · ").join(shown)


def _totals(totals: Totals, short: bool) -> list[Content]:
    counts = (
        (totals.my_move, _("me {n}") if short else _("my move {n}"), "bold"),
        (totals.overdue, _("over {n}") if short else _("overdue {n}"), "bold $error"),
        (totals.due_24h, _("24h {n}") if short else _("due in 24 h {n}"), "bold $warning"),
    )
    shown = [safe.line(words.format(n=n), style if n else "") for n, words, style in counts]
    told = [each for each in totals.money if any(getattr(each, f"{name}_minor") for name in AMOUNTS)]
    money = told or totals.money[:1]
    if not short:
        return shown + [safe.line(_money(tally)) for tally in money]
    owed, came = _("{currency} owed {amount}"), _("{currency} in {amount}")
    pieces = [owed.format(currency=each.currency, amount=_amount(each, "owed")) for each in money]
    pieces += [came.format(currency=each.currency, amount=_amount(each, "received")) for each in money]
    return shown + [safe.line(piece) for piece in pieces]


def _amount(tally: Tally, name: str) -> str:
    return format_amount(getattr(tally, f"{name}_minor"), tally.currency)


def _money(tally: Tally) -> str:
    amounts = " · ".join(f"{_(labels.MONEY[name])} {_amount(tally, name)}" for name in AMOUNTS)
    return _("{currency}: {amounts}").format(currency=tally.currency, amounts=amounts)
