"""The free text of a case."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """The free text of a case; its revision counts apart, so that a log never disturbs a note being typed."""

    text: str
    revision: int
