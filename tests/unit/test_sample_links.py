"""The truths of the public samples: which refund belongs to which payment, in one file and across files."""

from __future__ import annotations

from pathlib import Path

import pytest

from refund_tui.domain.problem import Refused
from refund_tui.statements.links import link
from refund_tui.statements.model import Statement
from refund_tui.statements.reading import read_statement

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "statements"
FILES = {
    "alipay-web": "alipay/alipay-web-2019format.gbk.csv",
    "alipay-2021": "alipay/alipay-app-2021format.gbk.csv",
    "alipay-2023": "alipay/alipay-app-2023format.gbk.csv",
    "wechat": "wechat/wechat-2025format-with-refunds.xlsx",
    "jd": "jd/jd-2025format.utf8bom.csv",
    "paypal": "paypal/paypal-statement-de.utf8bom.csv",
    "boc": "bank/boc-credit-2025.utf8.csv",
}
TRUTHS = {
    "alipay-web": ({(272542, 300000, 1), (8300, 8300, 1)}, []),
    "alipay-2021": ({(10990, 10990, 4)}, [10990]),
    "alipay-2023": ({(5000, 5000, 1)}, [1603]),
    "wechat": ({(11, 5071, 3), (2000, 2000, 3)}, []),
    "jd": (
        {
            (8984, 13177, 3),
            (7048, 44832, 3),
            (7048, 46832, 3),
            (39784, 46832, 3),
            (23550, 23561, 3),
            (23345, 41687, 3),
        },
        [],
    ),
    "paypal": ({(19990, 19990, 1)}, []),
    "boc": (set(), [7048, 7048, 8984, 39784]),
}
"""Refund, payment and tier of each link, and the refunds that no row of the file explains.

In the file of 2021 all order numbers are masked to one, so that only the texts are left to link by.
"""


def read(name: str) -> Statement:
    path = SAMPLES / FILES[name]
    if not path.exists():
        pytest.skip("no samples on this machine")
    try:
        return read_statement(path)
    except Refused:
        pytest.skip("not a source of this version")


@pytest.mark.parametrize("name", TRUTHS)
def test_each_refund_belongs_to_its_payment(name: str) -> None:
    statement = read(name)
    amount = {row.number: row.amount for row in statement.rows}
    links, orphans = TRUTHS[name]
    found = [(amount[each.refund_row], amount[each.payment_row], each.tier) for each in statement.links]
    assert len(found) == len(links)
    assert set(found) == links
    assert sorted(amount[number] for number in statement.orphans) == orphans


def test_the_card_shows_the_refunds_of_jd() -> None:
    rows = (*read("jd").rows, *read("boc").rows)
    links = link(rows)
    seen = sorted((links.rows[each.bank].amount, len(each.rows), each.interchangeable) for each in links.sightings)
    assert seen == [(7048, 2, True), (7048, 2, True), (8984, 1, False), (39784, 1, False)]
