"""Masking what the other party need not know: phone, ID, address, card and account numbers (refund-domain.md 3.0, 5.5).

Only copies are ever masked. A number of the case itself, such as the order's, stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from refund_tui.domain.case import Case
from refund_tui.domain.events import Event
from refund_tui.domain.ibans import ibans
from refund_tui.domain.places import addresses

MASK = "*"
KINDS: tuple[str, ...] = ("phone", "id", "address", "card", "account")
SHORTEST_KNOWN = 8
"""A shorter number of the case could be a part of somebody's phone number, and no form below is as short."""
CASE_NUMBERS: tuple[str, ...] = (
    *("order_no", "trade_no", "refund_no", "number", "waybill"),
    *("merchant_address", "merchant_phone", "merchant_code"),
)
"""Fields of a case and of its events that are not private: its numbers, and where the seller is registered."""
_SPARED = "\0"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Redacted:
    """A masked copy, as long as the text was, and how many of each of `KINDS` were masked in it."""

    text: str
    masked: Counter[str]


class _Form(NamedTuple):
    """How something private is written; the last group of `pattern`, or all of it, is masked but for `keep`."""

    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = lambda found: True
    keep: Span = (0, 0)
    """Characters that stay at the beginning and at the end."""


def _is_resident_id(found: str) -> bool:
    """The last character of a resident ID checks the others (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(digit) for weight, digit in zip(weights, found[:17], strict=True))
    return "10X98765432"[total % 11] == found[17].upper()


def _is_card(found: str) -> bool:
    """Card numbers end in a check digit (ISO/IEC 7812, Luhn)."""
    digits = [int(each) for each in found if each.isdigit()]
    doubled = (digit * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return 13 <= len(digits) <= 19 and sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


# No form may look at a place of a long text more than a bounded number of times: each begins where a word does,
# and what repeats in it is counted.
_BEGINS, _ENDS = r"(?<![0-9A-Za-z*])", r"(?![0-9A-Za-z*])"
_IS = r"(?:号码?|是|为| number| no\.?)?[:：]?[ \t]{0,3}"
_FORMS: tuple[_Form, ...] = (
    _Form(
        "account",
        re.compile(r"(?<![\w.%+*-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}", re.ASCII),
        keep=(1, 0),
    ),
    _Form("id", re.compile(rf"{_BEGINS}[1-9][0-9]{{16}}[0-9Xx]{_ENDS}"), _is_resident_id, (3, 1)),
    _Form("id", re.compile(rf"(?:身份证|[Ii][Dd] card){_IS}([0-9]{{14,17}}[0-9Xx]){_ENDS}"), keep=(3, 1)),
    _Form("id", re.compile(rf"(?:护照|[Pp]assport){_IS}([A-Za-z0-9]{{6,12}}){_ENDS}"), keep=(1, 1)),
    _Form("id", re.compile(rf"{_BEGINS}(?!000|666|9)[0-9]{{3}}-[0-9]{{2}}-[0-9]{{4}}{_ENDS}"), keep=(0, 4)),
    _Form(
        "id",
        re.compile(rf"(?:SSN|ssn|[Ss]ocial [Ss]ecurity){_IS}([0-9]{{3}}[ -]?[0-9]{{2}}[ -]?[0-9]{{4}}){_ENDS}"),
        keep=(0, 4),
    ),
    _Form(
        "card",
        re.compile(rf"{_BEGINS}[0-9]{{4}}(?:[ -]?[0-9]{{4}}){{2,3}}(?:[ -]?[0-9]{{1,4}})?{_ENDS}"),
        _is_card,
        (0, 4),
    ),
    _Form(
        "card",
        re.compile(rf"(?:卡号|银行卡|储蓄卡|借记卡|信用卡|[Cc]ard){_IS}([0-9](?:[ -]?[0-9]){{11,18}}){_ENDS}"),
        keep=(0, 4),
    ),
    _Form("phone", re.compile(rf"{_BEGINS}(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{{4}}){{2}}{_ENDS}"), keep=(0, 2)),
    _Form("phone", re.compile(rf"{_BEGINS}\+[1-9][0-9]{{0,2}}(?:[ -]?\(?[0-9]\)?){{6,12}}{_ENDS}"), keep=(0, 2)),
    _Form(
        "phone",
        re.compile(
            rf"{_BEGINS}\(?(?!400|8[0-8]{{2}})[2-9][0-9]{{2}}(?:\) ?|[-. ])[2-9][0-9]{{2}}[-. ][0-9]{{4}}{_ENDS}"
        ),
        keep=(0, 2),
    ),
    _Form(
        "phone",
        re.compile(rf"{_BEGINS}(?:400|8[0-8]{{2}})[- ](?:[0-9]{{3}}[- ]?[0-9]{{4}}|[0-9]{{4}}[- ][0-9]{{3}}){_ENDS}"),
        keep=(0, 2),
    ),
    _Form("phone", re.compile(rf"{_BEGINS}\(?0[0-9]{{2,3}}(?:\)[ -]?|[ -])[0-9]{{7,8}}{_ENDS}"), keep=(0, 2)),
    _Form(
        "phone",
        re.compile(rf"(?:电话|手机|[Pp]hone|[Tt]el\.?){_IS}(\+?[0-9](?:[ -]?[0-9]){{6,14}}){_ENDS}"),
        keep=(0, 2),
    ),
    _Form("address", re.compile(r"(?:住址|地址)(?:是|为|[:：])[ \t]{0,3}([^\n\0，。；,;]{4,120})")),
    _Form("address", re.compile(r"(?:[Aa]ddress)(?: is|[:：])[ \t]{0,3}([^\s\0;][^\n\0;]{3,160})")),
    _Form(
        "address",
        re.compile(
            rf"{_BEGINS}[0-9]{{1,6}}[A-Za-z]? "
            r"(?:(?:[NSEW]{1,2}|[A-Z][a-z]{1,20}|[0-9]{1,3}(?:st|nd|rd|th)) ){1,4}"
            r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Square|Place|Way|Terrace|Parkway"
            r"|Pkwy|Highway|Hwy|Circle|Crescent|Close|Gardens)\b\.?(?: [NSEW]{1,2}\b)?"
            r"(?:,? (?:Apt|Unit|Flat|Suite|Ste|#)\.? ?[A-Za-z0-9-]{1,8})?"
            r"(?:, (?:[A-Z][a-z]{1,20} ?){1,3}, [A-Z]{2} [0-9]{5}(?:-[0-9]{4})?)?"
        ),
    ),
    _Form(
        "address", re.compile(rf"{_BEGINS}[A-Z]{{1,2}}[0-9][0-9A-Z]? [0-9][ABD-HJLNP-UW-Z]{{2}}{_ENDS}")
    ),  # a British postcode
    _Form(
        "account",
        re.compile(rf"(?:[账帐][号户]|[Aa]ccount){_IS}([0-9](?:[ -]?[0-9]){{11,22}}){_ENDS}"),
        keep=(0, 3),
    ),
    _Form(
        "account",
        re.compile(
            r"(?:[账帐][号户]|微信号?|旺旺|QQ号?|[Aa]ccount|[Ww]e[Cc]hat)"
            r"(?:是|为| number| no\.?| ID| id)?[ \t]?[:：]?[ \t]{0,3}([A-Za-z0-9@._+-]{4,64})"
        ),
        lambda found: any(map(str.isdigit, found)) or "@" in found,
    ),
)
_WIDE = {0xFF01 + place: 0x21 + place for place in range(0x5E)} | {0x3000: 0x20, 0xA0: 0x20, 0x2010: 0x2D, 0x2013: 0x2D}
_WIDE.pop(ord("，"))
_WIDE.pop(ord("；"))
"""Full-width signs as the narrow ones that the forms are made of; these two end an address."""


def redact(text: str, known: Iterable[str] = (), private: Iterable[tuple[str, str]] = ()) -> Redacted:
    """Mask what can be told by its form, and every text of `private`: pairs of a kind and what is to be masked.

    Numbers of `known` (the order's, the trade's) stay wherever they stand alone. Masking twice changes nothing.
    """
    plain = _spare(text.translate(_WIDE), known)
    masked: Counter[str] = Counter()
    for kind, secret in private:
        plain = _mask(plain, kind, _occurrences(plain, secret.translate(_WIDE)), masked)
    while True:
        before = plain
        for form in _FORMS:
            plain = _mask(plain, form.kind, _found(form, plain), masked)
        plain = _mask(plain, "address", addresses(plain), masked)
        plain = _mask(plain, "account", ((start + 2, end - 4) for start, end in ibans(plain)), masked)
        if plain == before:
            break
    shown = "".join(MASK if seen == MASK else own for own, seen in zip(text, plain, strict=True))
    return Redacted(shown, masked)


def known_numbers(case: Case, events: Iterable[Event]) -> frozenset[str]:
    """Give what stays in the texts of a case: what `CASE_NUMBERS` hold in it and in its events."""
    told = [(name, getattr(case, name, None)) for name in CASE_NUMBERS]
    told += [pair for event in events for pair in event.data.items()]
    return frozenset(given for name, given in told if name in CASE_NUMBERS and isinstance(given, str))


def _spare(plain: str, known: Iterable[str]) -> str:
    """Put signs that no form holds in the place of the numbers that stay."""
    numbers = {each.strip().translate(_WIDE) for each in known}
    for number in sorted((each for each in numbers if len(each) >= SHORTEST_KNOWN), key=len, reverse=True):
        pattern = rf"{_BEGINS}{re.escape(number)}{_ENDS}"
        plain = re.sub(pattern, lambda match: _SPARED * len(match[0]), plain)
    return plain


def _occurrences(plain: str, secret: str) -> Iterator[Span]:
    if secret.strip(MASK + _SPARED + " "):
        yield from (match.span() for match in re.finditer(re.escape(secret), plain))


def _found(form: _Form, plain: str) -> Iterator[Span]:
    for match in form.pattern.finditer(plain):
        start, end = match.span(match.re.groups)
        if form.holds(plain[start:end]):
            head, tail = form.keep
            yield start + head, end - tail


def _mask(plain: str, kind: str, spans: Iterable[Span], masked: Counter[str]) -> str:
    pieces, done = [], 0
    for start, end in spans:
        inside = plain[start:end]
        if start < done or not inside.strip(MASK + _SPARED):
            continue
        masked[kind] += 1
        hidden = "".join(_SPARED if each == _SPARED else MASK for each in inside)
        pieces += [plain[done:start], hidden]
        done = end
    return "".join([*pieces, plain[done:]])
