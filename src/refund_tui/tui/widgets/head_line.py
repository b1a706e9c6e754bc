"""The first line: what waits for me, what the cases are worth, where the cursor is, which filter holds."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget

from refund_tui.domain.currency import format_amount
from refund_tui.domain.text import cells
from refund_tui.i18n import _
from refund_tui.live import Tally, Totals
from refund_tui.tui import safe


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

    def render(self) -> Content:
        return content(self._heading, self.size.width)


def content(heading: Heading, width: int) -> Content:
    """Give the line in `width` cells."""
    for less_money in (False, True):
        whole = Content(" · ").join(_pieces(heading, short=False, less_money=less_money))
        if cells(whole.plain) <= width:
            return whole
    room = width
    shown: list[Content] = []
    for piece in _pieces(heading, short=True, less_money=True):
        room -= cells(piece.plain) + (3 if shown else 0)
        if room < 0 and shown:
            break
        shown.append(piece)
    return Content(" · ").join(shown)


def _pieces(heading: Heading, short: bool, less_money: bool) -> list[Content]:
    """The pieces, the one that matters most first; `short` writes the same with fewer cells.

    `less_money` tells only what is owed and what was received.
    """
    pieces = []
    if heading.filter:
        words = heading.filter if short else _("filter: {words}").format(words=heading.filter)
        pieces.append(safe.line(words, "reverse"))
    if heading.totals is not None:
        pieces += _totals(heading.totals, short)
        pieces += _money(heading.totals, less_money)
    if heading.demo:
        pieces.append(safe.line(_("samples") if short else _("sample cases"), "bold"))
    return [*pieces, safe.line(f"{heading.place}/{heading.count}", "dim")]


def _totals(totals: Totals, short: bool) -> list[Content]:
    counts = (
        (totals.my_move, _("me {n}") if short else _("my move {n}"), "bold"),
        (totals.overdue, _("over {n}") if short else _("overdue {n}"), "bold $error"),
        (totals.due_24h, _("24h {n}") if short else _("due in 24 h {n}"), "bold $warning"),
    )
    return [safe.line(words.format(n=n), style if n else "") for n, words, style in counts]


def _money(totals: Totals, less: bool) -> list[Content]:
    told = [each for each in totals.money if any(_amounts(each).values())]
    money = told or totals.money[:1]
    whole = _("{currency}: owed {owed} · received {received} · agreed {agreed} · claimed {claimed}")
    owed = _("{currency} owed {owed}")
    came = _("in {received}") if len(money) == 1 else _("{currency} in {received}")
    forms = (owed, came) if less else (whole,)
    return [safe.line(form.format(**_written(tally))) for form in forms for tally in money]


def _amounts(tally: Tally) -> dict[str, int]:
    return {
        "owed": tally.owed_minor,
        "received": tally.received_minor,
        "agreed": tally.agreed_minor,
        "claimed": tally.claimed_minor,
    }


def _written(tally: Tally) -> dict[str, str]:
    amounts = {name: format_amount(minor, tally.currency) for name, minor in _amounts(tally).items()}
    return {"currency": tally.currency, **amounts}
