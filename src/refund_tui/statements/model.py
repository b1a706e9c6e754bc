"""What a statement says, in the same words for every source: frozen dataclasses; nothing here reads a file."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from refund_tui.statements.progress import Progress
    from refund_tui.statements.tables import RawTable

Kind = Literal["payment", "refund", "other"]
Shipping = Literal["not_shipped", "shipped", "confirmed"]
Witness = Literal["shop", "bank"]
"""Whose word a statement is: `shop` for a platform or payment service, which can say that it refunded; `bank` for the
card or account that the money lands on, which can only say that it arrived (statement-formats 1.7)."""

WHY_NOT: tuple[str, ...] = (
    "refund_row",
    "already_refunded",
    "closed_unpaid",
    "closed_paid",
    "not_paid_yet",
    "income",
    "investment",
    "repayment",
    "transfer",
    "topup",
    "hold",
    "tax",
    "not_counted",
    "other_status",
    "ruined_number",
    "same_order",
    "closed_unknown",
    "bank_row",
    "unknown_status",
    "unknown_direction",
)
"""Why a row is not offered as a refundable payment. `not_counted`: a payment the app keeps out of 收/支."""

ADVICE: tuple[str, ...] = (
    "escrow_not_shipped",
    "escrow_shipped",
    "maybe_confirmed",
    "shipping_time_unknown",
    "refund_goes_to_payer",
    "paid_to_person",
    "several_channels",
    "partly_refunded",
    "refund_shown",
)
"""What to tell somebody who opens a case from a row."""


EMPTY = frozenset(("", "/", "--", "null"))
"""What exporters write into a cell that holds nothing (statement-formats 3)."""


class Line(Mapping[str, str]):
    """One line by column name: a view of its cells, with the names' places shared by all lines of a file.

    A column beyond the end of a short line is not in it.
    """

    __slots__ = ("_cells", "_places")

    def __init__(self, places: Mapping[str, int], cells: Sequence[str]) -> None:
        self._places = places
        self._cells = cells

    def __getitem__(self, name: str) -> str:
        place = self._places[name]
        if place >= len(self._cells):
            raise KeyError(name)
        return self._cells[place]

    def __iter__(self) -> Iterator[str]:
        return (name for name, place in self._places.items() if place < len(self._cells))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return repr(dict(self))

    def known(self, name: str) -> str:
        """Give a cell, "" where it is one of EMPTY or not there."""
        place = self._places.get(name)
        if place is None or place >= len(self._cells):
            return ""
        cell = self._cells[place]
        return "" if cell in EMPTY else cell


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a statement of the kind `source`. Amounts are integers in the minor unit, never negative.

    `number` counts from 1 below the header. `occurred_at` is aware, UTC. All text is one clean line; an empty
    cell is "" where a text is always expected and None elsewhere. `order_no_raw` is the cell, `order_no` what
    the buyer finds in the shop's own list. `reference` is the number of the payment that a row says it belongs to.
    `stated_refund` is what a payment's own row says came back in all, None where it says nothing. `key` names the
    row across files and exports and survives a change of its status. `why_not` is one of WHY_NOT, and None exactly
    when the row is refundable.
    """

    number: int
    kind: Kind
    occurred_at: datetime
    merchant: str
    item: str
    amount: int
    currency: str
    direction: str
    status: str
    category: str
    method: str | None
    trade_no: str
    order_no_raw: str
    order_no: str | None
    platform: str
    shipping: Shipping | None
    refundable: bool
    why_not: str | None
    refunded_minor: int
    key: str
    raw: Mapping[str, str]
    scenario: str = "online"
    advice: tuple[str, ...] = ()
    reference: str = ""
    stated_refund: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A line this version cannot read, or not wholly: `why` is a template, `values` fill its places.

    `raw` holds the line by column name, cleaned, so that it can be shown.
    """

    row: int
    why: str
    values: Mapping[str, object] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.why.format(**self.values)


@dataclass(frozen=True, slots=True)
class Link:
    """A refund row pays back a payment row. `tier` as in statement-formats 11.4; 1 is the strongest."""

    refund_row: int
    payment_row: int
    tier: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Content:
    """What a source reads out of a table. `row_count` counts every line below the header, understood or not.

    `rows` holds every line whose time and amount could be read; `not_understood` may name some of those too.
    `expenses` is the plain sum, by currency, of what the source calls an expense: closed and refunded orders
    included, refunds not subtracted. `currency` is the one of a statement that names none in its rows.
    """

    rows: tuple[Row, ...]
    not_understood: tuple[NotUnderstood, ...]
    row_count: int
    expenses: Mapping[str, int]
    currency: str
    account_hash: str | None = None
    exported_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts and totals of a statement in one currency, in its minor unit."""

    currency: str
    refunds: int
    refund_total_minor: int
    expense_total_minor: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One file, read and linked. `rows`, `not_understood`, `row_count`: as in Content.

    `plain` are the rows as the file has them, before links said what was paid back. `digest` is that of the table, so
    zipped and unzipped files agree. `money` has at least one entry.
    """

    source: str
    witness: Witness
    name: str
    encoding: str
    digest: str
    account_hash: str | None
    exported_at: datetime | None
    row_count: int
    rows: tuple[Row, ...]
    plain: tuple[Row, ...]
    not_understood: tuple[NotUnderstood, ...]
    links: tuple[Link, ...]
    orphans: tuple[int, ...]
    money: tuple[Sums, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of statement: a line that holds all `columns` is its header, and `read` takes it from there.

    `read` gets the table, the header's index in `RawTable.lines`, and a Progress to tell how far it is.
    """

    id: str
    columns: frozenset[str]
    read: Callable[[RawTable, int, Progress], Content]
    witness: Witness = "shop"


class Identity:
    """Gives the rows of one file their keys (statement-formats 11.5): SHA-256 in hex, shortened.

    Two rows of one file never get the same key: the second of two equal ones is counted. The time counts to
    the minute, because a file saved again by Excel has lost its seconds and is still the same file.
    """

    def __init__(self, source: str, account_hash: str | None) -> None:
        self.source = source
        self._owner = (source, account_hash or "")
        self._seen: Counter[str] = Counter()

    def key(self, kind: Kind, number: str, amount: int, occurred_at: datetime, text: str) -> str:
        """Give the key of the next row; `text` tells rows apart only where there is no `number`."""
        # Whether a row is a payment or "other" follows its status, and the status changes between exports.
        side = "refund" if kind == "refund" else "payment"
        minute = occurred_at.isoformat(timespec="minutes")
        parts = (*self._owner, side, number or text, str(amount), minute)
        digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
        self._seen[digest] += 1
        nth = self._seen[digest]
        return digest if nth == 1 else f"{digest}-{nth}"


def nth(key: str) -> str:
    """Give which of the equal rows of its file the row with this key is: "" for the first, else its number."""
    return key.partition("-")[2]
