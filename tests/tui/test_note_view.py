"""The note as Markdown: shown, never obeyed; links are words that can be copied."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Markdown

from refund_tui.errors import Refused
from refund_tui.service import Service
from refund_tui.tui.app import RefundApp
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.screens.note_view import LARGEST, MOST_BLOCKS, NoteView, links, readable
from tests.tui.conftest import picture as whole_picture
from tests.tui.helpers import ALL_HOSTILE, HOSTILE, SIZES, Host, drive, is_clean, picture
from tests.tui.playing import play, some_cases, until
from tests.tui.test_note_drafts import told, writing

NOTE = """# 与商家沟通

商家说 **周五前** 退款
第二行

- one
- two

| what | when |
|---|---|
| refund [/] | Friday |

<b>not html</b>

[track](https://example.com/track?id=1) and vscode://evil and [again](https://example.com/track?id=1)

```nonsense[/]
code [red]x
```
"""


@pytest.mark.parametrize("size", SIZES)
def test_markdown_is_rendered_and_nothing_typed_is_left_out(size: tuple[int, int]) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        shown = picture(host)
        for words in ("与商家沟通", "周五前", "第二行"):
            assert words in shown
        assert "**" not in shown and "周五前 退款 第二行" not in shown  # a line end stays one
        await pilot.press("pagedown", "pagedown", "pagedown", "pagedown")
        await pilot.pause(0.1)
        assert "https://example.com/track?id=1" in picture(host)

    drive(lambda: NoteView(NOTE), script, size)


def test_html_and_tables_are_shown_as_they_are() -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        shown = picture(host)
        for words in ("<b>not html</b>", "refund [/]", "code [red]x"):
            assert words in shown

    drive(lambda: NoteView(NOTE), script, (120, 60))


def test_a_link_is_copied_and_never_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("textual.app.App.open_url", lambda app, url, **given: opened.append(url))

    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.screen.query_one(Markdown).post_message(
            Markdown.LinkClicked(host.screen.query_one(Markdown), "https://example.com/[/]\x1b]52")
        )
        await pilot.pause(0.2)
        assert host.clipboard == "https://example.com/[/]␛]52" and opened == []
        rows = [line for line in picture(host).splitlines() if "track and" in line]
        assert len(rows) == 1
        y = picture(host).splitlines().index(rows[0])
        await pilot.click(offset=(rows[0].index("track") + 1, y))
        await pilot.pause(0.2)
        assert host.clipboard == "https://example.com/track?id=1" and opened == []

    drive(lambda: NoteView(NOTE), script, (120, 60))


def test_a_table_cell_under_the_mouse_is_no_markup() -> None:
    cells = "| a | b |\n|---|---|\n| x[foo='bar | [@click=app.quit]x[/] [/] |\n"

    async def script(host: Host, pilot: Pilot[None]) -> None:
        lines = picture(host).splitlines()
        y = next(n for n, line in enumerate(lines) if "x[foo='bar" in line)
        await pilot.hover(offset=(lines[y].index("x[foo"), y))
        await pilot.pause(0.8)
        assert "[@click=app.quit]x" in picture(host)

    async def run() -> None:
        host = Host(lambda: NoteView(cells))
        async with host.run_test(size=(120, 40), tooltips=True) as pilot:
            await pilot.pause(0.2)
            await script(host, pilot)

    import asyncio

    asyncio.run(run())


@pytest.mark.parametrize(
    "hostile", [*HOSTILE, ALL_HOSTILE, "# [/]", "- [@click=app.quit]x[/]", "[a](javascript:x)", "![x](y)"]
)
def test_hostile_notes_are_text(hostile: str) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        assert is_clean(picture(host))
        await pilot.press("escape")

    assert drive(lambda: NoteView(hostile), script).results == [None]


def test_where_links_lead_is_named_once_each() -> None:
    assert links(NOTE) == ["https://example.com/track?id=1"]
    assert links("![p](pic.png) <https://a.example> http://b.example") == [
        "pic.png",
        "https://a.example",
        "http://b.example",
    ]


@pytest.mark.parametrize("text", ["x" * (LARGEST + 1), "x\n\n" * MOST_BLOCKS, "- x\n" * MOST_BLOCKS])
def test_a_note_that_would_take_long_to_render_is_refused_in_words(text: str) -> None:
    with pytest.raises(Refused, match="too large to be shown as Markdown"):
        readable(text)


def test_the_note_is_read_as_it_stands_in_the_editor(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await writing(screen, pilot)
        await pilot.press(*"*typed*")
        screen.action_read_note()
        await pilot.pause(0.3)
        assert len(app.screen_stack) == 2 and "typed" in whole_picture(app)
        await pilot.press("escape")
        assert len(app.screen_stack) == 1 and screen.detail is not None
        screen.detail.note.replace("x\n\n" * MOST_BLOCKS)
        screen.action_read_note()
        await pilot.pause(0.2)
        assert len(app.screen_stack) == 1 and "too large to be shown" in told(app)

    play(service, script)


def test_a_note_that_is_not_there_yet_is_said_so_in_one_line(service: Service) -> None:
    some_cases(service)

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("m")
        await until(pilot, lambda: "There is no note yet." in whole_picture(app))
        assert app.screen is screen

    play(service, script)
