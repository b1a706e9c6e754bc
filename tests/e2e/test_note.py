"""The note in a real terminal: the user's own editor, and a program that is killed while somebody types."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from refund_tui.drafts import Drafts
from refund_tui.service import Service
from tests.e2e.terminal import Terminal

pytestmark = pytest.mark.pty


@pytest.fixture
def filled(db: Path) -> Path:
    Service(db).add({"merchant": "甲店", "item": "壶", "platform": "taobao", "paid": "100"})
    return db


def note(db: Path) -> str:
    return Service(db).case(1).note.text


def test_the_users_own_editor_gets_the_terminal_and_gives_it_back(filled: Path, tmp_path: Path) -> None:
    script = tmp_path / "edit"
    script.write_text(
        '#!/bin/sh\ntrap "" INT\necho "THE EDITOR of $1"\nread answer\nprintf "%s\\n" "$answer" >> "$1"\n'
    )
    script.chmod(0o700)
    with Terminal("--db", str(filled), columns=120, rows=75, env={"EDITOR": str(script), "VISUAL": ""}) as terminal:
        terminal.wait("6 Note")
        terminal.send("ntyped ")
        terminal.wait("typed")
        terminal.send("\x07")
        terminal.wait("THE EDITOR")
        assert terminal.child.ptyproc.getwinsize() == (75, 120)
        terminal.send("\x03outside\r")  # the interrupt is the editor's, and this program goes on
        terminal.wait(lambda text: "typed outside" in text and "THE EDITOR" not in text)
        terminal.send("!\x13")
        terminal.wait(lambda text: note(filled) == "typed outside!")
        terminal.send("\x1b")
        terminal.wait("q quit")  # the keys of the case again: letters are commands
        terminal.send("q")
        assert terminal.ended() == 0 and terminal.left_clean()
    assert not list((filled.parent / "drafts").iterdir())


def test_what_was_typed_before_a_kill_is_offered_by_the_next_session(filled: Path) -> None:
    busy = sqlite3.connect(filled, isolation_level=None)
    with Terminal("--db", str(filled), columns=120, rows=75) as terminal:
        terminal.wait("6 Note")
        busy.execute("BEGIN IMMEDIATE")  # somebody else writes: the note cannot be saved meanwhile
        terminal.send("nhalf a sentence")
        terminal.wait("half a sentence")
        began = time.monotonic()
        while not list(filled.parent.glob("drafts/note-1.*.draft")):
            assert time.monotonic() - began < 2
            time.sleep(0.01)
        os.kill(terminal.child.pid, signal.SIGKILL)
        os.waitpid(terminal.child.pid, 0)
        terminal.child.ptyproc.terminated = True
    busy.close()
    assert note(filled) == "" and [left.text for left in Drafts(filled).left()] == ["half a sentence"]
    with Terminal("--db", str(filled), columns=120, rows=75) as terminal:
        terminal.wait("Not saved when the program last ended: #1")
        terminal.wait("6 Note !")
        terminal.send("n")
        terminal.wait("Typed, not saved:")
        terminal.send("\r")
        terminal.wait(lambda text: note(filled) == "half a sentence")


def test_a_line_that_drops_while_the_editor_runs_loses_nothing_that_was_saved_in_it(
    filled: Path, tmp_path: Path
) -> None:
    script = tmp_path / "edit"
    script.write_text('#!/bin/sh\necho "THE EDITOR"\nprintf "outside" >> "$1"\nread answer\n')
    script.chmod(0o700)
    with Terminal("--db", str(filled), columns=120, rows=75, env={"EDITOR": str(script), "VISUAL": ""}) as terminal:
        terminal.wait("6 Note")
        terminal.send("ntyped ")
        terminal.wait("typed")
        terminal.send("\x07")
        terminal.wait("THE EDITOR")
        terminal.gone_after_hanging_up(3)  # killed then, if it is not
    kept = {note(filled), *(left.text for left in Drafts(filled).left())}
    assert "typed outside" in kept


def test_what_was_typed_into_a_form_is_back_after_the_line_dropped(filled: Path) -> None:
    with Terminal("--db", str(filled), columns=120, rows=40) as terminal:
        terminal.wait("6 Note")
        terminal.send("a")
        terminal.wait("merchant *")
        terminal.send("半个店名")
        terminal.wait("半个店名")
        assert terminal.gone_after_hanging_up(seconds=2)
    with Terminal("--db", str(filled), columns=120, rows=40) as terminal:
        terminal.wait("Not saved when the program last ended: a new case")
        terminal.send("a")
        terminal.wait("What you typed before is back")
        terminal.wait("半个店名")
        terminal.send("\x13")
        terminal.wait(lambda text: "/2" in text.splitlines()[0])
        assert Service(filled).case(2).case.merchant == "半个店名"
