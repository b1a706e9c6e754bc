"""The whole program: what a person sees in a terminal, and what two programs on one file see of each other."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from refund_tui.service import Service
from tests.e2e.terminal import PROGRAM, Terminal

pytestmark = pytest.mark.pty


def shell(db: Path, *words: str) -> None:
    subprocess.run([*PROGRAM, "--db", str(db), *words], check=True, capture_output=True)


def test_a_log_from_a_shell_shows_within_a_second_and_the_cursor_stays_on_its_case(filled: Path) -> None:
    with Terminal("--db", str(filled), columns=120) as terminal:
        terminal.wait("丙店")
        terminal.send("j")
        terminal.wait(lambda text: "#2" in text)
        terminal.wait(lambda text: any(row.startswith(">") and "乙店" in row for row in text.splitlines()))
        Service(filled).log(3, "applied", {"kind": "refund_only", "amount": "100"})
        took = terminal.wait(lambda text: any("applied" in row and "丙店" in row for row in text.splitlines()))
        assert took <= 1.0
        rows = terminal.text().splitlines()
        assert any(row.startswith(">") and "乙店" in row for row in rows), terminal.text()
        terminal.send("q")
        assert terminal.ended() == 0
        assert terminal.left_clean()


def test_a_note_being_typed_survives_a_log_from_a_shell(filled: Path) -> None:
    with Terminal("--db", str(filled), columns=120, rows=70) as terminal:
        terminal.wait("丙店")
        terminal.wait("6 Note")
        terminal.send("nhalf a")
        terminal.wait("half a")
        shell(filled, "log", "1", "contacted")
        terminal.wait("talking")
        terminal.send(" sentence")
        terminal.wait("half a sentence")
        terminal.send("\x13")
        terminal.wait(lambda text: Service(filled).case(1).note.text == "half a sentence")


def test_a_case_is_added_and_logged_by_keyboard_alone(db: Path) -> None:
    with Terminal("--db", str(db), columns=100) as terminal:
        terminal.wait("import")
        terminal.send("a")
        terminal.wait("merchant")
        terminal.send("声音店")
        terminal.wait("声音店")
        terminal.send("\x13")
        terminal.wait("draft")
        assert Service(db).case(1).case.merchant == "声音店"
        terminal.send("l")
        terminal.wait("wrote to the seller")
        terminal.send("wrote")
        terminal.wait(lambda text: "receipt confirmed" not in text)
        terminal.send("\r")
        terminal.wait("when")
        terminal.send("\x13")
        terminal.wait(lambda text: Service(db).case(1).case.stage == "negotiating")


def test_the_demo_shows_its_cases_in_chinese_and_leaves_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "throw-away"
    folder.mkdir()
    env = {"TMPDIR": str(folder), "REFUND_TUI_LANG": "zh_CN"}
    with Terminal("demo", columns=120, rows=40, env=env) as terminal:
        terminal.wait("无线降噪耳机")
        terminal.wait("3 维权")
        terminal.send("q")
        assert terminal.ended() == 0
    assert not list(folder.iterdir())


def test_a_file_that_is_not_ours_is_refused_before_the_screen_starts(db: Path) -> None:
    db.write_text("notes")
    with Terminal("--db", str(db)) as terminal:
        assert terminal.ended() == 3
        assert b"\x1b" not in terminal.raw
    assert db.read_text() == "notes"
