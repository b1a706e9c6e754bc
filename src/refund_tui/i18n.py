"""The words of the program in the user's language: English in the source, `zh_CN` in a gettext catalogue."""

from __future__ import annotations

import os

LANGUAGES = ("en", "zh_CN")
_catalogue = None
_language = "en"


def choose(option: str | None, configured: str | None) -> str:
    """Pick the language: `--lang`, the config, `REFUND_TUI_LANG`, then the locale; English where none fits."""
    named = (option, configured, os.environ.get("REFUND_TUI_LANG"))
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    wanted = next((name for name in named if name), locale)
    return "zh_CN" if wanted.lower().startswith("zh") else "en"


def install(language: str) -> None:
    """Make `language` (one of LANGUAGES) the one that `_` gives from now on."""
    global _catalogue, _language
    _language = language
    _catalogue = None
    if language != "en":
        import gettext  # only here: it pulls in `re`, which English on the `status` path does without

        folder = os.path.join(os.path.dirname(__file__), "locales")
        _catalogue = gettext.translation("refund-tui", folder, [language], fallback=True)


def language() -> str:
    """Give the language in use."""
    return _language


def _(message: str) -> str:
    """Give a sentence in the language in use."""
    return _catalogue.gettext(message) if _catalogue is not None and message else message


def ngettext(one: str, many: str, n: int) -> str:
    """Give the form of a sentence that fits the number `n`."""
    if _catalogue is not None:
        return _catalogue.ngettext(one, many, n)
    return one if n == 1 else many


def N_(message: str) -> str:
    """Mark a sentence for the catalogue where it stands, to be looked up later."""
    return message
