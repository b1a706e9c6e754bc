"""`name=value` words of a command line."""

from __future__ import annotations

from collections.abc import Sequence

from refund_tui.errors import Refused


def pairs(words: Sequence[str]) -> dict[str, str]:
    """Read `name=value` words. Raises Refused for one without an equals sign, or a name given twice."""
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        name = name.strip().replace("-", "_")
        if not equals:
            raise Refused("{word} is not of the form name=value", word=word)
        if name in found:
            raise Refused("{name} is given twice", name=name)
        found[name] = value
    return found
