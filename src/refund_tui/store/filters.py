"""A filter as SQL over the list projection."""

from __future__ import annotations

from collections.abc import Mapping

from refund_tui.domain.filters import Filter
from refund_tui.domain.listing import utc_text
from refund_tui.store.projection import DEFAULT_ORDER, Query

ORDERS: Mapping[str, str] = {
    "due": DEFAULT_ORDER,
    "id": "case_id",
    "merchant": "merchant, case_id",
    "amount": "amount_minor IS NULL, amount_minor DESC, case_id",
    "stage": "stage, due_order, case_id",
    "opened": "opened_at DESC, case_id DESC",
}
_WORD = (
    "(merchant LIKE ?1 ESCAPE '\\' OR item LIKE ?1 ESCAPE '\\' OR order_no LIKE ?1 ESCAPE '\\'"
    " OR trade_no LIKE ?1 ESCAPE '\\'"
    " OR case_id IN (SELECT case_id FROM notes WHERE text LIKE ?1 ESCAPE '\\'))"
)


def _like(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def to_query(wanted: Filter, sort: str = "due") -> Query:
    """Make the query of a filter, sorted by one of `domain.filters.SORTS`."""
    parts: list[str] = []
    values: list[object] = []

    def hold(sql: str, *bound: object) -> None:
        for value in bound:
            values.append(value)
            sql = sql.replace("?1", f"?{len(values)}")
        parts.append(sql)

    for word in wanted.words:
        hold(_WORD, _like(word))
    for name, accepted in wanted.equals.items():
        marks = []
        for value in accepted:
            values.append(value)
            marks.append(f"?{len(values)}")
        parts.append(f"{name} IN ({', '.join(marks)})")
    if wanted.is_open is not None:
        hold("is_open = ?1", int(wanted.is_open))
    if wanted.due_by is not None:
        hold("due_order <= ?1", utc_text(wanted.due_by))
    if wanted.due_after is not None:
        hold("due_order > ?1", utc_text(wanted.due_after))
    if wanted.unpaid:
        parts.append("promised_at IS NOT NULL")
    return Query(" AND ".join(parts), tuple(values), ORDERS[sort])
