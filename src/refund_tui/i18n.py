"""The words of the program in the user's language: English in the source, `zh_CN` in a gettext catalogue."""

from __future__ import annotations

import os

LANGUAGES = ("en", "zh_CN")
_catalogue = b""
_known: dict[str, str] = {}
_language = "en"


def choose(option: str | None, configured: str | None) -> str:
    """Pick the language: `--lang`, the config, `REFUND_TUI_LANG`, then the locale; English where none fits."""
    named = (option, configured, os.environ.get("REFUND_TUI_LANG"))
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    wanted = next((name for name in named if name), locale)
    return "zh_CN" if wanted.lower().startswith("zh") else "en"


def install(language: str) -> None:
    """Make `language` (one of LANGUAGES) the one that `_` gives from now on; without its catalogue, English."""
    global _language, _catalogue
    _language, _catalogue = language, b""
    _known.clear()
    if language != "en":
        folder = os.path.join(os.path.dirname(__file__), "locales", language, "LC_MESSAGES")
        try:
            with open(os.path.join(folder, "refund-tui.mo"), "rb") as file:
                _catalogue = file.read()
        except OSError:
            _catalogue = b""


def _number(at: int) -> int:
    return int.from_bytes(_catalogue[at : at + 4], "little")


def _text(table: int, place: int) -> bytes:
    length, start = _number(table + 8 * place), _number(table + 8 * place + 4)
    return _catalogue[start : start + length]


def _look_up(message: str) -> str:
    """Find a sentence in the gettext catalogue, whose ids are sorted; the sentence itself where it is not there.

    By hand, because `gettext` reads the whole catalogue and pulls `re` into `status`. Of a message with a
    plural only the first form counts: the languages here have no other.
    """
    wanted = message.encode("utf-8")
    ids, strings = _number(12), _number(16)
    low, high = 0, _number(8)
    while low < high:
        middle = (low + high) // 2
        found = _text(ids, middle).split(b"\0")[0]
        if found == wanted:
            return _text(strings, middle).split(b"\0")[0].decode("utf-8")
        low, high = (middle + 1, high) if found < wanted else (low, middle)
    return message


def language() -> str:
    """Give the language in use."""
    return _language


def _(message: str) -> str:
    """Give a sentence in the language in use."""
    if not _catalogue or not message:
        return message
    if message not in _known:
        _known[message] = _look_up(message)
    return _known[message]


def ngettext(one: str, many: str, n: int) -> str:
    """Give the form of a sentence that fits the number `n`."""
    return _(one) if _catalogue else one if n == 1 else many


def N_(message: str) -> str:
    """Mark a sentence for the catalogue where it stands, to be looked up later."""
    return message
