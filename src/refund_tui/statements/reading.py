"""From a file to a statement: what kind it is, by its header, and what `import FILE --json` says of it."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from refund_tui.domain.problem import Refused
from refund_tui.statements import alipay_app, alipay_web, bounds, jd, meituan, paypal, wechat
from refund_tui.statements.links import link_refunds, settle
from refund_tui.statements.mapped import MappingNeeded, recognised
from refund_tui.statements.mapping import ColumnMapping
from refund_tui.statements.model import Content, Source, Statement, Sums
from refund_tui.statements.progress import WHOLE, Progress, nothing, part
from refund_tui.statements.tables import RawTable, open_files, read_tables, tables_of

SOURCES: tuple[Source, ...] = (
    alipay_web.SOURCE,
    alipay_app.SOURCE,
    alipay_app.SOURCE_2021,
    wechat.SOURCE,
    jd.SOURCE,
    meituan.SOURCE,
    *paypal.SOURCES,
)
"""The first whose columns are all in a line is the one."""
FEWEST_COLUMNS = 3
UNPACKED = 10
"""What of the WHOLE is done once a file is unpacked."""

_NOT_OURS: tuple[tuple[frozenset[str], Refused], ...] = (
    (
        frozenset(("记录时间", "分类", "收支类型", "金额")),
        Refused(
            "{file} is a cash book (记账本) without order numbers: in Alipay open 账单 → ··· → 开具交易流水证明 → "
            "用于个人对账 and import that file"
        ),
    ),
    (
        frozenset(("账务流水号", "业务流水号", "商户订单号")),
        Refused(
            "{file} is a merchant's ledger, the seller's side: in the buyer's Alipay open 账单 → ··· → "
            "开具交易流水证明 → 用于个人对账 and import that file"
        ),
    ),
    (
        frozenset(("流水号", "时间", "收入", "支出", "资金渠道")),
        Refused(
            "{file} lists balance movements (收支明细) without order numbers: in Alipay open 账单 → ··· → "
            "开具交易流水证明 → 用于个人对账 and import that file"
        ),
    ),
)


def read_statement(
    path: Path,
    password: str | None = None,
    progress: Progress | None = None,
    mappings: Mapping[str, ColumnMapping] | None = None,
) -> Statement:
    """Read a statement file of any source this version knows; `password` is for a protected zip.

    `progress` is told how far the reading is, of WHOLE; what it raises, such as Cancelled, ends the reading at once.
    `mappings` are the columns chosen earlier, by the fingerprint of a header; MappingNeeded asks for one.
    Raises Refused with advice when the file cannot be read or is no such statement (statement-formats 2).
    """
    told = progress or nothing
    told(0, WHOLE)
    with uncollected():
        return _read(read_tables(path, password, part(told, 0, 50)), bounds.shown(path.name), told, mappings or {})


def read_statements(
    path: Path,
    password: str | None = None,
    progress: Progress | None = None,
    mappings: Mapping[str, ColumnMapping] | None = None,
) -> list[Statement]:
    """Read a file as `read_statement` does, and a zip with several tables as one statement a table, in its order.

    Of several, each has the name that its table has in the zip. Raises Refused, or MappingNeeded, naming the first
    that cannot be read: all are read or none.
    """
    told = progress or nothing
    told(0, WHOLE)
    with uncollected():
        files = open_files(path, password, part(told, 0, UNPACKED))
        shares = [UNPACKED + (WHOLE - UNPACKED) * place // len(files) for place in range(len(files) + 1)]
        found: list[Statement] = []
        for file, start, end in zip(files, shares, shares[1:], strict=False):
            share = part(told, start, end)
            found.append(_read(tables_of(file, part(share, 0, 50)), file.name, share, mappings or {}))
        return found


def _read(tables: Iterable[RawTable], name: str, told: Progress, mappings: Mapping[str, ColumnMapping]) -> Statement:
    needed: MappingNeeded | None = None
    for table in tables:
        try:
            found = find_header(table) or recognised(table, mappings)
        except MappingNeeded as problem:
            needed = needed or problem
            continue
        if found:
            source, index = found
            content = source.read(table, index, part(told, 50, 90))
            told(90, WHOLE)
            statement = _linked(source, table, content)
            told(WHOLE, WHOLE)
            return statement
    if needed:
        raise needed
    raise Refused(
        "{file} is not a statement this program reads: import the file that Alipay (账单 → ··· → 开具交易流水证明 → "
        "用于个人对账), WeChat Pay, JD or Meituan mailed you",
        file=name,
    )


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector from the rows: it takes 0.2 s over 100,000 of them, and no key is answered then."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def find_header(table: RawTable) -> tuple[Source, int] | None:
    """Give the source of a table and the index of its header, None where there is none.

    Raises Refused with advice for a header that is known and of no use (statement-formats 2, 4.7).
    """
    for index, line in enumerate(table.lines):
        if len(line) < FEWEST_COLUMNS:
            continue
        present = frozenset(line)
        for source in SOURCES:
            if source.columns <= present:
                return source, index
        for columns, advice in _NOT_OURS:
            if columns <= present:
                raise Refused(advice.message, file=table.name)
    return None


def _linked(source: Source, table: RawTable, content: Content) -> Statement:
    links, orphans = link_refunds(content.rows)
    return Statement(
        source=source.id,
        witness=source.witness,
        name=table.name,
        encoding=table.encoding,
        digest=table.digest,
        account_hash=content.account_hash,
        exported_at=content.exported_at,
        row_count=content.row_count,
        rows=settle(content.rows, links),
        plain=content.rows,
        not_understood=content.not_understood,
        links=links,
        orphans=orphans,
        money=_sums(content),
    )


def _sums(content: Content) -> tuple[Sums, ...]:
    refunds: dict[str, list[int]] = {}
    for row in content.rows:
        if row.kind == "refund":
            refunds.setdefault(row.currency, []).append(row.amount)
    currencies = dict.fromkeys((*content.expenses, *refunds)) or {content.currency: None}
    return tuple(
        Sums(each, len(refunds.get(each, ())), sum(refunds.get(each, ())), content.expenses.get(each, 0))
        for each in currencies
    )


def report(statement: Statement) -> dict[str, object]:
    """Give the object of `import FILE --json` (command-line.md); `matches` is for the caller to fill.

    A statement in several currencies gives `money`, a list per currency, instead of the three totals.
    """
    return {
        "source": statement.source,
        "encoding": statement.encoding,
        "rows": statement.row_count,
        **_totals(statement.money),
        "not_understood": [{"row": line.row, "why": str(line)} for line in statement.not_understood],
        "links": [
            {
                "refund_row": link.refund_row,
                "payment_row": link.payment_row,
                "tier": link.tier,
                "amount_minor": link.amount_minor,
            }
            for link in statement.links
        ],
        "orphans": list(statement.orphans),
        "refundable": [row.number for row in statement.rows if row.refundable],
        "matches": [],
    }


def _totals(money: tuple[Sums, ...]) -> dict[str, object]:
    each = [
        {
            "refunds": sums.refunds,
            "refund_total_minor": sums.refund_total_minor,
            "expense_total_minor": sums.expense_total_minor,
            "currency": sums.currency,
        }
        for sums in money
    ]
    refunds = sum(sums.refunds for sums in money)
    if len(each) == 1:
        return dict(each[0])
    unsaid = dict.fromkeys(("refund_total_minor", "expense_total_minor", "currency"))
    return {"refunds": refunds, **unsaid, "money": each}
