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


def test_a_run_measures_all_goals_and_what_else_it_is_asked_for(bench: Callable[[str], Any]) -> None:
    chosen = bench("run").chosen
    goals = {f"P{number}" for number in range(1, 10)}
    assert chosen("", set()) == goals
    assert chosen("", {"PEERS", "SSH"}) == goals | {"PEERS", "SSH"}
    assert chosen("p2, ssh", {"PEERS"}) == {"P2", "SSH", "PEERS"}
    with pytest.raises(ValueError, match="no such goal: P10"):
        chosen("P1,P10", set())


def test_what_was_measured_before_a_failure_is_still_told(
    bench: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    run, table, figure = bench("run"), bench("table"), bench("stats").Figure(1, 1, 1)

    def broken(_: object) -> Any:
        yield table.row("P2", "against peers", 1, "x", figure)
        yield table.row("P8", "not asked for", 1, "x", figure)
        raise bench("pty_harness").NotMeasured("it ended early")

    monkeypatch.setattr(run, "GROUPS", {("PEERS", "P8"): broken})
    rows, remarks, failed = run.measure(None, {"PEERS"})
    assert [row.what for row in rows] == ["against peers"]
    assert remarks == []
    assert failed == ["PEERS, P8 could not be measured: it ended early"]


def _contestant(peers: Any, name: str, textual: str, items: int = 100) -> Any:
    return peers.Contestant(name, items, textual, [], None, "", (), b"j", b"q")


def _measured(bench: Callable[[str], Any], start: float) -> Any:
    harness = bench("pty_harness")
    keys = [harness.Answer(2.0, 3.0, 500)] * 3
    return bench("peers").Measured([start] * 2, [keys] * 2, [keys], [harness.Rest(0, 0.25)], [40.0], [200.0])


def test_the_rival_is_the_fastest_other_textual_program_with_few_items(bench: Callable[[str], Any]) -> None:
    peers = bench("peers")
    starts = {
        _contestant(peers, peers.OWN, "8.2.8"): 200,
        _contestant(peers, "less", ""): 5,
        _contestant(peers, "big", "8.2.8", 10_000): 300,
        _contestant(peers, "slow", "8.2.8"): 900,
        _contestant(peers, "quick", "0.58.1"): 400,
    }
    found = {of: _measured(bench, start) for of, start in starts.items()}
    assert peers.fastest(found).name == "quick"
    assert peers.fastest({}) is None


def test_the_peers_are_listed_and_those_that_failed_named(bench: Callable[[str], Any]) -> None:
    peers = bench("peers")
    found = {_contestant(peers, "quick", "0.58.1"): _measured(bench, 400)}
    head, line, missing = peers.peer_table(found, {"vit": "task is not there"}).splitlines()
    assert head.split()[:2] == ["program", "items"]
    assert " ".join(line.split()) == "quick 100 400 400-400 2.0 2.0 500 500 0 0.25 40 200 Textual 0.58.1"
    assert missing == "not measured: vit: task is not there"


def test_a_program_that_fails_is_left_out_of_the_rounds_and_named(
    bench: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    peers, measure = bench("peers"), bench("measure")
    good, bad = _contestant(peers, "good", ""), _contestant(peers, "bad", "")
    tried: list[str] = []

    def measured(of: Any, *_: object) -> None:
        tried.append(of.name)
        if of is bad:
            raise bench("pty_harness").NotMeasured("it ended early\nwith a screen behind")

    monkeypatch.setattr(peers, "measure", measured)
    failed: dict[str, str] = {}
    found = peers.run(measure.Bench({}, "en", True, Path(), Path()), [good, bad], failed)
    assert list(found) == [good]
    assert failed == {"bad, 100": "it ended early"}
    assert tried == ["good", "bad", "good", "good"]


def test_every_peer_from_a_registry_is_pinned(bench: Callable[[str], Any]) -> None:
    peers = bench("peer_table").PEERS
    assert all("==" in peer.needs[0] for peer in peers if peer.needs)
    assert len({peer.name for peer in peers}) == len(peers)


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
