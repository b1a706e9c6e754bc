"""A file that was written in one way is read back as what was meant, or refused: never as something else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refund_tui.domain.problem import Refused
from refund_tui.statements.notation import (
    DAY_ORDERS,
    MARKS,
    DayOrder,
    Mark,
    Moment,
    day_order,
    decimal_mark,
    instant,
    read_number,
)

AMOUNTS = st.integers(-(10**9), 10**9)
SECONDS = st.integers(0, 15_000 * 86_400)
DATES = SECONDS.map(lambda seconds: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))


def written(minor: int, mark: Mark, grouped: bool) -> str:
    text = f"{minor / 100:,.2f}" if grouped else f"{minor / 100:.2f}"
    return text if mark == "point" else text.translate(str.maketrans(".,", ",."))


def dated(at: datetime, order: DayOrder) -> Moment:
    pattern = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
    return Moment(at.strftime(pattern), at.strftime("%H:%M:%S"), "UTC")


@given(st.lists(AMOUNTS, min_size=1, max_size=20), st.sampled_from(MARKS), st.booleans())
def test_amounts_come_back_as_they_were_meant(amounts: list[int], mark: Mark, grouped: bool) -> None:
    cells = [written(amount, mark, grouped) for amount in amounts]
    found = decimal_mark([(cell, "EUR") for cell in cells], "f")
    assert [read_number(cell, "EUR", found) for cell in cells] == amounts


@given(st.lists(DATES, min_size=1, max_size=20), st.sampled_from(DAY_ORDERS))
def test_dates_in_order_of_time_come_back_as_they_were_meant_or_are_refused(
    dates: list[datetime], order: DayOrder
) -> None:
    meant = sorted(dates)
    moments = [dated(at, order) for at in meant]
    try:
        found = day_order(moments, "f")
    except Refused:
        return
    assert [instant(moment, found) for moment in moments] == meant


@given(DATES, st.sampled_from(DAY_ORDERS))
def test_one_day_beyond_the_twelfth_is_enough(start: datetime, order: DayOrder) -> None:
    month = [start.replace(day=1) + timedelta(days=day) for day in range(0, 28, 3)]
    moments = [dated(at, order) for at in month]
    assert day_order(moments[::-1], "f") == order
    assert day_order(moments[5:] + moments[:5], "f") == order


@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_any_text_is_a_moment_or_is_refused(date: str, time: str, zone: str) -> None:
    moment = Moment(date, time, zone)
    try:
        assert instant(moment, "dmy").tzinfo is UTC
    except Refused as refused:
        assert str(refused)


@given(st.lists(st.text("0123456789.,'- ", min_size=1, max_size=12), max_size=8))
def test_any_cells_have_one_mark_or_are_refused(cells: list[str]) -> None:
    try:
        mark = decimal_mark([(cell, "EUR") for cell in cells], "f")
    except Refused:
        return
    assert mark in MARKS
    for cell in cells:
        with pytest.raises(Refused):
            read_number(cell + "x", "EUR", mark)
