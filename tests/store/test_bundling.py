"""A bundle is whole or not there, the same twice, and holds what the case holds under names that nobody chose."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import signal
import subprocess
import time
import zipfile
from pathlib import Path

import pytest

from refund_tui import i18n
from refund_tui.amounting import set_amounts
from refund_tui.attaching import attach, path
from refund_tui.bundling import Bundled, Wish, bundle
from refund_tui.dossier import packing, paper
from refund_tui.dossier.paper import NO_FONT, NO_TYPST
from refund_tui.errors import Refused
from refund_tui.service import Service
from refund_tui.store.vault import put_bytes

ORDER = "2026111100001234567"
FACTS = {
    "merchant": "茶舍",
    "item": "紫砂壶",
    "reason": "quality",
    "platform": "taobao",
    "paid": "129",
    "order_no": ORDER,
}
PHONE = "13812345678"
TEXTS = ("00_summary", "01_timeline", "02_letter", "04_amounts", "05_rules_cited")
HOSTILE = ("../../x.sh", "a\nb.png", "\u202egnp.exe", "x" * 300, "\x1b[31m.txt", "-rf", "=cmd|'/c calc'!A0")
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cch\0\0\0\x82\0\x81w\xcdr\xb6"
    b"\0\0\0\0IEND\xaeB`\x82"
)


@pytest.fixture
def service(db: Path) -> Service:
    made = Service(db)
    made.add(FACTS)
    made.log(1, "contacted", {"text": f"裂了，请回电 {PHONE}"})
    made.log(1, "terms_agreed", {"amount": "129", "return_address": "乌有乡七号仓 老王收"})
    return made


def keep(service: Service, tmp_path: Path, name: str, content: bytes, shows: str | None = None) -> None:
    file = tmp_path / "given" / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    attach(service, 1, file, "defect_media", shows)


def make(service: Service, out: Path, **wish: object) -> Bundled:
    return bundle(service, 1, "seller_message", out, Wish(**wish))  # type: ignore[arg-type]


def held(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def left_over(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if not each.name.startswith(("cases.db", "evidence", "given")))


def test_a_bundle_of_twenty_files_holds_them_all_and_its_checksums_are_right(service: Service, tmp_path: Path) -> None:
    for number in range(20):
        keep(service, tmp_path, f"{number}.mp4", b"\0\0\0\x18ftypmp42" + bytes([number]))
    made = make(service, tmp_path / "out")
    files = held(tmp_path / "out")
    evidence = sorted(name for name in files if name.startswith("evidence/"))
    assert evidence == [f"evidence/{number:02d}_defect_media.mp4" for number in range(1, 21)]
    assert files[evidence[7]].endswith(b"\x07") and made.path == tmp_path / "out"
    assert files.keys() - set(evidence) == {f"{name}.txt" for name in TEXTS} | {
        *("03_evidence_index.csv", "index.html", "SHA256SUMS"),
    }
    checked = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=tmp_path / "out", capture_output=True)
    assert checked.returncode == 0 and checked.stdout.count(b": OK") == len(files) - 1
    assert left_over(tmp_path) == ["out"]


def test_the_same_case_gives_the_same_bytes_on_another_day_as_folder_and_as_zip(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(service, tmp_path, "a.png", PNG, "裂纹")
    monkeypatch.setenv("REFUND_TUI_NOW", "2026-11-23T10:00:30+08:00")
    for name in ("one", "one.zip"):
        make(service, tmp_path / name)
    monkeypatch.setenv("REFUND_TUI_NOW", "2026-11-23T18:00:00+08:00")
    i18n.install("zh_CN")
    for name in ("two", "two.ZIP"):
        make(service, tmp_path / name)
    assert held(tmp_path / "one") == held(tmp_path / "two")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.ZIP").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        names = packed.namelist()
        assert names == sorted(names) and packed.testzip() is None
        inside = {name.removeprefix("case-1-seller_message/"): packed.read(name) for name in names}
        assert {info.compress_type for info in packed.infolist()} == {zipfile.ZIP_STORED}
    assert inside == held(tmp_path / "one")


def test_no_name_that_somebody_gave_is_part_of_a_path_or_run_by_a_spreadsheet(service: Service, tmp_path: Path) -> None:
    from refund_tui.attaching import list_kept

    for number, name in enumerate(HOSTILE):
        kept = put_bytes(service.path.parent / "evidence", b"text %d" % number)
        list_kept(service, 1, kept, {"name": name, "slot": f"../{name}"[:60], "shows": name})
    make(service, tmp_path / "out")
    make(service, tmp_path / "out.zip")
    files = [name for name in held(tmp_path / "out") if name.startswith("evidence/")]
    assert len(files) == len(HOSTILE)
    for name in (*files, *zipfile.ZipFile(tmp_path / "out.zip").namelist()):
        assert (
            set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./") and ".." not in name
        )
        assert len(name) < 100
    assert left_over(tmp_path) == ["out", "out.zip"] and not (tmp_path.parent / "x.sh").exists()
    rows = list(csv.reader((tmp_path / "out" / "03_evidence_index.csv").read_text("utf-8-sig").splitlines()))
    assert len(rows) == len(HOSTILE) + 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert b"\x1b" not in b"".join(held(tmp_path / "out").values())


def test_a_file_that_is_gone_or_changed_stops_the_bundle_and_is_named(service: Service, tmp_path: Path) -> None:
    keep(service, tmp_path, "a.mp4", b"\0\0\0\x18ftypmp42")
    keep(service, tmp_path, "note.txt", b"hello")
    for number, redact in ((0, False), (1, True), (1, False)):
        file = path(service, service.case(1).exhibits[number])
        before = file.read_bytes()
        file.chmod(0o600)
        file.write_bytes(b"something else")
        with pytest.raises(Refused) as refused:
            make(service, tmp_path / "out.zip", redact=redact)
        assert service.case(1).exhibits[number].name in str(refused.value) and "not what was kept" in str(refused.value)
        file.unlink()
        with pytest.raises(Refused, match="cannot be read"):
            make(service, tmp_path / "out", redact=redact)
        file.write_bytes(before)
    assert left_over(tmp_path) == []


def test_what_is_there_is_never_replaced(service: Service, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").touch()
    (tmp_path / "file.zip").write_text("mine")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    for name in ("full", "file.zip", "link"):
        with pytest.raises(Refused, match="there already"):
            make(service, tmp_path / name)
    with pytest.raises(Refused, match=r"nowhere.* cannot be written: No such file"):
        make(service, tmp_path / "nowhere" / "out")
    make(service, tmp_path / "empty")
    assert (tmp_path / "file.zip").read_text() == "mine" and (tmp_path / "empty" / "SHA256SUMS").exists()
    assert left_over(tmp_path) == ["empty", "file.zip", "full", "link"]


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_ended_in_the_middle_nothing_is_left(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    keep(service, tmp_path, "a.mp4", b"\0\0\0\x18ftypmp42")

    def cancel(done: int, total: int) -> None:
        assert 0 < done <= total
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bundle(service, 1, "seller_message", tmp_path / name, progress=cancel)

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="No space left"):
        make(service, tmp_path / name)
    monkeypatch.setattr(packing, "SPARE", 2**62)
    with pytest.raises(Refused, match="there is room for 0"):
        make(service, tmp_path / name)
    assert left_over(tmp_path) == []


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_killed_in_the_middle_nothing_has_the_final_name(service: Service, tmp_path: Path, name: str) -> None:
    keep(service, tmp_path, "a.mp4", b"\0\0\0\x18ftypmp42" + bytes(3 * packing.CHUNK))
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:

        def wait(done: int, total: int) -> None:
            os.write(tell, b"!")
            time.sleep(60)

        bundle(service, 1, "seller_message", tmp_path / name, progress=wait)
        os._exit(0)
    assert os.read(told, 1) == b"!"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert not (tmp_path / name).exists()
    for left in tmp_path.glob(".*.tmp"):
        shutil.rmtree(left)


def test_a_masked_bundle_holds_nothing_private_in_its_texts_and_says_what_it_could_not_mask(
    service: Service, tmp_path: Path
) -> None:
    set_amounts(service, 1, {"goods_paid": "129"})
    service.log(1, "applied", {"kind": "return_refund", "amount": "129"})
    keep(service, tmp_path, "chat.txt", f"我的电话{PHONE}，订单{ORDER}\n".encode("gb18030"), f"来电 {PHONE}")
    keep(service, tmp_path, "video.mp4", b"\0\0\0\x18ftypmp42", PHONE)
    keep(service, tmp_path, f"{PHONE}.jpg", b"\xff\xd8\xff\xe0 not whole")
    keep(service, tmp_path, "a.png", PNG[:-12] + b"\0\0\0\x05tEXthere!\0\0\0\0" + PNG[-12:])
    originals = {each.sha256: path(service, each).read_bytes() for each in service.case(1).exhibits}
    made = make(service, tmp_path / "out", redact=True)
    files = held(tmp_path / "out")
    everything = b"".join(files.values())
    assert PHONE.encode() not in everything and "乌有乡".encode() not in everything and b"here!" not in everything
    assert ORDER.encode() in files["02_letter.txt"] and ORDER.encode() in files["evidence/01_defect_media.txt"]
    assert [each.handling for each in made.pieces] == ["masked", "unmasked", "left_out", "cleaned"]
    assert "evidence/03_defect_media.jpg" not in files and files["evidence/04_defect_media.png"] == PNG
    assert made.masked["evidence/01_defect_media.txt"] == {"phone": 1}
    assert made.masked["01_timeline.txt"] == {"phone": 1, "address": 1}
    index = list(csv.DictReader(files["03_evidence_index.csv"].decode("utf-8-sig").splitlines()))
    for row, exhibit in zip(index, service.case(1).exhibits, strict=True):
        assert row["原件的 SHA-256"] == exhibit.sha256 and row["遮盖情况"]
        if row["文件"]:
            assert row["SHA-256"] == hashlib.sha256(files[row["文件"]]).hexdigest()
    assert "未遮盖" in index[1]["遮盖情况"]
    page = files["index.html"].decode()
    assert "给对方的副本" in page and "下一个时限" not in page and "保底" not in page
    assert {each.sha256: path(service, each).read_bytes() for each in service.case(1).exhibits} == originals


def test_the_desk_s_language_is_taken_unless_another_is_asked_for(service: Service, tmp_path: Path) -> None:
    assert make(service, tmp_path / "zh").language == "zh_CN"
    assert make(service, tmp_path / "en", language="en").language == "en"
    assert "紫砂壶" in (tmp_path / "en" / "02_letter.txt").read_text() and i18n.language() == "en"
    assert "What happened" in (tmp_path / "en" / "01_timeline.txt").read_text()
    assert "案件 1：" in (tmp_path / "zh" / "00_summary.txt").read_text()


def test_a_lane_without_a_letter_and_a_case_that_is_not_there_are_refused(service: Service, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="seller_message"):
        bundle(service, 1, "nowhere", tmp_path / "out")
    with pytest.raises(Refused):
        bundle(service, 2, "seller_message", tmp_path / "out")
    assert left_over(tmp_path) == []


def test_a_clock_that_ran_out_since_is_told(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_amounts(service, 1, {"goods_paid": "129"})
    service.log(1, "applied", {"kind": "refund_only", "amount": "129"})
    make(service, tmp_path / "before")
    due = min(clock.due_at for clock in service.case(1).clocks if clock.running)
    monkeypatch.setenv("REFUND_TUI_NOW", "2029-01-01T10:00:00+08:00")
    assert make(service, tmp_path / "after").view.now == due
    told = [(tmp_path / name / "00_summary.txt").read_text() for name in ("before", "after")]
    assert "2026-11-23 10:00" in told[0] and "2026-11-23 10:00" not in told[1] and "2029" not in told[1]
    assert "下一个时限" in told[0] and "保底" in (tmp_path / "before" / "04_amounts.txt").read_text()


def test_nothing_is_logged_by_making_a_bundle(service: Service, tmp_path: Path) -> None:
    before = service.case(1).events
    make(service, tmp_path / "out")
    assert service.case(1).events == before


def test_a_pdf_says_what_it_needs_and_the_bundle_is_made_without_it(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise paper.NoPaper(NO_TYPST)

    monkeypatch.setattr(paper, "_typst", missing)
    made = make(service, tmp_path / "one", pdf=True)
    assert made.no_paper is not None and made.no_paper.message == NO_TYPST
    monkeypatch.undo()
    monkeypatch.setattr(paper, "FONTS", ("No Such Font",))
    if made_two := make(service, tmp_path / "two", pdf=True).no_paper:
        assert made_two.message in (NO_FONT, NO_TYPST)
    assert "case.pdf" not in held(tmp_path / "one") and "index.html" in held(tmp_path / "two")


def test_the_pdf_is_the_same_twice_and_takes_text_literally_and_leaves_out_a_picture_that_is_none(
    service: Service, tmp_path: Path
) -> None:
    pytest.importorskip("typst")
    try:
        paper.fonts()
    except paper.NoPaper:
        pytest.skip("no font with Chinese here")
    keep(service, tmp_path, "a.png", PNG, '#read("/etc/passwd") *x* $y$ \\ 裂纹')
    keep(service, tmp_path, "b.png", PNG[:40], "damaged")
    assert make(service, tmp_path / "one.zip", pdf=True).no_paper is None
    make(service, tmp_path / "two.zip", pdf=True)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        assert packed.read("case-1-seller_message/case.pdf").startswith(b"%PDF-")
