"""The index of the evidence in a bundle says something of every piece."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from refund_tui.domain.exhibits import Exhibit
from refund_tui.dossier.pieces import index, piece
from tests.golden.letters import view_of


@pytest.mark.parametrize(
    ("slot", "shows", "cells"),
    [
        ("payment_proof", "the trade number", ["the trade number", "Payment proof"]),
        ("payment_proof", None, ["not said", "Payment proof"]),
        (None, "the crack", ["the crack", "no item of the checklist"]),
        (None, None, ["not said", "no item of the checklist"]),
    ],
)
def test_what_a_piece_shows_is_what_somebody_said_of_it_and_what_it_proves_its_item(
    slot: str | None, shows: str | None, cells: list[str]
) -> None:
    held = piece(Exhibit(1, slot, "scan.jpg", "0" * 64, shows, type="jpeg"), Path("scan.jpg"), view_of("quality", "en"))
    rows = list(csv.reader(index([held], masked=False).decode("utf-8-sig").splitlines()))
    assert rows[1][5:7] == cells
