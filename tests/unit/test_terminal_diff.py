"""The bytes that reach the terminal: as few as can be, and the same screen as with all of them."""

from __future__ import annotations

import pytest

from refund_tui.tui.terminal.diff import Canvas
from refund_tui.tui.terminal.sgr import PLAIN, Look, NotUnderstood, applied, change
from tests.seen import cells, emulator, show

WIDTH, HEIGHT = 40, 4


def frame(*rows: str) -> str:
    """Write whole rows as Textual does, the cursor left in the corner."""
    return "\n".join(f"\x1b[{number};1H{row}" for number, row in enumerate(rows, 1)) + "\x1b[1;1H"


def sent(canvas: Canvas, *frames: str) -> str:
    for each in frames:
        assert canvas.draw(each)
    return canvas.changes()


@pytest.fixture
def canvas() -> Canvas:
    canvas = Canvas(WIDTH, HEIGHT)
    sent(canvas, frame(*(" " * WIDTH,) * HEIGHT))
    return canvas


def test_what_is_there_already_is_not_sent_again(canvas: Canvas) -> None:
    rows = ("退款 100.00".ljust(38), "\x1b[1mabc\x1b[0m".ljust(40))
    assert sent(canvas, frame(*rows))
    assert sent(canvas, frame(*rows)) == ""


def test_one_digit_costs_a_move_and_a_digit(canvas: Canvas) -> None:
    sent(canvas, frame("left 59 minutes".ljust(WIDTH)))
    assert sent(canvas, frame("left 58 minutes".ljust(WIDTH))) == "\x1b[6C8\x1b[H"


def test_a_blank_tail_is_erased(canvas: Canvas) -> None:
    sent(canvas, frame("x" * WIDTH))
    assert sent(canvas, frame("xy".ljust(WIDTH))) == "\x1b[Cy\x1b[K\x1b[H"


def test_a_blank_tail_before_a_border_is_erased_and_the_border_stays(canvas: Canvas) -> None:
    sent(canvas, frame("x" * 39 + "|"))
    assert sent(canvas, frame("xy".ljust(39) + "|")) == "\x1b[Cy\x1b[37X\x1b[H"


def test_only_the_newest_of_several_frames_is_sent(canvas: Canvas) -> None:
    text = sent(canvas, *(frame(f"{number}".ljust(WIDTH)) for number in range(100)))
    assert text == "99\x1b[H"


def test_a_blank_between_words_of_one_colour_changes_no_colour(canvas: Canvas) -> None:
    assert sent(canvas, frame("\x1b[31mone two\x1b[0m".ljust(WIDTH))) == "\x1b[31mone two\x1b[H\x1b[m"


def test_after_another_size_all_is_sent_again(canvas: Canvas) -> None:
    sent(canvas, frame("abc".ljust(WIDTH)))
    canvas.resize(WIDTH - 1, HEIGHT)
    assert "abc" in sent(canvas, frame("abc".ljust(WIDTH - 1)))


def test_after_the_same_size_again_all_is_sent_again_without_a_new_frame(canvas: Canvas) -> None:
    sent(canvas, frame("abc".ljust(WIDTH)))
    canvas.resize(WIDTH, HEIGHT)
    assert "abc" in canvas.changes()


def test_a_row_whose_width_terminals_disagree_on_is_sent_whole_from_there_on(canvas: Canvas) -> None:
    sent(canvas, frame("☎️ 100 yuan".ljust(WIDTH - 1)))
    assert "☎️ 200 yuan" in sent(canvas, frame("☎️ 200 yuan".ljust(WIDTH - 1)))


@pytest.mark.parametrize(
    "text",
    [
        "\x07",
        "\x1b]52;c;eA==\x07",
        "\x1b[?1049h",
        "plain words",
        "\x1b[1;1Ha\tb",
        "\x1b[1;1H\x1b[2Jx",
        "\x1b[1;1H\x1b[31mred and on",
        "\x1b[1;1H\x1b]8;;http://x\x1b\\x\x1b]8;;\x1b\\",
        "\x1b[1;1H\x1b[38;9mx\x1b[0m",
    ],
)
def test_what_is_no_frame_or_not_understood_is_left_to_be_sent_as_it_is(canvas: Canvas, text: str) -> None:
    assert not canvas.draw(text)
    assert canvas.changes() == "", "a part of it was drawn"


def test_after_forgetting_only_what_is_drawn_anew_is_sent(canvas: Canvas) -> None:
    sent(canvas, frame("abc".ljust(WIDTH)))
    canvas.forget()
    text = sent(canvas, "\x1b[2;3Hxyz\x1b[1;1H")
    assert "xyz" in text and "abc" not in text and "\x1b[K" not in text


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        (PLAIN, Look((1,), "31"), "\x1b[1;31m"),
        (Look((1,), "31"), PLAIN, "\x1b[m"),
        (Look((1,), "31"), Look((1,), "32"), "\x1b[32m"),
        (Look((7,), "31"), Look((), "31"), "\x1b[27m"),
        (Look((1,)), Look((2,)), "\x1b[22;2m"),
        (Look((1, 2)), Look((2,)), "\x1b[;2m"),
        (Look((), "38;2;1;2;3", "44"), Look((4,), "", "44"), "\x1b[4;39m"),
    ],
)
def test_the_way_from_one_look_to_another_is_short(before: Look, after: Look, way: str) -> None:
    assert len(change(before, after)) <= len(way)
    assert applied(before, change(before, after)[2:-1]) == after


def test_a_parameter_nobody_knows_is_not_understood() -> None:
    with pytest.raises(NotUnderstood):
        applied(PLAIN, "38;7;1")


def test_a_wide_character_cut_by_a_narrow_one_leaves_a_blank(canvas: Canvas) -> None:
    screen = emulator(WIDTH, HEIGHT)
    show(screen, sent(canvas, frame("退款".ljust(WIDTH - 2))))
    show(screen, sent(canvas, "\x1b[1;2Hx\x1b[1;1H"))
    assert [cell[0] for cell in cells(screen)[0][:4]] == [" ", "x", "款", ""]


def test_of_a_frame_for_the_size_before_only_what_fits_is_sent(canvas: Canvas) -> None:
    canvas.resize(5, 2)
    canvas.draw(frame("abc退款".ljust(WIDTH - 2), "def", "ghi") + f"\x1b[{HEIGHT};{WIDTH}H")
    screen = emulator(5, 2)
    show(screen, canvas.changes())
    assert [line.rstrip() for line in screen.display] == ["abc退", "def"]
    canvas.resize(4, 2)
    screen = emulator(4, 2)
    show(screen, canvas.changes())
    assert [line.rstrip() for line in screen.display] in (["abc", "def"], ["", ""])
