"""The instant that `--as-of` puts in the place of the present."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from refund_tui import clock
from refund_tui.cli.report import say
from refund_tui.domain.case import DEFAULT_ZONE
from refund_tui.domain.when import format_when, parse_when
from refund_tui.i18n import _
from refund_tui.rules.calendar import load_calendar

_ZONE = ZoneInfo(DEFAULT_ZONE)


def read(text: str) -> datetime:
    """Read what was typed, and say which instant that is. Raises Refused for what is no time."""
    instant = parse_when(text, now=clock.now(), zone=_ZONE, calendar=load_calendar())
    say(_("as of {at}").format(at=format_when(instant, _ZONE)))
    return instant
