"""The rows of a statement as the import screen lists and searches them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from refund_tui import statement_labels
from refund_tui.domain.case import DEFAULT_ZONE
from refund_tui.domain.currency import format_amount
from refund_tui.domain.text import cells, fit, pad
from refund_tui.domain.when import format_when
from refund_tui.i18n import _
from refund_tui.values import label

if TYPE_CHECKING:
    from refund_tui.statements.model import NotUnderstood, Row, Statement

MERCHANT, AMOUNT = 18, 11
"""Cells of a line's columns; what is left is the item's."""
ROOMY = 80
"""From this many cells on, the merchant and the year have room."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line to choose: a row, or with `row` None one that was not understood, `why` saying so."""

    number: int
    row: Row | None
    why: str
    case_id: int | None
    haystack: str


def _of_row(row: Row, case_id: int | None) -> Line:
    why = "" if row.refundable else label(statement_labels.WHY_NOT, row.why_not or "")
    amount = format_amount(row.amount, row.currency)
    parts = (row.merchant, row.item, amount, row.order_no_raw, row.order_no or "", row.trade_no)
    return Line(row.number, row, why, case_id, " ".join(parts).casefold())


def _of_riddle(line: NotUnderstood) -> Line:
    why = _("not understood: {why}").format(why=_(line.why).format(**line.values))
    return Line(line.row, None, why, None, " ".join(line.raw.values()).casefold())


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines of a statement, and those that are refundable payments; both in the order of the file."""

    all: list[Line]
    refundable: list[Line]

    @classmethod
    def none(cls) -> Lines:
        return cls([], [])

    @classmethod
    def of(cls, statement: Statement, used: dict[int, int]) -> Lines:
        """List a statement; `used` names the case of each row that already is one."""
        lines = [_of_row(row, used.get(row.number)) for row in statement.rows]
        read = {row.number for row in statement.rows}
        lines += [_of_riddle(each) for each in statement.not_understood if each.row not in read]
        lines.sort(key=lambda line: line.number)
        return cls(lines, [line for line in lines if line.row is not None and line.row.refundable])

    def fitting(self, words: str, everything: bool) -> list[Line]:
        """Give the lines that hold every typed word; only refundable ones unless `everything`."""
        found = self.all if everything else self.refundable
        for word in words.casefold().split():
            found = [line for line in found if word in line.haystack]
        return found


def draw(line: Line, width: int) -> tuple[str, bool]:
    """Give a line's text in `width` cells, and whether it is dim because it can hardly be chosen."""
    row = line.row
    if row is None:
        return f"#{line.number}  {line.why}", True
    when = format_when(row.occurred_at, ZoneInfo(DEFAULT_ZONE))[0 if width >= ROOMY else 5 : 16]
    marks = []
    if line.case_id is not None:
        marks.append(_("case {id}").format(id=line.case_id))
    if line.why:
        marks.append(line.why)
    end = f" [{', '.join(marks)}]" if marks else ""
    merchant = MERCHANT if width >= ROOMY else MERCHANT - 6
    head = f"{when} {pad(format_amount(row.amount, row.currency), AMOUNT, right=True)} "
    head += f"{pad(row.merchant, merchant)} "
    room = max(width - cells(head) - cells(end), 6)
    return head + fit(row.item, room) + end, bool(line.why)
