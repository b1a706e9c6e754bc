"""How cells look, and the shortest way from one look to another (ECMA-48 SGR, as xterm and its kin read it)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Look(NamedTuple):
    """Attributes as SGR codes in rising order, and colours as SGR parameters; empty is the terminal's own."""

    attributes: tuple[int, ...] = ()
    front: str = ""
    back: str = ""


PLAIN = Look()
_OFF = {
    1: 22, 2: 22, 3: 23, 4: 24, 5: 25, 6: 25, 7: 27, 8: 28, 9: 29, 21: 24, 51: 54, 52: 54, 53: 55,
}  # fmt: skip
"""Which code ends an attribute."""
_ON_BLANKS = frozenset({4, 7, 9, 21, 51, 52, 53})
"""Attributes that are seen where there is no character."""
_FRONT, _BACK = (38, 39), (48, 49)
_COLOUR_LENGTH = {"5": 3, "2": 5}
"""How many parameters a colour of a palette, and one of red, green and blue, takes."""


class NotUnderstood(ValueError):
    """A sequence that this program does not write itself."""


@lru_cache(maxsize=1024)
def applied(look: Look, parameters: str) -> Look:
    """Give the look after an SGR sequence with these parameters. Raises NotUnderstood."""
    attributes, front, back = set(look.attributes), look.front, look.back
    codes = parameters.split(";")
    place = 0
    while place < len(codes):
        code = int(codes[place] or 0)
        used = 1
        if code == 0:
            attributes, front, back = set(), "", ""
        elif code in _OFF:
            attributes.add(code)
        elif code in _OFF.values():
            attributes -= {each for each, off in _OFF.items() if off == code}
        else:
            used = _length(codes, place)
            value = ";".join(codes[place : place + used])
            if 30 <= code <= 39 or 90 <= code <= 97:
                front = value if code != _FRONT[1] else ""
            else:
                back = value if code != _BACK[1] else ""
        place += used
    return Look(tuple(sorted(attributes)), front, back)


def _length(codes: list[str], place: int) -> int:
    """Say how many parameters the colour at `place` takes."""
    code = int(codes[place])
    if code in (_FRONT[0], _BACK[0]):
        length = _COLOUR_LENGTH.get(codes[place + 1] if place + 1 < len(codes) else "", 0)
        if length and place + length <= len(codes):
            return length
    elif 30 <= code <= 49 or 90 <= code <= 107:
        return 1
    raise NotUnderstood(";".join(codes))


@lru_cache(maxsize=256)
def on_blank(look: Look) -> Look:
    """Give the simplest look that shows a space in the same way."""
    return look if _ON_BLANKS.intersection(look.attributes) else Look(back=look.back)


@lru_cache(maxsize=4096)
def change(before: Look, after: Look) -> str:
    """Give the shortest sequence that turns one look into another."""
    if before == after:
        return ""
    if after == PLAIN:
        return "\x1b[m"
    fresh = [*map(str, after.attributes), *filter(None, (after.front, after.back))]
    ways = (["", *fresh], _steps(before, after))  # an empty parameter is 0
    return f"\x1b[{min((';'.join(way) for way in reversed(ways)), key=len)}m"


def _steps(before: Look, after: Look) -> list[str]:
    """List the parameters that undo and add what is different."""
    ended = {_OFF[each] for each in before.attributes if each not in after.attributes}
    kept = {each for each in before.attributes if _OFF[each] not in ended}
    steps = [*sorted(ended), *(each for each in after.attributes if each not in kept)]
    colours = [
        now or str(own)
        for then, now, own in ((before.front, after.front, _FRONT[1]), (before.back, after.back, _BACK[1]))
        if then != now
    ]
    return [*map(str, steps), *colours]
