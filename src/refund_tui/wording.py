"""Small phrases that `status`, `show` and the screen share, in the language in use; standard library only."""

from __future__ import annotations

from refund_tui.domain.problem import Problem
from refund_tui.domain.text import clean_text
from refund_tui.i18n import _

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
    if seconds < 0:
        return _("{span} over").format(span=span(-seconds))
    return span(seconds)


def marks(approximate: bool, overridden: bool) -> str:
    """Write the signs before a countdown: `~` computed past the known calendar, `=` the page's own word."""
    return ("~" if approximate else "") + ("=" if overridden else "")


def sentence(problem: Problem) -> str:
    """Write a problem in the language in use. It holds user text: on the screen it is never markup."""
    values = {name: sentence(each) if isinstance(each, Problem) else each for name, each in problem.values.items()}
    return clean_text(_(problem.message).format(**values))
