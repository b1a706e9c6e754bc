"""Money as integers in a currency's minor unit: read and shared out without a float."""

from __future__ import annotations

import re
from collections.abc import Sequence

from refund_tui.domain.currency import exponent, shown
from refund_tui.domain.problem import Refused

LARGEST = 10**15
"""The largest amount that is taken, in minor units: more is a slip of the keyboard or an order number."""

_SIGNS: dict[str, str] = {"¥": "CNY JPY", "元": "CNY", "$": "USD", "€": "EUR", "£": "GBP"}
_NARROW: dict[int, int] = {
    **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)},
    0x3000: 0x20,
    0x2212: ord("-"),
    0xFFE5: ord("¥"),
}
_NUMBER = re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]+))?")


def parse_amount(text: str, currency: str = "CNY", *, signed: bool = False) -> int:
    """Read an amount as people and statements write it, into minor units: `￥1,299.5` in CNY is 129950.

    A leading `+` or `-` is taken only when `signed`. Raises Refused for anything else than one plain number
    with the currency's own sign or code, for more decimals than the currency has, and beyond `LARGEST`.
    """
    decimals = exponent(currency)
    bare = text.translate(_NARROW).strip()
    if not bare:
        raise Refused("The amount is empty: write it like 129.00 or ¥1,299.50")
    sign, number = _without_marks(bare, currency)
    match = _NUMBER.fullmatch(number)
    if match is None:
        raise Refused("{value} is not an amount: write it like 129.00 or ¥1,299.50", value=shown(text))
    if sign and not signed:
        raise Refused("{value} has a sign: write the amount without + or -", value=shown(text))
    part = match["part"] or ""
    if len(part) > decimals:
        raise Refused(
            "{value} has too many decimals: {currency} has {decimals}",
            value=shown(text),
            currency=currency,
            decimals=decimals,
        )
    digits = (match["whole"].replace(",", "") + part.ljust(decimals, "0")).lstrip("0") or "0"
    # int() of thousands of digits raises, so the length is looked at before the value.
    if len(digits) > len(str(LARGEST)) or int(digits) > LARGEST:
        raise Refused("{value} is too large for an amount: check the digits", value=shown(text))
    return -int(digits) if sign == "-" else int(digits)


def _without_marks(bare: str, currency: str) -> tuple[str, str]:
    """Take one sign and one mark of the currency off: `-¥5`, `¥-5` and `-5元` are all in use on statements."""
    sign, rest = _signed(bare)
    marks = (currency, *(mark for mark, codes in _SIGNS.items() if currency in codes.split()))
    for mark in marks:
        if rest.startswith(mark):
            rest = rest[len(mark) :].strip()
            break
        if rest.endswith(mark):
            return sign, rest[: -len(mark)].strip()
    if sign:
        return sign, rest
    return _signed(rest)


def _signed(text: str) -> tuple[str, str]:
    return (text[0], text[1:].strip()) if text[:1] in ("+", "-") else ("", text)


def apportion(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Share `total` minor units over lines by weight, so that the shares add up to it (refund-domain.md 6.2).

    Each share is rounded half up, and the last line with a weight takes the remainder. No share goes past
    what is left, or many half-cent lines would leave the last one with less than nothing. A negative total
    is shared like a positive one. Raises Refused for a negative weight, and for a total with no weight.
    """
    if any(weight < 0 for weight in weights):
        raise Refused("{value} cannot be a share: give amounts of 0 or more", value=min(weights))
    whole = sum(weights)
    if whole == 0:
        if total == 0:
            return (0,) * len(weights)
        raise Refused("{value} cannot be shared: no line has an amount", value=total)
    sign = -1 if total < 0 else 1
    left = abs(total)
    last = max(place for place, weight in enumerate(weights) if weight)
    shares: list[int] = []
    for place, weight in enumerate(weights):
        share = left if place == last else min(left, (2 * abs(total) * weight + whole) // (2 * whole))
        shares.append(sign * share)
        left -= share
    return tuple(shares)
