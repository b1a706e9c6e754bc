"""Naming the columns of a file on the screen: guesses, choices, a preview that follows, and that it is remembered."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from refund_tui import importing
from refund_tui.errors import Refused
from refund_tui.service import Service
from refund_tui.statements.mapped import MappingNeeded
from refund_tui.tui.screens.column_form import ColumnForm
from refund_tui.tui.screens.column_picks import Pick, mapping_of, picks
from refund_tui.tui.screens.import_picker import ImportPicker
from refund_tui.tui.widgets.line_list import LineList
from tests.tui.helpers import HOSTILE, SIZES, Host, desk, drive, flat, is_clean, picture
from tests.tui.playing import until

BANK = "Day,Words,Date,Amount\n1,Shop A,2026-03-05,-12.30\n2,Shop B refund,2026-03-06,5.00\n3,C,2026-03-07,-1.00\n"


def asked(folder: Path, text: str) -> MappingNeeded:
    path = folder / "mine.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappingNeeded) as needed:
        importing.read(path)
    return needed.value


def named(lines: list[Pick], name: str) -> Pick:
    return next(line for line in lines if line.name == name)


def test_what_columns_are_called_is_filled_in_and_what_is_needed_is_named(tmp_path: Path) -> None:
    needed = asked(tmp_path, BANK)
    lines = picks(needed, "bank", needed.guess)
    assert (named(lines, "date").value, named(lines, "amount").value) == ("Date", "Amount")
    assert named(lines, "signs").value == "minus_out" and named(lines, "date").shown == "Date  (2026-03-05)"
    assert mapping_of(lines) == needed.guess
    named(lines, "date").value = ""
    with pytest.raises(Refused, match="still needed: date"):
        mapping_of(lines)
    named(lines, "date").jump("d")
    named(lines, "amount").value = ""
    with pytest.raises(Refused, match="still needed: money in or money out or amount"):
        mapping_of(lines)
    named(lines, "amount").value = "Amount"
    named(lines, "signs").value = ""
    with pytest.raises(Refused, match="still needed: sign of the amount"):
        mapping_of(lines)


def test_a_column_is_chosen_by_its_letter_or_by_going_round(tmp_path: Path) -> None:
    needed = asked(tmp_path, BANK)
    date = named(picks(needed, "bank", needed.guess), "date")
    seen = []
    for _press in range(2):
        date.jump("D")
        seen.append(date.value)
    for _press in range(5):
        date.step(1)
    assert seen == ["Day", "Date"] and date.value == "Date"


def test_columns_that_share_a_name_or_have_none_go_by_their_numbers(tmp_path: Path) -> None:
    needed = asked(tmp_path, "Date,Amount,x,x,\n2026-03-05,-12.30,a,b,c\n")
    assert [value for value, _shown in named(picks(needed, "bank", None), "text").values] == [
        *("", "Date", "Amount", "#3", "#4", "#5")
    ]


def test_choices_made_before_stand_in_the_form_also_for_another_kind_of_file(tmp_path: Path) -> None:
    needed = asked(tmp_path, BANK)
    before = mapping_of(picks(needed, "bank", needed.guess))
    orders = picks(needed, "orders", before)
    assert named(orders, "platform").value == "taobao" and named(orders, "order_no").value == ""
    assert mapping_of(picks(needed, "bank", before)) == before


@pytest.mark.parametrize("size", SIZES)
def test_columns_are_named_once_with_a_preview_and_can_be_named_anew(
    db: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    service = desk(db)
    asked(tmp_path, BANK)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.query_one("#path", Input).value = str(tmp_path / "mine.csv")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(host.screen, ColumnForm) and "[money out]" in picture(host))
        await pilot.press("down", "d")
        await until(pilot, lambda: "[money out]" not in picture(host))
        await pilot.press("d")
        await until(pilot, lambda: "[money out]" in picture(host))
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: not isinstance(host.screen, ColumnForm))
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: "Shop B refund" in picture(host) or "Shop B refu…" in picture(host))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "3 rows · CNY: refunds 1, 5.00; expenses 13.30" in flat(host))
        assert "F6 other columns" in flat(host)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(host.screen, ColumnForm))
        await pilot.press("escape")
        await until(pilot, lambda: "Stopped: nothing was kept." in picture(host))

    drive(lambda: ImportPicker(service), script, size)
    kept = importing.known_mappings(Service(db))
    assert [mapping.columns["text"] for mapping in kept.values()] == ["Words"]


def test_the_preview_is_as_wide_as_the_terminal_by_now(tmp_path: Path) -> None:
    needed = asked(tmp_path, BANK)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        for width, shown in ((60, "│ 26-03-05 "), (120, "│ 2026-03-05 00:00 "), (60, "│ 26-03-05 ")):
            await pilot.resize_terminal(width, 20)
            await until(pilot, partial(lambda shown: f"{shown}      12.30" in picture(host), shown))

    drive(lambda: ColumnForm(needed), script, (120, 20))


@pytest.mark.parametrize("size", SIZES)
def test_hostile_headers_are_listed_as_text(tmp_path: Path, size: tuple[int, int]) -> None:
    names = [text.replace("\n", "").replace("\r", "").replace("\x00", "").replace("\udcff", "") for text in HOSTILE]
    cells = ",".join(f'"{name}"' for name in names)
    needed = asked(tmp_path, f"Date,Amount,{cells}\n2026-03-05,-12.30,{cells}\n")

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("down", "down", "down")
        for _name in names:
            await pilot.press("right")
            assert host.is_running and is_clean(picture(host))
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(host.screen, ColumnForm))
        assert is_clean(picture(host))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(host.screen, ColumnForm))
        assert host.screen.query_one(LineList).shown and is_clean(picture(host))

    drive(lambda: ColumnForm(needed), script, size)
