"""What was typed into forms that are not saved: in memory, and in draft files where there are any.

A form that was left, or a terminal that went away, so never costs what was typed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Lock
from typing import Any, Protocol


class Keeper(Protocol):
    """What keeps texts beyond the process, by name; `refund_tui.drafts.Drafts` is one. May raise OSError."""

    def keep(self, name: str, text: str, base: int) -> None: ...

    def drop(self, name: str) -> None: ...

    def left(self, name: str | None = None) -> Sequence[Any]: ...

    def adopt(self, draft: Any) -> None: ...


_fields: dict[str, dict[str, str]] = {}
_keeper: Keeper | None = None
_writing = Lock()


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
            for draft in _keeper.left(key):
                if found := _read(draft.text):
                    _fields[key] = found
                    _keeper.adopt(draft)
                    break
    return dict(_fields.get(key, {}))


def put(key: str, fields: Mapping[str, str]) -> None:
    """Keep fields as typed under a key, in place of what was there; `write` makes it last."""
    _fields[key] = dict(fields)


def drop(key: str) -> None:
    """Forget what is kept under a key: it was saved, or typed away; `write` makes it last."""
    _fields.pop(key, None)


def write(key: str) -> None:
    """Have the draft file hold what is kept now; any thread may call it. Where it cannot, memory still holds it."""
    if _keeper is None:
        return
    with _writing, suppress(OSError):
        if key in _fields:
            _keeper.keep(key, json.dumps(_fields[key]), 0)
        else:
            _keeper.drop(key)


def _read(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: each for name, each in found.items() if isinstance(each, str)}
