"""Sentences with places to fill: `{fact}` must be known, `[..|..]` is the first of its parts whose facts are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_PLACE = re.compile(r"\{(\w+)\}")
_OPTION = re.compile(r"\[([^\[\]]*)\]")
_STOPS = " \t。．.!！?？,，;；、:：…~～"
_ENDS = re.compile(r"(?<=[。！？!?；;])\s*|(?<=[.])\s+(?=\S)")


def fill(template: str, facts: Mapping[str, str], *, only: str | None = None) -> str | None:
    """Fill a template, or give None where a fact outside the brackets is unknown.

    With `only`, brackets that do not name that fact are left out. What a fact holds is never read as a template.
    """
    # Brackets are chosen first, so that their places are filled in the same single pass as the others.
    chosen = _OPTION.sub(lambda option: _first(option[1], facts, only), template)
    if not names(chosen) <= facts.keys():
        return None
    return _PLACE.sub(lambda match: facts[match[1]], chosen)


def _first(option: str, facts: Mapping[str, str], only: str | None = None) -> str:
    if only is not None and only not in names(option):
        return ""
    return next((part for part in option.split("|") if names(part) <= facts.keys()), "")


def names(template: str) -> set[str]:
    """Give the facts that a template names, whether it can do without them or not."""
    return set(_PLACE.findall(template))


def used(template: str, facts: Mapping[str, str], *, only: str | None = None) -> set[str]:
    """Give the facts that `fill` would write."""
    return names(_OPTION.sub(lambda option: _first(option[1], facts, only), template))


def plain(text: str | None) -> str | None:
    """Make what a person wrote fit into a sentence: one line, single blanks, no stop at its end; None for nothing."""
    lines = [each.strip() for each in (text or "").splitlines()]
    joined = ""
    for line in filter(None, lines):
        if joined and joined[-1] not in _STOPS:
            joined += ";" if joined[-1].isascii() else "；"
        joined += f" {line}" if joined and joined[-1].isascii() else line
    return " ".join(joined.split()).strip(_STOPS) or None


def beginnings(text: str) -> Iterator[str]:
    """Give a text's beginnings that end with a sentence, the longest first, the whole left out."""
    ends = [match.start() for match in _ENDS.finditer(text)]
    for end in reversed(ends):
        if 0 < end < len(text):
            yield text[:end].strip(_STOPS)
