"""How a file writes numbers and dates is decided from all of it, and refused where it does not say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from refund_tui.domain.problem import Refused
from refund_tui.statements.notation import Moment, day_order, decimal_mark, instant, no_proofs, read_number


def moments(*dates: str, zone: str = "") -> list[Moment]:
    return [Moment(date, "10:00:00", zone) for date in dates]


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["1,653.75", "0.00"], "point"),
        (["1.234,56", "-4.000,00"], "comma"),
        (["-0,80"], "comma"),
        (["1 234,56", "1\u202f234,56"], "comma"),
        (["12", "5"], "point"),
        (["1.234", "0,5"], "comma"),
        (["no amount", "3,10"], "comma"),
        ([], "point"),
    ],
)
def test_any_amount_that_can_be_read_in_one_way_only_decides_for_the_file(cells: list[str], mark: str) -> None:
    assert decimal_mark([(cell, "EUR") for cell in cells], "f.csv") == mark


def test_three_decimals_are_none_in_a_currency_of_two() -> None:
    assert read_number("1.234", "EUR", "comma") == 123400
    assert read_number("-1\u00a0234,5", "EUR", "comma") == -123450
    assert read_number("1,234", "JPY", "point") == 1234
    with pytest.raises(Refused, match=r"1\.234 has too many decimals"):
        read_number("1.234", "EUR", "point")


def test_a_file_that_writes_both_ways_is_decided_by_rows_that_add_up_or_refused() -> None:
    cells = [("1.50", "EUR"), ("2,50", "EUR")]
    assert decimal_mark(cells, "f.csv", lambda: {"comma": 3}) == "comma"
    for proofs in (no_proofs, lambda: {"point": 1, "comma": 9}):
        with pytest.raises(Refused, match=r"f\.csv has amounts like 1\.50 and like 2,50"):
            decimal_mark(cells, "f.csv", proofs)  # type: ignore[arg-type]


def test_a_lone_amount_that_reads_in_two_ways_is_refused_unless_something_else_tells() -> None:
    with pytest.raises(Refused, match=r"1\.234, which can be read in two ways"):
        decimal_mark([("1.234", "KWD")], "f.csv")
    assert decimal_mark([("1.234", "KWD"), ("1.234,500", "KWD")], "f.csv") == "comma"
    assert decimal_mark([("1.234", "KWD")], "f.csv", lambda: {"point": 2}) == "point"


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["03/04/2026", "13/04/2026"], "dmy"),
        (["03/04/2026", "04/13/2026"], "mdy"),
        (["04/04/2026", "05/05/2026"], "dmy"),
        (["03.04.2026", "2026-04-13"], "dmy"),
        (["01/02/2026", "02/02/2026", "01/03/2026"], "dmy"),
        (["03/01/2026", "02/02/2026", "01/02/2026"], "mdy"),
        (["01/05/2026", "02/03/2026", "02/04/2026"], "mdy"),
        (["41/04/2026", "03/25/2026"], "mdy"),
        ([], "dmy"),
    ],
)
def test_the_order_of_day_and_month_comes_from_the_whole_file(dates: list[str], order: str) -> None:
    assert day_order(moments(*dates), "f.csv") == order


def test_a_zone_that_only_summer_has_tells_the_month() -> None:
    assert day_order(moments("05/02/2026", zone="CEST"), "f.csv") == "mdy"
    assert day_order(moments("05/02/2026", zone="CET"), "f.csv") == "dmy"
    assert day_order(moments("05/02/2026", zone="PDT"), "f.csv") == "mdy"


@pytest.mark.parametrize(
    "dates", [["03/04/2026"], ["01/02/2026", "01/05/2026"], ["05/06/2026", "01/02/2026", "03/04/2026"]]
)
def test_a_file_that_leaves_the_order_open_is_refused_with_advice(dates: list[str]) -> None:
    with pytest.raises(Refused, match=rf"f\.csv has dates like {dates[0]}.*export a longer period"):
        day_order(moments(*dates), "f.csv")


def test_a_file_with_both_orders_is_refused() -> None:
    with pytest.raises(Refused, match=r"only be day/month and others that can only be month/day"):
        day_order(moments("13/04/2026", "04/13/2026"), "f.csv")


@pytest.mark.parametrize(
    ("moment", "utc"),
    [
        (Moment("31.01.2023", "22:33:01", "Europe/Berlin"), datetime(2023, 1, 31, 21, 33, 1, tzinfo=UTC)),
        (Moment("31/07/2023", "22:33", "CEST"), datetime(2023, 7, 31, 20, 33, tzinfo=UTC)),
        (Moment("1/2/2023", "08:00:00", "PST"), datetime(2023, 2, 1, 16, tzinfo=UTC)),
        (Moment("2023-02-01", "1:05:00 PM", "GMT+05:30"), datetime(2023, 2, 1, 7, 35, tzinfo=UTC)),
        (Moment("2023-02-01"), datetime(2023, 1, 31, 16, tzinfo=UTC)),
        (Moment("2023年2月1日"), datetime(2023, 1, 31, 16, tzinfo=UTC)),
        (Moment("20230201"), datetime(2023, 1, 31, 16, tzinfo=UTC)),
        (Moment("2023/2/1 9:30"), datetime(2023, 2, 1, 1, 30, tzinfo=UTC)),
        (Moment("2023-02-01T09:30:00"), datetime(2023, 2, 1, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_with_the_zone_it_names_or_that_of_china(moment: Moment, utc: datetime) -> None:
    assert instant(moment, "dmy") == utc


@pytest.mark.parametrize(
    "moment",
    [
        Moment("31.02.2023"),
        Moment("2023-13-01"),
        Moment("0000-01-01"),
        Moment("01/02/23"),
        Moment("2023-02-01", "25:00"),
        Moment("2023-02-01 later"),
        Moment("0001-01-01"),
        Moment("\u0662023-01-01"),
        Moment(""),
        Moment("2023-02-01", "10:00", "../../etc/passwd"),
        Moment("2023-02-01", "10:00", "Mars/Olympus"),
        Moment("2023-02-01", "10:00", "\x1b[2J"),
        Moment("2023-02-01", "10:00", "GMT+99:00"),
    ],
)
def test_what_is_no_moment_is_refused_in_one_clean_line(moment: Moment) -> None:
    with pytest.raises(Refused) as refused:
        instant(moment, "dmy")
    assert str(refused.value).isprintable()
