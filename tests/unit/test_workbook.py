"""Excel workbooks to lines of text, and every kind of bad one refused quickly, within bounds, in one line."""

from __future__ import annotations

import resource
from pathlib import Path
from time import process_time

import pytest

from refund_tui.domain.problem import Refused
from refund_tui.statements import bounds
from refund_tui.statements.tables import read_tables
from tests.statement_files import MAIN, sheet_xml, workbook


def lines_of(folder: Path, data: bytes) -> list[list[list[str]]]:
    path = folder / "账单.xlsx"
    path.write_bytes(data)
    return [table.lines for table in read_tables(path)]


def refusal(folder: Path, data: bytes) -> str:
    begun = process_time()
    with pytest.raises(Refused) as caught:
        lines_of(folder, data)
    assert process_time() - begun < 20
    return str(caught.value)


def cells(xml: str) -> str:
    return f"<worksheet {MAIN}><sheetData><row>{xml}</row></sheetData></worksheet>"


def test_every_kind_of_cell(tmp_path: Path) -> None:
    xml = cells(
        '<c r="A1" t="s"><v>0</v></c>'
        '<c r="B1" t="inlineStr"><is><r><t>豆</t></r><r><t>浆 </t></r><rPh><t>x</t></rPh></is></c>'
        '<c r="D1"><v>28.16</v></c><c r="E1" s="1"><v>100.09999999999999</v></c><c r="F1" t="n"><v>12</v></c>'
        '<c r="G1" t="str"><f>A1&amp;"y"</f><v>算出\n来的</v></c><c r="H1" t="b"><v>1</v></c><c r="I1" s="1"/>'
        '<c r="J1" t="e"><v>#N/A</v></c><c><v>7</v></c>'
    )
    strings = "<si><r><t>商</t></r><r><t>品\t</t></r><rPh><t>x</t></rPh></si>"
    assert lines_of(tmp_path, workbook(xml, strings=strings)) == [
        [["商品", "豆浆", "", "28.16", "100.1", "12", "算出 来的", "1", "", "#N/A", "7"]]
    ]


def test_a_number_longer_than_excel_keeps_looks_as_ruined_as_it_is(tmp_path: Path) -> None:
    xml = sheet_xml([[2.02112e27, 1234567890123456, 123456789012345, "1234567890123456"]])
    assert lines_of(tmp_path, workbook(xml)) == [
        [["2.02112e+27", "1.23456789012346e+15", "123456789012345", "1234567890123456"]]
    ]


@pytest.mark.parametrize(
    ("epoch", "serial", "shown"),
    [
        ("", "46082.416666666664", "2026-03-01 10:00:00"),
        ("", "46082.61111", "2026-03-01 14:40:00"),
        ('date1904="1"', "44620.4166666667", "2026-03-01 10:00:00"),
        ("", "1e300", "1e300"),
    ],
)
def test_times_saved_as_numbers(tmp_path: Path, epoch: str, serial: str, shown: str) -> None:
    for style in (2, 3):
        xml = cells(f'<c s="{style}"><v>{serial}</v></c>')
        assert lines_of(tmp_path, workbook(xml, epoch=epoch)) == [[[shown]]]


def test_the_active_sheet_comes_first_and_names_of_namespaces_do_not_matter(tmp_path: Path) -> None:
    other = sheet_xml([["b"]]).replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    assert lines_of(tmp_path, workbook(sheet_xml([["a"]]), other, active=1)) == [[["b"]], [["a"]]]


def test_far_cells_cost_nothing_and_far_text_is_refused(tmp_path: Path) -> None:
    far = cells('<c r="A1" t="str"><v>x</v></c><c r="XFD1048576"/><c r="ZZZZZZ9"/>')
    assert lines_of(tmp_path, workbook(far)) == [[["x"]]]
    assert "more than 256 columns" in refusal(tmp_path, workbook(cells('<c r="XFD1"><v>1</v></c>')))


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("sheet", "part"),
    [
        (DOCTYPE + cells('<c t="str"><v>&b;</v></c>'), "DOCTYPE"),
        ("<worksheet", "cannot be read"),
        (cells('<c t="s"><v>9</v></c>'), "cannot be read"),
        (cells('<c r="B1"><v>1</v></c><c r="A1"><v>1</v></c>'), "cannot be read"),
        (cells('<c t="str"><v>' + "x" * (bounds.MAX_CELL + 1) + "</v></c>"), "cannot be read"),
        (sheet_xml([[None, "  "]]), "is empty"),
    ],
)
def test_bad_sheets(tmp_path: Path, sheet: str, part: str) -> None:
    message = refusal(tmp_path, workbook(sheet))
    assert message.startswith("账单.xlsx") and part in message


def test_bombs_are_refused_within_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_UNPACKED", 1 << 20)
    monkeypatch.setattr(bounds, "MAX_ELEMENTS", 10_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    long = "<si><t>" + "x" * 1000 + "</t></si>"
    bombs = [
        workbook(cells(" " * (2 << 20))),
        workbook(cells("<a/>" * 20_000)),
        workbook(cells('<c t="s"><v>0</v></c>' * 2000), strings=long),
        workbook(*[cells(" " * (300 << 10))] * 4),
    ]
    for bomb in bombs:
        assert len(bomb) < 20_000
        assert "far more than a statement" in refusal(tmp_path, bomb)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10


def test_a_comment_or_a_tag_without_an_end_is_refused_early(tmp_path: Path) -> None:
    for start, end in (("<!--", "-->"), ("<a b='", "'/>")):
        assert "cannot be read" in refusal(tmp_path, workbook(cells(start + " " * (20 << 20) + end)))
    assert lines_of(tmp_path, workbook(cells("<!--" + " " * (512 << 10) + "--><c><v>1</v></c>"))) == [[["1"]]]


def test_too_many_lines_in_a_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_LINES", 3)
    assert len(lines_of(tmp_path, workbook(sheet_xml([["x"]] * 3)))[0]) == 3
    assert "more than 3 lines" in refusal(tmp_path, workbook(sheet_xml([["x"]] * 4)))


def test_a_damaged_workbook_never_escapes_as_another_error(tmp_path: Path) -> None:
    whole = workbook(sheet_xml([["x", 1]]))
    for place in range(4, len(whole), 19):
        try:
            lines_of(tmp_path, whole[:place] + bytes((whole[place] ^ 0xFF,)) + whole[place + 1 :])
        except Refused:
            continue
    assert "cannot be read" in refusal(tmp_path, workbook(sheet_xml([]), extra={"_rels/.rels": b"<x/>"}))
