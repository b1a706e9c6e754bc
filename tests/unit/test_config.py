"""The config file: what it may say, and that every mistake is named with file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from refund_tui.config import Config, load_config
from refund_tui.errors import Refused
from refund_tui.tui.settings import Settings, settings


def test_no_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load_config(tmp_path / "none.toml") == Config()


def test_every_setting_is_read(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        'data_file = "x.db"\nlanguage = "zh_CN"\ntheme = "dark"\nascii = true\nmouse = false\nkitty = "off"\n'
        'preset = "vim"\n[keys]\nlog = "o"\nnote = ["N", "f2"]\n'
    )
    config = load_config(file)
    keys = {"log": ("o",), "note": ("N", "f2")}
    assert config == Config("x.db", "zh_CN", "dark", True, False, "off", "vim", keys)
    chosen = settings(config, file)
    assert (chosen.theme, chosen.ascii, chosen.mouse) == ("dark", True, False)
    assert chosen.keys["note"] == ("N", "f2") and chosen.keys["open"] == ("l", "enter")


def test_a_config_that_says_nothing_of_the_screen_leaves_it_as_it_is(tmp_path: Path) -> None:
    assert settings(Config(), tmp_path) == Settings()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("colour = 1", "colour is not a setting"),
        ('theme = "pink"', "theme cannot be pink; choose one of: terminal, dark, light"),
        ('language = "fr"', "language cannot be fr"),
        ("theme = 3", "theme must be text in quotes"),
        ('ascii = "yes"', "ascii must be true or false"),
        ("mouse = 1", "mouse must be true or false"),
        ('keys = "j"', "keys must be a table"),
        ("[keys]\nlog = 3", "keys.log must be a key in quotes"),
        ("[keys]\nlog = [3]", "keys.log must be a key in quotes"),
        ('[keys]\nlgo = "o"', "keys.lgo is not a command; known: add"),
        ('[keys]\nlog = "ctrl+enter"', "keys.log: ctrl+enter is not a key that every terminal sends"),
        ('[keys]\nlog = "ctrl+i"', "keys.log: ctrl+i is not a key that every terminal sends"),
        ('[keys]\nlog = ""', 'keys.log: "" is not a key that every terminal sends'),
        ('[keys]\nlog = "记"', "keys.log: 记 is not a key that every terminal sends"),
        ('[keys]\nlog = "n"', "keys.log: n is already the key of note; give note another one too"),
        ('[keys]\nlog = "o"\nadd = "o"', "is already the key of"),
        ("[keys]\nquit = []", "keys.quit needs a key"),
        ('preset = "emacs"', "preset cannot be emacs; choose one of: default, vim"),
    ],
)
def test_a_mistake_is_named_with_the_file_and_the_key(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(Refused) as refused:
        settings(load_config(file), file)
    words = refused.value.message.format(**refused.value.values)
    assert words.startswith(f"{file}: ") and named in words
