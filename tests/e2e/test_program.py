"""The whole program: what a person sees in a terminal, and what two programs on one file see of each other."""

from __future__ import annotations

import subprocess
import time
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
        terminal.send("u")  # the samples were not made on this screen
        terminal.wait("启动以来这里没有改动")
        terminal.send("q")
        assert terminal.ended() == 0
    assert not list(folder.iterdir())


def test_a_file_that_is_not_ours_is_refused_before_the_screen_starts(db: Path) -> None:
    db.write_text("notes")
    with Terminal("--db", str(db)) as terminal:
        assert terminal.ended() == 3
        assert b"\x1b" not in terminal.raw
    assert db.read_text() == "notes"


def configured(folder: Path, text: str) -> dict[str, str]:
    """Write a config; gives the surroundings that name it."""
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return {"REFUND_TUI_CONFIG": str(file)}


@pytest.mark.parametrize(("mouse", "asked"), [("true", True), ("false", False)])
def test_the_mouse_is_asked_for_unless_the_config_leaves_it_to_the_terminal(
    filled: Path, tmp_path: Path, mouse: str, asked: bool
) -> None:
    with Terminal("--db", str(filled), env=configured(tmp_path, f"mouse = {mouse}")) as terminal:
        terminal.wait("6 Note")
        assert (b"\x1b[?1000h" in terminal.raw) == asked
        terminal.send("q")
        assert terminal.ended() == 0


@pytest.mark.parametrize(("kitty", "asked"), [("auto", False), ("off", False), ("on", True)])
def test_the_kitty_protocol_is_asked_for_only_where_the_config_wants_it(
    filled: Path, tmp_path: Path, kitty: str, asked: bool
) -> None:
    with Terminal("--db", str(filled), env=configured(tmp_path, f'kitty = "{kitty}"')) as terminal:
        terminal.wait("6 Note")
        assert (b"\x1b[>25u" in terminal.raw) == asked
        terminal.send("q")
        assert terminal.ended() == 0


def test_keys_colours_and_plain_signs_are_those_of_the_config(filled: Path, tmp_path: Path) -> None:
    config = 'preset = "vim"\ntheme = "dark"\nascii = true\n[keys]\nquit = "Q"\n'
    surroundings = configured(tmp_path, config) | {"COLORTERM": "truecolor"}
    with Terminal("--db", str(filled), columns=120, env=surroundings) as terminal:
        terminal.wait("6 Note")
        assert b"38;2;" in terminal.raw and "·" not in terminal.text() and "│" not in terminal.text()
        terminal.send("q")
        terminal.send("o")
        terminal.wait("What happened?")
        terminal.send("\x1b")
        terminal.wait(lambda text: "What happened?" not in text)
        terminal.send("Q")
        assert terminal.ended() == 0


def test_a_key_with_two_meanings_is_refused_before_the_screen_starts(filled: Path, tmp_path: Path) -> None:
    surroundings = configured(tmp_path, '[keys]\nlog = "n"\n')
    with Terminal("--db", str(filled), env=surroundings) as terminal:
        assert terminal.ended() == 4
        assert b"\x1b" not in terminal.raw and b"config.toml: keys.log: n is already the key of note" in terminal.raw


@pytest.mark.parametrize("pause", [0.0, 0.15, 0.3])
def test_keys_typed_before_the_screen_is_there_are_neither_lost_nor_taken_for_commands(
    filled: Path, pause: float
) -> None:
    with Terminal("--db", str(filled), columns=120, rows=40) as terminal:
        time.sleep(pause)
        terminal.send("nhello qa, eager jk")
        terminal.wait("hello qa, eager jk")
    with Terminal("--db", str(filled), columns=120, rows=40) as terminal:
        time.sleep(pause)
        terminal.send("l")
        terminal.wait("What happened?")
