"""Terminals of all kinds and sizes, and what is none: the screen is right, or one line says why there is none."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, in_shell
from tests.seen import cells

pytestmark = pytest.mark.pty
PLAIN = {"TEXTUAL_DRIVER": "textual.drivers.linux_driver:LinuxDriver"}
"""Textual's own driver, which sends everything."""
COLOUR = re.compile(r"[349][0-8]|10[0-7]")


def refused(terminal: Terminal) -> str:
    """Wait for a refusal, and give the line that was said."""
    assert terminal.ended(3) == 2
    assert b"\x1b" not in terminal.raw
    return terminal.raw.decode()


@pytest.mark.parametrize("words", ["refund </dev/null", ": | refund", "refund <&-"])
def test_without_a_keyboard_there_is_no_screen(filled: Path, words: str) -> None:
    with Terminal("--db", str(filled), program=in_shell(words)) as terminal:
        assert refused(terminal).count("\n") == 1


def test_with_its_output_sent_elsewhere_there_is_no_screen(filled: Path) -> None:
    with Terminal("--db", str(filled), program=in_shell("refund >/dev/null")) as terminal:
        assert refused(terminal).count("\n") == 1


@pytest.mark.parametrize(
    "words", ["refund 2>/dev/null", "refund 2>&-", "{ refund 2>&1 1>&3 | :; exit ${PIPESTATUS[0]}; } 3>&1"]
)
def test_with_nowhere_to_draw_there_is_no_screen(filled: Path, words: str) -> None:
    program = in_shell(words)
    with Terminal("--db", str(filled), program=("/bin/bash", *program[1:])) as terminal:
        refused(terminal)


@pytest.mark.parametrize("term", ["TERM=dumb", "TERM=", "TERM=unknown", "-u TERM"])
def test_a_terminal_that_cannot_show_a_screen_is_told_so_in_one_line(filled: Path, term: str) -> None:
    with Terminal("--db", str(filled), program=in_shell(f"env {term} refund")) as terminal:
        assert refused(terminal).count("\n") == 1


@pytest.mark.parametrize("locale", [{"LANG": "C"}, {"LANG": "", "LC_ALL": "POSIX"}, {"LANG": "xx_YY.KOI9"}])
def test_a_locale_without_chinese_shows_chinese(filled: Path, locale: dict[str, str]) -> None:
    with Terminal("--db", str(filled), "--lang", "zh_CN", env=locale) as terminal:
        terminal.wait("丙店")
        terminal.send("q")
        assert terminal.ended() == 0


def test_without_colour_there_is_none_and_the_cursor_is_still_seen(filled: Path) -> None:
    with Terminal("--db", str(filled), columns=120, env={"NO_COLOR": "1", "COLORTERM": "truecolor"}) as terminal:
        terminal.wait("丙店")
        terminal.send("j?")
        terminal.settle()
        assert "7" in terminal.looks()
        assert not [code for code in terminal.looks() if COLOUR.fullmatch(code)]


def test_the_terminals_own_size_counts_and_not_one_that_a_shell_once_exported(filled: Path) -> None:
    with Terminal("--db", str(filled), columns=120, rows=40, env={"COLUMNS": "60", "LINES": "20"}) as terminal:
        terminal.wait("q quit")
        terminal.settle()
        assert terminal.text().splitlines()[39].strip().startswith("Enter go in")


SIZES = ((1, 1), (2, 2), (20, 5), (0, 0), (500, 1), (900, 300), (1, 300), (119, 40), (120, 40))


def alike(ours: Terminal, plain: Terminal) -> None:
    """Wait until both have drawn and show the same cells; a cursor may blink in one and not yet in the other."""
    ours.settle(0.25)
    end = time.monotonic() + 4
    while (one := cells(ours.screen)) != (other := cells(plain.screen)) and time.monotonic() < end:
        for terminal in (ours, plain):
            terminal.read()
    places = [
        (row, column)
        for row, cells in enumerate(one)
        for column, cell in enumerate(cells)
        if cell != other[row][column]
    ]
    assert not places, (places[0], one[places[0][0]][places[0][1]], other[places[0][0]][places[0][1]])


def test_any_size_is_survived_and_the_old_one_shows_what_it_showed(filled: Path) -> None:
    with Terminal("--db", str(filled), columns=120, rows=40) as terminal:
        terminal.wait("6 Note")
        terminal.settle()
        before = without_scroll_bar(terminal)
        for pause in (0.2, 0.0):  # with time to draw, and faster than the screen follows
            for size in SIZES:
                terminal.resize(*size)
                terminal.settle(pause)
            terminal.settle()
            assert without_scroll_bar(terminal) == before, terminal.text()
        terminal.send("j")
        terminal.wait(lambda text: any(row.startswith(">") and "乙店" in row for row in text.splitlines()))
        terminal.send("q")
        assert terminal.ended() == 0


def without_scroll_bar(terminal: Terminal) -> list[object]:
    """Give the cells but for the last column: how far one can scroll depends on which size came first."""
    return [row[:-1] for row in cells(terminal.screen)]


@pytest.mark.parametrize(("columns", "rows", "language"), [(120, 40, "en"), (80, 24, "zh_CN"), (60, 20, "en")])
def test_the_screen_is_cell_by_cell_what_textual_would_have_sent(
    filled: Path, columns: int, rows: int, language: str
) -> None:
    # A file for each: in one file the two would find each other's note.
    other = shutil.copy(filled, filled.with_name("other.db"))
    ours = Terminal("--db", str(filled), "--lang", language, columns=columns, rows=rows)
    plain = Terminal("--db", str(other), "--lang", language, columns=columns, rows=rows, env=PLAIN)
    with ours, plain:
        for keys in ("", "j", "j", "\x1b[6~", "?", "\x1b", "l", "\x1b", "a店 “…” é", "\x1b", "g", "n退款"):
            for terminal in (ours, plain):
                terminal.send(keys)
                if not keys:
                    terminal.wait("丙店" if columns == 60 else "6 ")
            alike(ours, plain)
        for size in ((columns - 20, rows - 8), (columns + 30, rows + 10), (columns, rows)):
            for terminal in (ours, plain):
                terminal.resize(*size)
            alike(ours, plain)
        assert len(ours.raw) < len(plain.raw) / 2
