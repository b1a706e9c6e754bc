"""Where an international bank account number stands in running text (ISO 13616): its check digits tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BEGINNING = re.compile(r"(?<![0-9A-Za-z*])[A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]){11,30}")
_PART = re.compile(r"[0-9A-Z]+")
_SHORTEST, _LONGEST = 15, 34
"""Letters and digits of the shortest number there is (Norway) and of the longest that may be."""


def ibans(text: str) -> Iterator[tuple[int, int]]:
    """Give where account numbers begin and end in `text`, written in one or in groups, from the left."""
    for match in _BEGINNING.finditer(text):
        # What follows after a space may belong to the sentence: EUR 129.
        ends = [part.end() for part in _PART.finditer(match[0])]
        for end in reversed(ends):
            stands_alone = not re.match("[0-9A-Za-z*]", text[match.start() + end : match.start() + end + 1])
            if stands_alone and _checks(match[0][:end].replace(" ", "")):
                yield match.start(), match.start() + end
                break


def _checks(number: str) -> bool:
    """The number turned round, its letters as 10 to 35, leaves 1 when divided by 97 (ISO 7064)."""
    turned = number[4:] + number[:4]
    return _SHORTEST <= len(number) <= _LONGEST and int("".join(str(int(each, 36)) for each in turned)) % 97 == 1
