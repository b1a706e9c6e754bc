"""Rows of statements in the case file: the newest export of a row counts, whatever the order they came in."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from refund_tui.domain.listing import utc_text
from refund_tui.service import Service
from refund_tui.store import statements
from refund_tui.store.statements import Counts, RowText
from refund_tui.undoing import history, redo, undo

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def service(db: Path) -> Service:
    made = Service(db)
    made.prepare()
    return made


def row(key: str, text: str, file: str = "a.csv", number: int = 1) -> RowText:
    return RowText(key, file, number, f'"{text}"', "")


def keep(service: Service, day: int, *rows: RowText) -> Counts:
    as_of = utc_text(MONDAY + timedelta(days=day))
    with service.changing("import", files=["a.csv"]) as change:
        return statements.keep(change, [replace(each, as_of=as_of) for each in rows])


def kept(service: Service) -> dict[str, str]:
    with service.reader() as connection:
        return {each.key: each.text.strip('"') for each in statements.everything(connection)}


def test_a_row_that_moved_on_is_brought_up_to_date_and_its_old_word_stays(service: Service) -> None:
    assert keep(service, 0, row("k", "等待确认收货"), row("l", "交易成功")) == Counts(2, 0)
    assert keep(service, 5, row("k", "交易关闭", "b.csv", 7), row("l", "交易成功")) == Counts(0, 1)
    assert kept(service) == {"k": "交易关闭", "l": "交易成功"}
    with service.reader() as connection:
        told = [(each.text, each.file, each.number) for each in statements.versions(connection, "k")]
    assert told == [('"交易关闭"', "b.csv", 7), ('"等待确认收货"', "a.csv", 1)]


def test_the_same_period_twice_changes_nothing_and_is_no_step(service: Service) -> None:
    keep(service, 0, row("k", "x"))
    for day in (0, 1, -1):
        assert keep(service, day, row("k", "x")) == Counts(0, 0)
    assert len(history(service)) == 1


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_in_which_exports_come_makes_no_difference(service: Service, order: tuple[int, ...]) -> None:
    for day in order:
        keep(service, day, row("k", f"day {day}"))
    assert kept(service) == {"k": "day 2"}


def test_an_import_that_is_taken_back_leaves_the_rows_as_they_were(service: Service) -> None:
    keep(service, 0, row("k", "old"))
    keep(service, 1, row("k", "new"), row("l", "x"))
    undo(service)
    assert kept(service) == {"k": "old"}
    redo(service)
    assert kept(service) == {"k": "new", "l": "x"}
    undo(service)
    undo(service)
    assert kept(service) == {}
    assert keep(service, 0, row("k", "old")) == Counts(1, 0)
