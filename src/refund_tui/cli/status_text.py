"""`status` as text for a person: a head of counts and money, then a line a case; or one line for a prompt."""

from __future__ import annotations

from collections.abc import Sequence

from refund_tui import labels
from refund_tui.domain.currency import format_amount
from refund_tui.domain.text import clean_line, pad
from refund_tui.i18n import _
from refund_tui.wording import countdown, marks

Found = dict[str, object]
LEFT_CELLS = 16
"""A whole countdown in either language, with both signs before it."""


def _counts(found: Found) -> str:
    return _("open {open} · my move {my_move} · due in 24 h {due_24h} · overdue {overdue}").format(**found)


def _money(money: dict[str, object]) -> str:
    currency = str(money["currency"])

    def amount(name: str) -> str:
        return format_amount(int(str(money[name])), currency)

    return _("{currency}: claimed {claimed} · agreed {agreed} · received {received}").format(
        currency=currency,
        claimed=amount("claimed_minor"),
        agreed=amount("agreed_minor"),
        received=amount("received_minor"),
    )


def _left(case: Found) -> str:
    clock = case["next"]
    if not isinstance(clock, dict):
        return "-"
    signs = marks(clock["approximate"], clock["overridden"])
    return signs + countdown(clock["left_seconds"])


def _case(case: Found, amount: object) -> str:
    clock = case["next"] if isinstance(case["next"], dict) else {}
    money = format_amount(int(str(amount)), str(case["currency"])) if amount is not None else "?"
    what = " ".join(clean_line(str(case[name])) for name in ("merchant", "item") if case[name])
    cells = (
        f"#{case['id']}".rjust(5),
        pad(_left(case), LEFT_CELLS, right=True),
        pad(str(clock.get("rule", "")), 7),
        pad(_(labels.PARTIES[str(case["ball"])]), 9),
        pad(_(labels.STAGES[str(case["stage"])]), 16),
        pad(money, 10, right=True),
        what,
    )
    return " ".join(cells).rstrip()


def _listed(value: object) -> Sequence[Found]:
    assert isinstance(value, list)
    return value


def lines(found: Found) -> str:
    """Write the whole status; every line ends with a newline."""
    written = [_counts(found), *map(_money, _listed(found["money"]))]
    cases = _listed(found["cases"])
    if cases:
        written.append("")
        amounts = found["_amounts"]
        assert isinstance(amounts, list)
        written.extend(_case(case, amount) for case, amount in zip(cases, amounts, strict=True))
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
