"""What a statement means for a case, in words; the command line and the screen say it alike."""

from __future__ import annotations

from collections.abc import Mapping

from refund_tui.booking import Meeting
from refund_tui.domain.currency import format_amount
from refund_tui.i18n import N_, _
from refund_tui.statements.links import PROVEN_TIERS, Links
from refund_tui.statements.matching import Match
from refund_tui.statements.model import Row

_TOLD = {
    (True, True): N_("row {row} booked to case {id}: {amount} (tier {tier}: {why})"),
    (True, False): N_("row {row} booked to case {id} on your word: {amount} (tier {tier}: {why})"),
    (False, True): N_("row {row} proves money of case {id}: {amount} (tier {tier}: {why}); --apply books it"),
    (False, False): N_("row {row} may be money of case {id}: {amount} (tier {tier}: {why}); --accept {row} books it"),
}
"""By whether it was booked, and whether it is proven."""


def match_line(found: Match, rows: Mapping[str, Row], meeting: Meeting, *, booked: bool) -> str:
    """Say which row gives a case how much, whether that is proven, proposed or booked already, and why.

    `rows` are those of the statement that is told of, by key; a row that is not among them is named with its file.
    """
    key = found.refund or found.payment or ""
    told = meeting.told[key]
    words = _(_TOLD[booked, found.proven]).format(
        row=rows.get(key, told.row).number,
        id=found.case,
        amount=format_amount(found.amount, told.row.currency),
        tier=found.tier,
        why=reason(found, meeting.links),
    )
    return words if key in rows else f"{told.file}: {words}"


_REASONS = {
    1: N_("its number names the payment"),
    2: N_("it has the payment's order number"),
    3: N_("the payment's own row says so"),
    4: N_("item and merchant are the same"),
    5: N_("the merchant is similar and the amount is all that is left"),
}
"""By tier; what is more exact stands before it."""
_DOUBTS = {
    "several_fit": N_("several payments fit"),
    "beyond_left": N_("it is more than is left of the payment that it names"),
    "same_amount": _REASONS[5],
}
_SEEN = N_("a bank credit has the amount of its refund")
_UNSURE = N_(
    "{why}; but something speaks against it: another claim to the purchase, another amount, more than was paid"
)
_IN_SUM = N_("{why}; certain in sum, not which of the equal ones is whose")


def reason(found: Match, links: Links) -> str:
    """Say why money is taken for a case's, proven or not."""
    if found.bank:
        return _(_SEEN)
    doubt = next((each.why for each in links.proposals if each.refund == found.refund), None)
    why = _(_DOUBTS[doubt] if doubt and not found.proven else _REASONS[found.tier])
    if not found.proven and found.tier in PROVEN_TIERS:
        return _(_UNSURE).format(why=why)
    return _(_IN_SUM).format(why=why) if found.proven and found.interchangeable else why
