"""The catalogue read by hand gives what gettext gives."""

from __future__ import annotations

import gettext
from pathlib import Path
from threading import Thread

import pytest

from refund_tui import i18n

LOCALES = Path(i18n.__file__).parent / "locales"


def test_every_sentence_is_found_as_gettext_finds_it() -> None:
    library = gettext.translation("refund-tui", LOCALES, ["zh_CN"])
    messages = [key for key in library._catalog if isinstance(key, str) and key]  # type: ignore[attr-defined]
    i18n.install("zh_CN")
    assert len(messages) > 300
    assert [i18n._(each) for each in messages] == [library.gettext(each) for each in messages]


def test_a_sentence_without_a_twin_stays_as_it_is() -> None:
    i18n.install("zh_CN")
    assert i18n._("no such sentence {here}") == "no such sentence {here}"
    assert i18n._("") == ""


@pytest.mark.parametrize(
    ("option", "configured", "environment", "chosen"),
    [
        ("zh_CN", "en", {"REFUND_TUI_LANG": "en", "LANG": "en_US.UTF-8"}, "zh_CN"),
        (None, "zh_CN", {"REFUND_TUI_LANG": "en"}, "zh_CN"),
        (None, None, {"REFUND_TUI_LANG": "zh_CN", "LANG": "en_US.UTF-8"}, "zh_CN"),
        (None, None, {"LC_ALL": "zh_CN.UTF-8", "LANG": "C"}, "zh_CN"),
        (None, None, {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_is_chosen_by_option_config_environment_and_locale(
    monkeypatch: pytest.MonkeyPatch,
    option: str | None,
    configured: str | None,
    environment: dict[str, str],
    chosen: str,
) -> None:
    monkeypatch.delenv("LANG")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert i18n.choose(option, configured) == chosen


def test_a_text_can_be_made_in_another_language_while_every_other_thread_keeps_its_own() -> None:
    i18n.install("zh_CN")
    seen: list[str] = []

    def make() -> str:
        other = Thread(target=lambda: seen.append(i18n._("refused")))
        other.start()
        other.join()
        return f"{i18n.language()} {i18n._('refused')} {i18n.ngettext('{n} byte', '{n} bytes', 2)}"

    assert i18n.speaking("en", make) == "en refused {n} bytes"
    assert seen == [i18n._("refused")] != ["refused"]
    i18n.install("en")
    assert i18n.speaking("zh_CN", lambda: i18n._("refused")) == seen[0] and i18n._("refused") == "refused"
