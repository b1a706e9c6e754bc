"""The note: saved while typing, kept while another case is looked at, and nobody's text lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from refund_tui.domain.note import Note
from refund_tui.errors import Conflict
from refund_tui.service import Service
from refund_tui.tui.widgets.case_detail import CaseDetail
from refund_tui.tui.widgets.messages import NoteChanged
from refund_tui.tui.widgets.note_draft import Draft
from refund_tui.views import CaseView
from tests.tui.helpers import HOSTILE, SIZES, Host, applied, desk, drive, picture


class Desk(CaseDetail):
    """Saves notes as the program's screen does."""

    service: Service
    saves: int = 0
    broken: bool = False

    def on_note_changed(self, message: NoteChanged) -> None:
        if self.broken:
            self.note_failed(message.case_id)
            return
        try:
            revision = self.service.save_note(message.case_id, message.text, message.revision)
        except Conflict:
            self.note_conflict(message.case_id)
            self.show(self.service.case(message.case_id))
        else:
            self.saves += 1
            self.note_saved(message.case_id, revision)


@pytest.fixture
def service(db: Path) -> Service:
    return desk(db)


@pytest.fixture
def view(service: Service) -> CaseView:
    return applied(service)


def holding(service: Service) -> Desk:
    held = Desk()
    held.service = service
    return held


def note_of(service: Service, case_id: int = 1) -> str:
    return service.case(case_id).note.text


async def opened(host: Host, pilot: Pilot[None], view: CaseView) -> TextArea:
    host.held.show(view)
    await pilot.pause(0.1)
    host.held.focus_note()
    await pilot.pause(0.1)
    found: TextArea = host.held.query_one(TextArea)
    assert found.has_focus
    return found


def test_typing_is_saved_a_moment_later_and_at_once_with_ctrl_s(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await opened(host, pilot, view)
        await pilot.press(*"hello")
        assert note_of(service) == "" and "not saved yet" in picture(host)
        await pilot.pause(1.1)
        assert note_of(service) == "hello" and host.held.saves == 1
        await pilot.press("!", "ctrl+s")
        await pilot.pause()
        assert note_of(service) == "hello!" and "Note  saved" in picture(host)

    drive(lambda: holding(service), script)


def test_escape_leaves_the_note_and_saves_it(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await opened(host, pilot, view)
        await pilot.press(*"bye", "escape")
        await pilot.pause(0.1)
        assert note_of(service) == "bye" and host.held.has_focus

    drive(lambda: holding(service), script)


def test_the_note_is_left_alone_while_it_is_typed_in(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        area = await opened(host, pilot, view)
        await pilot.press(*"mine")
        for _time in range(3):
            host.held.show(service.case(1))
        await pilot.pause()
        assert area.text == "mine" and area.cursor_location == (0, 4)

    drive(lambda: holding(service), script)


def test_going_to_another_case_saves_the_note_that_is_left(service: Service, view: CaseView) -> None:
    other = applied(service, merchant="Other")
    service.save_note(other.case.id, "other note", other.note.revision)
    other = service.case(other.case.id)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        area = await opened(host, pilot, view)
        await pilot.press(*"kept")
        host.held.show(other)
        await pilot.pause(0.1)
        assert area.text == "other note" and note_of(service) == "kept"
        assert note_of(service, other.case.id) == "other note"

    drive(lambda: holding(service), script)


@pytest.mark.parametrize("size", SIZES)
def test_a_conflict_keeps_my_text_shows_theirs_and_joins_them(
    service: Service, view: CaseView, size: tuple[int, int]
) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        area = await opened(host, pilot, view)
        await pilot.press(*"mine")
        service.save_note(1, "theirs", view.note.revision)
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert area.text == "mine" and note_of(service) == "theirs"
        assert "changed elsewhere: your text is kept here" in " ".join(picture(host).split())
        await pilot.press("ctrl+o")
        await pilot.pause(0.1)
        assert "theirs" in picture(host)
        await pilot.press("ctrl+t")
        await pilot.pause(0.1)
        assert area.text == note_of(service) == "mine\n\ntheirs"

    drive(lambda: holding(service), script, size)


def test_ctrl_s_replaces_their_text_only_once_it_was_seen(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await opened(host, pilot, view)
        await pilot.press(*"mine")
        service.save_note(1, "theirs", view.note.revision)
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert note_of(service) == "theirs" and "Theirs:" in picture(host)
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert note_of(service) == "mine" and "Note  saved" in picture(host)

    drive(lambda: holding(service), script)


def test_a_note_changed_elsewhere_comes_in_when_nobody_is_in_it(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        area = await opened(host, pilot, view)
        service.save_note(1, "theirs", view.note.revision)
        host.held.show(service.case(1))
        await pilot.pause()
        assert area.text == "" and "comes here when you leave" in picture(host)
        await pilot.press("escape")
        await pilot.pause(0.1)
        assert area.text == "theirs" and note_of(service) == "theirs"

    drive(lambda: holding(service), script)


def test_a_note_that_could_not_be_written_stays_and_is_tried_again(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        area = await opened(host, pilot, view)
        host.held.broken = True
        await pilot.press(*"x", "ctrl+s")
        await pilot.pause(0.1)
        assert area.text == "x" and "could not be written" in picture(host)
        host.held.broken = False
        assert host.held.flush_note()
        await pilot.pause(0.1)
        assert note_of(service) == "x" and not host.held.flush_note()

    drive(lambda: holding(service), script)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_pasted_text_is_cleaned_and_comes_back_the_same(service: Service, view: CaseView, hostile: str) -> None:
    from textual import events

    async def script(host: Host, pilot: Pilot[None]) -> None:
        area = await opened(host, pilot, view)
        area.post_message(events.Paste(hostile))
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert area.text == note_of(service) and "Note  saved" in picture(host)

    drive(lambda: holding(service), script)


def test_a_note_too_large_to_edit_is_shown_and_kept(service: Service, view: CaseView) -> None:
    service.save_note(1, "x" * 5000, view.note.revision)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await opened(host, pilot, service.case(1))
        await pilot.press("y", "ctrl+s")
        await pilot.pause(0.1)
        assert note_of(service) == "x" * 5000 and "too large to edit here" in picture(host)

    drive(lambda: holding(service), script)


def test_our_own_save_seen_before_it_is_confirmed_is_no_conflict() -> None:
    draft = Draft.of(Note("", 0))
    draft.typed("a")
    assert draft.send() == Note("a", 0)
    draft.typed("ab")
    assert not draft.seen(Note("a", 1), hands_off=True)
    draft.saved(1)
    assert (draft.state, draft.send()) == ("typing", Note("ab", 1))


def test_a_foreign_text_that_arrives_during_a_save_is_a_conflict_once_refused() -> None:
    draft = Draft.of(Note("", 0))
    draft.typed("a")
    draft.send()
    draft.seen(Note("theirs", 1), hands_off=True)
    draft.refused(conflict=True)
    assert draft.state == "conflict" and draft.send() is None and draft.text == "a"
    draft.keep_mine()
    assert draft.send() == Note("a", 1)
