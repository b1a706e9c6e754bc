"""Text at the border: what may enter the case file or reach the terminal, and how wide it shows."""

# On the start-up path of `status`: no re, no dataclasses, no typing here; unicodedata only for non-ASCII text.

_NEWLINES = "\x85\u2028\u2029"
_HIDDEN = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class _Visible:
    """For `str.translate`: the visible sign of a character that must not pass. Worked out when asked for."""

    def __getitem__(self, code: int) -> int:
        if code < 0x20 and code not in (0x09, 0x0A):
            return 0x2400 + code
        if code == 0x7F:
            return 0x2421
        if chr(code) in _NEWLINES:
            return 0x0A
        if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000 or chr(code) in _HIDDEN:
            return 0xFFFD
        return code


_VISIBLE = _Visible()
_FINE = "\t\n\xa0\u3000"
"""Tab, line feed, the blank that does not break, and the wide one of Chinese text: not printable, and harmless."""


def clean_text(s: str) -> str:
    """Make text safe to keep and to show: every kind of line end becomes `\\n`, and tabs stay.

    Other control characters, lone surrogates and marks that turn the reading direction become visible
    signs, because they would drive the terminal, break SQLite and JSON, or hide what is written
    (fault-catalogue.md 2.C and 4). Cleaning twice changes nothing.
    """
    # A printable string holds none of them, and nearly every string is printable, but for what lines are made of.
    if s.isprintable() or _printable_lines(s):
        return s
    return s.replace("\r\n", "\n").replace("\r", "\n").translate(_VISIBLE)


def _printable_lines(s: str) -> bool:
    # A note is looked at with each key: this is twenty times as fast as translating it.
    for character in _FINE:
        s = s.replace(character, "")
    return s.isprintable()


def clean_line(s: str) -> str:
    """Make text safe as `clean_text` does, and one line: each run of line ends, tabs and the blanks around
    them becomes one space, and the ends are stripped. Other blanks inside the line stay as typed.
    """
    parts = clean_text(s).replace("\t", "\n").split("\n")
    return " ".join(part for part in map(str.strip, parts) if part)


def cells(s: str) -> int:
    """Count the terminal cells of one line of clean text: 2 for wide and full-width characters, 0 for
    combining and format characters, 1 for the rest, ambiguous ones included (Unicode UAX 11).
    """
    return len(s) if s.isascii() else sum(map(_width, s))


def fit(s: str, width: int, ellipsis: str = "…") -> str:
    """Cut one line to at most `width` cells, with `ellipsis` where something was cut and there is room."""
    head = _head(s, width)
    if len(head) == len(s):
        return s
    room = width - cells(ellipsis)
    return head if room < 0 else _head(s, room) + ellipsis


def pad(s: str, width: int, right: bool = False) -> str:
    """Cut or fill one line to exactly `width` cells; `right` puts the text at the right end."""
    shown = fit(s, width)
    blanks = " " * (width - cells(shown))
    return blanks + shown if right else shown + blanks


def _head(s: str, width: int) -> str:
    """The longest beginning of `s` within `width` cells, with the marks that belong to its last character."""
    if width <= 0:
        return ""
    # Where even all-wide text fits there is nothing to measure, and a huge text is measured only as far as shown.
    if 2 * len(s) <= width:
        return s
    if s.isascii():
        return s[:width]
    used = 0
    for place, character in enumerate(s):
        used += _width(character)
        if used > width:
            return s[:place]
    return s


def _width(character: str) -> int:
    # The ellipsis too, so that cutting plain text loads no table.
    if character < "\x80" or character == "…":
        return 1
    # Common Chinese characters are all wide, and fill most lists.
    if "\u4e00" <= character <= "\u9fff":
        return 2
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1
