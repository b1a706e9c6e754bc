"""Whatever Textual draws: the emulated screen is the same with the fewest bytes as with all of them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size

from refund_tui.tui.terminal.diff import Canvas
from refund_tui.tui.terminal.sgr import PLAIN, applied, change
from tests.seen import cells, emulator, show

ROWS = 4
EDGES = (0, 7, 16, 17, 32)
"""The columns at which widgets meet: as with Textual, no character lies across one."""
ALL = tuple(pairwise(EDGES))
CODES = ("", "1", "2", "7", "4", "31", "39;49", "1;2;33", "90;49", "7;34;49", "48;5;17", "3;38;2;9;8;7;4", "49", "9;41")
WORDS = st.text("ab1  ···…│─>退款商家（）。", max_size=20)
PICTURES = st.text("a 退é́😀☎️“—", max_size=12)


@st.composite
def chunks(draw: st.DrawFn, words: st.SearchStrategy[str], width: int) -> str:
    """Draw looks and words that fill a width."""
    out, left = "", width
    while left:
        text = draw(words)
        text = set_cell_size(text, min(left, max(cell_len(text), 1)))
        left -= cell_len(text)
        code = draw(st.sampled_from(CODES))
        out += f"\x1b[{code}m{text}\x1b[0m" if code else text
    return out


@st.composite
def frames(draw: st.DrawFn, words: st.SearchStrategy[str]) -> str:
    """Draw whole rows, or only some of the widgets in them."""
    rows = []
    for row in sorted(draw(st.sets(st.integers(1, ROWS)))):
        whole = draw(st.booleans())
        spans = ALL if whole else sorted(draw(st.sets(st.sampled_from(ALL), min_size=1)))
        text = ""
        for start, stop in spans:
            text += f"\x1b[{row};{start + 1}H" if not (whole and start) else ""
            text += draw(chunks(words, stop - start))
        rows.append(text)
    newlines = "\n".join(rows)
    return f"{newlines}\x1b[{draw(st.integers(1, ROWS))};{draw(st.integers(1, 32))}H"


@st.composite
def stories(draw: st.DrawFn, words: st.SearchStrategy[str]) -> list[tuple[str, str]]:
    """Draw what happens in turn: a frame that is sent, or one that a later one overtakes, or a resize."""
    what = st.sampled_from(["sent", "sent", "sent", "overtaken", "resized"])
    return [(draw(what), draw(frames(words))) for _ in range(draw(st.integers(1, 8)))]


def _same(story: list[tuple[str, str]]) -> None:
    plain, diffed, canvas = emulator(32, ROWS), emulator(32, ROWS), Canvas(32, ROWS)
    first = "\n".join(f"\x1b[{row};1H{' ' * 32}" for row in range(1, ROWS + 1)) + "\x1b[1;1H"
    for kind, frame in [("sent", first), *story]:
        show(plain, frame)
        assert canvas.draw(frame)
        if kind == "resized":
            canvas.resize(*canvas.size)
            diffed = emulator(32, ROWS)
        if kind != "overtaken":
            show(diffed, canvas.changes())
            assert cells(diffed) == cells(plain)
            assert (diffed.cursor.y, diffed.cursor.x) == (plain.cursor.y, plain.cursor.x)
            assert canvas.changes() == ""


@given(stories(WORDS))
def test_the_screen_is_the_same_as_with_all_bytes(story: list[tuple[str, str]]) -> None:
    _same(story)


@given(frames(WORDS), frames(WORDS))
def test_no_frame_costs_more_than_textual_s_own(before: str, after: str) -> None:
    canvas = Canvas(32, ROWS)
    canvas.draw(before)
    canvas.changes()
    canvas.draw(after)
    assert len(canvas.changes().encode()) <= len(after.encode()) + 3


@given(st.sampled_from(CODES), st.sampled_from(CODES))
def test_every_look_is_reached_from_every_other(one: str, two: str) -> None:
    before, after = applied(PLAIN, one), applied(PLAIN, two)
    way = change(before, after)
    assert (applied(before, way[2:-1]) if way else before) == after


@given(stories(PICTURES), st.lists(chunks(WORDS, 32), min_size=ROWS, max_size=ROWS))
def test_what_an_emulator_counted_otherwise_leaves_nothing_behind(
    story: list[tuple[str, str]], rows: list[str]
) -> None:
    screen, canvas = emulator(32, ROWS), Canvas(32, ROWS)
    for _kind, frame in story:
        canvas.draw(frame)
        show(screen, canvas.changes())
    last = "\n".join(f"\x1b[{number};1H{row}" for number, row in enumerate(rows, 1)) + "\x1b[1;1H"
    fresh = emulator(32, ROWS)
    show(fresh, last)
    assert canvas.draw(last)
    show(screen, canvas.changes())
    assert cells(screen) == cells(fresh)
