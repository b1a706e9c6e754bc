"""`export`: the running clocks as a calendar, read back with another program's eyes."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from refund_tui.demo import fill
from refund_tui.service import Service
from tests.cli.running import Result, Shell


def events(raw: str | bytes) -> dict[str, Any]:
    """Give the events of a calendar by their UID."""
    found = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    known = {str(each["UID"]): each for each in found}
    assert len(known) == len(found)
    return known


def clock_of(raw: str | bytes, rule: str) -> Any:
    (found,) = [each for each in events(raw).values() if f"\n{rule} · " in str(each["DESCRIPTION"])]
    return found


def ics(shell: Shell, *words: str) -> str:
    done = shell("export", "--format", "ics", *words)
    assert done.code == 0, done.err
    return done.out


@pytest.fixture
def refused(shell: Shell) -> int:
    case_id = shell.add("--merchant", "声音;数码", "--item", "耳机", "--platform", "taobao")
    shell("log", str(case_id), "applied", "kind=refund_only", "--at", "2026-11-18T09:00")
    shell("log", str(case_id), "seller_refused", "--at", "2026-11-19T09:30")
    return case_id


def test_my_clock_says_whose_move_what_happens_and_why_and_calls_twice_before(shell: Shell, refused: int) -> None:
    raw = ics(shell)
    event = clock_of(raw, "TB-03")
    assert event["DTEND"].dt == datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    assert event["DTSTAMP"].dt == datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert event["SUMMARY"] == "your move · 声音;数码 耳机: Change it or ask the platform"
    told = str(event["DESCRIPTION"]).splitlines()
    assert told[0] == "until 2026-11-24 09:30 (Asia/Shanghai) · then: closes the refund"
    assert told[1].startswith("TB-03 · source: ")
    assert told[2] == f"refund-tui show {refused}"
    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [timedelta(hours=-24), timedelta(hours=-3)]
    assert "METHOD" not in raw


def test_theirs_calls_when_it_runs_out_and_sends_me_to_the_page(shell: Shell) -> None:
    case_id = shell.add("--merchant", "店", "--platform", "taobao")
    shell("log", str(case_id), "applied", "kind=refund_only", "--at", "2026-11-22T20:00")
    event = clock_of(ics(shell), "TB-01")
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(0)
    assert str(alarm["DESCRIPTION"]).endswith(
        "Their time ran out (refunded by itself). What does the page say now? Log it."
    )
    assert str(event["SUMMARY"]).startswith("seller's move · 店: ")
    assert "Only the page knows what happens then" in event["DESCRIPTION"]


def test_the_page_and_the_unknown_holidays_are_told(shell: Shell, refused: int) -> None:
    shell("deadline", str(refused), "TB-03", "--page", "2026-11-25T12:00")
    assert "from the page; the rule says 2026-11-24 09:30" in clock_of(ics(shell), "TB-03")["DESCRIPTION"]
    far = shell.add("--merchant", "店", "--platform", "taobao")
    shell("log", str(far), "complaint_filed", "--at", "2026-12-30T15:00")
    event = clock_of(ics(shell, str(far)), "L-19")
    assert str(event["SUMMARY"]).startswith("~")
    assert "about: holidays are not known that far ahead" in event["DESCRIPTION"]


def test_in_chinese_it_is_chinese(shell: Shell, refused: int) -> None:
    done = shell("--lang", "zh_CN", "export", str(refused), "--format", "ics")
    event = clock_of(done.out, "TB-03")
    assert event["SUMMARY"] == "待我处理 · 声音;数码 耳机：修改申请或申请平台介入"
    assert str(event["DESCRIPTION"]).startswith("截止 2026-11-24 09:30 (Asia/Shanghai) · 到期后：退款关闭\n")


def test_a_clock_that_moved_keeps_its_uid_and_has_a_higher_sequence(shell: Shell, refused: int) -> None:
    before = clock_of(ics(shell), "TB-03")
    shell("deadline", str(refused), "TB-03", "--page", "2026-11-25T12:00")
    after = clock_of(ics(shell), "TB-03")
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTEND"].dt == datetime(2026, 11, 25, 4, tzinfo=UTC)


def test_ended_clocks_and_ended_cases_are_left_out(shell: Shell, refused: int) -> None:
    assert clock_of(ics(shell), "TB-03")
    shell("log", str(refused), "platform_requested")
    assert "TB-03" not in ics(shell)
    shell("log", str(refused), "withdrawn")
    done = shell("export", str(refused), "--format", "ics")
    assert (done.code, done.err) == (0, "no clock runs: the calendar is empty\n")
    assert events(done.out) == {}
    assert icalendar.Calendar.from_ical(done.out).subcomponents


def test_only_the_cases_named_are_written_each_once(shell: Shell, refused: int) -> None:
    other = shell.add("--merchant", "乙店", "--platform", "taobao")
    shell("log", str(other), "applied", "kind=refund_only", "--at", "2026-11-22T20:00")
    whole, one, two = ics(shell), ics(shell, str(other)), ics(shell, str(other), str(refused), str(other))
    assert events(whole).keys() == events(two).keys()
    assert events(one).keys() < events(whole).keys()
    assert "声音" not in one


def test_the_sample_cases_come_out_whole_in_both_languages(shell: Shell, db: Path) -> None:
    service = Service(db)
    fill(service, "zh_CN")
    running = sum(clock.running for case_id in range(1, 12) for clock in service.case(case_id).clocks)
    assert running > 10
    for language in ("en", "zh_CN"):
        assert len(events(shell("--lang", language, "export", "--format", "ics").out)) == running


def test_hostile_text_stays_text(shell: Shell) -> None:
    evil = "x\nEND:VEVENT\r\nBEGIN:VEVENT\x1b]0;pwned\x07\u202e,;\\"
    case_id = shell.add("--merchant", evil, "--platform", "taobao")
    shell("log", str(case_id), "applied", "kind=refund_only", "--at", "2026-11-22T20:00")
    raw = ics(shell)
    assert len(events(raw)) == raw.count("BEGIN:VEVENT\r\n")
    assert all(each.isprintable() or each in "\r\n" for each in raw)


def test_a_file_is_written_whole_for_its_owner_and_the_next_one_takes_its_place(
    shell: Shell, refused: int, tmp_path: Path
) -> None:
    out = tmp_path / "refunds.ics"
    for _again in range(2):
        assert shell("export", "--format", "ics", "--out", str(out)) == Result(0, "", "")
        assert out.read_bytes().decode() == ics(shell, "--out", "-")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert list(tmp_path.glob("*.tmp")) == []


def test_a_link_stays_a_link(shell: Shell, refused: int, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    link, target = tmp_path / "link.ics", tmp_path / "shared" / "real.ics"
    link.symlink_to(target)
    ics(shell, "--out", str(link))
    assert link.is_symlink()
    assert events(target.read_bytes())


@pytest.mark.parametrize("name", ["cases.db", "notes.txt", "folder", "missing/x.ics", "loop", "~nobody-here/x.ics"])
def test_what_is_no_calendar_is_never_overwritten(shell: Shell, refused: int, tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    path = name if name.startswith("~") else str(tmp_path / name)
    shell("export", "--format", "ics")  # gives the file its name first
    before[shell.db] = shell.db.read_bytes()
    done = shell("export", "--format", "ics", "--out", path)
    assert (done.code, done.out, done.err.count("\n")) == (4, "", 1)
    assert path in done.err
    assert {each: each.read_bytes() for each in before} == before
    assert not any(tmp_path.glob("*.tmp"))


def test_a_wrong_number_is_refused_and_nothing_is_written(shell: Shell, refused: int, tmp_path: Path) -> None:
    before = shell.db.read_bytes()
    done = shell("export", str(refused), "99", "--format", "ics", "--out", str(tmp_path / "x.ics"))
    assert (done.code, done.out, done.err) == (4, "", "there is no case 99; see list\n")
    assert not (tmp_path / "x.ics").exists()
    assert shell.db.read_bytes() == before


def test_the_format_must_be_named_and_the_case_file_must_be_there(shell: Shell) -> None:
    assert shell("export").code == 2
    assert shell("export", "--format", "ics").code == 3
    assert not shell.db.exists()
