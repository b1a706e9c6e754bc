"""The filter language of `list` and of `/` on the screen: words, `name:value` pairs, and a few bare states."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from refund_tui.domain.case import PARTIES, PLATFORMS, STAGES
from refund_tui.domain.problem import Refused
from refund_tui.domain.text import clean_line

NAMES: Mapping[str, tuple[str, ...]] = {"stage": STAGES, "ball": PARTIES, "platform": PLATFORMS}
"""What `name:value` may ask for; several values are joined by commas."""
Words = Mapping[str, Mapping[str, Sequence[str]]]
"""For each of NAMES, the words a value is shown with, the one in the language in use first."""
STATES: tuple[str, ...] = ("open", "ended", "overdue", "soon", "mine", "unpaid")
SORTS: tuple[str, ...] = ("due", "id", "merchant", "amount", "stage", "opened")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cases to show: all parts must hold. `words` are looked for in merchant, item, numbers and note.

    `unpaid` are the cases whose money is promised and has not all come back.
    """

    words: tuple[str, ...] = ()
    equals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_open: bool | None = None
    due_by: datetime | None = None
    due_after: datetime | None = None
    unpaid: bool = False


def parse_filter(parts: Sequence[str], now: datetime, shown: Words = MappingProxyType({})) -> Filter:
    """Read a filter, for example `stage:refused,applied 耳机 overdue`; Refused for a value no case can have.

    A value is an id, or a word of `shown`, whose blanks may be hyphens or left out; a state is one of STATES, or its
    word under `state`. `merchant:` takes one whole name, in quotes where it has blanks (see `merchant_filter`).
    """
    words: list[str] = []
    equals: dict[str, tuple[str, ...]] = {}
    found: dict[str, Any] = {}
    states = {word: state for state, known in shown.get("state", {}).items() for word in known}
    for part in _PART.findall(" ".join(clean_line(each) for each in parts)):
        name, *values = _COLON.split(part, maxsplit=1)
        value = "".join(values)
        state = states.get(part, part)
        if name == "merchant" and value:
            equals[name] = (_unquoted(value),)
        elif values and name in NAMES:
            equals[name] = _values(name, value.translate(_WIDE), shown.get(name, {}))
        elif state == "mine":
            equals["ball"] = ("me",)
        elif state in STATES:
            found |= _state(state, now)
        else:
            words.append(part)
    return Filter(tuple(words), equals, **found)


def _state(state: str, now: datetime) -> dict[str, Any]:
    if state in ("open", "ended"):
        return {"is_open": state == "open"}
    if state == "unpaid":
        return {"is_open": True, "unpaid": True}
    if state == "overdue":
        return {"is_open": True, "due_after": None, "due_by": now}
    return {"is_open": True, "due_after": now, "due_by": now + timedelta(hours=24)}


def merchant_filter(merchant: str) -> str:
    """Write the filter that shows the cases of one merchant; a quote in its name is doubled."""
    doubled = merchant.replace('"', '""')
    return f'merchant:"{doubled}"'


def _unquoted(value: str) -> str:
    return value[1:].removesuffix('"').replace('""', '"') if value.startswith('"') else value


_COLON = re.compile("[:：]")
_PART = re.compile(r'merchant[:：]"(?:[^"]|"")*"?|\S+')
_WIDE = str.maketrans({"，": ",", "、": ","})
_BLANKS = str.maketrans("", "", " -_")


def _folded(word: str) -> str:
    return word.casefold().translate(_BLANKS)


def _values(name: str, value: str, shown: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    meant: dict[str, list[str]] = {}
    for known in NAMES[name]:
        for word in {_folded(each) for each in (known, *shown.get(known, ()))}:
            meant.setdefault(word, []).append(known)
    asked = [each for each in value.split(",") if each]
    for each in asked or ("",):
        if _folded(each) not in meant:
            choices = ", ".join(_choice(known, shown.get(known, ())) for known in NAMES[name])
            raise Refused("{name} cannot be {value}; choose from: {choices}", name=name, value=each, choices=choices)
    return tuple(dict.fromkeys(known for each in asked for known in meant[_folded(each)]))


def _choice(known: str, shown: Sequence[str]) -> str:
    """Write a value as it can be typed: its word without blanks, and its id."""
    word = shown[0].replace(" ", "-") if shown else known
    return known if word == known else f"{word} ({known})"
