"""`status` as text for a person: a head of counts and money, then a line a case; or one line for a prompt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from refund_tui import labels
from refund_tui.domain.currency import format_amount
from refund_tui.domain.text import clean_line, pad
from refund_tui.i18n import _
from refund_tui.wording import countdown, marks, staged

Found = dict[str, object]
AMOUNTS = ("claimed", "offered", "agreed", "issued", "received", "owed")
ALWAYS = ("claimed", "agreed", "received", "owed")
"""Amounts that are told when they are 0 too."""
STAGE_CELLS = 16
LEFT_CELLS = 16
"""A whole countdown in either language, with both signs before it."""


def _counts(found: Found) -> str:
    return _("open {open} · my move {my_move} · due in 24 h {due_24h} · overdue {overdue}").format(**found)


def _money(money: dict[str, object]) -> str:
    currency = str(money["currency"])
    told = [(name, int(str(money[f"{name}_minor"]))) for name in AMOUNTS]
    words = [
        f"{_(labels.MONEY[name])} {format_amount(minor, currency)}" for name, minor in told if minor or name in ALWAYS
    ]
    return _("{currency}: {amounts}").format(currency=currency, amounts=" · ".join(words))


def _left(case: Found) -> str:
    clock = case["next"]
    if not isinstance(clock, dict):
        return "-"
    signs = marks(clock["approximate"], clock["overridden"])
    return signs + countdown(clock["left_seconds"])


def _case(case: Found, amount: object, now: datetime) -> str:
    clock = case["next"] if isinstance(case["next"], dict) else {}
    money = format_amount(int(str(amount)), str(case["currency"])) if amount is not None else "?"
    promised = str(case["promised_at"]) if case["promised_at"] else None
    what = " ".join(clean_line(str(case[name])) for name in ("merchant", "item") if case[name])
    cells = (
        f"#{case['id']}".rjust(5),
        pad(_left(case), LEFT_CELLS, right=True),
        pad(str(clock.get("rule", "")), 7),
        pad(_(labels.PARTIES[str(case["ball"])]), 9),
        pad(staged(str(case["stage"]), promised, now, STAGE_CELLS), STAGE_CELLS),
        pad(money, 10, right=True),
        what,
    )
    return " ".join(cells).rstrip()


def _listed(value: object) -> Sequence[Found]:
    assert isinstance(value, list)
    return value


def lines(found: Found) -> str:
    """Write the whole status; every line ends with a newline."""
    head = _counts(found)
    if found["unpaid"]:
        head += " · " + _("unpaid {unpaid}").format(unpaid=found["unpaid"])
    written = [head, *map(_money, _listed(found["money"]))]
    cases = _listed(found["cases"])
    if cases:
        written.append("")
        amounts, now = found["_amounts"], found["_as_of"]
        assert isinstance(amounts, list) and isinstance(now, datetime)
        written.extend(_case(case, amount, now) for case, amount in zip(cases, amounts, strict=True))
    more = int(str(found["open"])) - len(cases)
    if more > 0:
        written.append(_("… and {more} more (--limit N)").format(more=more))
    return "\n".join(written) + "\n"


def line(found: Found) -> str:
    """Write one line for tmux or a prompt."""
    words = _counts(found)
    cases = _listed(found["cases"])
    if cases and isinstance(cases[0]["next"], dict):
        first = cases[0]
        what = clean_line(str(first["item"] or first["merchant"]))
        words += f" · #{first['id']} {_left(first)} {pad(what, 24).rstrip()}"
    return words + "\n"
