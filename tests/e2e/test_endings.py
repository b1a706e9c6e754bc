"""Whatever takes the terminal or the program away: the text is kept, the terminal given back, the process gone."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from refund_tui.service import Service
from tests.e2e.terminal import PROGRAM, Terminal, in_shell, patched

pytestmark = pytest.mark.pty
ENDING = [signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM]
STUCK = """
async def stuck(self):
    time.sleep(60)
app.RefundApp.action_quit = stuck
app.RefundApp.keep_now = lambda self: open(os.environ["KEPT"], "w").close()
"""


def write_note(terminal: Terminal, text: str) -> None:
    terminal.wait("6 Note")
    terminal.send(f"n{text}")
    terminal.wait(text)


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_keeps_the_note_and_gives_the_terminal_back(filled: Path, number: signal.Signals) -> None:
    with Terminal("--db", str(filled), columns=120, rows=70) as terminal:
        write_note(terminal, "half a sen")
        terminal.kill(number)
        assert terminal.ended(2) == 128 + number
        assert terminal.left_clean()
    assert Service(filled).case(1).note.text == "half a sen"


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_gives_the_terminal_back_with_textual_s_own_driver_too(filled: Path, number: signal.Signals) -> None:
    env = {"TEXTUAL_DRIVER": "textual.drivers.linux_driver:LinuxDriver"}
    with Terminal("--db", str(filled), env=env) as terminal:
        terminal.wait("丙店")
        terminal.kill(number)
        assert terminal.ended() == 128 + number
        assert terminal.left_clean()


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_ends_a_program_that_hangs_and_what_is_typed_is_kept(
    filled: Path, number: signal.Signals, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    with Terminal("--db", str(filled), program=patched(STUCK), env={"KEPT": str(kept)}) as terminal:
        terminal.wait("丙店")
        assert not terminal.is_cooked()
        terminal.send("q")
        terminal.settle(0.2)
        terminal.kill(number)
        begin = time.monotonic()
        while terminal.read() and time.monotonic() - begin < 3:
            pass
        assert terminal.ended() == 128 + number
        assert time.monotonic() - begin < 2
        assert terminal.left_clean()
    assert kept.exists()


def test_a_dropped_line_keeps_the_note_and_ends_the_program(filled: Path) -> None:
    with Terminal("--db", str(filled), columns=120, rows=70) as terminal:
        write_note(terminal, "half a sen")
        assert terminal.gone_after_hanging_up(seconds=2), "it lives on without a terminal"
    assert Service(filled).case(1).note.text == "half a sen"


def test_a_dropped_line_ends_the_program_where_hanging_up_is_ignored(filled: Path) -> None:
    ignoring = in_shell("trap '' HUP; exec refund")
    with Terminal("--db", str(filled), columns=120, rows=70, program=ignoring) as terminal:
        write_note(terminal, "half a sen")
        assert terminal.gone_after_hanging_up(seconds=2), "it lives on without a terminal"
    assert Service(filled).case(1).note.text == "half a sen"


def test_a_dropped_line_ends_a_program_that_hangs(filled: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    program = patched(f"import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n{STUCK}")
    with Terminal("--db", str(filled), program=program, env={"KEPT": str(kept)}) as terminal:
        terminal.wait("丙店")
        terminal.send("q")
        terminal.settle(0.2)
        assert terminal.gone_after_hanging_up(seconds=2), "it lives on without a terminal"
    assert kept.exists()


def test_a_terminal_that_stops_reading_holds_nothing_up_and_later_gets_only_the_newest_screen(filled: Path) -> None:
    service = Service(filled)
    for number in range(100):
        service.add({"merchant": f"店{number}", "platform": "taobao", "paid": "100"})
    with Terminal("--db", str(filled), columns=120, rows=70) as terminal:
        terminal.wait("6 Note")
        # Nothing is read from here on; each page is more than a kilobyte, and no terminal holds so much.
        for _ in range(200):
            terminal.send("\x1b[6~\x1b[5~")
            time.sleep(0.01)
        terminal.send("gnwritten unseen")
        begin = time.monotonic()
        while service.case(1).note.text != "written unseen":
            assert time.monotonic() - begin < 5, "the clocks of the program stand still"
            time.sleep(0.05)
        before = len(terminal.raw)
        terminal.wait("written unseen")
        assert len(terminal.raw) - before < 100_000
        terminal.send("\x1b")
        terminal.wait("? keys")
        terminal.send("q")
        assert terminal.ended() == 0
        assert terminal.left_clean()


def test_a_terminal_that_stops_reading_does_not_keep_the_program_from_ending(filled: Path) -> None:
    with Terminal("--db", str(filled), columns=120, rows=70) as terminal:
        terminal.wait("6 Note")
        for _ in range(200):
            terminal.send("?\x1b[5~")
            time.sleep(0.01)
        terminal.kill(signal.SIGTERM)
        time.sleep(2)
        assert os.waitid(os.P_PID, terminal.child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT), "it waits for the reader"
        terminal.settle()
        assert terminal.left_clean(), "what gives the terminal back was behind what nobody read"


def test_stopping_and_going_on_keeps_the_text_and_draws_the_screen_again(filled: Path) -> None:
    with Terminal("--db", str(filled), columns=120, rows=70) as terminal:
        write_note(terminal, "half a sen")
        terminal.kill(signal.SIGTSTP)
        terminal.settle(0.5)
        assert terminal.is_stopped()
        assert terminal.left_clean()
        assert terminal.is_cooked()
        terminal.screen.reset()
        before = len(terminal.raw)
        terminal.kill(signal.SIGCONT)
        terminal.wait("half a sen")
        terminal.wait("丙店")
        shown = terminal.raw[before:]
        assert shown.find(b"\x1b[?1049h") < shown.find("丙店".encode()), "it was drawn where the shell was"
        terminal.send("tence")
        terminal.wait("half a sentence")
        assert not terminal.is_cooked()


def test_a_stop_that_nobody_announced_is_mended_when_the_program_goes_on(filled: Path) -> None:
    with Terminal("--db", str(filled), columns=120, rows=70) as terminal:
        terminal.wait("6 Note")
        terminal.settle()
        text = terminal.text()
        terminal.kill(signal.SIGSTOP)
        terminal.make_cooked()  # and somebody else writes
        terminal.screen.reset()
        terminal.kill(signal.SIGCONT)
        terminal.settle()
        assert terminal.text() == text
        assert not terminal.is_cooked()
        assert b"\x1b[?1000h" in terminal.raw[-len(text.encode()) :]


def test_a_shell_stops_the_program_and_brings_it_back(filled: Path) -> None:
    words = " ".join([*PROGRAM, "--db", str(filled)])
    with Terminal(columns=100, rows=30, program=("bash", "--norc", "-i"), env={"PS1": "shell> "}) as terminal:
        terminal.wait("shell>")
        terminal.send(f"{words}\r")
        terminal.wait("丙店")
        program = int(subprocess.check_output(["pgrep", "-P", str(terminal.child.pid)]).split()[0])
        for turn in range(2):
            os.kill(program, signal.SIGTSTP)
            terminal.wait("Stopped")
            terminal.screen.reset()
            terminal.send("bg\r")  # a screen in the background stops again
            terminal.settle(0.5)
            terminal.screen.reset()
            terminal.send("fg\r")
            terminal.wait("丙店", seconds=5 + turn)
        terminal.send("q")
        terminal.wait("shell>")
        terminal.send("echo $?\r")
        terminal.wait(lambda text: "\n0 " in text)


def test_being_told_to_go_on_without_having_stopped_changes_nothing(filled: Path) -> None:
    with Terminal("--db", str(filled), columns=120, rows=70) as terminal:
        terminal.wait("6 Note")
        terminal.settle()
        threads, text = terminal.threads(), terminal.text()
        for _ in range(3):
            terminal.kill(signal.SIGCONT)
            terminal.settle()
        assert terminal.threads() == threads
        assert terminal.text() == text
        terminal.send("q")
        assert terminal.ended(1) == 0


def test_quitting_does_not_wait_for_a_thread_that_works_on(filled: Path) -> None:
    code = """
mounted = app.RefundApp.on_mount
def on_mount(self):
    mounted(self)
    self.run_worker(lambda: time.sleep(20), thread=True)
app.RefundApp.on_mount = on_mount
"""
    with Terminal("--db", str(filled), program=patched(code)) as terminal:
        terminal.wait("丙店")
        terminal.send("q")
        assert terminal.ended(1) == 0
        assert terminal.left_clean()


@pytest.mark.parametrize(
    "code",
    [
        """
panes = screen.CasesScreen.panes
def while_leaving(self):
    self.app.exit(return_code=0)
    return panes(self)
screen.CasesScreen.panes = while_leaving
""",
        """
from refund_tui.tui.widgets.note_editor import NoteEditor
show = NoteEditor.show
def while_leaving(self, view):
    show(self, view)
    self.app.exit(return_code=0)
NoteEditor.show = while_leaving
""",
        """
from refund_tui.tui.screens.case_form import CaseForm
def while_leaving(self):
    self.app.exit(return_code=0)
    self.query_one("#never")
CaseForm.on_mount = while_leaving
mounted = screen.CasesScreen.on_mount
def on_mount(self):
    mounted(self)
    self.app.push_screen(CaseForm(self.service, None))
screen.CasesScreen.on_mount = on_mount
""",
    ],
    ids=["the panes", "the note", "a form"],
)
def test_whoever_quits_while_something_is_being_opened_has_quit(filled: Path, code: str) -> None:
    with Terminal("--db", str(filled), program=patched(code)) as terminal:
        assert terminal.ended() == 0
        assert terminal.left_clean() and "Traceback" not in terminal.raw.decode()


def test_a_fault_in_the_background_is_told_and_the_screen_lives_on(filled: Path) -> None:
    code = """
mounted = app.RefundApp.on_mount
async def broken():
    raise KeyError("李雷's secret")
def on_mount(self):
    mounted(self)
    self.set_timer(0.3, lambda: self.run_worker(broken()))
app.RefundApp.on_mount = on_mount
"""
    with Terminal("--db", str(filled), columns=120, program=patched(code)) as terminal:
        terminal.wait("KeyError")
        assert "secret" not in terminal.text()
        terminal.send("j")
        terminal.wait(lambda text: any(row.startswith(">") and "乙店" in row for row in text.splitlines()))
        terminal.send("q")
        assert terminal.ended() == 0


def test_another_program_gets_the_terminal_as_it_was_and_the_screen_comes_back(filled: Path, tmp_path: Path) -> None:
    code = """
import subprocess
async def outside(self):
    with self.suspend():
        other = "trap 'echo interrupted' INT; echo other program; until read line; do :; done; echo got $line"
        subprocess.run(["sh", "-c", other])
    self.notify("and back")
app.RefundApp.action_quit = outside
"""
    with Terminal("--db", str(filled), columns=120, program=patched(code)) as terminal:
        terminal.wait("丙店")
        terminal.send("q")
        terminal.wait("other program")
        assert terminal.left_clean()
        assert terminal.is_cooked()
        terminal.send("\x03")
        terminal.wait("interrupted")
        terminal.send("words\r")
        terminal.wait("and back")
        terminal.wait("丙店")
        terminal.send("j")
        terminal.wait(lambda text: any(row.startswith(">") and "乙店" in row for row in text.splitlines()))
        terminal.send("q")
        terminal.wait("other program")
        assert terminal.gone_after_hanging_up(seconds=2.5), "it lives on in the other program's shadow"
