"""One case as one line of cells: which columns fit a width, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from refund_tui import labels
from refund_tui.domain.case import DEFAULT_CURRENCY
from refund_tui.domain.currency import format_amount
from refund_tui.domain.listing import SOON, ListRow
from refund_tui.domain.text import cells, clean_line, pad
from refund_tui.i18n import _, language
from refund_tui.wording import DAY, HOUR, MINUTE, countdown, marks, staged

AMOUNT = 10
LEAST_WHAT = 36
"""Cells that merchant and item should have before the other columns get all they want."""
LEAST_PAIR = 18
"""With fewer cells than this the item stands alone, or the merchant where no item is known."""
LEAST_COLUMNS = 32
"""From this many cells on, merchant and item stand in columns."""
THEIRS = "<"
"""Before what is left of a clock of the other side."""
LEAST_MOVE, LEAST_STAGE = 8, 10
NARROW = 60


@dataclass(frozen=True, slots=True)
class Columns:
    """Cells of each column; 0 leaves it out. `what` is for merchant and item: see `_what`."""

    left: int
    move: int
    stage: int
    amount: int
    what: int


def _longest(words: Iterable[str]) -> int:
    return max(cells(_(word)) for word in words)


@lru_cache(maxsize=16)
def _columns(width: int, language: str) -> Columns:
    move, stage = _longest(labels.PARTIES.values()), _longest(labels.STAGES.values())
    least_move, least_stage = min(move, LEAST_MOVE), min(stage, LEAST_STAGE) if width >= NARROW - 8 else 0
    # A whole countdown of up to 99 days, with two signs before it: cut short it would be another time.
    left = 2 + max(cells(countdown(-seconds)) for seconds in (100 * DAY - 1, DAY - 1))
    # A number cut short would be another number.
    amount = AMOUNT if width >= left + least_move + AMOUNT + 4 else 0
    gaps = 3 + (least_stage > 0) + (amount > 0)
    spare = width - left - amount - gaps - least_move - least_stage - LEAST_WHAT
    more_stage = min(max(spare, 0), stage - least_stage) if least_stage else 0
    more_move = min(max(spare - more_stage, 0), move - least_move)
    move, stage = least_move + more_move, least_stage + more_stage
    return Columns(left, move, stage, amount, max(width - left - amount - gaps - move - stage, 0) + 1)


def columns(width: int) -> Columns:
    """Share `width` cells out, in the language in use: in narrow lists the stage goes first."""
    return _columns(width, language())


def left_seconds(row: ListRow, now: datetime) -> int | None:
    """Give the seconds until the row's clock runs out, negative when it has; None where none runs."""
    if row.next_due is None or not row.is_open:
        return None
    return int((datetime.fromisoformat(row.next_due) - now).total_seconds())


def until_change(left: int | None, seconds: bool) -> int:
    """Give the seconds after which a countdown reads differently."""
    if left is None:
        return MINUTE
    if (seconds and 0 <= left < HOUR) or abs(left) < MINUTE:
        return 1
    return left % MINUTE + 1


def _countdown(row: ListRow, left: int | None, seconds: bool) -> str:
    if left is None:
        return "-"
    if seconds and MINUTE <= left < HOUR:
        words = _("{minutes}m {seconds}s").format(minutes=left // MINUTE, seconds=left % MINUTE)
    else:
        words = countdown(left)
    # A row names whose move it is; a clock that is not mine must not be read as mine.
    theirs = "" if row.next_who in (None, "me") else THEIRS
    return theirs + marks(row.next_approximate, row.next_overridden) + words


def urgency(row: ListRow, left: int | None) -> str:
    """Name how a row looks: "overdue", "soon", "ended", or "" for the rest."""
    if not row.is_open:
        return "ended"
    if left is None or left > SOON.total_seconds():
        return ""
    return "overdue" if left <= 0 else "soon"


def amount(row: ListRow) -> str:
    """Write what the case is about; the currency is named where it is not the usual one."""
    if row.amount_minor is None:
        return "?"
    number = format_amount(row.amount_minor, row.currency)
    return number if row.currency == DEFAULT_CURRENCY else f"{number} {row.currency}"


def parts(row: ListRow, now: datetime, width: int, seconds: bool = False) -> tuple[str, str, str]:
    """Write a case as one line of exactly `width` cells, in three parts: countdown; facts and merchant; item.

    `seconds` counts them down in the last hour.
    """
    plan = columns(width)
    facts = [pad(_(labels.PARTIES[row.ball]), plan.move)]
    if plan.stage:
        facts.append(pad(staged(row.stage, row.promised_at, now, plan.stage), plan.stage))
    if plan.amount:
        facts.append(pad(amount(row), plan.amount, right=True))
    merchant, item = _what(clean_line(row.merchant), clean_line(row.item or ""), plan.what)
    left = pad(_countdown(row, left_seconds(row, now), seconds), plan.left, right=True)
    return left, f" {' '.join(facts)} {merchant}", item


def _what(merchant: str, item: str, room: int) -> tuple[str, str]:
    """Share `room` cells between merchant and item: in two columns where there is room, else one behind the other.

    Where there is hardly any, what was bought is known better than where.
    """
    if room < LEAST_PAIR:
        return "", pad(item or merchant, room)
    if not item:
        return "", pad(merchant, room)
    half = room * 2 // 5
    first = half if room >= LEAST_COLUMNS else min(cells(merchant), max(half, room - cells(item) - 1))
    return pad(merchant, first) + " ", pad(item, room - first - 1)
