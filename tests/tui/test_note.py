"""The note: saved while typing, kept while another case is looked at, and nobody's text lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from refund_tui.domain.note import Note
from refund_tui.errors import Conflict
from refund_tui.noting import settle_note
from refund_tui.service import Service
from refund_tui.tui.widgets.case_detail import CaseDetail
from refund_tui.tui.widgets.messages import NoteChanged
from refund_tui.tui.widgets.note_draft import Draft, Sending
from refund_tui.tui.widgets.note_theirs import Theirs
from refund_tui.views import CaseView
from tests.tui.helpers import HOSTILE, SIZES, Host, applied, desk, drive, picture


class Desk(CaseDetail):
    """Saves notes as the program's screen does."""

    service: Service
    saves: int = 0
    broken: bool = False

    def on_note_changed(self, message: NoteChanged) -> None:
        if self.broken:
            self.note.note_refused(message.case_id, conflict=False)
            return
        try:
            if message.aside is None:
                revision = self.service.save_note(message.case_id, message.text, message.revision)
            else:
                revision = settle_note(self.service, message.case_id, message.text, message.revision, message.aside)
        except Conflict:
            self.note.note_refused(message.case_id, conflict=True)
            self.show(self.service.case(message.case_id))
        else:
            self.saves += 1
            self.note.note_saved(message.case_id, revision)


@pytest.fixture
def service(db: Path) -> Service:
    return desk(db)


def holding(service: Service) -> Desk:
    held = Desk(service.drafts)
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


def test_a_note_is_gone_on_with_at_its_end_and_its_edges_are_a_key_away(service: Service, view: CaseView) -> None:
    service.save_note(1, "one\ntwo", view.note.revision)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        area = await opened(host, pilot, service.case(1))
        await pilot.press("x", "ctrl+home", "a", "ctrl+end", "z")
        assert area.text == "aone\ntwoxz"
        await pilot.press("ctrl+shift+home")
        assert area.selected_text == area.text
        await pilot.press("ctrl+home", "right")
        host.held.focus_note()
        await pilot.press("b")
        assert area.text == "abone\ntwoxz"

    drive(lambda: holding(service), script)


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
        assert note_of(service) == "bye" and host.held.has_focus_within and not host.held.writing

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


async def in_conflict(host: Host, pilot: Pilot[None], service: Service, view: CaseView, mine: str = "mine") -> TextArea:
    area = await opened(host, pilot, view)
    service.save_note(1, "theirs [/] \u202e", view.note.revision)
    await pilot.press(*mine, "ctrl+s")
    await pilot.pause(0.1)
    assert area.text == mine and note_of(service) == "theirs [/] \ufffd"
    return area


def set_aside(service: Service) -> list[str]:
    return [event.data["text"] for event in service.case(1).events if event.kind == "note_set_aside"]


@pytest.mark.parametrize("size", SIZES)
def test_a_conflict_shows_both_texts_and_the_keys(service: Service, view: CaseView, size: tuple[int, int]) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        area = await in_conflict(host, pilot, service, view)
        shown = picture(host)
        words = " ".join(shown.split())
        assert "mine" in shown and "Theirs:" in shown and "theirs [/]" in shown
        for key in ("ctrl+t keeps both", "ctrl+s keeps yours", "ctrl+r takes theirs"):
            assert key in words
        theirs = host.held.query_one(Theirs)
        if size[0] == 120:
            assert theirs.region.y == area.region.y and theirs.region.x >= area.region.right
        else:
            assert theirs.region.y >= area.region.bottom and theirs.region.x == area.region.x

    drive(lambda: holding(service), script, size)


@pytest.mark.parametrize(
    ("key", "note", "aside"),
    [
        ("ctrl+t", "mine\n\ntheirs [/] \ufffd", []),
        ("ctrl+s", "mine", ["theirs [/] \ufffd"]),
        ("ctrl+r", "theirs [/] \ufffd", ["mine"]),
    ],
)
def test_a_conflict_loses_neither_text(service: Service, view: CaseView, key: str, note: str, aside: list[str]) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        area = await in_conflict(host, pilot, service, view)
        await pilot.press(key)
        await pilot.pause(0.1)
        assert area.text == note_of(service) == note and set_aside(service) == aside
        assert "Note  saved" in picture(host) and not host.held.query_one(Theirs).display

    drive(lambda: holding(service), script)


def test_undo_brings_back_the_text_that_gave_way(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        area = await in_conflict(host, pilot, service, view)
        await pilot.press("ctrl+r")
        await pilot.pause(0.1)
        await pilot.press("ctrl+z")
        assert area.text == "mine"

    drive(lambda: holding(service), script)


def test_a_conflict_that_moves_on_again_is_another_conflict(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        await in_conflict(host, pilot, service, view)
        service.append_note(1, "and more")
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert "and more" in picture(host) and set_aside(service) == []
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert note_of(service) == "mine" and "and more" in set_aside(service)[0]

    drive(lambda: holding(service), script)


def test_no_text_is_set_aside_that_stands_in_the_one_that_is_kept(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        area = await in_conflict(host, pilot, service, view)
        area.text = "mine with theirs [/] \ufffd in it"
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert note_of(service) == "mine with theirs [/] \ufffd in it" and set_aside(service) == []

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
    assert draft.send() == Sending("a", 0)
    draft.typed("ab")
    assert not draft.seen(Note("a", 1), hands_off=True)
    draft.saved(1)
    assert (draft.state, draft.send()) == ("typing", Sending("ab", 1))


def test_a_foreign_text_that_arrives_during_a_save_is_a_conflict_once_refused() -> None:
    draft = Draft.of(Note("", 0))
    draft.typed("a")
    draft.send()
    draft.seen(Note("theirs", 1), hands_off=True)
    draft.refused(conflict=True)
    assert draft.state == "conflict" and draft.send() is None and draft.text == "a"
    draft.keep_mine()
    assert draft.send() == Sending("a", 1, "theirs")


def test_a_draft_taken_from_others_follows_them_if_they_go_on() -> None:
    draft = Draft.of(Note("", 0))
    draft.typed("mine")
    draft.seen(Note("theirs", 1), hands_off=True)
    draft.take_theirs()
    assert draft.send() == Sending("theirs", 1, "mine")
    draft.refused(conflict=True)
    assert draft.seen(Note("theirs, later", 2), hands_off=True)
    assert draft.send() == Sending("theirs, later", 2, "mine")
    draft.saved(3)
    assert (draft.state, draft.aside, draft.text) == ("saved", None, "theirs, later")


def test_a_draft_that_was_left_gives_way_to_nothing_it_was_typed_on() -> None:
    draft = Draft.of(Note("stored", 4))
    draft.recover("stored and more", 4)
    assert draft.send() == Sending("stored and more", 4)
    moved_on = Draft.of(Note("stored anew", 5))
    moved_on.recover("typed", 4)
    assert moved_on.send() == Sending("typed", 5, "stored anew")
