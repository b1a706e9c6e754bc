"""A terminal that is taken away costs at most a second of typing; `bench/drops.py` plays more of it."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.pty
BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture
def drops(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module("drops")


def test_at_most_a_second_of_typing_is_lost_with_the_terminal(drops: Any) -> None:
    for played in drops.rounds(4, seed=1, longest=1.5):
        assert played.good, played


def test_a_loss_would_be_seen(drops: Any) -> None:
    (played,) = drops.rounds(1, seed=1, longest=1.5, control=True)
    assert played.lost > 1


@pytest.mark.parametrize(
    ("kept", "lost", "torn"),
    [(["0退款，1"], 0.0, False), (["0退", ""], 8.0, False), (["0退款，", "0退款x"], 6.0, True)],
)
def test_what_is_lost_counts_from_the_first_character_that_is_kept_nowhere(
    drops: Any, kept: list[str], lost: float, torn: bool
) -> None:
    assert drops.lost(kept, [0.0, 1.0, 2.0, 3.0, 4.0], 10.0) == (lost, torn)
