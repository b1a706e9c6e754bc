"""What a statement means for a case, in words; the command line and the screen say it alike."""

from __future__ import annotations

from refund_tui.domain.currency import format_amount
from refund_tui.i18n import N_, _
from refund_tui.statements.matching import Match
from refund_tui.statements.model import Statement

_TOLD = {
    (True, True): N_("row {row} booked to case {id}: {amount} (tier {tier})"),
    (True, False): N_("row {row} booked to case {id} on your word: {amount} (tier {tier})"),
    (False, True): N_("row {row} proves money of case {id}: {amount} (tier {tier}); --apply books it"),
    (False, False): N_("row {row} may be money of case {id}: {amount} (tier {tier}); --accept {row} books it"),
}
"""By whether it was booked, and whether it is proven."""


def match_line(found: Match, statement: Statement, *, booked: bool) -> str:
    """Say which row gives a case how much, and whether that is proven, proposed or booked already."""
    rows = {row.key: row for row in statement.plain}
    row = rows.get(found.refund or "") or rows.get(found.payment or "")
    currency = row.currency if row else statement.money[0].currency
    words = _TOLD[booked, found.proven]
    return _(words).format(
        row=row.number if row else "?", id=found.case, amount=format_amount(found.amount, currency), tier=found.tier
    )
