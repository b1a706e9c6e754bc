"""The latest changes in words, and which one can be turned."""

from __future__ import annotations

from pathlib import Path

import pytest

from refund_tui import undoing
from refund_tui.errors import Conflict
from refund_tui.past import latest, turn
from refund_tui.service import Service


@pytest.fixture
def two(db: Path) -> tuple[Service, Service]:
    """Two sessions on one file: the first opened two cases, the second said what was done with the seller."""
    first, second = Service(db), Service(db)
    for merchant in ("甲店", "Tea House"):
        first.add({"merchant": merchant})
    second.log(1, "contacted", {})
    return first, second


def test_the_newest_stands_first_with_whose_it_is_and_only_it_can_be_taken_back(two: tuple[Service, Service]) -> None:
    first, second = two
    found = latest(second)
    assert [(each.own, each.undone, each.way) for each in found] == [
        (True, False, "undo"),
        (False, False, None),
        (False, False, None),
    ]
    assert found[0].words.startswith("case 1 (甲店): ") and found[1].words.startswith("case 2 (Tea House): ")
    assert latest(first, limit=1)[0].own is False


def test_what_was_taken_back_last_is_the_one_that_is_brought_again(two: tuple[Service, Service]) -> None:
    first, _second = two
    assert turn(first, latest(first)[0]).startswith("taken back: case 1 (甲店)")
    turn(first, latest(first)[1])
    assert [(each.undone, each.way) for each in latest(first)] == [(True, None), (True, "redo"), (False, "undo")]
    assert turn(first, latest(first)[1]).startswith("brought back: case 2 (Tea House)")
    assert [(each.undone, each.way) for each in latest(first)] == [(True, "redo"), (False, "undo"), (False, None)]


def test_a_change_whose_turn_it_is_no_more_is_left_alone(two: tuple[Service, Service]) -> None:
    first, second = two
    shown = latest(first)[0]
    second.log(2, "contacted", {})
    with pytest.raises(Conflict, match="meanwhile; nothing was done"):
        turn(first, shown)
    undoing.undo(second)
    undone = latest(first)[0]
    undoing.undo(second)
    with pytest.raises(Conflict, match="meanwhile"):
        turn(first, undone)
    assert [each.undone for each in latest(first)] == [True, True, False, False]


def test_a_new_file_has_none(db: Path) -> None:
    service = Service(db)
    service.prepare()
    assert latest(service) == []
