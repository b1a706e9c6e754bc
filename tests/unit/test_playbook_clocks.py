"""What the clocks and lanes of the playbooks do in a case, step by step."""

from __future__ import annotations

from typing import Any

import pytest

from refund_tui.case_text import lane_why
from refund_tui.domain.checklist import burden
from refund_tui.domain.deadlines import Deadline, deadlines, foremost
from refund_tui.domain.escalation import LaneStatus, lanes
from refund_tui.domain.playbook import Burden
from refund_tui.domain.summary import next_step
from refund_tui.labels import NEXT_STEPS
from refund_tui.rules.calendar import load_calendar
from refund_tui.rules.loader import from_json, load_all, to_json
from tests.making import SHANGHAI, at, case_of, opening, story

CALENDAR = load_calendar()
BOOK = load_all(None)
ONLY = {"kind": "refund_only", "amount": 100}
BACK = {"kind": "return_refund", "amount": 100}
Told = tuple[str, str, dict[str, Any]]


def clocks(playbook_id: str, *told: Told, **facts: Any) -> dict[str, Deadline]:
    events = story(opening(**facts), *told)
    return {clock.rule.id: clock for clock in deadlines(case_of(events), events, BOOK.get(playbook_id), CALENDAR)}


def running(playbook_id: str, *told: Told, **facts: Any) -> set[str]:
    return {name for name, clock in clocks(playbook_id, *told, **facts).items() if clock.running}


def lane(playbook_id: str, lane_id: str, now: str, *told: Told, **facts: Any) -> LaneStatus:
    events = story(opening(**facts), *told)
    case, playbook = case_of(events), BOOK.get(playbook_id)
    found = lanes(case, events, playbook, deadlines(case, events, playbook, CALENDAR), at(now))
    return next(each for each in found if each.lane.id == lane_id)


TAOBAO = {"platform": "taobao"}
SHIPPED_AT: Told = ("shipped", "2026-11-02T10:00", {})
SIGNED_AT: Told = ("signed", "2026-11-04T10:00", {})
APPLIED: Told = ("applied", "2026-11-05T10:00", ONLY)
RETURN: Told = ("applied", "2026-11-05T10:00", BACK)
AGREED: Told = ("seller_agreed", "2026-11-06T10:00", {})
REFUSED: Told = ("seller_refused", "2026-11-06T10:00", {})
SENT: Told = ("return_sent", "2026-11-07T10:00", {})
ISSUED: Told = ("refund_issued", "2026-11-06T10:00", {})


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ((APPLIED,), "TB-01"),
        ((SHIPPED_AT, APPLIED), "TB-04"),
        ((SHIPPED_AT, SIGNED_AT, APPLIED), "TB-06"),
        ((SHIPPED_AT, SIGNED_AT, RETURN), "TB-06"),
        ((SHIPPED_AT, RETURN), "TB-06"),
    ],
)
def test_one_clock_of_taobao_waits_for_the_sellers_answer(told: tuple[Told, ...], answer: str) -> None:
    waiting = {"TB-01", "TB-04", "TB-06"}
    assert running("taobao-order", *told, **TAOBAO) & waiting == {answer}
    assert not running("taobao-order", *told, REFUSED, **TAOBAO) & waiting
    asked: Told = ("platform_requested", "2026-11-06T10:00", {})
    assert not running("taobao-order", *told, asked, **TAOBAO) & waiting
    refunded: Told = ("timed_out", "2026-11-12T10:00", {"rule": answer, "outcome": "refunded"})
    assert not running("taobao-order", *told, refunded, channel="余额", **TAOBAO) & {*waiting, "TB-13", "L-10"}


def test_a_changed_application_moves_the_wait_to_the_clock_of_its_kind() -> None:
    changed: Told = ("modified", "2026-11-05T12:00", BACK)
    assert running("taobao-order", SHIPPED_AT, APPLIED, changed, **TAOBAO) & {"TB-01", "TB-04", "TB-06"} == {"TB-06"}


def test_the_clocks_of_a_return_follow_each_other() -> None:
    stages = {"TB-06", "TB-07", "TB-08", "TB-09", "L-02", "L-03"}
    told: list[Told] = [SIGNED_AT, RETURN]
    for step, expected in (
        (None, {"TB-06", "L-02"}),
        (AGREED, {"TB-07"}),
        (SENT, {"TB-08"}),
        (("seller_received", "2026-11-08T10:00", {}), {"L-03"}),
        (("refund_issued", "2026-11-09T10:00", {}), set()),
    ):
        told += [step] if step is not None else []
        assert running("taobao-order", *told, **TAOBAO) & stages == expected, step


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ((APPLIED, AGREED), "2026-11-21T23:59:59"),
        ((("contacted", "2026-11-05T10:00", {}), AGREED), "2026-11-21T23:59:59"),
        ((RETURN, AGREED), None),
        ((("contacted", "2026-11-05T10:00", {}), ("seller_agreed", "2026-11-06T10:00", {"return_address": "A"})), None),
        ((RETURN, AGREED, SENT, ("seller_received", "2026-11-08T10:00", {})), None),  # L-03 runs
        ((APPLIED, AGREED, ISSUED), None),
        ((APPLIED, AGREED, REFUSED), None),
        ((APPLIED, AGREED, ("complaint_filed", "2026-11-07T10:00", {})), None),
    ],
)
@pytest.mark.parametrize("playbook", ["taobao-order", "offline-purchase"])
def test_what_is_agreed_and_not_paid_counts_as_delay_after_fifteen_days(
    told: tuple[Told, ...], due: str | None, playbook: str
) -> None:
    found = clocks(playbook, *told).get("L-10b")
    assert (found.due_at if found and found.running else None) == (at(due) if due else None)


def test_agreed_money_that_stays_away_opens_the_ticket() -> None:
    told = (APPLIED, AGREED)
    assert not lane("taobao-order", "alipay_ticket", "2026-11-20T10:00", *told, **TAOBAO).open
    assert lane("taobao-order", "alipay_ticket", "2026-11-22T00:00", *told, **TAOBAO).open


def test_a_refused_return_leaves_me_five_days() -> None:
    refused: Told = ("seller_refused", "2026-11-08T10:00", {})
    found = running("taobao-order", SIGNED_AT, RETURN, AGREED, SENT, refused, **TAOBAO)
    assert found & {"TB-03", "TB-08", "TB-09"} == {"TB-09"}


def test_a_refusal_in_talks_closes_no_refund() -> None:
    assert "TB-03" not in running("taobao-order", ("contacted", "2026-11-05T10:00", {}), REFUSED, **TAOBAO)


def test_the_clocks_of_virtual_goods_run_on_taobao_only() -> None:
    told = (SHIPPED_AT, APPLIED, REFUSED)
    assert "TB-03" in running("virtual-goods", *told, **TAOBAO, scenario="virtual")
    assert {rule[:2] for rule in running("virtual-goods", *told, platform="alipay", scenario="virtual")} == {"L-"}
    confirms = clocks("virtual-goods", SHIPPED_AT, **TAOBAO, scenario="virtual")["TB-13"]
    assert confirms.due_at == at("2026-11-03T10:00")


@pytest.mark.parametrize(
    ("channel", "rule"),
    [("余额宝", None), ("余额", "AP-02"), ("花呗", "AP-06"), ("招商银行储蓄卡", "AP-04"), ("交通银行信用卡", "AP-05")],
)
def test_the_money_arrives_by_the_clock_of_its_channel(channel: str, rule: str | None) -> None:
    told = (APPLIED, ISSUED)
    found = {name for name in running("taobao-order", *told, channel=channel, **TAOBAO) if name.startswith("AP")}
    assert found == {rule or "AP-02"}
    by_itself: Told = ("timed_out", "2026-11-06T10:00", {"rule": "TB-01", "outcome": "refunded"})
    again = {name for name in running("taobao-order", APPLIED, by_itself, channel=channel, **TAOBAO) if "AP" in name}
    assert again == found


def test_money_on_huabei_is_looked_for_the_same_day() -> None:
    told = (APPLIED, ISSUED)
    assert clocks("taobao-order", *told, channel="花呗", **TAOBAO)["AP-06"].due_at == at("2026-11-06T23:59:59")


def test_jd_counts_for_both_sides() -> None:
    jd = {"platform": "jd"}
    asked: Told = ("platform_requested", "2026-11-07T10:00", {})
    decided: Told = ("platform_decided", "2026-11-08T10:00", {"for": "seller"})
    paths: tuple[tuple[tuple[Told, ...], set[str]], ...] = (
        ((RETURN,), {"JD-01"}),
        ((RETURN, REFUSED), {"JD-02"}),
        ((RETURN, REFUSED, asked), {"JD-03"}),
        ((RETURN, REFUSED, asked, decided), {"JD-06"}),
        ((RETURN, REFUSED, asked, ("platform_decided", "2026-11-08T10:00", {"for": "me"})), {"JD-05"}),
    )
    for told, expected in paths:
        assert {name for name in running("jd-order", *told, **jd) if name.startswith("JD")} == expected


def test_the_platform_is_locked_until_the_seller_refused_or_let_the_time_run_out() -> None:
    name = ("taobao-order", "platform_intervention")
    assert lane(*name, "2026-11-05T11:00", **TAOBAO).reason == "locked"
    waiting = lane(*name, "2026-11-05T11:00", APPLIED, **TAOBAO)
    assert (waiting.reason, waiting.opens_at) == ("clock", at("2026-11-06T10:00"))
    assert lane(*name, "2026-11-06T10:00", APPLIED, **TAOBAO).open
    assert lane(*name, "2026-11-06T11:00", APPLIED, REFUSED, **TAOBAO).open


def test_jd_hears_an_appeal_and_taobao_none() -> None:
    told: tuple[Told, ...] = (
        RETURN,
        REFUSED,
        ("platform_requested", "2026-11-07T10:00", {}),
        ("platform_decided", "2026-11-08T10:00", {"for": "seller"}),
    )
    assert lane("jd-order", "platform_intervention", "2026-11-09T10:00", *told, platform="jd").open
    taobao = lane("taobao-order", "platform_intervention", "2026-11-09T10:00", *told, **TAOBAO)
    assert (taobao.reason, lane_why(taobao)) == ("decided", "the platform has decided already")
    assert lane("taobao-order", "alipay_ticket", "2026-11-09T10:00", *told, **TAOBAO).open


def test_alipay_hears_me_when_talking_brought_nothing() -> None:
    contacted: Told = ("contacted", "2026-11-05T10:00", {})
    stalls: Told = ("seller_replied", "2026-11-06T10:00", {"kind": "stalls"})
    waiting = lane("online-order", "alipay_ticket", "2026-11-06T10:00", contacted)
    assert (waiting.reason, waiting.opens_at) == ("clock", at("2026-11-20T23:59:59"))
    assert lane("online-order", "alipay_ticket", "2026-11-06T11:00", contacted, stalls).open
    assert lane("offline-purchase", "alipay_ticket", "2026-11-06T10:00", contacted, scenario="offline").open
    assert lane("offline-purchase", "alipay_ticket", "2026-11-06T10:00", scenario="offline").reason == "locked"


def test_a_desk_that_gave_its_result_is_not_said_to_wait_for_another_stage() -> None:
    told: tuple[Told, ...] = (
        ("complaint_filed", "2026-11-05T10:00", {}),
        ("complaint_accepted", "2026-11-06T10:00", {}),
        ("mediation_agreed", "2026-11-08T10:00", {}),
    )
    agreed = lane("taobao-order", "complaint_12315", "2026-11-09T10:00", *told, **TAOBAO)
    assert (agreed.reason, lane_why(agreed)) == ("decided", "its result is there: agreed")
    ended = (*told[:2], ("mediation_ended", "2026-11-08T10:00", {}))
    assert lane("taobao-order", "complaint_12315", "2026-11-09T10:00", *ended, **TAOBAO).open


def test_12315_needs_a_dispute() -> None:
    assert lane("online-order", "complaint_12315", "2026-11-05T11:00").reason == "locked"
    assert lane("online-order", "complaint_12315", "2026-11-05T11:00", APPLIED).open


@pytest.mark.parametrize("currency", ["EUR", "GBP", "USD", "HKD"])
@pytest.mark.parametrize("playbook", ["online-order", "virtual-goods", "offline-purchase"])
def test_chinese_law_and_its_desks_are_for_money_of_china(playbook: str, currency: str) -> None:
    received: Told = ("seller_received", "2026-11-08T10:00", {})
    told: tuple[Told, ...] = (("paid", "2026-11-01T10:00", {}), SIGNED_AT, RETURN, AGREED, SENT, received, ISSUED)
    for number in range(1, len(told) + 1):
        found = clocks(playbook, *told[:number], currency=currency, channel="balance", platform="other")
        assert not [name for name in found if name.startswith(("L-", "AP-"))], found
    events = story(opening(currency=currency, platform="other", reason="quality"))
    case, book = case_of(events), BOOK.get(playbook)
    shown = {each.lane.id for each in lanes(case, events, book, (), at("2026-11-05T10:00"))}
    assert not shown & {"alipay_ticket", "complaint_12315", "report_12315"} and "seller_message" in shown


def test_what_was_paid_by_alipay_on_taobao_has_its_desk_in_any_money() -> None:
    stalls: Told = ("seller_replied", "2026-11-06T10:00", {"kind": "stalls"})
    assert lane("taobao-order", "alipay_ticket", "2026-11-07T10:00", stalls, currency="USD", **TAOBAO).open


WITHDREW: Told = ("withdrawal_told", "2026-11-10T10:00", {})
EUROPE = {"EUR": "EU", "SEK": "EU", "GBP": "UK"}
FAULTY = {"currency": "GBP", "reason": "quality"}


def dues(playbook_id: str, *told: Told, **facts: Any) -> dict[str, str]:
    """When the running clocks of Europe end, by id."""
    found = clocks(playbook_id, *told, **facts).values()
    kept = [clock for clock in found if clock.running and clock.rule.id[:3] in ("EU-", "UK-")]
    return {clock.rule.id: clock.due_at.astimezone(SHANGHAI).isoformat()[:16] for clock in kept}


@pytest.mark.parametrize("currency", EUROPE)
def test_in_europe_goods_can_be_sent_back_within_fourteen_days_of_receipt(currency: str) -> None:
    right = f"{EUROPE[currency]}-01"
    assert dues("online-order", SIGNED_AT, currency=currency) == {right: "2026-11-18T23:59"}
    assert right not in dues("online-order", SIGNED_AT, WITHDREW, currency=currency)
    assert clocks("online-order", SIGNED_AT, WITHDREW, currency=currency)[right].state == "met"
    assert not dues("online-order", SIGNED_AT, currency="USD") and not dues("taobao-order", SIGNED_AT, **TAOBAO)


def test_a_service_is_withdrawn_from_within_fourteen_days_of_the_contract() -> None:
    paid: Told = ("paid", "2026-11-01T10:00", {})
    virtual = {"currency": "EUR", "scenario": "virtual"}
    assert dues("virtual-goods", paid, **virtual) == {"EU-01b": "2026-11-15T23:59"}
    assert dues("virtual-goods", paid, WITHDREW, **virtual) == {"EU-03": "2026-11-24T23:59"}


def test_a_withdrawal_gives_both_sides_fourteen_days() -> None:
    again: Told = ("withdrawal_told", "2026-11-12T10:00", {})
    told = (SIGNED_AT, WITHDREW)
    assert dues("online-order", *told, currency="EUR") == dict.fromkeys(("EU-02", "EU-03"), "2026-11-24T23:59")
    sent: Told = ("return_sent", "2026-11-12T10:00", {})
    assert set(dues("online-order", *told, sent, currency="EUR")) == {"EU-03"}
    assert not dues("online-order", *told, sent, ("refund_issued", "2026-11-20T10:00", {}), currency="EUR")
    virtual = dues("virtual-goods", WITHDREW, again, currency="EUR", scenario="virtual")
    assert virtual == {"EU-03": "2026-11-24T23:59"}  # the first notice counts
    assert dues("online-order", WITHDREW, currency="EUR", shipping="not_shipped").keys() == {"EU-03"}


def test_in_the_uk_the_refund_counts_from_the_return() -> None:
    assert dues("online-order", SIGNED_AT, WITHDREW, currency="GBP") == {"UK-01b": "2026-11-24T23:59"}
    sent: Told = ("return_sent", "2026-11-12T10:00", {})
    assert dues("online-order", SIGNED_AT, WITHDREW, sent, currency="GBP") == {"UK-01c": "2026-11-26T23:59"}
    assert not dues("online-order", SIGNED_AT, RETURN, AGREED, sent, currency="GBP")  # nothing was cancelled


def test_faulty_goods_are_rejected_within_thirty_days_in_the_uk() -> None:
    assert dues("online-order", SIGNED_AT, **FAULTY)["UK-02"] == "2026-12-04T23:59"
    assert "UK-02" not in dues("online-order", SIGNED_AT, currency="GBP", reason="change_of_mind")
    paid: Told = ("paid", "2026-11-01T10:00", {})
    assert dues("offline-purchase", paid, scenario="offline", **FAULTY) == {"UK-02": "2026-12-01T23:59"}
    agreed = clocks("online-order", SIGNED_AT, APPLIED, AGREED, **FAULTY)["UK-03"]
    assert agreed.running and not agreed.rule.source.confirmed


@pytest.mark.parametrize(("currency", "name"), [("EUR", "eu_withdrawal"), ("GBP", "uk_cancellation")])
def test_handing_in_a_withdrawal_starts_its_clocks(currency: str, name: str) -> None:
    before = lane("online-order", name, "2026-11-09T10:00", SIGNED_AT, currency=currency)
    assert before.open and before.lane.event == "withdrawal_told"
    after = lane("online-order", name, "2026-11-11T10:00", SIGNED_AT, WITHDREW, currency=currency)
    assert not after.open
    assert lane("online-order", "demand_letter", "2026-11-11T10:00", SIGNED_AT, WITHDREW, currency=currency).open


PAYPAL = {"platform": "paypal", "currency": "USD"}
PAID: Told = ("paid", "2026-11-01T10:00", {})
OPENED: Told = ("dispute_opened", "2026-11-05T10:00", {})
ESCALATED: Told = ("claim_escalated", "2026-11-20T10:00", {})
OFFERED: Told = ("seller_offered", "2026-11-06T10:00", {"amount": 50})


@pytest.mark.parametrize("playbook", ["online-order", "virtual-goods"])
def test_a_paypal_dispute_must_be_opened_and_then_escalated(playbook: str) -> None:
    before = clocks(playbook, PAID, **PAYPAL)
    assert before["PP-01"].running and before["PP-01"].due_at == at("2027-04-30T10:00")
    opened = clocks(playbook, PAID, OPENED, **PAYPAL)
    assert opened["PP-01"].state == "met" and opened["PP-02"].due_at == at("2026-11-25T10:00")
    assert foremost(opened.values()) == opened["PP-02"]
    escalated = clocks(playbook, PAID, OPENED, ESCALATED, **PAYPAL)
    assert escalated["PP-02"].state == "met" and escalated["PP-05"].due_at == at("2026-11-30T23:59:59")
    decided: Told = ("claim_decided", "2026-11-28T10:00", {"for": "me"})
    assert not running(playbook, PAID, OPENED, ESCALATED, decided, **PAYPAL)


def test_only_an_offer_within_a_dispute_is_paypals_to_count() -> None:
    assert "PP-03" not in running("online-order", PAID, ("contacted", "2026-11-02T10:00", {}), OFFERED, **PAYPAL)
    told: tuple[Told, ...] = (PAID, ("contacted", "2026-11-02T10:00", {}), OPENED, OFFERED)
    assert clocks("online-order", *told, **PAYPAL)["PP-03"].due_at == at("2026-11-16T10:00")
    assert "PP-03" not in running("online-order", *told, ESCALATED, **PAYPAL)


def test_a_card_dispute_has_a_last_day_abroad_and_an_answer_everywhere() -> None:
    card = {"channel": "credit card", "platform": "other"}
    assert clocks("online-order", PAID, currency="USD", **card)["CC-01"].due_at == at("2027-03-01T23:59:59")
    assert "CC-01" not in running("online-order", PAID, **card)
    assert "CC-01" not in running("online-order", PAID, currency="USD", channel="balance")
    filed: Told = ("chargeback_filed", "2026-11-05T10:00", {})
    assert "CC-01" not in running("online-order", PAID, filed, currency="USD", **card)
    assert {"CC-03"} <= running("online-order", PAID, filed, **card)


ASKED: Told = ("platform_requested", "2026-11-07T10:00", {})


def test_from_asking_taobao_on_evidence_is_due_by_a_time_that_nothing_confirms() -> None:
    found = clocks("taobao-order", APPLIED, REFUSED, ASKED, **TAOBAO)["TB-11"]
    assert found.running and found.due_at == at("2026-11-10T10:00") and not found.rule.source.confirmed
    notice: Told = ("evidence_requested", "2026-11-08T09:00", {})
    assert clocks("taobao-order", APPLIED, REFUSED, ASKED, notice, **TAOBAO)["TB-11"].due_at == at("2026-11-11T09:00")
    until = ("evidence_requested", "2026-11-08T09:00", {"until": at("2026-11-09T18:00")})
    told = clocks("taobao-order", APPLIED, REFUSED, ASKED, until, **TAOBAO)["TB-11"]
    assert told.overridden and told.due_at == at("2026-11-09T18:00")
    handed: Told = ("evidence_submitted", "2026-11-09T10:00", {})
    assert "TB-11" not in running("taobao-order", APPLIED, REFUSED, ASKED, handed, **TAOBAO)


@pytest.mark.parametrize(
    ("playbook", "platform"), [("jd-order", "jd"), ("online-order", "pinduoduo"), ("online-order", None)]
)
def test_elsewhere_only_the_page_says_until_when_evidence_is_taken(playbook: str, platform: str | None) -> None:
    told = (APPLIED, REFUSED, ASKED)
    assert not running(playbook, *told, platform=platform) & {"TB-11", "S74"}
    until = ("evidence_requested", "2026-11-08T09:00", {"until": at("2026-11-09T18:00")})
    assert clocks(playbook, *told, until, platform=platform)["S74"].due_at == at("2026-11-09T18:00")
    assert "S74" not in running("taobao-order", *told, until, **TAOBAO)


def test_a_tip_off_is_checked_within_fifteen_working_days() -> None:
    filed: Told = ("report_filed", "2026-11-05T10:00", {})
    found = clocks("taobao-order", filed, **TAOBAO)["L-22"]
    assert found.running and found.due_at == at("2026-11-26T23:59:59")
    asked: Told = ("timed_out", "2026-11-27T10:00", {"rule": "L-22", "outcome": "nothing"})
    assert "L-22" not in running("taobao-order", filed, asked, **TAOBAO)


@pytest.mark.parametrize("reason", ["quality", "change_of_mind", "damaged", "wrong_charge"])
def test_who_must_prove_first_is_not_said_by_chinese_law_abroad(reason: str) -> None:
    def said(currency: str) -> Burden | None:
        return burden(case_of((opening(currency=currency, reason=reason),)), BOOK.get("online-order"))

    assert said("CNY") is not None and said("EUR") is None
    kept = from_json(to_json(BOOK.get("online-order")))
    assert kept.burdens == BOOK.get("online-order").burdens


@pytest.mark.parametrize(("currency", "code"), [("CNY", "refused_offline"), ("GBP", "refused_abroad")])
def test_a_shop_abroad_that_refuses_is_not_answered_with_desks_of_china(currency: str, code: str) -> None:
    told: tuple[Told, ...] = (("contacted", "2026-11-05T10:00", {}), REFUSED)
    case = case_of(story(opening(currency=currency, scenario="offline"), *told))
    assert next_step(case, (), at("2026-11-07T10:00")).code == code
    assert ("12315" in NEXT_STEPS[code]) is (currency == "CNY")
