"""Runs the command line in this process, as a shell would see it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from refund_tui.cli.main import entry


@dataclass(frozen=True)
class Result:
    """What a command printed and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Shell:
    """`shell("add", "--merchant", "x")` runs `refund-tui --db … add --merchant x`."""

    def __init__(self, db: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.db, self._capsys = db, capsys

    def __call__(self, *words: str) -> Result:
        self._capsys.readouterr()
        code = entry(["--db", str(self.db), *words])
        captured = self._capsys.readouterr()
        return Result(code, captured.out, captured.err)

    def add(self, *words: str) -> int:
        number = self("add", "--json", *words).json["id"]
        assert isinstance(number, int)
        return number
