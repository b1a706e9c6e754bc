"""The filter language knows the words that stand on the screen."""

from __future__ import annotations

import pytest

from refund_tui import i18n
from refund_tui.domain.case import PARTIES, PLATFORMS, STAGES
from refund_tui.domain.filters import NAMES
from refund_tui.errors import Refused
from refund_tui.filter_words import SHOWN, parse_filter
from tests.making import at

NOW = at("2026-11-23T10:00")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "name", "meant"),
    [
        ("stage:talking", "stage", ("negotiating",)),
        ("stage:被拒绝", "stage", ("refused",)),
        ("stage:send-back,sendback", "stage", ("agreed_return",)),
        ("stage:Against-Me", "stage", ("decided_against",)),
        ("stage：被拒绝，applied、talking", "stage", ("refused", "applied", "negotiating")),
        ("ball:卖家", "ball", ("seller",)),
        ("ball:payment-service", "ball", ("payment_service",)),
        ("ball:payment_service", "ball", ("payment_service",)),
        ("platform:淘宝,JD", "platform", ("taobao", "jd")),
    ],
)
def test_a_value_is_known_by_its_word_in_either_language(
    language: str, typed: str, name: str, meant: tuple[str, ...]
) -> None:
    i18n.install(language)
    assert parse_filter([typed], NOW).equals == {name: meant}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_word_that_is_shown_is_known_and_means_one_value(language: str) -> None:
    i18n.install(language)
    assert {name: tuple(words) for name, words in SHOWN.items()} == NAMES
    assert NAMES == {"stage": STAGES, "ball": PARTIES, "platform": PLATFORMS}
    for name, words in SHOWN.items():
        for known, word in words.items():
            assert parse_filter([f"{name}:{i18n._(word).replace(' ', '')}"], NOW).equals == {name: (known,)}


def test_a_value_that_is_none_is_answered_with_the_words_and_the_ids() -> None:
    with pytest.raises(Refused) as english:
        parse_filter(["stage:sad"], NOW)
    assert str(english.value.values["choices"]).startswith(
        "draft, talking (negotiating), applied, send-back (agreed_return)"
    )
    i18n.install("zh_CN")
    with pytest.raises(Refused) as chinese:
        parse_filter(["ball:猫"], NOW)
    assert "卖家 (seller)" in str(chinese.value.values["choices"])


def test_what_is_no_name_of_the_language_is_looked_for_as_it_is_typed() -> None:
    assert parse_filter(["note：甲，乙"], NOW).words == ("note：甲，乙",)
