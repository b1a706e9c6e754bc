"""Copying out: any field, the note, the whole case; to the clipboard and, where that is in doubt, to a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from textual.pilot import Pilot

from refund_tui import copied
from refund_tui.service import Service
from refund_tui.tui.app import RefundApp
from refund_tui.tui.screens import copy_picker
from refund_tui.tui.screens.cases import CasesScreen
from tests.tui.conftest import picture
from tests.tui.helpers import ALL_HOSTILE, applied, desk
from tests.tui.playing import play, until


@pytest.mark.parametrize(
    ("surroundings", "doubtful"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "xterm-kitty"}, False),
        ({"TERM": "alacritty"}, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, True),
        ({"TERM": "xterm-256color", "WT_SESSION": "1"}, False),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux"}, True),
        ({"TERM": "screen", "STY": "1"}, True),
    ],
)
def test_a_copy_is_in_doubt_where_terminals_swallow_it(surroundings: Mapping[str, str], doubtful: bool) -> None:
    assert copied.may_be_swallowed(surroundings) == doubtful


def test_the_file_is_for_its_owner_alone_and_holds_the_last_copy(tmp_path: Path) -> None:
    copied.keep(tmp_path, "one")
    path = copied.keep(tmp_path, "退款 two\n")
    assert path.read_text(encoding="utf-8") == "退款 two\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["copied.txt"]


def test_what_can_be_copied_begins_with_the_platforms_form_and_ends_with_everything(db: Path) -> None:
    service = desk(db)
    view = applied(service, order_no="123", trade_no="456")
    service.log(view.case.id, "terms_agreed", {"amount": "100", "return_address": "路 5 号"})
    service.log(view.case.id, "complaint_filed", {"number": "N-9"})
    service.save_note(view.case.id, "ask again", view.note.revision)
    found = list(copy_picker.offered(service.case(view.case.id)))
    assert [(key, text) for key, _name, text in found][:2] == [("1", "129.00"), ("2", "quality defect, visible")]
    texts = {name: text for _key, name, text in found}
    assert texts["return address"] == "路 5 号" and texts["order no."] == "123" and texts["agreed amount"] == "100.00"
    assert texts["go to complaint_12315"] == "N-9" and texts["the note"] == "ask again"
    key, name, whole = found[-1]
    assert (key, name) == ("0", "the whole case as text")
    assert "stage:" in whole and "路 5 号" in whole and "ask again" in whole


def test_before_anything_was_applied_for_the_form_is_copied_as_it_was_agreed(db: Path) -> None:
    service = desk(db)
    view = service.add({"merchant": "Shop", "claim": "129", "reason": "quality", "description": "the lid is cracked"})
    view = service.log(view.case.id, "terms_agreed", {"amount": "100"})
    copied = {key: text for key, _name, text in copy_picker.offered(view)}
    assert (copied["1"], copied["2"], copied["3"]) == ("100.00", "quality defect, visible", "the lid is cracked")
    assert [text for _key, _name, text in copy_picker.offered(view)].count("the lid is cracked") == 1


def test_what_an_application_left_open_is_copied_as_it_would_be_typed_now(db: Path) -> None:
    service = desk(db)
    view = service.add({"merchant": "Shop", "claim": "129", "reason": "quality"})
    view = service.log(view.case.id, "applied", {"kind": "refund_only"})
    copied = {key: text for key, _name, text in copy_picker.offered(view)}
    assert (copied["1"], copied["2"]) == ("129.00", "quality defect, visible")


def test_a_number_copies_and_the_file_is_named(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    service.add({"merchant": "Acme", "order_no": "20261123", "paid": "10"})

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("y")
        await until(pilot, lambda: app.screen.is_modal)
        await pilot.press("5")
        await until(pilot, lambda: app.clipboard == "20261123")
        kept = service.path.with_name("copied.txt")
        await until(pilot, lambda: "clipboard stays" in picture(app))
        assert kept.read_text() == "20261123"
        await pilot.press("y", "０")
        await until(pilot, lambda: "#1  Acme" in app.clipboard)

    play(service, script)


def test_a_selection_is_copied_with_the_key_of_every_terminal_and_does_not_quit(service: Service) -> None:
    service.add({"merchant": "Acme"})

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        assert screen.detail is not None
        x, y = screen.detail.query_one("#pane-case").content_region.offset
        await pilot.mouse_down(offset=(x, y))
        await pilot.hover(offset=(x + 6, y))
        await pilot.mouse_up(offset=(x + 6, y))
        await pilot.press("ctrl+c")
        await until(pilot, lambda: app.clipboard == "#1 Acme")
        assert not app._exit

    play(service, script)


def test_a_folder_that_takes_no_file_is_said(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service.add({"merchant": "Acme"})

    def full(folder: Path, text: str) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("refund_tui.tui.clipboard.keep", full)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        screen.copy_out("text", "it")
        await until(pilot, lambda: "No space left" in picture(app))

    play(service, script)


def test_hostile_text_is_copied_clean_and_shown_as_it_is(service: Service) -> None:
    service.add({"merchant": f"M{ALL_HOSTILE}"})

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("y")
        await until(pilot, lambda: app.screen.is_modal)
        assert "a[/]b" in picture(app)
        await pilot.press("7")
        await until(pilot, lambda: "[red]x" in app.clipboard)
        assert "\x1b" not in app.clipboard and app.is_running

    play(service, script)
