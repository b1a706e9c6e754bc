"""What every test starts from: no config and no language of the developer's own, a fixed instant, a fresh file."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from refund_tui import i18n

NOW = "2026-11-23T10:00:00+08:00"

# A screen is a large graph of objects, made anew in hundreds of tests: collecting it over and over took a fifth
# of their time.
gc.set_threshold(100_000, 20, 20)

settings.register_profile("refund-tui", deadline=None)
settings.load_profile("refund-tui")


@pytest.fixture(autouse=True)
def neutral_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Keep the developer's home, locale and clock out of every test."""
    for name in ("REFUND_TUI_DB", "REFUND_TUI_LANG", "LC_ALL", "LC_MESSAGES", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("REFUND_TUI_NOW", NOW)
    monkeypatch.setenv("REFUND_TUI_CONFIG", str(tmp_path / "config" / "config.toml"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    # Every file of a test was written just now.
    monkeypatch.setattr("refund_tui.store.given.SETTLE", 0)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    i18n.install("en")
    yield
    i18n.install("en")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "cases.db"


@pytest.fixture
def python() -> str:
    return sys.executable
