"""Keys: presets without clashes, the user's own above them, and what an input method makes of them."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refund_tui.errors import Refused
from refund_tui.tui.bindings import bindings, keymap
from refund_tui.tui.commands import BY_ID, COMMANDS
from refund_tui.tui.keymap import DEFAULT, NAMES, PRESETS, resolved, variants

CHARACTERS = [chr(code) for code in range(0x21, 0x7F)]


@pytest.mark.parametrize("preset", PRESETS)
def test_no_key_of_a_preset_has_two_meanings(preset: str) -> None:
    keys = list(chain.from_iterable(resolved(preset).values()))
    assert len(keys) == len(set(keys))
    assert set(PRESETS[preset]) <= set(BY_ID)


def test_a_users_key_replaces_those_of_the_preset() -> None:
    keys = resolved("vim", {"note": ("N",), "lane": ()})
    assert (keys["note"], keys["lane"], keys["log"], keys["add"]) == (("N",), (), ("o",), ("a",))


def test_two_commands_may_change_places() -> None:
    keys = resolved(own={"log": ("n",), "note": ("l",)})
    assert (keys["log"], keys["note"]) == (("n",), ("l",))


def test_full_width_keys_and_what_a_chinese_input_method_types_are_the_same_keys() -> None:
    assert set(variants("j")) == {"j", "ｊ"}
    assert set(variants("?")) == {"?", "？"} and set(variants(":")) == {":", "："}
    assert set(variants("/")) == {"/", "／", "、"} and set(variants("[")) == {"[", "［", "【"}
    assert list(variants("pagedown")) == ["pagedown"]


@given(st.dictionaries(st.sampled_from(sorted(BY_ID)), st.lists(st.sampled_from([*CHARACTERS, *NAMES]), max_size=3)))
def test_whatever_is_chosen_no_key_has_two_meanings_or_it_is_refused(own: dict[str, list[str]]) -> None:
    try:
        keys = resolved(own=own)
    except Refused as refused:
        assert refused.values["name"] in own
        return
    meanings = [key for given_keys in keys.values() for key in set(given_keys)]
    assert len(meanings) == len(set(meanings))
    assert all(keys[name] == tuple(given_keys) for name, given_keys in own.items())


def test_each_command_has_a_binding_with_its_id_and_an_entry_in_the_keymap() -> None:
    bound = {binding.id for binding in bindings("move", "case", "screen")}  # type: ignore[union-attr]
    assert bound == set(BY_ID) == set(keymap(DEFAULT))
    assert len(BY_ID) == len(COMMANDS)
    assert keymap(resolved(own={"log": (",",)}))["log"] == "comma,，"
