"""What forms say in words: what was understood, what an amount is measured by, what is remarked on an application."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from refund_tui import form_labels, labels
from refund_tui.domain.currency import format_amount
from refund_tui.domain.measures import Measure
from refund_tui.domain.order import Line
from refund_tui.domain.order_ground import added
from refund_tui.domain.precheck import Remark, Value
from refund_tui.domain.when import format_when
from refund_tui.i18n import _
from refund_tui.values import label, value
from refund_tui.views import CaseView
from refund_tui.wording import span

SIGNS = {"wrong": "!", "look": "?"}
"""A sign for each severity, so that no colour is needed."""


def remark_text(remark: Remark, view: CaseView) -> str:
    """Write a remark without its field's name."""

    def named(name: str, given: Value) -> str:
        if name == "prompt":
            return label(form_labels.PROMPTS, str(given))
        if isinstance(given, tuple):
            return _(", ").join(label(form_labels.ASPECTS, each) for each in given)
        return value(remark.field, given, view)

    return _(form_labels.REMARKS[remark.code]).format(
        **{name: named(name, each) for name, each in remark.values.items()}
    )


def remark_line(remark: Remark, view: CaseView) -> str:
    """Write a remark behind the name of its field."""
    return _("{field}: {remark}").format(field=label(labels.FIELDS, remark.field), remark=remark_text(remark, view))


def remark_lines(remarks: Iterable[Remark], view: CaseView) -> list[str]:
    """Write remarks, each with its sign: `!` for what is wrong, `?` for what is worth a look."""
    return [f"{SIGNS[each.severity]} {remark_line(each, view)}" for each in remarks]


def echo_amount(amount: int, currency: str, measure: Measure | None) -> str:
    """Say what an amount was read as, and what it is measured by."""
    read = f"= {format_amount(amount, currency)} {currency}"
    if measure is None:
        return read
    beside = f"{format_amount(measure.amount, currency)} {currency}"
    expected = "" if measure.expected is None else f"{format_amount(measure.expected, currency)} {currency}"
    return f"{read} · " + _(form_labels.MEASURES[measure.code]).format(amount=beside, expected=expected)


def echo_lines(lines: Sequence[Line], currency: str) -> str:
    """Say what the lines of an order were read as: rows, pieces that go back, and the sum of their prices."""
    said = _("= rows: {rows} · pieces that go back: {back}")
    words = said.format(rows=len(lines), back=sum(line.returned for line in lines))
    prices = added(line.listed for line in lines)
    return words if prices is None else f"{words} · {format_amount(prices, currency)} {currency}"


def passed(measure: Measure, currency: str) -> str:
    """Say that an amount is more than it can be."""
    return _(form_labels.PASSED).format(amount=f"{format_amount(measure.limit or 0, currency)} {currency}")


def distance(instant: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Say how far an instant is from now: hours within the day, else days of the calendar in `zone`."""
    days = (instant.astimezone(zone).date() - now.astimezone(zone).date()).days
    seconds = round((instant - now).total_seconds())
    if days == 0:
        if abs(seconds) < 60:
            return _("now")
        return (_("in {span}") if seconds > 0 else _("{span} ago")).format(span=span(abs(seconds)))
    if abs(days) == 1:
        return _("tomorrow") if days > 0 else _("yesterday")
    return (_("in {days} days") if days > 0 else _("{days} days ago")).format(days=abs(days))


def echo_when(instant: datetime, now: datetime, zone_name: str) -> str:
    """Say which instant was understood: date, weekday, how far away, and the zone it is in."""
    zone = ZoneInfo(zone_name)
    weekday = _(form_labels.WEEKDAYS[instant.astimezone(zone).weekday()])
    return f"= {format_when(instant, zone)} {weekday} · {distance(instant, now, zone)} · {zone_name}"
