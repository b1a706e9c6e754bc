"""Which ways a case has, in which order, and when each opens."""

from __future__ import annotations

from typing import Any

import pytest

from refund_tui.domain.deadlines import deadlines
from refund_tui.domain.escalation import LaneStatus, lanes
from refund_tui.domain.playbook import Lane, Playbook, Source
from refund_tui.rules.calendar import load_calendar
from refund_tui.rules.loader import from_json, load_all, to_json
from tests.making import Told, at, both, case_of, opening, playbook, story

CALENDAR = load_calendar()
BOOK = load_all(None)
CONTACTED: Told = ("contacted", "2026-11-02T10:00", {})


def ways(book: Playbook, *told: Told, **facts: Any) -> dict[str, LaneStatus]:
    events = story(opening(**facts), *told)
    case = case_of(events)
    now = at("2026-11-05T10:00")
    found = lanes(case, events, book, deadlines(case, events, book, CALENDAR), now)
    return {each.lane.id: each for each in found}


def of(facts: dict[str, Any], *told: Told) -> dict[str, LaneStatus]:
    return ways(BOOK.choose(facts.get("platform"), facts.get("scenario", "online")), *told, **facts)


def test_a_taobao_case_goes_from_talk_to_authority() -> None:
    assert list(of({"platform": "taobao", "reason": "quality"})) == [
        "seller_message",
        "platform_intervention",
        "demand_letter",
        "alipay_ticket",
        "complaint_12315",
        "report_12315",
    ]


@pytest.mark.parametrize(
    ("facts", "more", "less"),
    [
        ({"channel": "招商银行信用卡(8705)"}, {"bank_dispute"}, {"paypal_claim", "eu_withdrawal"}),
        ({"platform": "paypal", "currency": "USD"}, {"paypal_claim"}, {"bank_dispute", "platform_intervention"}),
        ({"currency": "EUR"}, {"eu_withdrawal"}, {"uk_cancellation"}),
        ({"currency": "GBP"}, {"uk_cancellation"}, {"eu_withdrawal"}),
        ({"currency": "EUR", "scenario": "offline"}, set(), {"eu_withdrawal"}),
        ({"platform": "pinduoduo"}, {"platform_intervention"}, set()),
        ({"reason": "counterfeit"}, {"report_12315"}, set()),
        ({"reason": "not_received"}, {"complaint_12315"}, {"report_12315"}),
    ],
)
def test_a_case_has_the_ways_that_can_concern_it(facts: dict[str, Any], more: set[str], less: set[str]) -> None:
    found = set(of(facts))
    assert more <= found and not less & found


def test_a_message_is_always_possible_and_a_demand_after_it() -> None:
    before, after = of({}), of({}, CONTACTED)
    assert before["seller_message"].open and not before["demand_letter"].open
    assert after["demand_letter"].open


def test_a_bank_wants_to_hear_of_an_attempt_first() -> None:
    card = {"channel": "credit_card"}
    assert of(card)["bank_dispute"].reason == "locked" and of(card, CONTACTED)["bank_dispute"].open


def test_other_platforms_step_in_after_a_refusal_or_when_their_time_ran_out() -> None:
    facts = {"platform": "pinduoduo"}
    applied: Told = ("applied", "2026-11-03T10:00", {"kind": "refund_only"})
    assert of(facts, applied)["platform_intervention"].reason == "locked"
    assert of(facts, applied, ("seller_refused", "2026-11-04T10:00", {}))["platform_intervention"].open
    late: Told = ("timed_out", "2026-11-04T10:00", {"rule": "PD", "outcome": "nothing"})
    assert of(facts, applied, late)["platform_intervention"].open


def test_a_lane_that_is_not_on_the_usual_way_stays_behind_the_one_before_it() -> None:
    def lane(name: str) -> Lane:
        return Lane(name, both(name), both(""), both(""), "contacted", (), (), False, Source("T1", None, "high"))

    book = playbook(lanes=(lane("own"), lane("complaint_12315"), lane("court"), lane("seller_message"), lane("post")))
    assert list(ways(book)) == ["own", "seller_message", "post", "complaint_12315", "court"]


def test_a_playbook_kept_in_a_case_file_keeps_whom_its_lanes_are_for() -> None:
    kept = from_json(to_json(BOOK.get("online-order")))
    assert kept.lanes == BOOK.get("online-order").lanes
    assert any(lane.when for lane in kept.lanes)
