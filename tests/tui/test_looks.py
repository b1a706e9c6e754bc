"""What the screen looks like: layouts by size, colours never alone, plain ASCII, no colour at all."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.color import Color
from textual.pilot import Pilot

from refund_tui import i18n
from refund_tui.demo import fill
from refund_tui.domain.text import cells
from refund_tui.service import Service
from refund_tui.tui import themes
from refund_tui.tui.app import RefundApp
from refund_tui.tui.layout import layout
from refund_tui.tui.safe import AsciiFilter
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.settings import Settings
from refund_tui.tui.widgets.case_detail import NAMES
from tests.tui.helpers import picture
from tests.tui.playing import play, some_cases, until

LAYOUTS = {"broad": (200, 50), "wide": (120, 40), "normal": (80, 24), "narrow": (60, 20)}


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((180, 50), "broad"),
        ((179, 50), "wide"),
        ((120, 24), "wide"),
        ((119, 40), "normal"),
        ((120, 23), "normal"),
        ((80, 24), "normal"),
        ((70, 16), "normal"),
        ((69, 50), "narrow"),
        ((80, 15), "narrow"),
        ((1, 1), "narrow"),
    ],
)
def test_the_layout_follows_from_the_size(size: tuple[int, int], expected: str) -> None:
    assert layout(*size) == expected


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_line_of_every_layout_fits_and_every_pane_can_be_reached(
    service: Service, name: str, language: str
) -> None:
    i18n.install(language)
    fill(service, language)
    size = LAYOUTS[name]

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        detail = screen.detail
        assert detail is not None
        for number, pane in enumerate(NAMES, 1):
            await pilot.press(str(number))
            await pilot.pause()
            assert detail.tab == pane and detail.query_one(f"#pane-{pane}").region.area > 0
            assert all(cells(line) == size[0] for line in picture(app).splitlines())
        for _turn in NAMES:
            await pilot.press("]")
        await pilot.press("[")
        assert detail.tab == "note"

    play(service, script, size)


@pytest.mark.parametrize("name", LAYOUTS)
def test_list_case_and_side_panes_share_the_terminal(service: Service, name: str) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        assert screen.detail is not None
        listed, detail = screen.cases.region, screen.detail.region
        main, side = (screen.detail.query_one(each).region for each in ("#pane-case", "#side"))
        if name == "narrow":
            assert not screen.detail.display and listed.width == 60
        elif name == "normal":
            assert detail.y >= listed.bottom and detail.width == listed.width == 80 and not side.area
        else:
            assert detail.x >= listed.right and detail.y == listed.y
            assert main.area and side.area
            assert (side.x >= main.right) == (name == "broad") and (side.y >= main.bottom) == (name == "wide")

    play(service, script, LAYOUTS[name])


def test_resizing_never_loses_the_place(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        assert screen.detail is not None
        await pilot.press("j", "4", "enter")
        await pilot.pause()
        for size in ((60, 20), (1, 1), (200, 60), (80, 24), (60, 20), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert (screen.cases.index, screen.detail.tab) == (1, "terms")
            assert screen.detail.has_focus_within
        await pilot.press("n", *"half")
        await pilot.pause(0.2)
        await pilot.resize_terminal(60, 20)
        await pilot.press(*"-typed")
        await pilot.pause()
        assert screen.detail.writing and "half-typed" in picture(app)

    play(service, script)


@pytest.mark.parametrize("size", LAYOUTS.values())
def test_the_first_line_says_what_matters_at_every_size(service: Service, size: tuple[int, int]) -> None:
    fill(service, "en")

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        line = picture(app).splitlines()[0]
        roomy = ("agreed 352.00", "claimed 4054.20") if size[0] >= 120 else ("1/12",)
        counts = (r"(my move|me) 7", r"over(due)? 1", r"(due in 24 h|24h) 3")
        for number in (*counts, "owed 4163.20", r"(received|in) 0.00", *roomy):
            assert re.search(number, line), line

    play(service, script, size)


def test_colours_change_at_a_key_and_the_words_stay(service: Service) -> None:
    fill(service, "en")

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: "#8" in picture(app))
        before = picture(app)
        seen = []
        for _theme in themes.THEMES:
            await pilot.press("T")
            await pilot.pause()
            seen.append(app.theme)
            assert picture(app) == before
        assert seen == ["dark", "light", "terminal"]

    play(service, script)


def test_urgent_cases_differ_by_sign_or_word_and_not_by_colour_alone(service: Service) -> None:
    fill(service, "en")

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        lines = picture(app).splitlines()
        assert "over" in lines[1] and re.search(r"<\d+h \d+m ", lines[2])

    play(service, script)


def _contrast(one: Color, other: Color) -> float:
    def luminance(color: Color) -> float:
        channels = (part / 255 for part in color.rgb)
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_every_colour_of_text_has_contrast_on_every_ground(name: str) -> None:
    theme = themes.THEMES[name]
    for ground in (theme.background, theme.surface, theme.panel):
        for ink in (theme.foreground, theme.primary, theme.error, theme.warning, theme.success, theme.accent):
            assert ground and ink
            assert _contrast(Color.parse(ink), Color.parse(ground)) >= 4.5, (ink, ground)


def test_ascii_draws_no_character_whose_width_is_in_doubt(service: Service) -> None:
    i18n.install("zh_CN")
    fill(service, "zh_CN")

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        for key in (None, "?", "l", "i", "x", "y", "a"):
            if key:
                await pilot.press(key)
                await until(pilot, lambda: app.screen.is_modal)
                await pilot.pause(0.1)
            drawn = picture(app)
            doubtful = {char for char in drawn if unicodedata.east_asian_width(char) == "A"}
            assert not doubtful, (key, doubtful)
            if key:
                await pilot.press("escape")
                await until(pilot, lambda: app.screen is screen)

    play(service, script, settings=Settings(ascii=True))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_ascii_changes_no_width_and_no_letter(text: str) -> None:
    (drawn,) = AsciiFilter().apply([Segment(text)], Color(0, 0, 0))
    assert cells(drawn.text) == cells(text)
    assert all(one == other or not one.isalnum() for one, other in zip(text, drawn.text, strict=True))


def test_without_colour_nothing_is_coloured(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    fill(service, "en")

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        for theme in themes.THEMES:
            app.theme = theme
            await pilot.pause()
            for strip in app.screen._compositor.render_strips():
                for line_filter in app.get_line_filters():
                    strip = strip.apply_filter(line_filter, app.screen.background_colors[1])
                for segment in strip:
                    colours = (segment.style.color, segment.style.bgcolor) if segment.style else ()
                    for colour in colours:
                        if colour is None or colour.is_default:
                            continue
                        red, green, blue = colour.get_truecolor()
                        assert red == green == blue, (theme, segment)

    play(service, script)
