"""Stages, whose move it is, money, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from refund_tui.domain.case import Case
from refund_tui.domain.events import Event
from refund_tui.domain.lifecycle import ball, check, check_money, forbidden
from refund_tui.domain.problem import Refused
from tests.making import case_of, event, opening, story


def after(*told: tuple[str, dict[str, Any]], **facts: Any) -> Case:
    steps = [(kind, "2026-11-02T10:00", data) for kind, data in told]
    return case_of(story(opening(**facts), *steps))


ASKED = ("applied", {"kind": "return_refund", "amount": 100})
ONLY = ("applied", {"kind": "refund_only", "amount": 100})


@pytest.mark.parametrize(
    ("told", "stage", "party"),
    [
        ((), "draft", "me"),
        ((("contacted", {}),), "negotiating", "seller"),
        ((("contacted", {}), ("seller_replied", {"kind": "other"})), "negotiating", "me"),
        ((("withdrawal_told", {}),), "agreed_return", "me"),
        ((("withdrawal_told", {}), ("return_sent", {})), "returning", "seller"),
        ((("withdrawal_told", {}), ("seller_refused", {})), "refused", "me"),
        ((ONLY,), "applied", "seller"),
        ((ONLY, ("seller_agreed", {})), "agreed_refund", "platform"),
        ((ASKED, ("seller_agreed", {})), "agreed_return", "me"),
        ((ASKED, ("seller_agreed", {}), ("return_sent", {})), "returning", "seller"),
        (
            (ASKED, ("seller_agreed", {}), ("return_sent", {}), ("seller_received", {})),
            "agreed_refund",
            "platform",
        ),
        ((ONLY, ("seller_refused", {})), "refused", "me"),
        ((ONLY, ("seller_refused", {}), ("platform_requested", {})), "platform_review", "me"),
        (
            (ONLY, ("seller_refused", {}), ("platform_requested", {}), ("evidence_submitted", {})),
            "platform_review",
            "platform",
        ),
        ((ONLY, ("platform_requested", {}), ("platform_decided", {"for": "seller"})), "decided_against", "me"),
        ((ONLY, ("platform_requested", {}), ("platform_decided", {"for": "me"})), "agreed_refund", "platform"),
        ((ONLY, ("refund_issued", {})), "refund_issued", "payment_service"),
        ((ONLY, ("timed_out", {"rule": "TB-01", "outcome": "refunded"})), "refund_issued", "payment_service"),
        ((ONLY, ("timed_out", {"rule": "TB-01", "outcome": "closed"})), "expired", "nobody"),
        ((ONLY, ("withdrawn", {})), "withdrawn", "nobody"),
        ((ONLY, ("given_up", {})), "closed_lost", "nobody"),
        ((ONLY, ("withdrawn", {}), ("reopened", {})), "applied", "seller"),
    ],
)
def test_an_event_moves_the_case_to_the_stage_and_the_party_of_the_table(
    told: tuple[tuple[str, dict[str, Any]], ...], stage: str, party: str
) -> None:
    case = after(*told)
    assert (case.stage, ball(case)) == (stage, party)


@pytest.mark.parametrize("facts", [{"scenario": "virtual"}, {"shipping": "not_shipped"}])
def test_a_withdrawal_without_goods_waits_for_the_seller(facts: dict[str, Any]) -> None:
    case = after(("withdrawal_told", {}), **facts)
    assert (case.stage, ball(case)) == ("negotiating", "seller")
    told = after(ONLY, ("withdrawal_told", {}), **facts)
    assert told.stage == "applied"


def test_goods_told_as_shipped_go_back_whatever_the_order_said() -> None:
    assert after(("shipped", {}), ("withdrawal_told", {}), shipping="not_shipped").stage == "agreed_return"


def test_a_card_refund_waits_for_the_bank() -> None:
    assert ball(after(ONLY, ("refund_issued", {}), channel="招商银行储蓄卡(8705)")) == "bank"


def test_a_merchant_pays_back_an_offline_purchase_itself() -> None:
    case = after(("contacted", {}), ("seller_agreed", {"amount": 50}), scenario="offline")
    assert (case.stage, ball(case), case.agreed) == ("agreed_refund", "seller", 50)


def test_a_case_is_won_only_when_the_whole_expected_money_is_received() -> None:
    promised = after(ONLY, ("seller_agreed", {"amount": 90}), ("refund_issued", {"amount": 90}))
    assert promised.stage == "refund_issued"
    assert promised.received == 0
    partly = after(ONLY, ("seller_agreed", {"amount": 90}), ("refund_received", {"amount": 40}))
    assert (partly.stage, partly.received) == ("agreed_refund", 40)
    whole = after(
        ONLY,
        ("seller_agreed", {"amount": 90}),
        ("refund_received", {"amount": 40}),
        ("refund_received", {"amount": 50}),
    )
    assert (whole.stage, whole.received) == ("closed_won", 90)


def test_giving_up_with_part_of_the_money_in_is_partly_won() -> None:
    assert after(ONLY, ("refund_received", {"amount": 40}), ("given_up", {})).stage == "closed_partial"


def test_agreed_terms_are_kept_beside_the_application() -> None:
    case = after(("terms_agreed", {"amount": 80, "return_address": "A"}), ASKED)
    assert (case.terms.amount, case.agreed, case.claimed) == (80, 80, 100)


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ((), "seller_agreed"),
        ((), "return_sent"),
        ((), "platform_decided"),
        ((ONLY,), "applied"),
        ((ONLY,), "reopened"),
        ((ONLY, ("withdrawn", {})), "seller_agreed"),
        ((), "ticket_answered"),
        ((), "complaint_accepted"),
    ],
)
def test_an_event_that_makes_no_sense_now_is_refused_with_those_that_do(
    told: tuple[tuple[str, dict[str, Any]], ...], kind: str
) -> None:
    case = after(*told)
    assert forbidden(case, kind)
    with pytest.raises(Refused, match=kind):
        check(case, event(9, kind, "2026-11-03T10:00"))


def test_a_forbidden_event_can_be_forced() -> None:
    told = event(9, "seller_agreed", "2026-11-03T10:00")
    check(after(), Event(9, told.kind, told.occurred_at, told.recorded_at, {}, forced=True))


def test_closing_needs_a_reason_while_the_money_is_not_in() -> None:
    with pytest.raises(Refused, match="reason"):
        check(after(ONLY), event(9, "closed", "2026-11-03T10:00"))
    check(after(ONLY), event(9, "closed", "2026-11-03T10:00", text="不值得"))


def test_a_claim_above_what_was_paid_is_refused() -> None:
    with pytest.raises(Refused, match=r"1\.00"):
        check_money(after(ONLY, paid=50))
    check_money(after(ONLY, paid=100))


def test_an_outside_lane_moves_beside_the_stage() -> None:
    case = after(ONLY, ("complaint_filed", {"number": "TS1"}), ("complaint_accepted", {}))
    assert case.stage == "applied"
    assert (case.lanes["complaint_12315"].state, case.lanes["complaint_12315"].number) == ("accepted", "TS1")


def test_terms_written_as_an_edit_count_as_agreed() -> None:
    case = after(("edited", {"terms.amount": 70, "item": "x"}))
    assert (case.agreed, case.terms.amount, case.item) == (70, 70, "x")
