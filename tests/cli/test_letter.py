"""`letter` prints a text that can be pasted, and talks about it on stderr only."""

from __future__ import annotations

from pathlib import Path

import pytest

from refund_tui.escalating import keep_words
from refund_tui.lettering import write
from refund_tui.service import Service
from tests.cli.running import Shell

FACTS = ("--merchant", "Tea House", "--item", "Kettle", "--paid", "129", "--platform", "taobao", "--reason", "quality")


@pytest.fixture
def case(shell: Shell) -> str:
    number = str(shell.add(*FACTS, "--order-no", "77"))
    shell("log", number, "contacted", "--text", "the lid leaks")
    shell("log", number, "applied", "kind=return_refund", "amount=129")
    shell("log", number, "seller_refused", "--text", "no")
    return number


def test_the_text_is_data_and_what_to_look_at_is_talk(shell: Shell, case: str) -> None:
    result = shell("letter", case, "platform_intervention")
    assert result.code == 0
    assert "Order number: 77" in result.out and result.out.rstrip().endswith("no legal advice.")
    assert "required evidence is missing" in result.err and "not known, so left out: refund no." in result.err
    assert "required" not in result.out


def test_the_three_lengths_hold_their_budgets(shell: Shell, case: str) -> None:
    sizes = []
    for length in ("short", "medium", "full"):
        out = shell("letter", case, "alipay_ticket", "--length", length).out
        sizes.append(len(out.rsplit("\n\n", 1)[0]))
    assert sizes[0] <= 200 and sizes[1] <= 300 and sizes[0] <= sizes[1] < sizes[2]


def test_the_letter_follows_the_language(shell: Shell, case: str) -> None:
    assert "请支持退货退款" in shell("--lang", "zh_CN", "letter", case, "platform_intervention").out


def test_a_locked_lane_warns_and_still_has_its_letter(shell: Shell) -> None:
    number = str(shell.add(*FACTS))
    result = shell("letter", number, "platform_intervention")
    assert result.code == 0 and "this way is not open now" in result.err and result.out


def test_an_unknown_lane_is_refused_with_those_there_are(shell: Shell, case: str) -> None:
    result = shell("letter", case, "paypal_claim")
    assert result.code == 4 and not result.out
    assert "paypal_claim is not a way of case 1; choose one of: seller_message, platform_intervention" in result.err


def test_a_day_to_answer_by_is_written_as_it_was_understood(shell: Shell, case: str) -> None:
    result = shell("letter", case, "demand_letter", "--reply-by", "7d")
    assert "by 30 November 2026" in result.out and "reply by 2026-11-30" in result.err
    late = shell("letter", case, "demand_letter", "--reply-by", "2026-11-01")
    assert late.code == 4 and "2026-11-01 has passed" in late.err and not late.out


def test_a_file_is_written_for_its_owner_and_never_over_another(shell: Shell, case: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    first = shell("letter", case, "complaint_12315", "--out", str(path))
    assert (first.code, first.out) == (0, "") and "request for mediation" in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("mine")
    again = shell("letter", case, "complaint_12315", "--out", str(path))
    assert again.code == 4 and "is there already" in again.err and path.read_text() == "mine"
    nowhere = shell("letter", case, "complaint_12315", "--out", str(tmp_path / "none" / "x"))
    assert nowhere.code == 4 and "cannot be written" in nowhere.err
    assert not list(tmp_path.glob("*.tmp"))


def test_no_control_character_reaches_the_terminal_or_the_file(shell: Shell, tmp_path: Path) -> None:
    number = str(shell.add("--merchant", "Tea\x1b[31m", "--description", "a\x1b]0;x\x07\u202eb", "--reason", "quality"))
    path = tmp_path / "letter.txt"
    shell("letter", number, "complaint_12315", "--out", str(path))
    for text in (shell("letter", number, "complaint_12315").out, path.read_text(encoding="utf-8")):
        assert "\x1b" not in text and "\u202e" not in text


def test_lanes_say_which_letter_is_ready(shell: Shell, case: str) -> None:
    assert "to look at first; see letter 1 seller_message" in shell("lanes", case).out
    lanes = {lane["id"]: lane["letter"] for lane in shell("lanes", case, "--json").json}
    assert "refund_no" in lanes["platform_intervention"]["missing"]
    assert {"code": "evidence_missing", "severity": "stop"} in lanes["platform_intervention"]["flags"]


def test_writing_to_12315_about_a_violation_is_an_event_of_its_own(shell: Shell, case: str) -> None:
    assert shell("log", case, "report_filed", "number=JB1").code == 0
    lanes = {lane["id"]: lane for lane in shell("lanes", case, "--json").json}
    assert lanes["report_12315"]["open"] and not lanes["complaint_12315"]["second_authority"]


def test_a_letter_in_ones_own_words_is_printed_so_and_written_anew_on_demand(shell: Shell, case: str) -> None:
    service = Service(shell.db)
    keep_words(service, int(case), write(service.case(int(case)), "alipay_ticket", "short"), "my own words")
    result = shell("letter", case, "alipay_ticket", "--length", "short")
    assert result.out.startswith("my own words\n") and "in your own words" in result.err
    assert "has changed" not in result.err
    fresh = shell("letter", case, "alipay_ticket", "--length", "short", "--fresh")
    assert "my own words" not in fresh.out and "in your own words" not in fresh.err
    assert "my own words" not in shell("--lang", "zh_CN", "letter", case, "alipay_ticket", "--length", "short").out
    shell("edit", case, "trade_no=2026")
    assert "the case has changed since" in shell("letter", case, "alipay_ticket", "--length", "short").err
    assert shell("letter", case, "alipay_ticket", "--length", "short", "--reply-by", "7d").code == 4
