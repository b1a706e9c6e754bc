from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Shell


@pytest.fixture
def shell(db: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(db, capsys)
