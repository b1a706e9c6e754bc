"""Whole stories: what the next step, the move and the lanes say on the way."""

from __future__ import annotations

from typing import Any

from tests.cli.running import Shell


def told(shell: Shell, facts: tuple[str, ...], *events: tuple[str, ...]) -> dict[str, Any]:
    """Open a case, log a story, give the case as JSON."""
    case_id = str(shell.add("--merchant", "店", *facts))
    for words in events:
        done = shell("log", case_id, *words)
        assert done.code == 0, done.err
    found: dict[str, Any] = shell("show", case_id, "--json").json
    return found


def lane(case: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in case["lanes"] if each["id"] == name)
    return found


ONLY = ("applied", "kind=refund_only")


def test_what_ran_out_on_their_side_asks_for_the_page_and_assumes_nothing(shell: Shell) -> None:
    case = told(shell, ("--platform", "taobao"), (*ONLY, "--at", "2026-11-20T10:00"))
    assert (case["stage"], case["next_step"]["code"], case["next_step"]["rule"]) == (
        "applied",
        "theirs_ran_out",
        "TB-01",
    )
    assert "page" in case["next_step"]["text"]
    assert lane(case, "platform_intervention")["open"]


def test_my_own_move_is_not_hidden_behind_a_clock_of_theirs(shell: Shell) -> None:
    case = told(
        shell,
        ("--platform", "jd"),
        (*ONLY, "--at", "2026-11-20T10:00"),
        ("seller_refused", "--at", "2026-11-20T12:00"),
        ("platform_requested", "--at", "2026-11-21T10:00"),
        ("evidence_requested", "--at", "2026-11-23T09:00"),
    )
    overdue = {each["rule"] for each in case["deadlines"] if each["state"] == "running" and each["left_seconds"] < 0}
    assert "JD-03" in overdue
    assert (case["ball"], case["next_step"]["code"]) == ("me", "give_evidence")


def test_platform_intervention_is_offered_only_where_there_is_such_a_platform(shell: Shell) -> None:
    for platform, opens in (("taobao", True), ("alipay", False)):
        case = told(shell, ("--platform", platform, "--scenario", "virtual"), ONLY, ("seller_refused",))
        assert lane(case, "platform_intervention")["open"] is opens


def test_a_lane_that_is_no_step_of_the_stage_says_so(shell: Shell) -> None:
    case = told(shell, ("--platform", "taobao"), ONLY, ("refund_issued",))
    assert lane(case, "platform_intervention")["reason"] == "stage"


def test_a_filed_complaint_runs_its_lane_and_its_clock_and_ends_the_clock_of_delay(shell: Shell) -> None:
    case = told(
        shell, ("--scenario", "offline"), ("contacted",), ("seller_refused",), ("complaint_filed", "number=TS1")
    )
    clocks = {each["rule"]: each["state"] for each in case["deadlines"]}
    assert (clocks["L-19"], clocks["L-10"]) == ("running", "void")
    complaint = lane(case, "complaint_12315")
    assert (complaint["open"], complaint["reason"], complaint["number"]) == (False, "running", "TS1")
    assert lane(case, "alipay_ticket")["open"]


def test_promised_money_is_not_received_money(shell: Shell) -> None:
    case = told(
        shell,
        ("--platform", "taobao", "--paid", "100", "--channel", "招商银行储蓄卡(8705)"),
        ("applied", "kind=refund_only", "amount=100"),
        ("seller_agreed",),
        ("refund_issued", "amount=100"),
    )
    assert (case["stage"], case["ball"], case["next"]["rule"]) == ("refund_issued", "bank", "AP-04")
    assert (case["issued_minor"], case["received_minor"]) == (10000, 0)
