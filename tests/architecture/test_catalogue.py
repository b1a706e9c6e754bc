"""Chinese and English are equals: every sentence has its twin, with the same places to fill."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_sentence_is_translated_and_the_compiled_catalogue_is_up_to_date() -> None:
    catalogue = runpy.run_path(str(ROOT / "scripts" / "catalogue.py"))
    assert catalogue["problems"]() == []
