"""When two rows of statements speak of the same thing: sources of one service, texts, times, a row in two formats."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import lru_cache

from refund_tui.statements.model import Row, nth

REFUND_MARK = "退款-"
CATEGORY_MARK = "-退款"
MORE_ITEMS = "等多件"
SHORTEST_NAME = 2
"""One character that two names share makes them no more alike."""
_CHINA = timezone(timedelta(hours=8))


@lru_cache(maxsize=64)
def family(source: str) -> str:
    """Give the service whose statement a source id names: `alipay-web-2019` and `alipay-app-2023` are both `alipay`."""
    return source.partition("-")[0]


def is_bank(row: Row) -> bool:
    """Whether a row is the bank's word, which confirms arrival and nothing else (statement-formats 1.7, 10)."""
    return family(row.source) == "bank"


def bare(item: str) -> str:
    """Give an item's text without the marks of a refund and of an order of several items (statement-formats 4.5, 6)."""
    return item.removeprefix(REFUND_MARK).strip().removesuffix(MORE_ITEMS).strip()


def same_item(payment: Row, refund: Row) -> bool:
    item = bare(refund.item)
    return bool(item) and item == bare(payment.item)


def same_merchant(payment: Row, refund: Row) -> bool:
    return bool(payment.merchant) and payment.merchant == refund.merchant


def similar_merchant(payment: Row, refund: Row) -> bool:
    """Whether one side's name holds the other's: WeChat's 美团平台商户 pays back 美团 (statement-formats 5.4)."""
    if same_merchant(payment, refund):
        return True
    names = (refund.merchant, refund.category.removesuffix(CATEGORY_MARK))
    return any(_holds(name, other) for name in names for other in (payment.merchant, payment.item))


def _holds(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= SHORTEST_NAME and (one in other or other in one)


def same_method(payment: Row, refund: Row) -> bool:
    """Whether nothing speaks against the same payment channel."""
    return not payment.method or not refund.method or payment.method == refund.method


def in_time(payment: Row, refund: Row, longest: timedelta) -> bool:
    return timedelta(0) <= refund.occurred_at - payment.occurred_at <= longest


def days_between(earlier: datetime, later: datetime) -> int:
    """Count calendar days in China: a bank books a day, not an hour."""
    return (later.astimezone(_CHINA).date() - earlier.astimezone(_CHINA).date()).days


def once(rows: Iterable[Row]) -> tuple[tuple[Row, ...], Mapping[str, str]]:
    """Give each row once, and for the key of every row the key it goes by.

    One format tells a row under two keys where only one of the files names the account, or where a spreadsheet has
    ruined its number. Alipay's web and app statements tell the same trade in two formats: the same service, side,
    number, amount and minute. Two such rows of one file stay two. What any of them says was paid back is kept.
    """
    by_key: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    unlike = [_merged(same) for same in by_key.values()]
    each, own = _together(unlike, _lines(unlike))
    sources = {row.source for row in each}
    if len(set(map(family, sources))) == len(sources):
        return tuple(each), own
    alike: defaultdict[tuple[object, ...], Counter[str]] = defaultdict(Counter)

    def trade(row: Row) -> tuple[object, ...]:
        alike[_trade(row)][row.source] += 1
        return (*_trade(row), alike[_trade(row)][row.source])

    found, names = _together(sorted(each, key=lambda row: row.key), trade)
    return tuple(found), {key: names[other] for key, other in own.items()}


def _together(rows: Iterable[Row], same: Callable[[Row], tuple[object, ...]]) -> tuple[list[Row], dict[str, str]]:
    """Merge the rows for which `same` gives the same; gives them, and for each key the one that is left."""
    alike: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        alike[same(row)].append(row)
    found: list[Row] = []
    names: dict[str, str] = {}
    for twins in alike.values():
        twins.sort(key=lambda row: (not row.trade_no, row.source, row.key))
        found.append(_merged(twins))
        names.update((twin.key, twins[0].key) for twin in twins)
    return found, names


def _lines(rows: Sequence[Row]) -> Callable[[Row], tuple[object, ...]]:
    """Give what tells which line of a statement a row is; without a number, that of a numbered row that reads alike."""
    numbered: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    if any(not row.trade_no for row in rows):
        for row in sorted((row for row in rows if row.trade_no), key=lambda row: row.key):
            numbered[_look(row)].append(row)

    def line(row: Row) -> tuple[object, ...]:
        if not row.trade_no:
            alike, place = numbered.get(_look(row), ()), int(nth(row.key) or 1) - 1
            if place >= len(alike):
                return (row.key,)
            row = alike[place]
        return (row.source, row.merchant, row.item, nth(row.key), *_trade(row))

    return line


def _look(row: Row) -> tuple[object, ...]:
    minute = row.occurred_at.replace(second=0, microsecond=0)
    return row.source, row.kind == "refund", row.merchant, row.item, row.amount, row.currency, minute


def _trade(row: Row) -> tuple[object, ...]:
    if not row.trade_no:
        return (row.key,)
    minute = row.occurred_at.replace(second=0, microsecond=0)
    return family(row.source), row.kind == "refund", row.trade_no, row.amount, row.currency, minute


def _merged(twins: Sequence[Row]) -> Row:
    if len(twins) == 1:
        return twins[0]
    stated = [row.stated_refund for row in twins if row.stated_refund is not None]
    paid = next((row for row in twins if row.kind == "payment"), twins[0])
    return replace(paid, key=twins[0].key, stated_refund=max(stated, default=None))
