"""The user's own editor on the note: what it saved comes back like typed text, and nothing it does loses any."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from refund_tui.domain.note import LARGEST
from refund_tui.drafts import Drafts
from refund_tui.errors import Refused
from refund_tui.service import Service
from refund_tui.tui.app import RefundApp
from refund_tui.tui.outside import editor
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.screens.note_desk import as_note
from tests.tui.helpers import settle
from tests.tui.playing import play, some_cases, until
from tests.tui.test_note_drafts import evidence, told, writing


@pytest.fixture
def edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Give a list of shell lines that the editor runs, `$1` being the file."""
    lines: list[str] = []
    script = tmp_path / "an editor"

    @contextmanager
    def suspend(_app: RefundApp) -> Iterator[None]:
        script.write_text("\n".join(["#!/bin/sh", *lines]))
        yield

    script.touch(0o700)
    monkeypatch.setattr(RefundApp, "suspend", suspend)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"'{script}'")
    yield lines


def edit(service: Service, typed: str, stored: str = "", drafts_after: int = 0) -> str:
    """Type something, go to the editor and come back; gives what was said."""
    some_cases(service)
    if stored:
        service.save_note(1, stored, 0)
    words: list[str] = []

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await writing(screen, pilot)
        await pilot.press(*typed)
        await pilot.press("ctrl+g")
        await settle(pilot)
        words.append(told(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: screen.detail is not None and not screen.detail.note.unsaved)

    play(service, script)
    assert len(list((service.path.parent / "drafts").iterdir())) == drafts_after
    return words[0].replace("\n", "")


def test_what_the_editor_saves_is_the_note(service: Service, edits: list[str]) -> None:
    edits += [
        'stat -c %a "$1" "$(dirname "$1")" > "$0.modes"',
        'cat "$1" > "$0.before"',
        'printf "more\\r\\n\\033[2J\\n" >> "$1"',
    ]
    said = edit(service, "typed ")
    assert service.case(1).note.text == "typed more\n␛[2J" and said == ""
    folder = service.path.parent
    assert (folder / "an editor.modes").read_text() == "600\n700\n"
    assert (folder / "an editor.before").read_text() == "typed "


def test_an_editor_that_changes_nothing_leaves_the_note_and_its_revision(service: Service, edits: list[str]) -> None:
    edits += ['printf "\\n" >> "$1"']  # the line end that editors put after the last line
    assert "The note is as it was" in edit(service, "", "stored")
    assert (service.case(1).note.text, service.case(1).note.revision) == ("stored", 1)


def test_an_editor_that_fails_is_told_and_nothing_is_lost(service: Service, edits: list[str]) -> None:
    edits += ["exit 3"]
    assert "ended with code 3" in edit(service, "typed")
    assert service.case(1).note.text == "typed"


def test_what_an_editor_saved_before_it_crashed_is_taken(service: Service, edits: list[str]) -> None:
    edits += ['echo saved > "$1"', "kill -SEGV $$"]
    assert f"ended with code -{int(signal.SIGSEGV)}" in edit(service, "typed")
    assert service.case(1).note.text == "saved"


def test_ctrl_c_in_the_editor_is_not_the_programs_end(service: Service, edits: list[str]) -> None:
    edits += ["kill -INT $PPID", 'echo saved > "$1"']
    edit(service, "typed")
    assert service.case(1).note.text == "saved"


def test_an_editor_that_is_not_there_is_told(
    service: Service, edits: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "/nowhere/[/]vi -f")
    said = edit(service, "typed")
    assert "/nowhere/[/]vi could not be started: No such file" in said and service.case(1).note.text == "typed"


def test_a_terminal_that_cannot_be_handed_over_is_told(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    assert "cannot be handed over" in edit(service, "typed")
    assert service.case(1).note.text == "typed"


@pytest.mark.parametrize(
    ("made", "size"),
    [
        (f'head -c {LARGEST + 1} /dev/zero | tr "\\0" x > "$1"', LARGEST + 1),
        ('printf "\\377\\376\\0rubbish" > "$1"', 10),
        ('printf "a\\0b" > "$1"', 3),
    ],
)
def test_what_is_no_note_is_kept_as_evidence_and_the_note_stays(
    service: Service, edits: list[str], made: str, size: int
) -> None:
    edits += [made]
    said = edit(service, "typed")
    (file,) = evidence(service)
    assert file.stat().st_size == size and str(file) in said.replace("\n", "")
    assert service.case(1).note.text == "typed"
    event = service.case(1).events[-1]
    assert (event.kind, event.data["kind"], event.data["size"]) == ("evidence_added", "edited_file", size)


def test_what_could_not_be_kept_stays_where_the_editor_saved_it(service: Service, edits: list[str]) -> None:
    (service.path.parent / "evidence").write_text("in the way")
    edits += ['printf "a\\0b" > "$1"']
    assert "could not be kept" in edit(service, "typed", drafts_after=2)
    (file,) = (service.path.parent / "drafts").glob("*.outside/note-1.md")
    assert file.read_bytes() == b"a\0b"
    assert [left.text for left in Drafts(service.path).left()] == ["a\0b"]


@pytest.mark.parametrize("done", ['rm "$1"', 'rm "$1"; mkdir "$1"', 'ln -sf /etc/passwd "$1"', 'rm "$1"; mkfifo "$1"'])
def test_a_file_that_is_gone_or_no_file_any_more_is_not_read(service: Service, edits: list[str], done: str) -> None:
    edits += [done]
    some_left = 0 if done == 'rm "$1"' else 2
    said = edit(service, "typed", drafts_after=some_left)
    assert said and service.case(1).note.text == "typed"


def test_somebody_elses_change_meanwhile_is_a_conflict_as_ever(
    service: Service, edits: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = "refund_tui.tui.outside.run"

    def meanwhile(app: RefundApp, command: list[str], path: Path) -> int:
        Service(service.path).append_note(1, "theirs")
        path.write_text("mine")
        return 0

    monkeypatch.setattr(run, meanwhile)
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await writing(screen, pilot)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: "ctrl+t keeps both" in str(screen.query_one("#state").render()))
        assert service.case(1).note.text == "theirs"
        await pilot.press("ctrl+t")
        await until(pilot, lambda: service.case(1).note.text == "mine\n\ntheirs")

    play(service, script)


def test_what_the_editor_saved_is_left_when_the_program_is_killed_meanwhile(db: Path) -> None:
    child = os.fork()
    if child == 0:
        drafts = Drafts(db)
        drafts.lend("note-1", "given", 4).write_text("saved in the editor\n")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    drafts = Drafts(db)
    (left,) = drafts.left("note-1")
    assert (left.text, left.base) == ("saved in the editor", 4)
    drafts.adopt(left)
    assert drafts.left() == [] and not list(drafts.folder.glob("*.outside"))


def test_what_is_lent_can_be_read_by_its_owner_only(db: Path) -> None:
    path = Drafts(db).lend("note-1", "x", 0)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("visual", "named", "command"),
    [
        ("code --wait", "vi", ["code", "--wait"]),
        ("", "'/opt/my editor' -n", ["/opt/my editor", "-n"]),
        ("  ", "vi", ["vi"]),
    ],
)
def test_visual_goes_before_editor_and_both_may_have_options(
    monkeypatch: pytest.MonkeyPatch, visual: str, named: str, command: list[str]
) -> None:
    monkeypatch.setenv("VISUAL", visual)
    monkeypatch.setenv("EDITOR", named)
    assert editor() == command


@pytest.mark.parametrize(("named", "said"), [(None, "set VISUAL or EDITOR"), ("vi 'x", "EDITOR is vi 'x")])
def test_no_editor_or_no_command_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, named: str | None, said: str
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    if named is not None:
        monkeypatch.setenv("EDITOR", named)
    with pytest.raises(Refused, match=said):
        editor()


@pytest.mark.parametrize(
    ("found", "before", "note"),
    [
        (b"a\n", "a", "a"),
        (b"a\n", "a\n", "a\n"),
        (b"\xef\xbb\xbfa", "", "a"),
        ("备注\r\n二".encode(), "", "备注\n二"),
        ("备注".encode("gbk"), "", None),
        (b"", "a", ""),
    ],
)
def test_what_an_editor_saved_is_read_as_a_note_or_not_at_all(found: bytes, before: str, note: str | None) -> None:
    assert as_note(found, before) == note
