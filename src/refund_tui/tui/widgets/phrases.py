"""Words and values of a case as every pane writes them."""

from __future__ import annotations

from textual.content import Content

from refund_tui.domain.text import cells, fit
from refund_tui.tui import safe

NEVER_FIRST = "，。、；：？！）】》”’…,.;:?!)]"
"""Signs that do not begin a line; the character before them goes with them."""
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
    """Break clean text into lines of at most `room` cells, at blanks where there are any near; at least one line."""
    found: list[str] = []
    for paragraph in text.expandtabs(4).split("\n"):
        rest = paragraph
        while cells(rest) > room:
            head = fit(rest, room, "") or rest[0]
            blank = head.rfind(" ")
            cut = blank if blank > len(head) // 2 and rest[len(head)] != " " else len(head)
            if rest[cut] in NEVER_FIRST and cut > 1 and rest[cut - 1] not in NEVER_FIRST:
                cut -= 1
            found.append(rest[:cut].rstrip())
            rest = rest[cut:].lstrip(" ")
        found.append(rest)
    return found
