"""Before something is logged, the program says what it will do: and it does exactly that."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from refund_tui.demo import fill
from refund_tui.domain.case import STAGES
from refund_tui.domain.events import EVENTS
from refund_tui.domain.foresight import foresee, likely_first
from refund_tui.domain.likely import LIKELY
from refund_tui.domain.playbook import DeadlineRule
from refund_tui.domain.suggestions import suggested
from refund_tui.errors import Refused
from refund_tui.foretelling import effect_words, length
from refund_tui.service import Service
from refund_tui.views import CaseView
from tests.making import rule


@pytest.fixture
def service(db: Path) -> Service:
    made = Service(db)
    made.prepare()
    return made


@pytest.fixture
def applied(service: Service) -> CaseView:
    case = service.add({"merchant": "Shop", "platform": "taobao", "paid": "129", "shipping": "not_shipped"}).case.id
    return service.log(case, "applied", {"kind": "refund_only"})


def said(view: CaseView, kind: str) -> str:
    return effect_words(foresee(view, kind), view)


def test_a_refusal_is_foreseen_with_the_clock_that_it_starts_and_whose_it_is(applied: CaseView) -> None:
    words = said(applied, "seller_refused")
    assert words.startswith("-> refused · starts: 5 days, yours: Change it or ask the platform · stops: ")
    assert "Seller ships or refuses" in words


def test_whose_move_it_is_then_is_said_where_no_clock_says_so(service: Service, applied: CaseView) -> None:
    other = service.add({"merchant": "Shop", "platform": "pinduoduo"})
    asked = service.log(other.case.id, "applied", {"kind": "refund_only"})
    assert said(asked, "platform_requested").startswith("-> in review · your move")
    assert said(applied, "platform_requested").startswith("-> in review · starts: 72 hours, yours: Give evidence")
    reviewed = service.log(applied.case.id, "platform_requested", {})
    words = "starts: 48 hours, platform: Platform staff step in · stops: Give evidence"
    assert said(reviewed, "evidence_submitted") == words


def test_what_ends_a_case_is_said_to_end_it_and_names_no_clocks(applied: CaseView) -> None:
    assert said(applied, "withdrawn") == "-> withdrawn, the case is over"
    assert said(applied, "refund_received") == "-> won, the case is over"


def test_where_it_depends_on_a_choice_each_choice_says_what_comes_with_it(service: Service, applied: CaseView) -> None:
    reviewed = service.log(applied.case.id, "platform_requested", {})
    words = said(reviewed, "platform_decided")
    assert "decided for: me (-> agreed · platform's move" in words and "seller (-> against me" in words
    answers = foresee(applied, "seller_replied")
    assert answers.field is None and not answers.choices and effect_words(answers, applied) == ""


def test_what_changes_nothing_that_is_known_says_nothing(applied: CaseView) -> None:
    assert said(applied, "evidence_marked") == "" and said(applied, "seller_offered") == ""


def test_a_clock_that_began_in_the_past_or_was_told_says_until_when(service: Service) -> None:
    view = service.add({"merchant": "Shop", "platform": "taobao"})
    early = foresee(view, "signed", {}, view.now - timedelta(days=2))
    assert "until 2026-11-28 23:59:59, yours: 7-day return without reason" in effect_words(early, view)
    case = view.case.id
    service.log(case, "applied", {"kind": "refund_only"})
    view = service.log(case, "platform_requested", {})
    told = foresee(view, "evidence_requested", {"until": view.now + timedelta(hours=40)})
    assert "until 2026-11-25 02:00, yours: Give evidence" in effect_words(told, view)


@pytest.mark.parametrize(
    ("unit", "amount", "words"),
    [
        ("hours", 24, "24 hours"),
        ("hours", 36, "36 hours"),
        ("hours", 72, "72 hours"),
        ("hours", 120, "5 days"),
        ("hours", 100, "100 hours"),
        ("hours", 1, "1 hour"),
        ("hours", 0, "at once"),
        ("calendar_days", 0, "the same day"),
        ("calendar_days", 1, "1 day"),
        ("days_from_next_midnight", 7, "7 days"),
        ("working_days", 7, "7 working days"),
        ("business_hours", 4, "4 business hours"),
        ("months", 2, "2 months"),
        ("years", 3, "3 years"),
    ],
)
def test_a_length_is_written_as_people_say_it(unit: str, amount: int, words: str) -> None:
    made: DeadlineRule = rule("X", unit=unit, amount=amount)
    assert length(made) == words


def test_what_usually_comes_next_is_allowed_there_and_known() -> None:
    assert set(LIKELY) == set(STAGES)
    for stage, kinds in LIKELY.items():
        assert kinds and len(set(kinds)) == len(kinds)
        for kind in kinds:
            assert EVENTS[kind].loggable and stage in EVENTS[kind].stages, (stage, kind)


def test_the_order_begins_with_what_usually_comes_next_and_loses_nothing(applied: CaseView) -> None:
    order = likely_first(applied)
    assert order[:2] == ("seller_refused", "seller_agreed")
    assert set(order) == set(applied.allowed) and len(order) == len(applied.allowed)


def test_a_time_that_ran_out_comes_first_and_a_desks_answer_before_the_rest(
    service: Service, applied: CaseView
) -> None:
    filed = likely_first(service.log(applied.case.id, "complaint_filed", {}))
    assert filed.index("complaint_accepted") < filed.index("contacted")
    service.now = lambda: applied.now + timedelta(hours=25)
    assert likely_first(service.case(applied.case.id))[0] == "timed_out"


def test_facts_that_are_known_come_last_and_behind_them_the_desks_of_elsewhere(service: Service) -> None:
    view = service.add({"merchant": "Shop", "paid_at": "3d ago", "signed_at": "1d ago"})
    others = {"dispute_opened", "chargeback_filed", "withdrawal_told", "report_filed", "platform_requested"}
    desks = others & set(view.allowed)
    order = likely_first(view)
    assert set(order[-len(desks) :]) == desks and set(order[-2 - len(desks) : -len(desks)]) == {"paid", "signed"}


def test_at_home_the_desks_stand_where_the_stage_has_them(service: Service) -> None:
    view = service.add({"merchant": "Shop", "platform": "taobao", "paid": "100"})
    order = likely_first(view)
    assert order.index("seller_replied") < order.index("complaint_filed") > order.index("terms_agreed")
    assert order[: len(LIKELY["draft"])] == LIKELY["draft"] and order[-1] != "complaint_filed"


@pytest.mark.parametrize("currency", ["EUR", "GBP", "USD"])
def test_abroad_the_desks_of_china_are_not_what_comes_next(service: Service, currency: str) -> None:
    view = service.add({"merchant": "Shop", "platform": "paypal", "currency": currency, "channel": "credit card"})
    service.log(view.case.id, "applied", {"kind": "refund_only"})
    order = likely_first(service.log(view.case.id, "seller_refused", {}))
    chinese = {"platform_requested", "ticket_submitted", "complaint_filed"}
    assert not chinese & set(order[:8]) and {"dispute_opened", "chargeback_filed"} < set(order[:8])
    service.log(view.case.id, "complaint_filed", {}, force=True)
    assert "complaint_accepted" in likely_first(service.case(view.case.id))[:8]


@pytest.mark.parametrize("number", range(1, 13))
def test_on_the_sample_cases_each_event_does_what_was_foreseen(service: Service, tmp_path: Path, number: int) -> None:
    """Through the service, with the very same fields: a stand-in is typed where nobody can guess."""
    fill(service, "en")
    before = service.path.read_bytes()
    view = service.case(number)
    currency = 100
    for kind in view.allowed:
        spec = EVENTS[kind]
        likely = suggested(view.case, view.clocks, kind)
        typed = {name: f"{each / currency:.2f}" if isinstance(each, int) else each for name, each in likely.items()}
        if kind == "evidence_marked":
            typed["slot"] = view.checklist[0].rule.slot
        if kind == "timed_out" and "rule" not in typed:
            typed["rule"] = view.playbook.deadlines[0].id
        for field in spec.fields:
            if field.required and field.type == "amount":
                typed.setdefault(field.name, "0.01")
        if kind == "closed":
            typed["text"] = "reason"
        seen = foresee(view, kind)
        choices = next(
            (each for each in spec.fields if each.required and each.choices and each.name not in typed), None
        )
        for value in choices.choices if choices else ("",):
            try:
                after = service.log(number, kind, typed | ({choices.name: value} if choices else {}))
            except Refused as refused:
                pytest.fail(f"{kind} {value}: {refused}")
            beyond = next((rest for values, rest in seen.choices if value in values), None)
            parts = [seen, beyond] if beyond else [seen]
            stage = next((each.stage for each in parts if each.stage), view.case.stage)
            assert after.case.stage == stage, (kind, value)
            starts = {(clock.rule.id, clock.due_at) for each in parts for clock in each.starts}
            ran = {(clock.rule.id, clock.due_at, clock.started_at) for clock in view.clocks if clock.running}
            runs = {(clock.rule.id, clock.due_at, clock.started_at) for clock in after.clocks if clock.running}
            assert {each[:2] for each in runs - ran} == starts, (kind, value)
            stops = {clock.rule.id for each in parts for clock in each.stops}
            assert {each[0] for each in ran} - {each[0] for each in runs} == stops, (kind, value)
            service.path.write_bytes(before)
