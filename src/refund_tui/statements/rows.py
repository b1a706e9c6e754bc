"""What all statements have in common: a header, rows under it, notes around them, and what each row must say.

A source is a module with a `draw` function, which says what one line means as a Draft, and a `read` function, which
calls `read_rows` with it. Whatever `draw` refuses is listed with its number, never dropped.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal, NamedTuple

from refund_tui.domain.currency import format_amount, shown
from refund_tui.domain.problem import Refused
from refund_tui.statements.model import Content, Identity, Kind, Line, NotUnderstood, Row, Shipping
from refund_tui.statements.progress import Progress, nothing

CURRENCY = "CNY"
# The cells carry no zone. A fixed offset, because every statement is younger than the last summer time in China.
ZONE = timezone(timedelta(hours=8))
EACH = 2000
"""Rows between two words of progress."""

_TIME = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
# One digit before the point and a short power: PayPal's own numbers may read like 24553128E23229155.
_RUINED = re.compile(r"\d(\.\d++)?E\+?\d{1,3}", re.ASCII | re.IGNORECASE)
_EXPORTED = re.compile(r"(?:导出时间|申请时间)[：:]\s*\[?([-/\d]+ [:\d]+)")
_DASHES = re.compile(r"-{4,}")
_FOOTNOTE = re.compile(
    r"共[：:]?\d+笔|已?(收入|支出|不计收支|其他)[：:]|待(收入|支出)[：:]|导出(信息|时间|交易类型)|姓名[：:]|支付宝账户[：:]|"
    r"起始时间|特别提示|\d{1,2}[.、]"
)
_DATE = re.compile(r"\d{1,4}[-./年]\d{1,2}[-./月]\d{1,4}")
_UNKNOWN: Mapping[str, Refused] = {
    "status": Refused("the status {value} is not known to this version: judge the row yourself"),
    "type": Refused("the type {value} is not known to this version: judge the row yourself"),
    "direction": Refused("the direction {value} is not known to this version: judge the row yourself"),
}
_EMPTY: Mapping[str, Refused] = {
    "status": Refused("the status is empty: judge the row yourself"),
    "type": Refused("the type is empty: judge the row yourself"),
    "direction": Refused("the direction is empty: judge the row yourself"),
}


class Rule(NamedTuple):
    """What a row is: its kind, why it is not refundable (None: it is), where the goods are."""

    kind: Kind
    why_not: str | None = None
    shipping: Shipping | None = None


class Draft(NamedTuple):
    """What a source says of one line, in the words of Row; `order_cell` is Row.order_no_raw.

    `expense` is what the line adds to Content.expenses. `keyed_at` stands for `occurred_at` in the row's key, where
    the row's own time may still change; `keyed_by` for a payment number, where rows have another number of their own.
    `doubt` says what is not known where that is not the status.
    """

    rule: Rule
    occurred_at: datetime
    amount: int
    merchant: str = ""
    item: str = ""
    direction: str = ""
    status: str = ""
    category: str = ""
    method: str = ""
    trade_no: str = ""
    order_cell: str = ""
    order_no: str | None = None
    platform: str = "other"
    scenario: str = "online"
    advice: tuple[str, ...] = ()
    reference: str = ""
    stated_refund: int | None = None
    currency: str = CURRENCY
    expense: int = 0
    keyed_at: datetime | None = None
    keyed_by: str = ""
    doubt: Refused | None = None


class Sheet(NamedTuple):
    """A table taken apart: the column names, the lines that are rows, and the notes above and below them."""

    names: list[str]
    rows: list[list[str]]
    notes: list[str]

    def note(self, pattern: re.Pattern[str]) -> str | None:
        """Give the first group of the first match in the notes."""
        return next((match[1] for line in self.notes if (match := pattern.search(line))), None)

    def exported_at(self) -> datetime | None:
        found = self.note(_EXPORTED)
        return instant(found) if found else None


def sheet(lines: Sequence[list[str]], header: int, width: int) -> Sheet:
    """Take a table apart at the header with the index `header`; `width` counts the columns that a row needs.

    Blank lines, and what an exporter prints below the rows, are no rows; any other line is one, readable or not, and so
    is whatever has a date.
    """
    rows: list[list[str]] = []
    notes = [",".join(line) for line in lines[:header]]
    below = False
    for cells in lines[header + 1 :]:
        filled = len(cells) - cells.count("")
        if filled == 1 and _DASHES.match(cells[0]):
            below = True
        elif 0 < 2 * filled < width and (below or _FOOTNOTE.match(cells[0])) and not any(map(_DATE.match, cells)):
            notes.append(",".join(cells))
        elif filled:
            rows.append(cells)
    return Sheet(lines[header], rows, notes)


def read_rows(
    parts: Sheet,
    draw: Callable[[Line], Draft],
    identity: Identity,
    *,
    needed: Sequence[str],
    currency: str = CURRENCY,
    account: str | None = None,
    progress: Progress = nothing,
) -> Content:
    """Read the rows of a sheet by `draw`, which raises Refused for a line that it cannot read.

    A line needs a cell in each of the `needed` columns. A row of unknown status or direction, one that states a larger
    refund than it paid, and one with an order number that a spreadsheet has ruined is kept and listed too. `account`
    is the hash of the owner's account.
    """
    places = {name: place for place, name in enumerate(parts.names) if name}
    last = max(map(places.__getitem__, needed))
    rows: list[Row] = []
    unread: list[NotUnderstood] = []
    expenses: dict[str, int] = {}
    for number, cells in _counted(parts.rows, progress):
        line = Line(places, cells)
        try:
            _check_shape(parts.names, cells, needed if len(cells) <= last else (), line)
            draft = draw(line)
            expenses[draft.currency] = expenses.get(draft.currency, 0) + draft.expense
            rows.append(_row(number, line, draft, identity))
            _check_meaning(rows[-1], draft)
        except Refused as problem:
            unread.append(NotUnderstood(number, problem.message, problem.values, line))
    return Content(
        rows=tuple(rows),
        not_understood=tuple(unread),
        row_count=len(parts.rows),
        expenses=expenses or {currency: 0},
        currency=currency,
        account_hash=account,
        exported_at=parts.exported_at(),
    )


def _counted(rows: Sequence[list[str]], progress: Progress) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(rows, 1):
        if number % EACH == 0:
            progress(number, len(rows))
        yield number, cells


def _check_shape(names: Sequence[str], cells: Sequence[str], doubtful: Sequence[str], line: Line) -> None:
    """Refuse a row that is wider than its header, or ends before a column of `doubtful`."""
    if any(cells[len(names) :]):
        raise Refused(
            "the row has {count} cells under {columns} columns: look for a comma or a quotation mark in its text",
            count=len(cells),
            columns=len(names),
        )
    for column in doubtful:
        if column not in line:
            raise Refused("the row ends before {column}: download the file again", column=column)


def _row(number: int, line: Line, draft: Draft, identity: Identity) -> Row:
    rule = draft.rule
    why_not = rule.why_not
    trade_no, order_no_raw = sound_number(draft.trade_no), sound_number(draft.order_cell)
    if why_not is None and (trade_no, order_no_raw) != (draft.trade_no, draft.order_cell):
        why_not = "ruined_number"
    stated = draft.stated_refund
    if why_not is None and stated is not None and stated >= draft.amount:
        why_not = "already_refunded"
    keyed_at = draft.keyed_at or draft.occurred_at
    text = f"{draft.merchant}\x1f{draft.item}"
    return Row(
        number=number,
        kind=rule.kind,
        occurred_at=draft.occurred_at,
        merchant=draft.merchant,
        item=draft.item,
        amount=draft.amount,
        currency=draft.currency,
        direction=draft.direction,
        status=draft.status,
        category=draft.category,
        method=draft.method or None,
        trade_no=trade_no,
        order_no_raw=order_no_raw,
        order_no=sound_number(draft.order_no or "") or None,
        platform=draft.platform,
        shipping=rule.shipping,
        refundable=why_not is None,
        why_not=why_not,
        refunded_minor=min(stated or 0, draft.amount),
        key=identity.key(rule.kind, draft.keyed_by or trade_no, draft.amount, keyed_at, text),
        raw=line,
        scenario=draft.scenario,
        advice=draft.advice,
        reference=draft.reference,
        stated_refund=stated,
        source=identity.source,
    )


def _check_meaning(row: Row, draft: Draft) -> None:
    if row.why_not == "unknown_status":
        raise draft.doubt or not_known("status", row.status)
    if row.why_not == "unknown_direction":
        raise not_known("direction", row.direction)
    if row.kind == "payment" and (row.stated_refund or 0) > row.amount:
        raise Refused(
            "the row says that {refunded} came back of {paid} that was paid: judge it yourself",
            refunded=format_amount(row.stated_refund or 0, row.currency),
            paid=format_amount(row.amount, row.currency),
        )
    if (row.trade_no, row.order_no_raw) != (draft.trade_no, draft.order_cell):
        raise Refused("an order number was ruined by Excel: import the original file as it was sent to you")


def not_known(what: Literal["status", "type", "direction"], value: str) -> Refused:
    """Say of a row that what it must say is empty, or has a value that this version does not know."""
    return Refused((_UNKNOWN if value else _EMPTY)[what].message, value=shown(value))


def sound_number(text: str) -> str:
    """Give an order number, or "" for one that Excel has ruined: it gives the same 2.02E+27 to many orders."""
    return "" if _RUINED.fullmatch(text) else text


def instant(text: str, zone: timezone = ZONE) -> datetime | None:
    """Read a time of the day such as `2026-03-01 10:00:00` or, saved again by Excel, `2026/3/1 10:00`."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def needed_instant(text: str) -> datetime:
    """Read a time as `instant` does. Raises Refused for anything else."""
    at = instant(text)
    if at is None:
        raise Refused("{value} is not a time: expected like 2026-03-01 10:00:00", value=shown(text))
    return at


def advice_of(cell: Callable[[str], str], table: Iterable[tuple[str, frozenset[str], str]]) -> tuple[str, ...]:
    """Give the codes of `table` (column, values, code) whose column holds one of the values."""
    return tuple(dict.fromkeys(code for column, values, code in table if cell(column) in values))


def mark_of(cell: Callable[[str], str], table: Iterable[tuple[str, str, str]], otherwise: str) -> str:
    """Give what the first entry of `table` (column, mark, meaning) says whose mark is in the column's cell."""
    return next((meaning for column, mark, meaning in table if mark in cell(column)), otherwise)


def owner_hash(service: str, account: str | None) -> str | None:
    """The notes name the owner; only this hash is kept, to tell two accounts apart (statement-formats 4.6)."""
    return hashlib.sha256(f"{service}\x1f{account.casefold()}".encode()).hexdigest()[:16] if account else None
