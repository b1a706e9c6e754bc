"""Unknown stays unknown, and is asked for when a clock needs it: not before, and not for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from refund_tui.domain.fields import FACTS, HAPPENED
from refund_tui.domain.unknowns import SCOPES, unknowns
from refund_tui.foretelling import QUESTIONS, question
from refund_tui.service import Service
from refund_tui.views import CaseView


@pytest.fixture
def service(db: Path) -> Service:
    made = Service(db)
    made.prepare()
    return made


def wanted(view: CaseView) -> dict[str, list[str]]:
    return {each.field: sorted(rule.id for rule in each.rules) for each in unknowns(view)}


def test_the_time_of_signing_is_asked_for_while_the_seven_days_could_run(service: Service) -> None:
    view = service.add({"merchant": "Shop", "platform": "taobao", "shipping": "received"})
    assert wanted(view)["signed_at"] == ["L-01", "TB-14"]
    known = service.edit(view.case.id, {"signed_at": "2d ago"})
    assert "signed_at" not in wanted(known)
    assert {"TB-14", "L-01"} <= {clock.rule.id for clock in known.clocks if clock.running}


def test_what_the_status_of_the_order_rules_out_is_not_asked_for(service: Service) -> None:
    view = service.add({"merchant": "Shop", "platform": "taobao", "shipping": "not_shipped"})
    assert wanted(view) == {}
    assert set(wanted(service.edit(view.case.id, {"shipping": "shipped"}))) == {"shipped_at"}


def test_what_an_event_has_settled_is_not_asked_for_any_more(service: Service) -> None:
    view = service.add({"merchant": "Shop", "platform": "taobao", "shipping": "received"})
    applied = service.log(view.case.id, "applied", {"kind": "return_refund"}, "1d ago")
    assert wanted(applied) == {}


def test_whether_it_is_shipped_is_asked_for_once_the_sellers_clock_depends_on_it(service: Service) -> None:
    view = service.add({"merchant": "Shop", "platform": "taobao"})
    assert "shipping" not in wanted(view)
    applied = service.log(view.case.id, "applied", {"kind": "refund_only"})
    assert wanted(applied)["shipping"] == ["TB-01", "TB-04", "TB-06"]
    assert "shipping" not in wanted(service.log(view.case.id, "shipped", {}, "2d ago"))


def test_the_means_of_payment_is_asked_for_once_money_is_on_its_way(service: Service) -> None:
    view = service.add({"merchant": "Shop", "scenario": "offline"})
    assert wanted(view) == {}
    issued = service.log(view.case.id, "refund_issued", {})
    assert wanted(issued) == {"channel": ["AP-02", "AP-04", "AP-05", "AP-06"]}
    assert wanted(service.edit(view.case.id, {"channel": "余额宝"})) == {}


def test_the_day_of_payment_is_asked_for_only_when_a_court_comes_near(service: Service) -> None:
    view = service.add({"merchant": "Shop", "platform": "taobao", "shipping": "not_shipped"})
    assert wanted(view) == {}
    service.log(view.case.id, "applied", {"kind": "refund_only"})
    assert wanted(service.log(view.case.id, "seller_refused", {})) == {"paid_at": ["L-25"]}


def test_without_a_platform_its_own_clocks_are_not_known(service: Service) -> None:
    view = service.add({"merchant": "Shop", "shipping": "not_shipped"})
    assert wanted(view) == {"platform": []}
    assert wanted(service.add({"merchant": "Shop", "scenario": "offline"})) == {}
    assert wanted(service.edit(view.case.id, {"platform": "other"})) == {}


def test_what_may_cost_a_right_is_asked_for_first(service: Service) -> None:
    assert list(wanted(service.add({"merchant": "Shop"}))) == ["signed_at", "platform"]


def test_a_case_that_is_over_asks_for_nothing(service: Service) -> None:
    view = service.add({"merchant": "Shop", "platform": "taobao"})
    assert wanted(view) and wanted(service.log(view.case.id, "given_up", {})) == {}


def test_a_question_names_the_clock_that_needs_the_answer(service: Service) -> None:
    view = service.add({"merchant": "Shop", "platform": "taobao", "shipping": "received"})
    said = {each.field: question(each) for each in unknowns(view)}
    assert said["signed_at"] == "when was it signed for? 7-day return without reason (L-01, TB-14) counts from it"
    applied = service.log(
        service.add({"merchant": "Shop", "platform": "taobao"}).case.id, "applied", {"kind": "refund_only"}
    )
    assert [question(each) for each in unknowns(applied)] == [
        "is it shipped, or received already? it decides which of TB-01, TB-04, TB-06 counts"
    ]
    assert question(unknowns(service.add({"merchant": "Shop"}))[-1]).startswith(QUESTIONS["platform"])


def test_every_question_is_about_a_fact_that_the_edit_form_has() -> None:
    assert set(QUESTIONS) - {"until"} <= {field.name for field in FACTS}
    assert set(QUESTIONS) == {*SCOPES, *HAPPENED, "platform", "until"}


def test_the_pages_time_for_evidence_is_asked_for_where_no_rule_gives_one(service: Service) -> None:
    view = service.add({"merchant": "Shop", "platform": "pinduoduo", "shipping": "received", "signed_at": "9d ago"})
    service.log(view.case.id, "applied", {"kind": "refund_only"})
    asked = service.log(view.case.id, "platform_requested", {})
    assert wanted(asked) == {"until": ["S74"]}
    assert question(unknowns(asked)[0]).endswith("Give evidence (the page's time): enter it for S74")
    answered = service.set_deadline(view.case.id, "S74", "in 2 days")
    assert wanted(answered) == {} and "S74" in {clock.rule.id for clock in answered.clocks if clock.running}
    taobao = service.add({"merchant": "Shop", "platform": "taobao"})
    service.log(taobao.case.id, "applied", {"kind": "refund_only"})
    assert "until" not in wanted(service.log(taobao.case.id, "platform_requested", {}))


def test_answering_a_question_changes_which_clocks_run(service: Service) -> None:
    """What is asked for is worth typing: each answer is tried through the service."""
    typed = {
        "signed_at": "3d ago",
        "shipped_at": "4d ago",
        "shipping": "received",
        "channel": "花呗",
        "paid_at": "9d ago",
    }
    asked = service.add({"merchant": "Shop", "platform": "taobao"})
    service.log(asked.case.id, "applied", {"kind": "refund_only"}, "1h ago")
    service.log(asked.case.id, "seller_refused", {}, "30m ago")
    views = [service.add({"merchant": "Shop", "platform": "taobao"}), service.case(asked.case.id)]
    for view in views:
        for each in unknowns(view):
            if not each.rules:
                continue
            after = service.edit(view.case.id, {each.field: typed[each.field]})
            ran, runs = ({clock.rule.id for clock in one.clocks if clock.running} for one in (view, after))
            assert (ran ^ runs) & {rule.id for rule in each.rules}, each.field
            view = after
