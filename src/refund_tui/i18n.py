"""The words of the program in the user's language: English in the source, `zh_CN` in a gettext catalogue."""

from __future__ import annotations

import os
from _thread import get_ident

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    Made = TypeVar("Made")

LANGUAGES = ("en", "zh_CN")
_catalogue = b""
_others: dict[str, bytes] = {}
_known: dict[str, str] = {}
_language = "en"
_speaking: dict[int, str] = {}
"""The language of each thread that writes a text in another than the one in use."""


def choose(option: str | None, configured: str | None) -> str:
    """Pick the language: `--lang`, the config, `REFUND_TUI_LANG`, then the locale; English where none fits."""
    named = (option, configured, os.environ.get("REFUND_TUI_LANG"))
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    wanted = next((name for name in named if name), locale)
    return "zh_CN" if wanted.lower().startswith("zh") else "en"


def install(language: str) -> None:
    """Make `language` (one of LANGUAGES) the one that `_` gives from now on; without its catalogue, English."""
    global _language, _catalogue
    _language, _catalogue = language, _read(language)
    _known.clear()


def _read(language: str) -> bytes:
    if language == "en":
        return b""
    folder = os.path.join(os.path.dirname(__file__), "locales", language, "LC_MESSAGES")
    try:
        with open(os.path.join(folder, "refund-tui.mo"), "rb") as file:
            return file.read()
    except OSError:
        return b""


def _number(catalogue: bytes, at: int) -> int:
    return int.from_bytes(catalogue[at : at + 4], "little")


def _text(catalogue: bytes, table: int, place: int) -> bytes:
    length, start = _number(catalogue, table + 8 * place), _number(catalogue, table + 8 * place + 4)
    return catalogue[start : start + length]


def _look_up(message: str, catalogue: bytes) -> str:
    """Find a sentence in the gettext catalogue, whose ids are sorted; the sentence itself where it is not there.

    By hand, because `gettext` reads the whole catalogue and pulls `re` into `status`. Of a message with a
    plural only the first form counts: the languages here have no other.
    """
    wanted = message.encode("utf-8")
    ids, strings = _number(catalogue, 12), _number(catalogue, 16)
    low, high = 0, _number(catalogue, 8)
    while low < high:
        middle = (low + high) // 2
        found = _text(catalogue, ids, middle).split(b"\0")[0]
        if found == wanted:
            return _text(catalogue, strings, middle).split(b"\0")[0].decode("utf-8")
        low, high = (middle + 1, high) if found < wanted else (low, middle)
    return message


def language() -> str:
    """Give the language in use."""
    return _speaking.get(get_ident(), _language) if _speaking else _language


def speaking(language: str, make: Callable[[], Made]) -> Made:
    """Make something in `language` (one of LANGUAGES): in this thread alone, and only until it is made."""
    thread, before = get_ident(), _speaking.get(get_ident())
    _speaking[thread] = language
    try:
        return make()
    finally:
        if before is None:
            del _speaking[thread]
        else:
            _speaking[thread] = before


def _(message: str) -> str:
    """Give a sentence in the language in use."""
    if _speaking and (other := _speaking.get(get_ident())) is not None:
        return _in(other, message) if message else message
    if not _catalogue or not message:
        return message
    if message not in _known:
        _known[message] = _look_up(message, _catalogue)
    return _known[message]


def in_each_language(message: str) -> tuple[str, ...]:
    """Give a sentence as each language has it, the language in use first."""
    return tuple(dict.fromkeys((_(message), *(_in(language, message) for language in LANGUAGES))))


def _in(language: str, message: str) -> str:
    if language not in _others:
        _others[language] = _read(language)
    catalogue = _others[language]
    return _look_up(message, catalogue) if catalogue else message


def ngettext(one: str, many: str, n: int) -> str:
    """Give the form of a sentence that fits the number `n`."""
    other = _(one)
    return other if other != one else one if n == 1 else many


def N_(message: str) -> str:
    """Mark a sentence for the catalogue where it stands, to be looked up later."""
    return message
