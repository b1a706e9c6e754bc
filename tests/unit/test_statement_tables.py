"""What a statement file may be made of: every kind of bad file is refused in one line that says what to do."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
import pyzipper

from refund_tui.domain.problem import Refused
from refund_tui.statements import bounds, delimited
from refund_tui.statements.tables import RawTable, read_tables
from tests.statement_files import sheet_xml, workbook

TEXT = "交易时间,商品,\n2026-03-01 10:00:00,豆浆,\n"
LINES = [["交易时间", "商品", ""], ["2026-03-01 10:00:00", "豆浆", ""]]


def read_table_file(path: Path, password: str | None = None) -> RawTable:
    return next(read_tables(path, password))


def refusal(path: Path, password: str | None = None) -> str:
    with pytest.raises(Refused) as caught:
        read_table_file(path, password)
    message = str(caught.value)
    assert "\n" not in message
    assert "\x1b" not in message
    return message


def written(folder: Path, data: bytes, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def aes_zip(data: bytes, password: bytes = b"123456") -> bytes:
    buffer = io.BytesIO()
    with pyzipper.AESZipFile(buffer, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password)
        archive.writestr("支付宝交易明细.csv", data)
    return buffer.getvalue()


def plain_zip(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__dot__", "."), data)
    return buffer.getvalue()


def _step(byte: int, crc: int) -> int:
    # zlib.crc32 inverts before and after; ZipCrypto wants the bare table step.
    return zlib.crc32(bytes((byte,)), crc ^ 0xFFFFFFFF) ^ 0xFFFFFFFF


def zip_crypto(data: bytes, password: bytes, crc: int) -> bytes:
    """Encrypt as PKWARE's APPNOTE 6.1 says; no library of ours writes it."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = _step(byte, keys[0])
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = _step(keys[1] >> 24, keys[2])

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in b"elevenbytes" + bytes((crc >> 24,)) + data:
        mask = (keys[2] & 0xFFFF) | 2
        out.append(byte ^ (mask * (mask ^ 1) >> 8 & 0xFF))
        update(byte)
    return bytes(out)


def handmade_zip(name: bytes, data: bytes, *, password: bytes | None = None, declared: int | None = None) -> bytes:
    """A zip of one stored member, with the name's bytes as they are and, if wanted, a size that lies."""
    crc, size = zlib.crc32(data), len(data) if declared is None else declared
    body = data if password is None else zip_crypto(data, password, crc)
    facts = struct.pack("<HHHHHIIIHH", 20, password is not None, 0, 0, 33, crc, len(body), size, len(name), 0)
    local = b"PK\x03\x04" + facts + name + body
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + facts + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    return local + entry + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)


@pytest.mark.parametrize(("codec", "encoding"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030")])
def test_both_encodings_are_read(tmp_path: Path, codec: str, encoding: str) -> None:
    table = read_table_file(written(tmp_path, TEXT.encode(codec)))
    assert (table.name, table.encoding, table.lines, table.member) == ("file.csv", encoding, LINES, None)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_the_unicode_text_of_excel_is_read(tmp_path: Path, codec: str) -> None:
    data = ("\ufeff" + TEXT.replace(",", "\t").replace("\n", "\r\n")).encode(codec)
    table = read_table_file(written(tmp_path, data))
    assert (table.encoding, table.lines) == ("utf-16", LINES)
    assert table.digest == hashlib.sha256(data).hexdigest()
    assert read_table_file(written(tmp_path, plain_zip(账单__dot__txt=data), "a.zip")) == replace(
        table, name="a.zip", member="账单.txt"
    )


def test_a_symlink_to_a_file_is_followed(tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(written(tmp_path, TEXT.encode()))
    assert read_table_file(link).lines == LINES


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel file"),
        (b"a,b\nc,d\0\n", "line 2"),
        ("好,b\n好,d\n".encode("gb18030") + b"\xff\xff,x\n", "line 3"),
        (b"\xef\xbb\xbfa,b\nc,d\n\xff,x\n", "line 3"),
        (b"\xff\xfe", "is empty"),
        (b"\xff\xfea\0\n\0b\0\0\0", "line 2"),
        (b"\xff\xfea\0\n\0\0\xd8b\0", "line 2"),
        (b"\xff\xfea\0\n\0b", "line 2"),
        ("\ufeffa\nb".encode("utf-32-le"), "line 1"),
        (b"a\n" + b"," * bounds.MAX_COLUMNS + b"\n", "line 2"),
        (b"PK\x03\x04 and nothing of a zip", "cannot be read"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, part: str) -> None:
    message = refusal(written(tmp_path, data))
    assert message.startswith("file.csv")
    assert part in message


def test_a_cell_without_an_end_is_refused(tmp_path: Path) -> None:
    assert "line 2" in refusal(written(tmp_path, b"a,b\n" + b"x" * 200_000))


def test_a_file_that_is_not_there_is_named_with_the_folder_it_was_looked_for_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"{tmp_path}/missing.csv does not exist" in refusal(tmp_path / "missing.csv")
    monkeypatch.chdir(tmp_path)
    assert f"{tmp_path}/missing.csv does not exist" in refusal(Path("missing.csv"))
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert refusal(Path("missing.csv")).startswith("missing.csv does not exist")
    assert f"{tmp_path}/a" in refusal(tmp_path / "a\0b")
    assert "cannot be opened" in refusal(tmp_path / "a\0b")


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo.csv"
    os.mkfifo(fifo)
    link = tmp_path / "link.csv"
    link.symlink_to(fifo)
    for path in (fifo, link, Path(os.devnull)):
        assert "not a regular file" in refusal(path)
    assert "is a folder: name a statement in it" in refusal(tmp_path)


def test_a_huge_sparse_file_is_refused_unread(tmp_path: Path) -> None:
    path = written(tmp_path, b"")
    os.truncate(path, 1 << 30)
    assert "larger than 64 MiB" in refusal(path)


def test_more_bytes_than_the_size_states_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = written(tmp_path, b"", "empty.csv").stat()
    path = written(tmp_path, b"x" * 17)
    monkeypatch.setattr(bounds, "MAX_BYTES", 16)
    monkeypatch.setattr(os, "fstat", lambda descriptor: empty)
    assert "larger than" in refusal(path)


def test_too_many_lines_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_LINES", 3)
    assert "more than 3 lines" in refusal(written(tmp_path, b"\n\nx\n\n\n"))


def test_as_many_rows_as_are_promised_are_read_whatever_stands_above_and_below_them(tmp_path: Path) -> None:
    rows = b"a\n" * 200_000
    path = written(tmp_path, b"note\n\n" * 20 + b"header\n" + rows + b"footnote\n" * 5)
    assert len(read_table_file(path).lines) == 200_046
    assert f"more than {bounds.MAX_LINES} lines" in refusal(written(tmp_path, rows + b"a\n" * 1_001))


def test_a_hostile_file_name_is_shown_clean(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\x1b[2J\ncaf\xe9.csv"))
    path.write_bytes(b"")
    assert "caf\ufffd.csv is empty" in refusal(path)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a,b\nc,"d\ne,f\n', 2),
        ('a,b\nc,"d', 2),
        ('a,b\nc,"d\n' + "e,f\n" * 9 + 'g",h\n', 2),
        ("a,b,c,d,e,f,g,h\n" + '1,"2,3,4,5,6,7,8\n1,2",3,4,5,6,7,8\n', 2),
        ("a\n\nb\n" + '"' + "x," * 80 + "\n" + "y" * 200_000, 4),
    ],
)
def test_an_open_quotation_mark_names_its_line(tmp_path: Path, text: str, line: int) -> None:
    assert f"line {line}: a quotation mark" in refusal(written(tmp_path, text.encode()))


def test_quotes_that_close_are_fine(tmp_path: Path) -> None:
    table = read_table_file(written(tmp_path, b'"a\nb","c, ""d"""\n"4200"\t,x\r\ny"z,1\n'))
    assert table.lines == [["a b", 'c, "d"'], ["4200", "x"], ['y"z', "1"]]


@pytest.mark.parametrize(
    "data",
    [aes_zip(TEXT.encode("gb18030")), handmade_zip(b"a.CSV", TEXT.encode("gb18030"), password=b"123456")],
    ids=["aes", "zipcrypto"],
)
def test_protected_zips(tmp_path: Path, data: bytes) -> None:
    path = written(tmp_path, data, "支付宝交易明细.zip")
    table = read_table_file(path, "123456")
    assert (table.lines, table.encoding, table.name) == (LINES, "gb18030", "支付宝交易明细.zip")
    assert table.digest == read_table_file(written(tmp_path, TEXT.encode("gb18030"))).digest
    for nothing in (None, ""):
        assert "--password" in refusal(path, nothing)
    for wrong in ("654321", "密码", *map(str, range(300))):
        message = refusal(path, wrong)
        assert "does not open with this password" in message
        assert wrong not in message.replace("支付宝交易明细.zip", "")


def test_a_plain_zip_with_a_folder_and_a_chinese_name(tmp_path: Path) -> None:
    data = plain_zip(**{"账单/": b"", "账单/a.csv": TEXT.encode(), "__MACOSX/._a.csv": b"x"})
    assert read_table_file(written(tmp_path, data), "unused").member == "账单/a.csv"
    named = handmade_zip("../账单.csv".encode("gb18030"), TEXT.encode())
    assert read_table_file(written(tmp_path, named)).member == "../账单.csv"


def test_the_table_in_a_zip_may_be_text_or_a_workbook_and_a_note_beside_it_is_none(tmp_path: Path) -> None:
    for members in (
        {"a.TXT": TEXT.encode("gb18030")},
        {"a.csv": TEXT.encode(), "readme.txt": b"x", "b.pdf": b"x"},
        {"a.xlsx": workbook(sheet_xml(LINES))},
    ):
        assert [cells[:2] for cells in read_table_file(written(tmp_path, plain_zip(**members))).lines] == [
            cells[:2] for cells in LINES
        ]


def test_the_tables_that_are_too_many_are_named_cleanly(tmp_path: Path) -> None:
    members = {"一月\x1b[2J.csv": b"x", **{f"{n}.csv": b"x" for n in range(9)}}
    message = refusal(written(tmp_path, plain_zip(**members)))
    assert "10 tables" in message and "一月" in message and message.count(".csv") == 6 and ", …" in message


def test_the_separator_is_the_one_there_is_most_of(tmp_path: Path) -> None:
    for text in ("a\tb,\tc\n1\t2,5\t3\n", "a;b,;c\n1;2,5;3\n"):
        assert read_table_file(written(tmp_path, text.encode())).lines == [["a", "b,", "c"], ["1", "2,5", "3"]]


def test_text_that_is_cut_anywhere_is_decoded_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_BITE", 7)
    for codec in ("utf-8", "utf-8-sig", "gb18030"):
        data = "".join(f"豆浆{n}𠮷\n" for n in range(9)).encode(codec)
        assert delimited.decode(data, "x") == codec.removesuffix("-sig")
        with pytest.raises(Refused) as caught:
            delimited.decode(data + b"\n\xff\xff\xff", "x")
        assert "line 11" in str(caught.value)


def test_a_line_without_an_end_is_refused_unread(tmp_path: Path) -> None:
    assert "far too long" in refusal(written(tmp_path, b"a,b\n" + b"x" * (4 << 20)))


@pytest.mark.parametrize(
    ("members", "part"),
    [
        ({}, "is empty"),
        ({"a.zip": b"x", "b.bin": b"x"}, "holds no table (a.zip, b.bin)"),
        ({"a.csv": b"x", "b.xlsx": b"x"}, "2 tables where one is expected (a.csv, b.xlsx)"),
        ({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}, "workbook that cannot be read"),
        ({"a.csv": b""}, "is empty"),
        ({"a.csv": b"%PDF-1.4"}, "is a PDF"),
        ({f"{n}.csv": b"x" for n in range(bounds.MAX_MEMBERS + 1)}, "more than 64 files"),
    ],
)
def test_zips_without_one_table(tmp_path: Path, members: dict[str, bytes], part: str) -> None:
    assert part in refusal(written(tmp_path, plain_zip(**members)))


def test_zip_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = written(tmp_path, plain_zip(**{"a.csv": bytes(1 << 20)}))
    monkeypatch.setattr(bounds, "MAX_BYTES", 1 << 19)
    assert "larger than" in refusal(bomb)


@pytest.mark.parametrize("declared", [3, 1 << 31])
def test_a_zip_that_lies_about_its_size(tmp_path: Path, declared: int) -> None:
    refusal(written(tmp_path, handmade_zip(b"a.csv", TEXT.encode(), declared=declared)))


def test_a_damaged_zip_never_escapes_as_another_error(tmp_path: Path) -> None:
    whole = plain_zip(**{"a.csv": TEXT.encode() * 9})
    path = tmp_path / "a.zip"
    for place in range(4, len(whole)):
        path.write_bytes(whole[:place] + bytes((whole[place] ^ 0xFF,)) + whole[place + 1 :])
        try:
            table = read_table_file(path)
        except Refused:
            continue
        assert len(table.lines) == 18
