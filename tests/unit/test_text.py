"""No text can drive the terminal, break a line that must be one, or be wider than its column."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refund_tui.domain.text import cells, clean_line, clean_text, fit, pad

ANY_TEXT = st.text(st.characters() | st.sampled_from("\x00\x1b\x7f\x85\x9b\r\n\t\u2028\u202e\ud800\udfff 退款é\u0301"))
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("", ""),
        ("退款 129.00 [b]x[/b]", "退款 129.00 [b]x[/b]"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u2028b\u2029c\x85d", "a\nb\nc\nd"),
        ("a\tb", "a\tb"),
        ("\x1b]0;pwned\x07", "␛]0;pwned␇"),
        ("\x00\x0b\x0c", "␀␋␌"),
        ("\x7f", "␡"),
        ("\x9b2J", "\ufffd2J"),
        ("\udcff", "\ufffd"),
        ("pay\u202etxt.exe", "pay\ufffdtxt.exe"),
        ("👨\u200d👩", "👨\u200d👩"),
    ],
)
def test_what_could_harm_becomes_visible_and_the_rest_stays(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@given(ANY_TEXT)
def test_clean_text_holds_no_control_character_surrogate_or_direction_mark(text: str) -> None:
    clean = clean_text(text)
    assert not [one for one in clean if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") and one not in "\n\t"]
    assert not set(clean) & set(BIDI)
    assert clean_text(clean) == clean
    clean.encode("utf-8")


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0), 0xD800, 0xDFFF, *map(ord, BIDI)])
def test_every_harmful_character_is_replaced(code: int) -> None:
    assert code in (0x09, 0x0A) or chr(code) not in clean_text(f"a{chr(code)}b")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\nb", "a b"),
        (" a \r\n\t\n b ", "a b"),
        ("\n\n", ""),
        ("a  b", "a  b"),
        ("a\tb\x1b", "a b␛"),
        ("退款\u2028原因", "退款 原因"),
    ],
)
def test_a_line_is_one_line(text: str, line: str) -> None:
    assert clean_line(text) == line


@given(ANY_TEXT)
def test_cleaning_a_line_gives_one_line_and_cleaning_it_again_changes_nothing(text: str) -> None:
    line = clean_line(text)
    assert "\n" not in line and "\t" not in line
    assert line == line.strip()
    assert clean_line(line) == line


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("退款", 4),
        ("￥", 2),
        ("ｆ", 2),
        ("é", 1),
        ("e\u0301", 1),
        ("a\u200bb", 2),
        ("…", 1),
        ("👍", 2),
    ],
)
def test_width_is_counted_in_cells(text: str, width: int) -> None:
    assert cells(text) == width


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("退款", 4, "退款"),
        ("退款单", 5, "退款…"),
        ("退款单", 4, "退…"),
        ("abcdef", 4, "abc…"),
        ("abc", 3, "abc"),
        ("退款", 1, "…"),
        ("退款", 0, ""),
        ("退款", -3, ""),
        ("", 0, ""),
        ("cafe\u0301s", 5, "cafe\u0301s"),
        ("cafe\u0301ss", 5, "cafe\u0301…"),
    ],
)
def test_a_long_line_is_cut_at_a_whole_character_and_says_so(text: str, width: int, shown: str) -> None:
    assert fit(text, width) == shown


def test_an_ellipsis_that_has_no_room_is_left_out() -> None:
    assert fit("abcdef", 2, "...") == "ab"
    assert fit("abcdef", 5, "...") == "ab..."


def test_padding_fills_the_side_that_is_asked_for() -> None:
    assert pad("退", 4) == "退  "
    assert pad("退", 4, right=True) == "  退"
    assert pad("退款", 3) == "退…"
    assert pad("退款单", 4) == "退… "


@given(text=ANY_TEXT.map(clean_line), width=st.integers(-2, 40))
def test_a_cut_line_is_never_wider_and_a_padded_one_is_exact(text: str, width: int) -> None:
    assert cells(fit(text, width)) <= max(width, 0)
    assert cells(pad(text, width)) == cells(pad(text, width, right=True)) == max(width, 0)
    if cells(text) <= width:
        assert fit(text, width) == text


def test_a_huge_line_is_measured_only_as_far_as_it_shows() -> None:
    assert fit("退" * 10_000_000, 9) == "退退退退…"


def test_ascii_text_loads_nothing() -> None:
    code = (
        "import sys; before = set(sys.modules); from refund_tui.domain.text import *; "
        "fit(clean_line('a\\tb'), 2); print(*sorted(set(sys.modules) - before))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["refund_tui", "refund_tui.domain", "refund_tui.domain.text"]
