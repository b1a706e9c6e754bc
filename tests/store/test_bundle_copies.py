"""The masked copy tells nobody's secrets, and the PDF is the page again or says why it is not there."""

from __future__ import annotations

import csv
import hashlib
import zipfile
from pathlib import Path

import pytest

from refund_tui.amounting import set_amounts
from refund_tui.attaching import path
from refund_tui.dossier import paper
from refund_tui.dossier.paper import NO_FONT, NO_TYPST
from refund_tui.service import Service
from tests.store.bundles import ORDER, PHONE, PNG, case_file, held, keep, make


@pytest.fixture
def service(db: Path) -> Service:
    return case_file(db)


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
