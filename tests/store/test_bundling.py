"""A bundle is whole or not there, the same twice, and holds what the case holds under names that nobody chose."""

from __future__ import annotations

import csv
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
from refund_tui.attaching import path
from refund_tui.bundling import Wish, bundle
from refund_tui.dossier import packing
from refund_tui.errors import Refused
from refund_tui.service import Service
from refund_tui.store.vault import put_bytes
from tests.store.bundles import PNG, TEXTS, case_file, held, keep, left_over, make

HOSTILE = ("../../x.sh", "a\nb.png", "\u202egnp.exe", "x" * 300, "\x1b[31m.txt", "-rf", "=cmd|'/c calc'!A0")


@pytest.fixture
def service(db: Path) -> Service:
    return case_file(db)


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
        for name in ("out", "out.zip"):
            with pytest.raises(Refused, match=r"cannot be read \(No such file") as gone:
                make(service, tmp_path / name, redact=redact)
            assert service.case(1).exhibits[number].name in str(gone.value)
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
def test_even_without_evidence_it_can_be_ended_until_it_has_its_name(
    service: Service, tmp_path: Path, name: str
) -> None:
    def cancel(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bundle(service, 1, "seller_message", tmp_path / name, progress=cancel)
    assert left_over(tmp_path) == []


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_ended_in_the_middle_nothing_is_left(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    keep(service, tmp_path, "a.mp4", b"\0\0\0\x18ftypmp42")

    for least in (0, 1):

        def cancel(done: int, total: int, least: int = least) -> None:
            assert 0 <= done <= total
            if done >= least:
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
            if done:
                os.write(tell, b"!")
                time.sleep(60)

        try:
            bundle(service, 1, "seller_message", tmp_path / name, progress=wait)
        finally:
            os._exit(1)
    os.close(tell)
    assert os.read(told, 1) == b"!"
    os.close(told)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert not (tmp_path / name).exists()
    for left in tmp_path.glob(".*.tmp"):
        shutil.rmtree(left)


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


def test_a_clock_that_ran_out_since_dates_the_bundle(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_amounts(service, 1, {"goods_paid": "129"})
    service.log(1, "applied", {"kind": "refund_only", "amount": "129"})
    make(service, tmp_path / "before")
    due = min(clock.due_at for clock in service.case(1).clocks if clock.running)
    monkeypatch.setenv("REFUND_TUI_NOW", "2029-01-01T10:00:00+08:00")
    assert make(service, tmp_path / "after").view.now == due
    told = [(tmp_path / name / "00_summary.txt").read_text() for name in ("before", "after")]
    assert "2026-11-23 10:00" in told[0] and "2026-11-23 10:00" not in told[1] and "2029" not in told[1]
    assert "保底" in (tmp_path / "before" / "04_amounts.txt").read_text()


def test_no_desk_is_told_what_is_the_user_s_alone_and_it_reads_only_the_rules_that_are_cited(
    service: Service, tmp_path: Path
) -> None:
    set_amounts(service, 1, {"goods_paid": "129"})
    service.log(1, "applied", {"kind": "refund_only", "amount": "129"})
    view = service.case(1)
    for lane in (each.lane.id for each in view.lanes):
        bundle(service, 1, lane, tmp_path / lane, Wish(language="zh_CN"))
        summary, rules = (
            (tmp_path / lane / f"{name}.txt").read_text("utf-8") for name in ("00_summary", "05_rules_cited")
        )
        assert not [word for word in ("下一个时限", "轮到谁", "到期后果") if word in summary]
        assert not [each for each in view.clocks if each.rule.id in rules] and lane not in rules
        assert "Art." not in rules and "notes" not in rules


def test_a_refund_is_demanded_in_the_platform_s_own_word(service: Service, tmp_path: Path) -> None:
    second = service.add({"merchant": "茶舍", "platform": "taobao", "reason": "quality"}).case.id
    service.log(second, "applied", {"kind": "refund_only", "amount": "129"})
    bundle(service, second, "seller_message", tmp_path / "out")
    assert "要求：仅退款\n" in (tmp_path / "out" / "00_summary.txt").read_text("utf-8")


def test_an_empty_timeline_says_that_nothing_is_logged_yet(service: Service, tmp_path: Path) -> None:
    second = service.add({"merchant": "茶舍"}).case.id
    bundle(service, second, "seller_message", tmp_path / "out", Wish(language="zh_CN"))
    assert "还没有任何记录。" in (tmp_path / "out" / "01_timeline.txt").read_text("utf-8")


def test_nothing_is_logged_by_making_a_bundle(service: Service, tmp_path: Path) -> None:
    before = service.case(1).events
    make(service, tmp_path / "out")
    assert service.case(1).events == before
