"""Small phrases that `status`, `show` and the screen share, in the language in use; standard library only."""

from __future__ import annotations

from datetime import datetime

from refund_tui.domain.problem import Problem
from refund_tui.domain.text import cells, clean_text
from refund_tui.i18n import _
from refund_tui.labels import STAGES

DAY, HOUR, MINUTE = 86400, 3600, 60
MANY_DAYS = 10
"""From here on hours say nothing any more, and a column has no room for them."""


def span(seconds: int) -> str:
    """Write a length of time with at most two units, never rounded up: `15d`, `2d 23h`, `23h 30m`, `45m`, `30s`."""
    days, rest = divmod(max(seconds, 0), DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    if days >= MANY_DAYS:
        return _("{days}d").format(days=days)
    if days:
        return _("{days}d {hours}h").format(days=days, hours=hours)
    if hours:
        return _("{hours}h {minutes}m").format(hours=hours, minutes=minutes)
    if minutes:
        return _("{minutes}m").format(minutes=minutes)
    return _("{seconds}s").format(seconds=rest)


def countdown(seconds: int) -> str:
    """Write what is left until an instant, or how long ago it passed."""
    if seconds <= 0:
        return _("{span} over").format(span=span(-seconds))
    return span(seconds)


def waited(stage: str, seconds: int, partly: bool) -> str:
    """Say for how long money has been promised and not come: agreed, or paid out as the page says."""
    if stage == "refund_issued":
        words = _("paid out {span} ago, not all received") if partly else _("paid out {span} ago, not received")
    else:
        words = _("agreed {span} ago, not all received") if partly else _("agreed {span} ago, not received")
    return words.format(span=span(seconds))


def staged(stage: str, promised: str | None, now: datetime, room: int) -> str:
    """Write a stage's word, and where `room` cells hold them the whole days since the money was promised (UTC text)."""
    word = _(STAGES[stage])
    days = (now - datetime.fromisoformat(promised)).days if promised else 0
    longer = _("{stage} {days}d").format(stage=word, days=days)
    return longer if days > 0 and cells(longer) <= room else word


def marks(approximate: bool, overridden: bool) -> str:
    """Write the signs before a countdown: `~` computed past the known calendar, `=` the page's own word."""
    return ("~" if approximate else "") + ("=" if overridden else "")


def sentence(problem: Problem) -> str:
    """Write a problem in the language in use. It holds user text: on the screen it is never markup."""
    values = {name: sentence(each) if isinstance(each, Problem) else each for name, each in problem.values.items()}
    return clean_text(_(problem.message).format(**values))
