"""The benchmark counts right, and reads a terminal's bytes right however they are cut."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture
def stats(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module("stats")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module("terminal")


def test_a_percentile_is_one_of_the_values(stats: Any) -> None:
    assert stats.percentile([4, 1, 3, 2], 0.5) == 2
    assert stats.percentile(range(1, 101), 0.95) == 95
    assert stats.percentile([7], 0.95) == 7


def test_a_ratio_compares_medians_and_spans_the_rounds(stats: Any) -> None:
    assert stats.ratio([20, 30, 90], [10, 10, 30]) == stats.Figure(3.0, 2.0, 3.0)


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_query_is_answered_once_wherever_it_is_cut(terminal: Any, cut: int) -> None:
    queries = terminal.Queries()
    asked = b"ab\x1b[?2026$pcd\x1b[6n"
    assert queries.answers(asked[:cut]) + queries.answers(asked[cut:]) == b"\x1b[?2026;2$y\x1b[1;1R"
    assert queries.answers(b"more") == b""


def test_modes_left_on_are_named(terminal: Any) -> None:
    assert terminal.left_on(b"\x1b[?1049h\x1b[?25l\x1b[>1u..\x1b[<u\x1b[?25h\x1b[?1049l") == []
    assert terminal.left_on(b"\x1b[?1049h\x1b[?1000;1006h\x1b[?25l\x1b[>1u") == [
        "alternate screen",
        "hidden cursor",
        "kitty keys",
        "mouse",
    ]


@pytest.mark.parametrize("cut", range(1, 40))
def test_the_screen_shows_chinese_and_no_private_sequence(terminal: Any, cut: int) -> None:
    screen = terminal.Screen(20, 2)
    data = "\x1b[?2026h\x1b[>1u\x1b]22;x\x07退款 \x1b[2;1H12\x1b[?2026l".encode()
    screen.feed(data[:cut])
    screen.feed(data[cut:])
    assert screen.text() == "退款\n12"
    assert screen.whole
