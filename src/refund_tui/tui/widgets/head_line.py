"""The first line: what waits for me, what the cases are worth, where the cursor is, which filter holds."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget

from refund_tui.domain.currency import format_amount
from refund_tui.domain.text import cells
from refund_tui.i18n import _
from refund_tui.live import Totals
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

    def _pieces(self) -> list[Content]:
        """The pieces, the one that matters most first."""
        heading, totals = self._heading, self._heading.totals
        pieces = [safe.line(f"{heading.place}/{heading.count}", "bold")]
        if heading.filter:
            pieces.append(safe.line(_("filter: {words}").format(words=heading.filter), "reverse"))
        if heading.demo:
            pieces.append(safe.line(_("sample cases"), "bold"))
        if totals is None:
            return pieces
        pieces += [
            safe.line(_("my move {n}").format(n=totals.my_move), "bold" if totals.my_move else ""),
            safe.line(_("overdue {n}").format(n=totals.overdue), "bold ansi_red" if totals.overdue else ""),
            safe.line(_("due in 24 h {n}").format(n=totals.due_24h), "bold ansi_magenta" if totals.due_24h else ""),
        ]
        for tally in totals.money:
            claimed, agreed, received = (
                format_amount(minor, tally.currency)
                for minor in (tally.claimed_minor, tally.agreed_minor, tally.received_minor)
            )
            words = _("{currency}: claimed {claimed} · agreed {agreed} · received {received}")
            pieces.append(
                safe.line(
                    words.format(currency=tally.currency, claimed=claimed, agreed=agreed, received=received), "dim"
                )
            )
        return pieces

    def render(self) -> Content:
        room = self.size.width - 2
        shown: list[Content] = []
        for piece in self._pieces():
            room -= cells(piece.plain) + 3
            if room < -3 and shown:
                break
            shown.append(piece)
        return Content(" · ").join(shown)
