"""`status`: what it prints, its exit codes, and what it never imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from refund_tui.service import Service
from tests.cli.running import Shell

HEAVY = ("textual", "rich", "pydantic", "sqlite_utils", "argparse", "platformdirs", "json", "re", "pathlib")


def imported_by(*words: str, env: dict[str, str] | None = None) -> set[str]:
    """Run a command in a process of its own and give the modules it left loaded."""
    code = (
        "import sys; from refund_tui.cli.main import entry; code = entry(sys.argv[1:]);"
        "sys.stderr.write('\\n'.join(sys.modules)); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}", *words],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **(env or {})},
    )
    return set(done.stderr.splitlines())


def test_status_imports_only_the_standard_library_and_little_of_that(db: Path) -> None:
    Service(db).add({"merchant": "店"})
    loaded = imported_by("--db", str(db), "status")
    assert loaded.isdisjoint(HEAVY)
    assert "refund_tui.cli.status" in loaded


def test_status_in_chinese_and_as_json_imports_no_heavy_library_either(db: Path) -> None:
    Service(db).add({"merchant": "店"})
    loaded = imported_by("--lang", "zh_CN", "--db", str(db), "status", "--json", "--as-of", "3d")
    assert loaded.isdisjoint(("textual", "rich", "pydantic", "sqlite_utils"))


def applied(shell: Shell, at: str) -> int:
    case_id = shell.add("--merchant", "店", "--platform", "taobao")
    shell("log", str(case_id), "applied", "kind=refund_only", "--at", at)
    return case_id


def test_exit_codes_tell_overdue_from_due_soon_from_all_is_well(shell: Shell) -> None:
    shell.add("--merchant", "店")
    assert shell("status", "--exit-code").code == 0
    applied(shell, "2026-11-22T20:00")
    assert shell("status", "--exit-code").code == 0  # due soon, but the seller's move
    case_id = applied(shell, "2026-11-18T10:00")
    shell("log", str(case_id), "seller_refused", "--at", "2026-11-18T20:00")
    assert shell("status", "--exit-code").code == 1
    assert shell("--as-of", "2d", "status", "--exit-code").code == 6
    assert shell("status").code == 0


@pytest.mark.parametrize("command", [("status",), ("status", "--json"), ("list",), ("lanes", "1")])
def test_the_instant_that_stands_for_now_is_echoed_beside_the_data(shell: Shell, command: tuple[str, ...]) -> None:
    shell.add("--merchant", "Shop")
    done = shell("--as-of", "2027-01-02 10:00", *command)
    assert done.err == "as of 2027-01-02 10:00\n" and "as of 2027" not in done.out
    refused = shell("--as-of", "9999-12-31", *command)
    assert (refused.code, refused.out) == (4, "") and "9999-12-31" in refused.err


def test_flags_may_stand_in_any_place(shell: Shell, db: Path) -> None:
    applied(shell, "2026-11-22T20:00")
    plain = shell("status", "--json").out
    for words in (
        ("status", "--limit=5", "--json"),
        ("status", "--json", "--limit", "5"),
        ("--lang", "en", "status", "--json"),
    ):
        assert shell(*words).out == plain


def test_the_text_is_aligned_and_says_how_many_more_there_are(shell: Shell) -> None:
    for _ in range(3):
        applied(shell, "2026-11-22T20:00")
    out = shell("status", "--limit", "2").out.splitlines()
    assert out[0] == "open 3 · my move 0 · due in 24 h 3 · overdue 0"
    assert "10h 0m" in out[3]
    assert out[-1] == "… and 1 more (--limit N)"


def test_one_line_is_one_line(shell: Shell) -> None:
    applied(shell, "2026-11-22T20:00")
    out = shell("status", "--line").out
    assert out.count("\n") == 1
    assert "10h 0m" in out


def test_chinese_words_for_chinese_users(shell: Shell) -> None:
    applied(shell, "2026-11-22T20:00")
    out = shell("--lang", "zh_CN", "status").out
    assert "卖家" in out
    assert "已申请" in out


def test_no_control_character_reaches_a_terminal(shell: Shell) -> None:
    shell.add("--merchant", "evil\x1b]0;pwned\x07\x9b2J")
    for words in (("status",), ("list",), ("show", "1"), ("status", "--json"), ("show", "1", "--json")):
        out = shell(*words).out
        assert all(char.isprintable() or char == "\n" for char in out), words


@pytest.mark.parametrize("words", [("status",), ("show", "1"), ("list",), ("lanes", "1"), ("note", "1", "x")])
def test_a_missing_file_is_said_in_one_line_and_not_made(shell: Shell, db: Path, words: tuple[str, ...]) -> None:
    done = shell(*words)
    assert (done.code, done.out, done.err.count("\n")) == (3, "", 1)
    assert str(db) in done.err
    assert not db.exists()


@pytest.mark.parametrize("content", [b"some text, no database", b"", b"SQLite format 3\0"])
def test_what_is_no_case_file_is_said_in_one_line(shell: Shell, db: Path, content: bytes) -> None:
    db.write_bytes(content)
    done = shell("status")
    assert (done.code, done.out, done.err.count("\n")) == (3, "", 1)
    assert db.read_bytes() == content
