"""What statements hold, as the import screen lists and searches it: lines as data, in several views."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from refund_tui import statement_labels
from refund_tui.domain.case import DEFAULT_CURRENCY, DEFAULT_ZONE
from refund_tui.domain.currency import format_amount
from refund_tui.domain.text import cells, fit, pad
from refund_tui.domain.when import format_when
from refund_tui.i18n import N_, _
from refund_tui.values import label

if TYPE_CHECKING:
    from refund_tui.statements.matching import Match
    from refund_tui.statements.model import NotUnderstood, Row, Statement
    from refund_tui.surveying import Survey

View = Literal["payments", "money", "strays", "all", "riddles"]
VIEWS: Mapping[View, str] = {
    "payments": N_("payments"),
    "money": N_("money for cases"),
    "strays": N_("refunds, no case"),
    "all": N_("all rows"),
    "riddles": N_("not understood"),
}
"""Each view's name, in the order of their keys."""
NONE: Mapping[View, str] = {
    "payments": N_("No payment here can be made a case of."),
    "money": N_("Nothing here is money of one of your cases."),
    "strays": N_("No refund here is without its case."),
    "all": N_("There are no rows."),
    "riddles": N_("Every row was understood."),
}
"""What is said in a view where nothing is."""
MERCHANT, AMOUNT = 18, 11
"""Cells of a line's columns; what is left is the item's."""
LEAST_ITEM = 16
"""Cells that what a case is about keeps before the reason of its money gets any."""
ROOMY = 80
"""From this many cells on, the merchant and the year have room."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line to choose: a row, or with `row` None one that was not understood, `why` saying so.

    `statement` is that of the row, None for a row that an earlier import kept. `match` is what the row means for a
    case, and `title` what that case is about. `was` is the status before, where it moved on.
    """

    number: int
    row: Row | None
    why: str
    case_id: int | None
    haystack: str
    statement: Statement | None = None
    match: Match | None = None
    title: str = ""
    was: str = ""


def _hay(row: Row, *more: str) -> str:
    amount = format_amount(row.amount, row.currency)
    parts = (row.merchant, row.item, amount, row.order_no_raw, row.order_no or "", row.trade_no)
    return " ".join((*parts, *more)).casefold()


def of_row(row: Row, statement: Statement | None, case_id: int | None = None, was: str = "") -> Line:
    """Make the line of a row."""
    why = "" if row.refundable else label(statement_labels.WHY_NOT, row.why_not or "")
    return Line(row.number, row, why, case_id, _hay(row), statement, was=was)


def of_riddle(line: NotUnderstood, statement: Statement | None) -> Line:
    """Make the line of a row that was not understood."""
    why = _("not understood: {why}").format(why=_(line.why).format(**line.values))
    return Line(line.row, None, why, None, " ".join(line.raw.values()).casefold(), statement)


def _money(found: Survey) -> Iterator[Line]:
    """Make the lines of what would be booked, and of what is only proposed."""
    from refund_tui.match_words import reason

    meeting = found.meeting
    whose = {row.key: each for each in found.statements for row in each.plain}
    for match in sorted(meeting.matches, key=lambda each: (not each.proven, each.case)):
        row = meeting.links.rows[match.refund or match.payment or match.key]
        title = meeting.titles.get(match.case, "")
        why = reason(match, meeting.links)
        hay = _hay(row, title, format_amount(match.amount, row.currency), _("case {id}").format(id=match.case))
        yield Line(row.number, row, why, match.case, hay, whose.get(row.key), match, title)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of some statements by view; rows stand in the order of their files."""

    by_view: Mapping[View, list[Line]]

    @classmethod
    def none(cls) -> Lines:
        return cls({view: [] for view in VIEWS})

    @classmethod
    def of(cls, found: Survey) -> Lines:
        """List what was read, and what it means for the cases."""
        from refund_tui import booking

        views: dict[View, list[Line]] = {view: [] for view in VIEWS}
        meeting = found.meeting
        for statement in found.statements:
            lines = [
                of_row(row, statement, booking.case_of(meeting, row), meeting.moved.get(row.key, ""))
                for row in statement.rows
            ]
            read = {row.number for row in statement.rows}
            riddles = [of_riddle(each, statement) for each in statement.not_understood]
            lines += [each for each in riddles if each.number not in read]
            lines.sort(key=lambda line: line.number)
            stray = {row.number for row in booking.strays(meeting, statement)}
            views["all"] += lines
            views["payments"] += [line for line in lines if line.row is not None and line.row.refundable]
            views["strays"] += [line for line in lines if line.number in stray]
            views["riddles"] += riddles
        views["money"] += _money(found)
        return cls(views)

    @property
    def proven(self) -> int:
        """How much of the money is proven, and not booked yet."""
        return sum(1 for line in self.by_view["money"] if line.match is not None and line.match.proven)

    def fitting(self, words: str, view: View) -> list[Line]:
        """Give the lines of a view that hold every typed word."""
        found = self.by_view[view]
        for word in words.casefold().split():
            found = [line for line in found if word in line.haystack]
        return found


def tabs(lines: Lines, view: View, width: int) -> str:
    """Name the views with their keys and how much each holds; where `width` cells do not hold it all, only this one."""

    def told(named: bool) -> str:
        parts = []
        for place, (each, name) in enumerate(VIEWS.items(), 1):
            shown = f"{_(name)} {len(lines.by_view[each])}" if named or each == view else len(lines.by_view[each])
            parts.append(f"[F{place} {shown}]" if each == view else f"F{place} {shown}")
        return " ".join(parts)

    whole = told(True)
    return whole if cells(whole) <= width else told(False)


def draw(line: Line, width: int) -> tuple[str, bool]:
    """Give a line's text in `width` cells, and whether it is dim because it can hardly be chosen."""
    row = line.row
    if row is None:
        return f"#{line.number}  {line.why}", True
    # Where there is little room, the day with its year: ten months apart look alike without it.
    when = format_when(row.occurred_at, ZoneInfo(DEFAULT_ZONE))[slice(16) if width >= ROOMY else slice(2, 10)]
    amount = line.match.amount if line.match else row.amount
    merchant = MERCHANT if width >= ROOMY else MERCHANT - 6
    head = f"{when} {pad(format_amount(amount, row.currency), AMOUNT, right=True)} "
    head += f"{pad(_who(line, row), merchant)} "
    marks = ", ".join(filter(None, _marks(line, width - cells(head) - LEAST_ITEM)))
    end = f" [{marks}]" if marks else ""
    room = max(width - cells(head) - cells(end), 6)
    return head + fit(line.title if line.match else row.item, room) + end, bool(line.why) and line.match is None


def _who(line: Line, row: Row) -> str:
    return _("case {id}").format(id=line.match.case) if line.match else row.merchant


def _marks(line: Line, room: int) -> Iterator[str]:
    """Give what stands behind a line; of money why, too, where `room` cells hold it."""
    if line.match is not None:
        word = _("proven") if line.match.proven else _("proposed")
        whole = _("{word}: {why}").format(word=word, why=line.why)
        yield whole if cells(whole) <= room else word
        return
    yield _("case {id}").format(id=line.case_id) if line.case_id is not None else ""
    yield _("was {status}").format(status=line.was) if line.was else ""
    yield line.why


def about(line: Line) -> str:
    """Say of one line what its columns have no room for."""
    row = line.row
    if row is None:
        return line.why
    parts = [line.statement.name if line.statement else "", _("row {row}").format(row=row.number)]
    if line.match is not None:
        parts += [row.merchant, row.item, _("{why} (tier {tier})").format(why=line.why, tier=line.match.tier)]
    else:
        parts += [
            "" if row.currency == DEFAULT_CURRENCY else row.currency,
            row.status,
            row.order_no or row.trade_no,
            line.why,
        ]
        parts.append(_("it was {status} when it was last imported").format(status=line.was) if line.was else "")
    return " · ".join(filter(None, parts))


def enter_words(line: Line) -> str:
    """Say what enter does with a line; nothing where it does nothing of its own."""
    row = line.row
    if line.match is not None:
        return "" if line.match.proven else _("enter accepts it, on your word")
    if row is None or line.statement is None:
        return ""
    if line.case_id is not None:
        return _("enter goes to case {id}").format(id=line.case_id)
    if row.kind == "other" or line.statement.witness == "bank":
        return ""
    return _("enter makes a case of it") if row.kind == "refund" else _("enter opens a case")
