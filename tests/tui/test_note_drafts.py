"""What is typed in the note outlives the process, and what was left is offered before anything is written over it."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Button, Input, Static

from refund_tui.drafts import Drafts, Left, from_bytes
from refund_tui.service import Service
from refund_tui.tui.app import RefundApp
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.screens.left_draft import LeftDraft, difference
from refund_tui.tui.widgets.note_area import NoteArea
from tests.tui.conftest import picture
from tests.tui.helpers import ALL_HOSTILE, is_clean, settle
from tests.tui.playing import play, some_cases, until


def kept(service: Service, name: str = "note-1") -> list[str]:
    """The texts of a draft that are on the disk, of whatever session."""
    files = (service.path.parent / "drafts").glob(f"{name}.*.draft")
    return [content[0] for content in (from_bytes(path.read_bytes()) for path in files) if content]


def leave(path: Path, text: str, base: int = 0) -> Left:
    """What a session that ended left."""
    drafts = Drafts(path)
    drafts.keep("note-1", text, base)
    drafts.close()
    return Drafts(path).left()[0]


async def writing(screen: CasesScreen, pilot: Pilot[None]) -> NoteArea:
    await pilot.press("g")
    await settle(pilot)
    await pilot.press("n")
    await settle(pilot)
    assert screen.detail is not None
    return screen.detail.query_one(NoteArea)


def state(screen: CasesScreen) -> str:
    """What is said above the note."""
    return str(screen.query_one("#state", Static).content)


def told(app: RefundApp) -> str:
    screen = app.screen_stack[0]
    assert isinstance(screen, CasesScreen)
    return str(screen.notice.content)


def test_a_draft_is_on_disk_before_the_note_is_saved_and_gone_after(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("refund_tui.tui.widgets.note_editor.DEBOUNCE", 60)
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await writing(screen, pilot)
        await pilot.press(*"half")
        await until(pilot, lambda: kept(service) == ["half"], 1)
        assert service.case(1).note.text == ""
        await pilot.press("ctrl+s")
        await until(pilot, lambda: kept(service) == [] and service.case(1).note.text == "half")

    play(service, script)
    assert not list((service.path.parent / "drafts").iterdir())


def test_no_key_waits_for_the_disk(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    some_cases(service)
    really = os.fsync
    threads: set[str] = set()

    def fsync(handle: int) -> None:
        threads.add(threading.current_thread().name)
        time.sleep(0.3)
        really(handle)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        area = await writing(screen, pilot)
        monkeypatch.setattr("os.fsync", fsync)
        await pilot.press(*"typed ")
        await until(pilot, lambda: bool(threads))
        app.post_message(events.Paste(CHAT))
        await until(pilot, lambda: "kept as evidence" in area.text)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: screen.detail is not None and not screen.detail.note.unsaved)
        monkeypatch.undo()

    play(service, script)
    assert threads and threading.main_thread().name not in threads


def test_what_is_typed_is_on_disk_at_once_when_a_signal_asks_for_it(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    for wait in ("REST", "LONGEST"):
        monkeypatch.setattr(f"refund_tui.keeper.{wait}", 60)
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await writing(screen, pilot)
        await pilot.press(*"last word")
        assert kept(service) == [] and screen.detail is not None
        screen.detail.keep_note_now()
        assert kept(service) == ["last word"]

    play(service, script)


def test_a_note_that_cannot_be_saved_leaves_its_draft_to_the_next_session(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_cases(service)

    def broken(*given: object) -> int:
        raise OSError(28, "No space left on device")

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        monkeypatch.setattr(Service, "save_note", broken)
        await writing(screen, pilot)
        await pilot.press(*"kept", "ctrl+s")
        await until(pilot, lambda: kept(service) == ["kept"])
        await until(pilot, lambda: "could not be written" in state(screen))

    play(service, script)
    assert [each.text for each in Drafts(service.path).left()] == ["kept"]


def test_a_folder_that_cannot_be_written_is_told_once_and_typing_goes_on(service: Service) -> None:
    some_cases(service)
    (service.path.parent / "drafts").write_text("in the way")

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await writing(screen, pilot)
        for word in ("one ", "two "):
            await pilot.press(*word)
            await pilot.pause(0.6)
        assert told(app).startswith("! ") and "\n" not in told(app)
        assert "cannot be kept as a draft" in told(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: service.case(1).note.text == "one two ")

    play(service, script)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
def test_a_draft_that_was_left_is_shown_beside_the_note_and_kept_by_enter(
    service: Service, size: tuple[int, int]
) -> None:
    some_cases(service)
    service.save_note(1, "first line\nsecond line", 0)
    leave(service.path, "first line\nsecond line, longer", 1)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        area = await writing(screen, pilot)
        await until(pilot, lambda: isinstance(app.screen, LeftDraft))
        shown = picture(app)
        assert "second line, longer" in shown
        assert ("Typed, not saved:" in shown) if size[0] >= 100 else ("-second line" in shown)
        await pilot.press("enter")
        await until(pilot, lambda: service.case(1).note.text == "first line\nsecond line, longer")
        assert area.text == "first line\nsecond line, longer" and area.has_focus
        await until(pilot, lambda: kept(service) == [])
        assert [event.kind for event in service.case(1).events] == ["opened"]

    play(service, script, size)


def test_what_was_stored_since_a_draft_was_left_stands_on_the_timeline(service: Service) -> None:
    some_cases(service)
    service.save_note(1, "stored later", 0)
    leave(service.path, "typed before", 0)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await writing(screen, pilot)
        await until(pilot, lambda: isinstance(app.screen, LeftDraft))
        await pilot.press("enter")
        await until(pilot, lambda: service.case(1).note.text == "typed before")
        assert service.case(1).events[-1].data["text"] == "stored later"
        await until(pilot, lambda: "stands on the timeline" in told(app))

    play(service, script)


def test_later_leaves_the_draft_where_it_is(service: Service) -> None:
    some_cases(service)
    left = leave(service.path, "typed")

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: "was not saved when the program ended" in state(screen))
        area = await writing(screen, pilot)
        await until(pilot, lambda: isinstance(app.screen, LeftDraft))
        await pilot.press("escape")
        await settle(pilot)
        assert area.text == "" and area.has_focus and left.path.exists()
        await pilot.press(*"new", "ctrl+s")
        await until(pilot, lambda: service.case(1).note.text == "new" and kept(service) == ["typed"])

    play(service, script)


@pytest.mark.parametrize(("word", "gone"), [("delete", True), ("y", False), ("", False)])
def test_a_draft_is_deleted_only_by_the_typed_word(service: Service, word: str, gone: bool) -> None:
    some_cases(service)
    left = leave(service.path, "typed")

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await writing(screen, pilot)
        await until(pilot, lambda: isinstance(app.screen, LeftDraft))
        app.screen.query_one("#delete", Button).press()
        await settle(pilot)
        assert app.screen.query_one(Input).has_focus
        await pilot.press(*word, "enter")
        await settle(pilot)
        assert left.path.exists() is not gone and isinstance(app.screen, LeftDraft) is not gone
        if gone:
            await until(pilot, lambda: "It is deleted" in told(app))

    play(service, script)


def test_a_draft_that_is_in_the_note_anyway_is_not_asked_about(service: Service) -> None:
    some_cases(service)
    service.save_note(1, "saved\nafter all", 0)
    left = leave(service.path, "saved\r\nafter all")

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        area = await writing(screen, pilot)
        assert area.has_focus and not left.path.exists()

    play(service, script)


def test_a_hostile_draft_is_shown_as_text_and_does_nothing(service: Service) -> None:
    some_cases(service)
    leave(service.path, ALL_HOSTILE)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await writing(screen, pilot)
        await until(pilot, lambda: isinstance(app.screen, LeftDraft))
        assert "[@click=app.quit]x[/]" in picture(app) and is_clean(picture(app))
        await pilot.press("enter")
        await until(pilot, lambda: "[@click=app.quit]x[/]" in service.case(1).note.text)
        assert is_clean(service.case(1).note.text)

    play(service, script)


# Long pastes


def evidence(service: Service) -> list[Path]:
    return [path for path in (service.path.parent / "evidence").rglob("*") if path.is_file()]


CHAT = "\r\n".join(f"[{n}:00] 商家\x1b[2J: 亲，在的 [/] \udcff" for n in range(312))


def test_a_long_paste_becomes_an_evidence_file_and_a_line_in_the_note(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        area = await writing(screen, pilot)
        await pilot.press(*"chat:")
        app.post_message(events.Paste(CHAT))
        await until(pilot, lambda: "kept as evidence" in service.case(1).note.text)
        (file,) = evidence(service)
        assert file.read_bytes() == CHAT.encode("utf-8", "surrogateescape")
        size = round(len(file.read_bytes()) / 1000)
        line = f"[pasted text kept as evidence: 312 lines, {size} kB, sha256 {file.name[:8]}…]"
        assert area.text == service.case(1).note.text == f"chat:\n{line}\n"
        assert service.case(1).events[-1].data["sha256"] == file.name
        assert is_clean(service.case(1).events[-1].data["shows"])
        await until(pilot, lambda: str(file) in told(app).replace("\n", ""))
        await pilot.press("ctrl+z")
        assert area.text == "chat:" and evidence(service) == [file]
        await pilot.press("escape", "5")
        await until(pilot, lambda: "evidence kept" in picture(app))

    play(service, script, (120, 80))


@pytest.mark.parametrize(
    ("pasted", "long"),
    [
        ("x" * 4096, False),
        ("x" * 4097, True),
        ("x\n" * 60, False),
        ("x\n" * 61, True),
        ("x\r" * 61, True),
    ],
)
def test_what_is_long_is_decided_by_characters_and_lines(service: Service, pasted: str, long: bool) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        area = await writing(screen, pilot)
        app.post_message(events.Paste(pasted))
        await until(pilot, lambda: bool(area.text))
        assert bool(evidence(service)) is long
        assert not long or len(area.text) < 100

    play(service, script)


def test_a_short_paste_that_would_make_a_line_too_long_is_kept_as_evidence_too(service: Service) -> None:
    some_cases(service)
    service.save_note(1, "y" * 4000, 0)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        area = await writing(screen, pilot)
        app.post_message(events.Paste("x" * 200))
        await until(pilot, lambda: bool(evidence(service)))
        await until(pilot, lambda: "kept as evidence" in area.text)
        assert not area.read_only

    play(service, script)


def test_a_long_paste_that_cannot_be_kept_is_not_taken_and_said(service: Service) -> None:
    some_cases(service)
    (service.path.parent / "evidence").write_text("in the way")

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        area = await writing(screen, pilot)
        app.post_message(events.Paste(CHAT))
        await until(pilot, lambda: "still in your clipboard" in told(app))
        assert area.text == "" and [event.kind for event in service.case(1).events] == ["opened"]

    play(service, script)


def test_a_long_paste_goes_to_the_case_it_was_pasted_into(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await writing(screen, pilot)
        first = screen.cases.case_id
        assert first is not None and screen.detail is not None
        app.post_message(events.Paste(CHAT))
        await pilot.press("escape", "escape", "j")
        await pilot.pause(0.3)
        await until(pilot, lambda: "kept as evidence" in service.case(first).note.text)
        assert all("evidence" not in service.case(n).note.text for n in (1, 2, 3) if n != first)

    play(service, script)


@pytest.mark.parametrize(
    ("stored", "typed", "shown"),
    [
        ("", "a\nb", "…\n-\n+a\n+b"),
        ("a\nb", "a", "…\n a\n-b"),
        ("--- a", "+++ a", "…\n---- a\n++++ a"),
        ("same\n" * 30_000 + "end", "same\n" * 30_000 + "[/]", "…\n same\n same\n-end\n+[/]"),
    ],
)
def test_a_difference_is_shown_wherever_it_is(stored: str, typed: str, shown: str) -> None:
    assert difference(stored, typed).plain == shown
