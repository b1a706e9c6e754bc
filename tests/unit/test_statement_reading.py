"""From a file to a statement: how far it is, stopping it, and files that are another kind of list."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest

from refund_tui.domain.problem import Refused
from refund_tui.statements import archive, delimited, rows
from refund_tui.statements import workbook as workbook_reader
from refund_tui.statements.progress import Cancelled
from refund_tui.statements.reading import read_statement
from tests.statement_files import sheet_xml, workbook
from tests.unit.test_alipay_app import BOUGHT, statement_text
from tests.unit.test_statement_tables import plain_zip, written


def as_csv(text: str) -> bytes:
    return text.encode()


def as_zip(text: str) -> bytes:
    return plain_zip(**{"a.csv": text.encode()})


def as_workbook(text: str) -> bytes:
    return workbook(sheet_xml([line.split(",") for line in text.splitlines()]))


@pytest.mark.parametrize("made", [as_csv, as_zip, as_workbook])
def test_reading_tells_how_far_it_is_and_stops_when_told_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[str], bytes]
) -> None:
    for module, name in ((delimited, "_EACH"), (rows, "EACH"), (workbook_reader, "_BITE"), (archive, "_BITE")):
        monkeypatch.setattr(module, name, 16)
    path = written(tmp_path, made(statement_text(*[BOUGHT] * 40)))
    told: list[int] = []
    assert read_statement(path, progress=lambda done, whole: told.append(done)).row_count == 40
    assert told == sorted(told) and (told[0], told[-1]) == (0, 100) and len(set(told)) > 6
    for when in sorted(set(told))[::4]:
        seen = 0

        def stop(done: int, whole: int, when: int = when) -> None:
            nonlocal seen
            if done >= when:
                seen += 1
                raise Cancelled

        with pytest.raises(Cancelled):
            read_statement(path, progress=stop)
        assert seen == 1
    assert gc.isenabled()


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("记录时间,分类,收支类型,金额,备注,账户,来源,标签", "开具交易流水证明"),
        ("账务流水号,业务流水号,商户订单号,商品名称", "merchant's ledger"),
        ("流水号,时间,名称,备注,收入,支出,账户余额（元）,资金渠道", "收支明细"),
        ("交易时间,交易类型,交易对方,商品,收/支,金额(元)", "not a statement"),
        ("hello", "not a statement"),
    ],
)
def test_other_files_are_refused_with_advice(tmp_path: Path, header: str, part: str) -> None:
    path = written(tmp_path, f"前言\n{header}\n1,2,3\n".encode("gb18030"))
    with pytest.raises(Refused) as caught:
        read_statement(path)
    assert str(caught.value).startswith("file.csv") and part in str(caught.value)
