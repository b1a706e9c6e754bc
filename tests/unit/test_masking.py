"""Evidence that is text is masked whole, whatever its size and its coding."""

from __future__ import annotations

import pytest

from refund_tui.dossier.masking import Masker, _cut, _decoded

PHONE = "13812345678"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_texts_are_read_in_the_codings_that_programs_write(encoding: str) -> None:
    assert _decoded("聊天 😀".encode(encoding)) == "聊天 😀"


def test_bytes_that_are_no_text_are_not_guessed_at() -> None:
    assert _decoded(b"\xff\xfe\x00\xd8") is None and _decoded(b"\xff\xff\xff") is None


@pytest.mark.parametrize("between", ["\n", " ", "，"])
def test_nothing_private_falls_in_two(between: str) -> None:
    text = (PHONE + between) * 9000
    parts = list(_cut(text))
    assert "".join(parts) == text and len(parts) > 4
    masker = Masker((), ()).into("a.txt")
    masked = "".join(map(masker, parts))
    assert PHONE not in masked and masker.counts["a.txt"] == {"phone": 9000}


def test_a_text_without_a_place_to_cut_at_ends() -> None:
    assert "".join(_cut("x" * 50_001)) == "x" * 50_001
