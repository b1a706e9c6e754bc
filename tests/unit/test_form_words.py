"""What forms say: how far a date is away, what an amount is measured by, remarks with their signs."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from refund_tui import i18n
from refund_tui.domain.case import Application
from refund_tui.domain.measures import Measure
from refund_tui.domain.order_rows import read_lines
from refund_tui.domain.precheck import precheck
from refund_tui.domain.problem import Refused
from refund_tui.form_words import distance, echo_amount, echo_when, passed, remark_lines
from refund_tui.wording import sentence
from tests.making import at
from tests.tui.helpers import ALL_HOSTILE, desk

NOW = at("2026-11-23T10:00")


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2026-11-23T10:00", "now"),
        ("2026-11-23T15:30", "in 5h 30m"),
        ("2026-11-23T09:59", "1m ago"),
        ("2026-11-24T00:00", "tomorrow"),
        ("2026-11-22T23:59", "yesterday"),
        ("2026-11-26T00:01", "in 3 days"),
        ("2026-10-24T23:00", "30 days ago"),
    ],
)
def test_how_far_away_a_date_is_counts_days_of_the_calendar(when: str, said: str) -> None:
    assert distance(at(when), NOW, ZoneInfo("Asia/Shanghai")) == said


def test_the_day_is_that_of_the_cases_zone() -> None:
    assert echo_when(at("2026-11-24T02:00"), NOW, "Asia/Shanghai").endswith("Tue · tomorrow · Asia/Shanghai")
    assert "2026-11-23 18:00 Mon · in 16h 0m" in echo_when(at("2026-11-24T02:00"), NOW, "Europe/London")


def test_an_amount_stands_beside_what_it_is_measured_by() -> None:
    assert echo_amount(12900, "CNY", None) == "= 129.00 CNY"
    assert echo_amount(129, "JPY", Measure("paid", 299, 299)) == "= 129 JPY · at most 299 JPY, what was paid"
    assert echo_amount(1, "JPY", Measure("cap", 2, 3)) == "= 1 JPY · at most 2 JPY by the order"
    assert echo_amount(1, "JPY", Measure("estimate", 2, 3, 1)).endswith("at most 2 JPY by the order, expected 1 JPY")
    assert passed(Measure("paid", 29900, 29900), "CNY") == "more than the 299.00 CNY that was paid"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_remarks_have_a_sign_their_field_and_no_user_text_as_a_template(db: Path, language: str) -> None:
    i18n.install(language)
    service = desk(db)
    view = service.add({"merchant": ALL_HOSTILE, "paid": "129", "reason": "service", "description": ALL_HOSTILE})
    lines = remark_lines(
        precheck(view.case, Application("refund_only", 0, ALL_HOSTILE, "left the kitchen dirty")), view
    )
    assert lines[0].startswith("! ") and all(line.startswith("? ") for line in lines[1:])
    assert not any("{" in line for line in lines)


def test_a_problem_behind_a_problem_is_said_in_the_same_language() -> None:
    with pytest.raises(Refused) as refused:
        read_lines("A\nB | x", "CNY")
    assert str(refused.value) == sentence(refused.value) and str(refused.value).startswith("row 2: x is not an amount")
    i18n.install("zh_CN")
    assert sentence(refused.value).startswith("第 2 行：x")
