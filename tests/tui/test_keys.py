"""Keys as they are mapped: bindings, key bar, help and palette say and do the same."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from refund_tui import i18n
from refund_tui.service import Service
from refund_tui.tui.app import RefundApp
from refund_tui.tui.commands import COMMANDS
from refund_tui.tui.keymap import PRESETS, key_name, resolved
from refund_tui.tui.screens import help
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.screens.help import Help
from refund_tui.tui.screens.palette import fitting
from refund_tui.tui.settings import Settings
from refund_tui.tui.widgets.case_detail import NAMES
from refund_tui.tui.widgets.case_list import CaseList
from tests.tui.conftest import picture
from tests.tui.playing import play, some_cases, until

OPENING = [
    each for each in COMMANDS if each.id in ("log", "edit", "copy", "deadline", "evidence", "lane", "add", "import")
]


@pytest.mark.parametrize("preset", PRESETS)
def test_each_key_of_a_preset_opens_what_the_table_says(service: Service, preset: str) -> None:
    some_cases(service)
    keys = resolved(preset)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        for command in OPENING:
            opened = []
            for key in keys[command.id]:
                await pilot.press(key)
                await until(pilot, lambda: app.screen.is_modal)
                opened.append(type(app.screen).__name__)
                await pilot.press("escape")
                await until(pilot, lambda: app.screen is screen)
            assert len(set(opened)) == 1, command.id

    play(service, script, settings=Settings(keys=keys))


def test_the_vim_preset_moves_opens_and_goes_back(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        assert screen.detail is not None
        await pilot.press("j", "G", "k", "l")
        await pilot.pause()
        assert screen.cases.index == 1 and screen.detail.has_focus_within
        await pilot.press("L", "L", "H")
        assert screen.detail.tab == "evidence"
        await pilot.press("h")
        await pilot.pause()
        assert isinstance(app.focused, CaseList)
        await pilot.press("i", *"jq")
        await pilot.pause()
        assert screen.detail.writing and app.is_running

    play(service, script, settings=Settings(keys=resolved("vim")))


def test_a_remapped_key_works_in_every_form_and_the_old_one_no_more(service: Service) -> None:
    some_cases(service)
    keys = resolved(own={"log": ("n",), "note": ("f2",), "down": ("s", "down"), "help": (",",)})

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("l", "j")
        await pilot.pause()
        assert app.screen is screen and screen.cases.index == 0
        await pilot.press("ｓ", "s")
        assert screen.cases.index == 2
        for key in ("n", "ｎ"):
            await pilot.press(key)
            await until(pilot, lambda: app.screen.is_modal)
            assert "What happened?" in picture(app)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is screen)
        assert " n log " in picture(app).splitlines()[-1] and "F2 note" in picture(app).splitlines()[-1]
        await pilot.press("，")
        await pilot.pause()
        assert isinstance(app.screen, Help)
        shown = picture(app)
        assert any(line.split()[1:5] == ["n", "log", "what", "happened"] for line in shown.splitlines())

    play(service, script, settings=Settings(keys=keys))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("place", ["list", "case", "note"])
def test_help_names_every_key_of_where_one_is(language: str, place: str) -> None:
    i18n.install(language)
    keys = resolved("vim", {"lane": ("f9",)})
    said = "\n".join(line.plain for line in help.lines(keys, place, True, 70))
    for command in COMMANDS:
        assert i18n._(command.help).split("，")[0][:12] in said, command.id
        assert all(key_name(key) in said for key in keys[command.id])
    assert "F9" in said
    assert ("Ctrl+S" in said) == (place == "note")
    without = "\n".join(line.plain for line in help.lines(keys, place, False, 70))
    assert "F9" not in without


@pytest.mark.parametrize("size", [(120, 40), (60, 20)])
def test_help_is_read_to_its_end_with_the_keys_that_move(service: Service, size: tuple[int, int]) -> None:
    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("?")
        await pilot.pause()
        assert "Keys" in picture(app)
        await pilot.press("G")
        await pilot.pause()
        assert "ran out" in picture(app)
        await pilot.press("g", "j", "pagedown")
        await pilot.press("escape")

    play(service, script, size)


def test_the_palette_finds_a_command_by_its_words_or_its_id_and_runs_it(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        for opener, words in ((":", "what happened"), ("ctrl+p", "log"), ("：", "log what")):
            await pilot.press(opener)
            await until(pilot, lambda: bool(app.screen.query(Input)))
            await pilot.press(*words)
            await until(pilot, lambda: "log what happened  l" in picture(app))
            await pilot.press("enter")
            await until(pilot, lambda: "What happened?" in picture(app))
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is screen)
        await pilot.press(":", *"zzzz")
        await until(pilot, lambda: "No command has these words." in picture(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)

    play(service, script)


@pytest.mark.parametrize(
    ("language", "query", "first"),
    [
        *(
            ("en", *pair)
            for pair in (("letter", "lane"), ("bundle", "lane"), ("export", "calendar"), ("verify", "evidence"))
        ),
        *(
            ("en", *pair)
            for pair in (("theme", "theme"), ("help", "help"), ("log what", "log"), ("statement", "import"))
        ),
        *(("zh_CN", *pair) for pair in (("导入", "import"), ("帮助", "help"), ("主题", "theme"), ("打包", "lane"))),
        *(("zh_CN", *pair) for pair in (("文书", "lane"), ("投诉", "lane"), ("照片", "evidence"), ("letter", "lane"))),
    ],
)
def test_a_command_is_found_by_what_people_call_it(language: str, query: str, first: str) -> None:
    before = i18n.language()
    i18n.install(language)
    try:
        fits = {command.id: fitting(query, command) for command in COMMANDS}
    finally:
        i18n.install(before)
    assert max(fits, key=fits.__getitem__) == first and fits[first] > 0 == fits["undo"]


@pytest.mark.parametrize("query", ["lttr", "zzzz", "letter zzzz"])
def test_no_command_is_found_by_letters_that_are_scattered_in_its_words(query: str) -> None:
    assert not any(fitting(query, command) for command in COMMANDS)


def test_without_a_case_the_palette_offers_nothing_that_needs_one(service: Service) -> None:
    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press(":")
        await until(pilot, lambda: "add a case by hand" in picture(app))
        assert "log what happened" not in picture(app)

    play(service, script)


def test_no_key_whatever_it_is_mapped_to_is_taken_from_what_is_typed(service: Service) -> None:
    some_cases(service)
    keys = resolved(own={"lane": ("ctrl+k",), "edit": ("ctrl+a",), "deadline": ("left",)})

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("/", *"abc", "left", "ctrl+a", "ctrl+k", "tab", "]")
        await pilot.pause()
        assert app.screen is screen
        assert screen.query_one(Input).value == "]"
        await pilot.press("escape", "n", *"ab", "left", "ctrl+a", "ctrl+k", "x")
        await pilot.pause(0.2)
        assert app.screen is screen and screen.detail is not None and screen.detail.writing

    play(service, script, settings=Settings(keys=keys))


@pytest.mark.parametrize("preset", PRESETS)
def test_every_character_and_every_arrow_belongs_to_the_note_while_it_is_written(service: Service, preset: str) -> None:
    some_cases(service)
    every = "".join(chr(code) for code in range(0x21, 0x7F)) + "ｊｋｇＧ退款"

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press(resolved(preset)["note"][0])
        await until(pilot, lambda: screen.detail is not None and screen.detail.writing)
        for start in range(0, len(every), 40):
            await pilot.press(*every[start : start + 40], "enter")
        await pilot.press("x", "up", "up", "home", "A", "down", "end", "B", "down", "end", "C")
        await pilot.pause()
        assert screen.detail is not None
        lines = [every[start : start + 40] for start in range(0, len(every), 40)]
        expected = [*lines[:-2], "A" + lines[-2], lines[-1] + "B", "xC"]
        assert screen.detail.note.text.split("\n") == expected

    play(service, script, settings=Settings(keys=resolved(preset)))


def test_a_hint_appears_when_an_input_method_swallows_keys(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("记")
        await until(pilot, lambda: "Your input method takes the keys" in picture(app))
        await pilot.press("录", "入")
        await pilot.pause()
        assert picture(app).count("Your input method") == 1
        assert app.screen is screen

    play(service, script)


def test_the_list_answers_to_the_mouse(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.click(CaseList, offset=(10, 2))
        assert screen.cases.index == 2
        await pilot.click(CaseList, offset=(10, 1), times=2)
        await pilot.pause()
        assert screen.detail is not None and screen.cases.index == 1 and screen.detail.has_focus_within

    play(service, script)


def test_the_note_is_read_and_an_editor_that_is_not_named_is_asked_for(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_cases(service)
    service.append_note(1, "# Plan\n\nwait for **Friday**")
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("m")
        await until(pilot, lambda: app.screen.is_modal and "wait for Friday" in picture(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("E")
        await until(pilot, lambda: "EDITOR" in picture(app))
        assert app.screen is screen

    play(service, script)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
def test_every_key_of_the_panes_shows_its_pane_from_the_list_and_from_inside(
    service: Service, size: tuple[int, int]
) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        detail = screen.detail
        assert detail is not None
        for inside in (False, True):
            for number, name in enumerate(NAMES, 1):
                await pilot.press("escape", *(["enter"] if inside else []), str(number))
                await pilot.pause()
                assert detail.tab == name and detail.query_one(f"#pane-{name}").region.area, (inside, name)
            for key, step in (("tab", 1), ("shift+tab", -1), ("]", 1), ("】", 1), ("[", -1), ("【", -1)):
                before = list(NAMES).index(detail.tab)
                await pilot.press(key)
                await pilot.pause()
                assert list(NAMES).index(detail.tab) == (before + step) % len(NAMES), key

    play(service, script, size)
