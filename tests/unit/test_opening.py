"""A file is opened by the user's own program, in the background; what goes wrong there is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from refund_tui.tui import opening


class Screen:
    """Hears what an app would be told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def notify(self, words: str, **_given: Any) -> None:
        self.said.append(words)

    def call_later(self, then: Callable[..., None], *words: str, **given: Any) -> None:
        then(*words, **given)

    def copy_to_clipboard(self, text: str) -> None:
        self.said.append(f"copied {text}")


@pytest.fixture
def screen() -> Any:
    return Screen()


def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    path = tmp_path / "viewer"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    monkeypatch.setattr(opening, "opener", lambda surroundings: str(path))


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not happened() and time.monotonic() < end:
        time.sleep(0.01)
    assert happened()


def test_the_program_gets_the_file_and_nobody_waits_for_it(
    tmp_path: Path, screen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    program(tmp_path, monkeypatch, f'sleep 0.3; printf %s "$1" > "{seen}.part"; mv "{seen}.part" "{seen}"')
    opening.open_file(screen, tmp_path / "a b.jpg", "Exhibit 1", tmp_path)
    assert not seen.exists()
    until(seen.exists)
    assert seen.read_text() == str(tmp_path / "a b.jpg") and screen.said == []


def test_a_program_that_fails_is_told_with_the_files_path(
    tmp_path: Path, screen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, monkeypatch, "exit 3")
    opening.open_file(screen, tmp_path / "a.jpg", "Exhibit 1", tmp_path)
    until(lambda: bool(screen.said))
    assert "Exhibit 1 could not be opened" in screen.said[0] and "ended with code 3" in screen.said[0]
    assert str(tmp_path / "a.jpg") in screen.said[0]


def test_where_nothing_can_open_it_the_path_is_told_and_copied(
    tmp_path: Path, screen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "opener", lambda surroundings: None)
    opening.open_file(screen, tmp_path / "a.jpg", "Exhibit 1", tmp_path)
    assert screen.said[0] == str(tmp_path / "a.jpg") and f"copied {tmp_path / 'a.jpg'}" in screen.said
