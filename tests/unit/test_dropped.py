"""Files dropped on a terminal are understood in whatever form it pastes their paths."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refund_tui.tui.attacher import Attacher
from refund_tui.tui.dropped import paths
from refund_tui.tui.opening import opener


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ("/a/b.jpg", ["/a/b.jpg"]),
        ("'/a/b c.jpg' ", ["/a/b c.jpg"]),
        ('"/a/b c.jpg"', ["/a/b c.jpg"]),
        ("/a/b\\ c.jpg /d.png", ["/a/b c.jpg", "/d.png"]),
        ("file:///a/%E8%AF%81%E6%8D%AE%201.jpg", ["/a/证据 1.jpg"]),
        ("file://localhost/a.jpg\r\nfile:///b.jpg\r\n", ["/a.jpg", "/b.jpg"]),
        ("'/a/it'\\''s.jpg'", ["/a/it's.jpg"]),
        ("file:///a/caf%E9.jpg", ["/a/caf\udce9.jpg"]),
        ("./a.jpg ../b.jpg", ["a.jpg", "../b.jpg"]),
        ("file://elsewhere/a.jpg", []),
        ("hello /a.jpg", []),
        ("/a.jpg\nthe second line is words", []),
        ("it's fine", []),
        ("/a\0b", []),
        ("", []),
        ("/a" * 40_000, []),
    ],
)
def test_a_paste_is_paths_only_where_all_of_it_is(pasted: str, found: list[str]) -> None:
    assert list(map(str, paths(pasted))) == found


def test_a_name_with_blanks_that_is_there_needs_no_quotes(tmp_path: Path) -> None:
    (tmp_path / "my photo 'one.jpg").touch()
    assert paths(f"{tmp_path}/my photo 'one.jpg") == [tmp_path / "my photo 'one.jpg"]
    assert paths("~/x.jpg") == [Path.home() / "x.jpg"]


@given(st.text(max_size=60))
def test_any_paste_gives_paths_or_nothing(pasted: str) -> None:
    assert all(isinstance(each, Path) for each in paths(pasted))


def test_over_ssh_nothing_is_opened_on_a_screen_that_nobody_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert opener({"SSH_CONNECTION": "1 2 3 4"}) is None
    assert opener({}) in ("/usr/bin/xdg-open", "/usr/bin/open")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ((0, 0), "a …"),
        ((500_000, 4_000_000), "a: copied 500 kB of 2.0 MB · esc stops"),
        ((3_000_000, 4_000_000), "a: read back 1.0 MB of 2.0 MB · esc stops"),
    ],
)
def test_progress_says_how_far_a_copy_is(told: tuple[int, int], said: str) -> None:
    attacher = Attacher(None, 1, [], None)  # type: ignore[arg-type]
    attacher._current, attacher._bytes = "a", told
    assert attacher.progress() == said
