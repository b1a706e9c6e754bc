"""What was typed into forms that are not saved: in memory, and in draft files where there are any.

A form that was left, or a terminal that went away, so never costs what was typed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol


class Drafts(Protocol):
    """What ended sessions left, by name; `refund_tui.drafts.Drafts` is one. May raise OSError."""

    def left(self, name: str | None = None) -> Sequence[Any]: ...

    def adopt(self, draft: Any) -> None: ...


class Keeper(Protocol):
    """Keeps texts beyond the process soon after they were typed, in its own time; `refund_tui.keeper.Keeper` is one."""

    @property
    def drafts(self) -> Drafts: ...

    def keep(self, name: str, text: str, base: int) -> None: ...

    def drop(self, name: str) -> None: ...


_fields: dict[str, dict[str, str]] = {}
_keeper: Keeper | None = None


def begin(keeper: Keeper | None) -> None:
    """Begin anew for a case file, with what keeps its drafts, if anything does."""
    global _keeper
    _keeper = keeper
    _fields.clear()


def get(key: str) -> dict[str, str]:
    """Give what is kept under a key, else what an ended session left under it; empty where nothing is.

    A key is of small letters, digits, `-` and `_`.
    """
    if key not in _fields and _keeper is not None:
        with suppress(OSError):
            for draft in _keeper.drafts.left(key):
                if found := _read(draft.text):
                    _fields[key] = found
                    _keeper.drafts.adopt(draft)
                    break
    return dict(_fields.get(key, {}))


def put(key: str, fields: Mapping[str, str]) -> None:
    """Keep fields as typed under a key, in place of what was there."""
    _fields[key] = dict(fields)
    if _keeper is not None:
        _keeper.keep(key, json.dumps(_fields[key]), 0)


def drop(key: str) -> None:
    """Forget what is kept under a key: it was saved, or typed away."""
    if _fields.pop(key, None) is not None and _keeper is not None:
        _keeper.drop(key)


def _read(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: each for name, each in found.items() if isinstance(each, str)}
