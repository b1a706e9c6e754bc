"""Evidence files stand in their case as numbered exhibits, and what the case says of them is true."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from refund_tui import i18n
from refund_tui.attaching import attach, describe, drop, path
from refund_tui.bundling import Wish, bundle
from refund_tui.errors import Refused
from refund_tui.evidence_words import exhibit_facts, remark
from refund_tui.noting import keep_evidence
from refund_tui.service import Service
from refund_tui.undoing import undo

FACTS = {"merchant": "Tea House", "reason": "quality", "platform": "taobao"}


@pytest.fixture
def service(db: Path) -> Service:
    made = Service(db)
    made.add(FACTS)
    return made


def given(tmp_path: Path, name: str, content: bytes) -> Path:
    file = tmp_path / name
    file.write_bytes(content)
    return file


def test_an_exhibit_has_a_number_and_a_name_and_what_the_file_is(service: Service, tmp_path: Path) -> None:
    done = attach(service, 1, given(tmp_path, "裂痕.jpg", b"\xff\xd8\xff1"), "defect_media", " the crack ")
    exhibit = done.exhibit
    assert (exhibit.number, exhibit.name, exhibit.type, exhibit.size) == (1, "裂痕.jpg", "jpeg", 4)
    assert (exhibit.slot, exhibit.shows, exhibit.captured_at) == ("defect_media", "the crack", None)
    assert done.remarks == () and path(service, exhibit).read_bytes() == b"\xff\xd8\xff1"
    assert service.case(1).exhibits == (exhibit,)


def test_numbers_are_never_given_twice(service: Service, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        assert attach(service, 1, given(tmp_path, "a", b"%d" % number)).exhibit.number == number
    kept = path(service, service.case(1).exhibits[2])
    assert [each.number for each in drop(service, 1, 3).exhibits] == [1, 2] and kept.exists()
    again = attach(service, 1, given(tmp_path, "a", b"3"))
    assert again.exhibit.number == 4 and again.remarks == ("same_bytes",)


def test_a_number_that_was_taken_back_is_not_given_to_another_exhibit(service: Service, tmp_path: Path) -> None:
    attach(service, 1, given(tmp_path, "a", b"1"))
    undo(service)
    assert service.case(1).exhibits == ()
    assert attach(service, 1, given(tmp_path, "b", b"2")).exhibit.number == 2


def test_the_same_file_is_listed_once_for_an_item_and_takes_what_is_said_of_it_later(
    service: Service, tmp_path: Path
) -> None:
    file = given(tmp_path, "a.txt", b"hello")
    attach(service, 1, file)
    later = attach(service, 1, file, "seller_chat", "he agrees")
    assert later.remarks == ("listed",) and len(later.view.exhibits) == 1
    assert (later.exhibit.slot, later.exhibit.shows) == ("seller_chat", "he agrees")
    events = len(later.view.events)
    assert len(attach(service, 1, file).view.events) == events
    other = attach(service, 1, file, "refusal_proof")
    assert other.exhibit.number == 2 and other.remarks == ("same_bytes",)


def test_a_name_that_lies_about_its_content_is_told(service: Service, tmp_path: Path) -> None:
    assert attach(service, 1, given(tmp_path, "bill.pdf", b"\x89PNG\r\n\x1a\n")).remarks == ("suffix",)
    done = attach(service, 1, given(tmp_path, "photo.JPG", b"%PDF-1.7 x"))
    assert remark("suffix", done.exhibit, done.view) == "named .JPG, is PDF document"
    i18n.install("zh_CN")
    assert remark("suffix", done.exhibit, done.view) == "文件名是 .JPG，内容却是 PDF 文档"


def test_what_an_exhibit_shows_can_be_said_changed_and_cleared(service: Service, tmp_path: Path) -> None:
    attach(service, 1, given(tmp_path, "a", b"1"))
    view = describe(service, 1, 1, {"slot": "defect_media", "shows": "crack"})
    assert (view.exhibits[0].slot, view.exhibits[0].shows) == ("defect_media", "crack")
    assert len(describe(service, 1, 1, {"shows": "crack"}).events) == len(view.events)
    view = describe(service, 1, 1, {"slot": "", "shows": ""})
    assert (view.exhibits[0].slot, view.exhibits[0].shows) == (None, None)


@pytest.mark.parametrize(
    ("number", "typed", "why"),
    [
        (7, {"shows": "x"}, "case 1 has no exhibit 7; it has: 1"),
        (1, {"slot": "nonsense"}, "nonsense is not an evidence item"),
        (1, {"shows": "x" * 501}, "shows is 501 characters long"),
    ],
)
def test_what_cannot_be_said_is_refused(
    service: Service, tmp_path: Path, number: int, typed: dict[str, str], why: str
) -> None:
    attach(service, 1, given(tmp_path, "a", b"1"))
    with pytest.raises(Refused, match=why):
        describe(service, 1, number, typed)


def test_nothing_is_kept_where_the_item_or_the_case_is_wrong(service: Service, tmp_path: Path) -> None:
    file = given(tmp_path, "a", b"1")
    for case_id, slot in ((1, "nonsense"), (9, None)):
        with pytest.raises(Refused):
            attach(service, case_id, file, slot)
    assert not (tmp_path / "evidence").exists()


def test_an_item_of_a_former_reason_stays_with_its_exhibit(service: Service, tmp_path: Path) -> None:
    attach(service, 1, given(tmp_path, "a", b"1"), "defect_media")
    view = service.edit(1, {"reason": "not_received"})
    assert view.exhibits[0].slot == "defect_media"
    assert describe(service, 1, 1, {"slot": "defect_media", "shows": "x"}).exhibits[0].shows == "x"


def test_evidence_can_be_added_to_a_case_that_is_over(service: Service, tmp_path: Path) -> None:
    service.log(1, "given_up", {})
    assert attach(service, 1, given(tmp_path, "a", b"1")).exhibit.number == 1


def test_a_long_paste_is_an_exhibit_too(service: Service) -> None:
    keep_evidence(service, 1, "你好，我要退款".encode(), "pasted_text")
    exhibit = service.case(1).exhibits[0]
    assert (exhibit.number, exhibit.name, exhibit.type) == (1, "pasted-text-20261123-1000.txt", "text")
    assert exhibit.shows == "你好，我要退款"


# When a picture was taken


def photo(tmp_path: Path, **facts: str) -> Path:
    image = pytest.importorskip("PIL.Image")
    exif = image.Exif()
    part = exif.get_ifd(0x8769)
    tags = {"taken": 0x9003, "offset": 0x9011}
    part.update({tags[name]: value for name, value in facts.items()})
    file = tmp_path / "photo.jpg"
    image.new("RGB", (8, 6), "red").save(file, exif=exif)
    return file


def test_a_photo_says_when_it_was_taken(service: Service, tmp_path: Path) -> None:
    done = attach(service, 1, photo(tmp_path, taken="2026:11:20 09:30:00", offset="+09:00"))
    assert done.exhibit.captured_at == datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
    assert not done.exhibit.zone_assumed and done.remarks == ()


def test_a_photo_without_an_offset_is_read_in_the_cases_zone_and_that_is_said(service: Service, tmp_path: Path) -> None:
    done = attach(service, 1, photo(tmp_path, taken="2026:11:20 09:30:00"))
    assert done.exhibit.captured_at == datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    assert done.exhibit.zone_assumed and done.remarks == ("zone",)


@pytest.mark.parametrize("taken", ["2031:01:01 00:00:00", "2026:11:25 12:00:00", "1980:01:01 00:00:00"])
def test_a_time_that_cannot_be_right_is_remarked_and_not_given_as_when_it_was_taken(
    service: Service, tmp_path: Path, taken: str
) -> None:
    done = attach(service, 1, photo(tmp_path, taken=taken, offset="+08:00"))
    assert done.exhibit.implausible and done.remarks == ("implausible",)
    assert f"{taken[:4]}-{taken[5:7]}-{taken[8:10]}" in remark("implausible", done.exhibit, done.view)
    assert "(implausible)" in exhibit_facts(done.exhibit, done.view)
    bundle(service, 1, "seller_message", tmp_path / "out", Wish(language="en"))
    for name in ("03_evidence_index.csv", "index.html"):
        said = (tmp_path / "out" / name).read_text("utf-8-sig")
        assert "(implausible)" in said and f"{taken[:4]}-{taken[5:7]}-{taken[8:10]}" not in said


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "yesterday", ""])
def test_a_date_that_is_none_is_not_invented(service: Service, tmp_path: Path, taken: str) -> None:
    assert attach(service, 1, photo(tmp_path, taken=taken)).exhibit.captured_at is None
