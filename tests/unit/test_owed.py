"""What is still owed, what came back in kind, and since when money is promised and not there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from refund_tui import i18n
from refund_tui.domain.case import STAGES, Case
from refund_tui.domain.deadlines import deadlines
from refund_tui.domain.events import IN_KIND
from refund_tui.domain.foresight import foresee, likely_first
from refund_tui.domain.lifecycle import apply, check
from refund_tui.domain.listing import utc_text
from refund_tui.domain.suggestions import suggested
from refund_tui.domain.summary import next_step, promised_at
from refund_tui.domain.text import cells
from refund_tui.rules.calendar import load_calendar
from refund_tui.rules.loader import load_all
from refund_tui.service import Service
from refund_tui.store.codec import instant
from refund_tui.values import step_text
from refund_tui.wording import countdown, staged
from tests.making import Told, at, case_of, event, opening, story

CALENDAR = load_calendar()
BOOK = load_all(None)
APPLIED: Told = ("applied", "2026-11-02T10:00", {"kind": "refund_only", "amount": 100})
AGREED: Told = ("seller_agreed", "2026-11-03T10:00", {})
ISSUED: Told = ("refund_issued", "2026-11-05T10:00", {"amount": 100})


def after(*told: Told, **facts: Any) -> Case:
    return case_of(story(opening(**facts), *told))


def received(amount: int) -> Told:
    return ("refund_received", "2026-11-06T10:00", {"amount": amount})


def in_kind(amount: int | None = None, what: str = "coupon") -> Told:
    return ("received_in_kind", "2026-11-06T10:00", {"what": what} | ({"amount": amount} if amount else {}))


@pytest.mark.parametrize(
    ("told", "owed"),
    [
        ((), 120),
        ((APPLIED,), 100),
        ((APPLIED, ("seller_agreed", "2026-11-03T10:00", {"amount": 80})), 80),
        ((APPLIED, AGREED, received(30)), 70),
        ((APPLIED, AGREED, received(30), in_kind(20)), 50),
        ((APPLIED, AGREED, received(30), ("given_up", "2026-11-07T10:00", {})), 0),
        ((APPLIED, received(130)), 0),
    ],
)
def test_owed_is_what_is_expected_less_what_came_back_and_nothing_once_it_is_over(
    told: tuple[Told, ...], owed: int
) -> None:
    assert after(*told, paid=120).owed == owed


def test_what_is_owed_is_unknown_where_no_amount_is() -> None:
    assert after().owed is None


@pytest.mark.parametrize("what", IN_KIND)
def test_what_comes_back_in_kind_counts_by_its_value_and_never_as_money(what: str) -> None:
    case = after(APPLIED, ISSUED, received(90), in_kind(10, what))
    assert (case.stage, case.received, case.in_kind, case.come_back) == ("closed_won", 90, 10, 100)


def test_what_has_no_value_stands_on_the_timeline_alone() -> None:
    case = after(APPLIED, ISSUED, in_kind())
    assert (case.stage, case.in_kind, case.owed) == ("refund_issued", 0, 100)


@pytest.mark.parametrize(
    ("end", "amount", "stage"),
    [
        ("given_up", 40, "closed_partial"),
        ("given_up", 100, "closed_won"),
        ("timed_out", 40, "closed_partial"),
        ("withdrawn", 40, "withdrawn"),
        ("withdrawn", 100, "closed_won"),
    ],
)
def test_money_may_still_come_once_a_case_is_over(end: str, amount: int, stage: str) -> None:
    over = after(APPLIED, (end, "2026-11-06T10:00", {"outcome": "closed", "rule": "TB-03"}))
    assert not over.is_open
    told = event(9, "refund_received", "2026-11-07T10:00", amount=amount)
    check(over, told)
    case = apply(apply(over, told), event(10, "refund_issued", "2026-11-07T10:00", amount=amount))
    assert (case.stage, case.received, case.issued) == (stage, amount, amount)


def test_what_came_in_kind_alone_is_part_of_it_too() -> None:
    case = after(APPLIED, in_kind(40))
    assert next_step(case, (), at("2026-11-07T10:00")).code == "partly_received"
    assert suggested(case, (), "refund_received") == {"amount": 60}
    assert after(APPLIED, in_kind(40), ("given_up", "2026-11-08T10:00", {})).stage == "closed_partial"


def test_parts_add_up_and_what_is_more_than_expected_is_told() -> None:
    case = after(APPLIED, ISSUED, received(60), received(52))
    assert (case.stage, case.received, case.beyond, case.owed) == ("closed_won", 112, 12, 0)
    assert after(APPLIED, received(60)).beyond == 0
    assert after(received(60)).beyond == 0  # nothing was expected


@pytest.mark.parametrize(
    ("told", "since"),
    [
        ((APPLIED,), None),
        ((APPLIED, AGREED), "2026-11-03T10:00"),
        ((APPLIED, AGREED, ISSUED), "2026-11-05T10:00"),
        ((APPLIED, AGREED, ISSUED, received(40)), "2026-11-05T10:00"),
        ((APPLIED, AGREED, ISSUED, received(100)), None),
        ((APPLIED, AGREED, ("seller_refused", "2026-11-04T10:00", {})), None),
        ((APPLIED, AGREED, ("timed_out", "2026-11-09T10:00", {"rule": "X", "outcome": "nothing"})), "2026-11-03T10:00"),
        ((APPLIED, ("timed_out", "2026-11-04T10:00", {"rule": "X", "outcome": "refunded"})), "2026-11-04T10:00"),
        ((APPLIED, AGREED, ("withdrawn", "2026-11-04T10:00", {})), None),
    ],
)
def test_money_is_promised_since_it_was_last_agreed_or_issued_until_all_of_it_is_there(
    told: tuple[Told, ...], since: str | None
) -> None:
    events = story(opening(), *told)
    assert promised_at(case_of(events), events) == (at(since) if since else None)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(
    ("channel", "look"),
    [
        ("余额", ("Yu'ebao", "余额宝")),
        ("花呗", ("Huabei", "花呗")),
        ("招商银行储蓄卡(8705)", ("AP-03", "AP-03")),
        ("交通银行信用卡", ("AP-03", "AP-03")),
    ],
)
def test_money_that_should_be_there_leads_to_where_to_look(channel: str, look: tuple[str, str], language: str) -> None:
    i18n.install(language)
    events = story(opening(channel=channel), APPLIED, ISSUED)
    case = case_of(events)
    clocks = deadlines(case, events, BOOK.get("online-order"), CALENDAR)
    due = max(clock.due_at for clock in clocks if clock.running and "refund_issued" in clock.rule.anchors)
    assert next_step(case, clocks, due - timedelta(seconds=1)).code == "refund_issued"
    step = next_step(case, clocks, due)
    assert step.code == "money_overdue"
    assert look[language == "zh_CN"] in step_text(step)


def test_a_ticket_without_an_answer_is_no_money_that_should_be_there() -> None:
    events = story(
        opening(channel="交通银行信用卡"), APPLIED, ISSUED, ("ticket_submitted", "2026-11-05T12:00", {"number": "1"})
    )
    case = case_of(events)
    clocks = deadlines(case, events, BOOK.get("online-order"), CALENDAR)
    assert next_step(case, clocks, at("2026-11-20T10:00")).code == "refund_issued"


def test_what_comes_back_in_kind_is_offered_once_the_page_says_refunded(db: Any) -> None:
    service = Service(db)
    view = service.add({"merchant": "Shop", "paid": "100", "platform": "taobao"})
    view = service.log(view.case.id, "refund_issued", {"amount": "100"})
    assert likely_first(view)[:2] == ("refund_received", "received_in_kind")
    assert foresee(view, "received_in_kind", {"what": "coupon", "amount": 10000}).closes
    assert not foresee(view, "received_in_kind").closes


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_stage_says_the_days_of_the_promise_where_they_fit(language: str) -> None:
    i18n.install(language)
    now, since = at("2026-11-23T10:00"), "2026-11-18T01:00:00Z"
    said = staged("agreed_refund", since, now, 16)
    assert said == {"en": "agreed 5d", "zh_CN": "已同意5天"}.get(language)
    for stage in STAGES:
        assert staged(stage, since, now, 4) == staged(stage, None, now, 4)
        assert staged(stage, "2026-11-23T01:00:00Z", now, 16) == staged(stage, None, now, 16)
        assert cells(staged(stage, since, now, 16)) <= 16


def test_an_instant_is_written_so_that_it_sorts_and_is_read_again_whatever_its_year() -> None:
    texts = [utc_text(datetime(year, 3, 2, 1, 2, 3, 4, tzinfo=UTC)) for year in (9, 999, 1000, 2026)]
    assert texts == sorted(texts) and texts[1] == "0999-03-02T01:02:03Z"
    assert [instant(text).year for text in texts] == [9, 999, 1000, 2026]


def test_a_time_is_over_at_its_very_end_in_words_as_in_the_counts() -> None:
    assert [countdown(seconds) for seconds in (1, 0, -1)] == ["1s", "0s over", "1s over"]
