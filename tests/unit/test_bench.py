"""The benchmark counts right, and reads a terminal's bytes right however they are cut."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Import a module of the benchmark, which is no part of the package."""
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module


@pytest.fixture
def stats(bench: Callable[[str], Any]) -> Any:
    return bench("stats")


@pytest.fixture
def terminal(bench: Callable[[str], Any]) -> Any:
    return bench("terminal")


def test_a_percentile_is_one_of_the_values(stats: Any) -> None:
    assert stats.percentile([4, 1, 3, 2], 0.5) == 2
    assert stats.percentile(range(1, 101), 0.95) == 95
    assert stats.percentile([7], 0.95) == 7


def test_a_ratio_compares_medians_and_spans_the_rounds(stats: Any) -> None:
    assert stats.ratio([20, 30, 90], [10, 10, 30]) == stats.Figure(3.0, 2.0, 3.0)


def test_rounds_give_the_median_of_all_and_the_span_of_their_own(stats: Any) -> None:
    assert stats.figure_of_rounds([[1, 2, 3], [5, 6, 70]]) == stats.Figure(4, 2, 6)


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_query_is_answered_once_wherever_it_is_cut(terminal: Any, cut: int) -> None:
    queries = terminal.Queries()
    asked = b"ab\x1b[?2026$pcd\x1b[6n"
    assert queries.answers(asked[:cut]) + queries.answers(asked[cut:]) == b"\x1b[?2026;2$y\x1b[1;1R"
    assert queries.answers(b"more") == b""


def test_modes_left_on_are_named(terminal: Any) -> None:
    assert terminal.left_on(b"\x1b[?1049h\x1b[?25l\x1b[>1u..\x1b[<u\x1b[?25h\x1b[?1049l") == []
    assert terminal.left_on(b"\x1b[?1049h\x1b[?1000;1006h\x1b[?25l\x1b[>1u") == [
        "alternate screen",
        "hidden cursor",
        "kitty keys",
        "mouse",
    ]


@pytest.mark.parametrize("cut", range(1, 40))
def test_the_screen_shows_chinese_and_no_private_sequence(terminal: Any, cut: int) -> None:
    screen = terminal.Screen(20, 2)
    data = "\x1b[?2026h\x1b[>1u\x1b]22;x\x07退款 \x1b[2;1H12\x1b[?2026l".encode()
    screen.feed(data[:cut])
    screen.feed(data[cut:])
    assert screen.text() == "退款\n12"
    assert screen.whole


def test_a_move_that_only_changes_colours_is_a_change_of_the_screen(terminal: Any) -> None:
    screen = terminal.Screen(4, 2)
    screen.feed(b"ab")
    before = screen.cells()
    screen.feed(b"\x1b[1;1Hab")
    assert screen.cells() == before
    screen.feed(b"\x1b[1;1H\x1b[7mab")
    assert screen.cells() != before


@pytest.mark.parametrize(
    ("found", "verdict"), [(5, "met"), (5.1, "within limit"), (7, "within limit"), (7.1, "NOT MET")]
)
def test_a_row_says_whether_it_is_enough(bench: Callable[[str], Any], found: float, verdict: str) -> None:
    figure = bench("stats").Figure(found, found, found)
    assert bench("table").row("P4", "key", 5, "ms", figure, 7).verdict == verdict


def test_the_table_stands_in_columns(bench: Callable[[str], Any]) -> None:
    table, figure = bench("table"), bench("stats").Figure
    lines = table.table(
        [
            table.row("P2", "there", 1.3, "x", figure(1.25, 1.2, 1.314)),
            table.row("SSH", "bytes a key", 3000, "B", figure(12345.6, 1, 12345.6)),
        ]
    ).splitlines()
    assert lines[1] == "P2   there         1.30 x   1.30 x    1.25 x  1.20-1.31  met"
    assert lines[2] == "SSH  bytes a key  3,000 B  3,000 B  12,346 B   1-12,346  NOT MET"


@pytest.mark.pty
@pytest.mark.skipif(
    not (shutil.which("sshd", path="/usr/sbin:/usr/bin") and shutil.which("ssh")), reason="no sshd here"
)
def test_a_server_of_our_own_counts_what_comes_over_the_line(bench: Callable[[str], Any], tmp_path: Path) -> None:
    sshd = bench("sshd")
    with sshd.Server(tmp_path / "ssh", {"LANG": "C.UTF-8", "SOMETHING": "set"}) as server:
        told = subprocess.run(server.ssh("echo $SOMETHING"), capture_output=True, text=True, timeout=20)
        assert told.stdout == "set\n", told.stderr + server.log()
        script = "exec sh -c 'echo there; read _; head -c 4000 /dev/zero | tr \\\\0 x; echo; echo done; read _'"
        line = {}
        for way in ((), ("-C",)):
            with sshd.Remote(server.ssh(script, options=("-tt", *way)), dict(os.environ)) as session:
                session.wait_for("there", 20)
                session.settle()
                before, size = session.line(), session.size
                session.press(b"\n")
                session.wait_for("done", 20)
                assert session.size - size > 4000
                line[way] = session.line() - before
        assert line[()] > 4000 > line["-C",]
    refused = subprocess.run(server.ssh("true"), capture_output=True, timeout=20)
    assert refused.returncode == 255
