"""Words and values of a case as every pane writes them."""

from __future__ import annotations

from textual.content import Content

from refund_tui.domain.text import cells, fit
from refund_tui.tui import safe

NEVER_FIRST = "，。、；：？！）】》”’…,.;:?!)]"
"""Signs that do not begin a line; the character before them goes with them."""
NEVER_LAST = "（【《“‘([{"
"""Signs that do not end one."""
NARROW = 64
"""Below this many cells a pane leaves out what a form or a screen shows in full."""


def heading(title: str) -> Content:
    return safe.line(title, "bold")


def hang(lead: str, body: str, width: int, style: str = "") -> Content:
    """Put `body` behind `lead`, its later lines under its first; long words are cut where the line ends."""
    indent = cells(lead)
    room = max(width - indent, 8)
    rows = wrap(body, room)
    text = "\n".join((lead if not place else " " * indent) + row for place, row in enumerate(rows))
    return safe.text(text, style)


def wrap(text: str, room: int) -> list[str]:
    """Break clean text into lines of at most `room` cells, between words where one ends near; at least one line."""
    found: list[str] = []
    for paragraph in text.expandtabs(4).split("\n"):
        rest = paragraph
        while cells(rest) > room:
            head = fit(rest, room, "") or rest[0]
            ends = range(len(head), len(head) // 2, -1)
            cut = next((place for place in ends if _between(rest, place)), len(head))
            found.append(rest[:cut].rstrip())
            rest = rest[cut:].lstrip(" ")
        found.append(rest)
    return found


def _between(text: str, place: int) -> bool:
    """Whether a line may end before `place`: at a blank, or beside a character that is a word of its own, as 项 is."""
    before, after = text[place - 1], text[place]
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    return " " in (before, after) or cells(before) > 1 or cells(after) > 1
