"""What the import screen says of the statements that were read, and of what was booked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from refund_tui.domain.currency import format_amount
from refund_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from refund_tui.booking import Applied
    from refund_tui.surveying import Survey


def head_lines(found: Survey) -> str:
    """Say what was read: each file with its source and encoding, the rows, the sums of each currency."""
    several = len(found.statements) > 1
    files = (
        _("{source}, {encoding}").format(source=each.source, encoding=each.encoding) + f" ({each.name})" * several
        for each in found.statements
    )
    rows = _("{rows} rows").format(rows=sum(each.row_count for each in found.statements))
    return " · ".join((", ".join(files), rows, *_sums(found)))


def _sums(found: Survey) -> Iterator[str]:
    money = [each for statement in found.statements for each in statement.money]
    for currency in dict.fromkeys(each.currency for each in money):
        mine = [each for each in money if each.currency == currency]
        yield _("{currency}: refunds {count}, {total}; expenses {expenses}").format(
            currency=currency,
            count=sum(each.refunds for each in mine),
            total=format_amount(sum(each.refund_total_minor for each in mine), currency),
            expenses=format_amount(sum(each.expense_total_minor for each in mine), currency),
        )


def booked_words(applied: Applied, found: Survey) -> str:
    """Say what was booked to which case, and how it is taken back."""
    if not applied.booked:
        kept = _("Kept: {new} new rows, {moved} that moved on.").format(
            new=applied.counts.new, moved=applied.counts.moved
        )
        return kept + " " + _("Nothing is proven that is not booked yet.")
    parts = []
    for each in applied.booked:
        row = found.meeting.links.rows.get(each.refund or each.payment or "")
        amount = format_amount(each.amount, row.currency) if row else ""
        words = _("case {id}: {amount}") if each.proven else _("case {id}: {amount} on your word")
        parts.append(words.format(id=each.case, amount=amount))
    return _("Booked: {what}. After esc, `u` takes it back.").format(what=", ".join(parts))


def unbooked_words(proven: int) -> str:
    """Say that money is proven and not booked, to somebody who leaves."""
    return ngettext(
        "{count} refund is proven and not booked: nothing was changed.",
        "{count} refunds are proven and not booked: nothing was changed.",
        proven,
    ).format(count=proven)
