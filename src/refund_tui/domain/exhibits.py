"""A piece of evidence under the number that letters, bundles and desks cite it by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One kept file: `number` counts from 1 within its case and never changes.

    `slot` is the item of the checklist it answers, None for a file outside it; `name` is the file's name, `sha256`
    its hash in hex. `shows` says in the user's words what it proves (S25), `captured_at` (aware) when it was taken;
    None where that is not known.
    """

    number: int
    slot: str | None
    name: str
    sha256: str
    shows: str | None = None
    captured_at: datetime | None = None
