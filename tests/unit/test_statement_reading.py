"""From a file to a statement: how far it is, stopping it, and files that are another kind of list."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest

from refund_tui import importing
from refund_tui.domain.problem import Refused
from refund_tui.statements import archive, bounds, delimited, rows
from refund_tui.statements import workbook as workbook_reader
from refund_tui.statements.mapped import MappingNeeded
from refund_tui.statements.progress import Cancelled
from refund_tui.statements.reading import read_statement, read_statements
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


def several(**more: bytes) -> bytes:
    text = statement_text(BOUGHT).encode()
    own = {"三月/a.csv": text, "b.xlsx": as_workbook(statement_text(BOUGHT, BOUGHT)), "readme.txt": b"x"}
    return plain_zip(**own, **{name.replace("__dot__", "."): data for name, data in more.items()})


def test_a_zip_with_several_tables_is_a_statement_for_each(tmp_path: Path) -> None:
    path = written(tmp_path, several(), "all.zip")
    told: list[int] = []
    one, two = importing.read_all(path, progress=lambda done, whole: told.append(done))
    assert (one.name, one.row_count, two.name, two.row_count) == ("三月/a.csv", 1, "b.xlsx", 2)
    assert one.digest == read_statement(written(tmp_path, statement_text(BOUGHT).encode())).digest
    assert told == sorted(told) and (told[0], told[-1]) == (0, 100)
    with pytest.raises(Refused, match=r"all\.zip holds 2 tables where one is expected"):
        read_statement(path)


@pytest.mark.parametrize("made", [as_csv, as_zip, as_workbook])
def test_a_file_with_one_table_is_read_alike_either_way(tmp_path: Path, made: Callable[[str], bytes]) -> None:
    path = written(tmp_path, made(statement_text(BOUGHT)))
    assert read_statements(path) == [read_statement(path)]


@pytest.mark.parametrize(
    ("member", "problem", "why"),
    [
        (b"", Refused, r"^c\.csv is empty"),
        (b"a,b\n", Refused, r"^c\.csv is not a statement"),
        (b"a,b\n\xff\xff", Refused, r"^c\.csv, line 2"),
        (b"%PDF-1.4", Refused, r"^c\.csv is a PDF"),
        (b"Date,Amount,Text\n2026-03-01,-1.00,tea\n", MappingNeeded, r"^c\.csv has columns of its own"),
    ],
)
def test_the_table_in_a_zip_that_cannot_be_read_is_named(
    member: bytes, problem: type[Refused], why: str, tmp_path: Path
) -> None:
    path = written(tmp_path, several(c__dot__csv=member), "all.zip")
    with pytest.raises(problem, match=why) as caught:
        read_statements(path)
    if isinstance(caught.value, MappingNeeded) and caught.value.guess:
        kept = {caught.value.fingerprint: caught.value.guess}
        assert [each.name for each in read_statements(path, mappings=kept)] == ["三月/a.csv", "b.xlsx", "c.csv"]


def test_the_tables_of_a_zip_are_bounded_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, plain_zip(**{f"{n}.csv": bytes(9000) for n in range(8)}), "all.zip")
    monkeypatch.setattr(bounds, "MAX_BYTES", 64_000)
    with pytest.raises(Refused, match=r"all\.zip is larger than"):
        read_statements(path)
