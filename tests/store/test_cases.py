"""Cases in the file: conflicts, notes, pinned playbooks, rows used, and the list that follows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from refund_tui import exporting
from refund_tui.domain.filters import parse_filter
from refund_tui.errors import Conflict, Refused
from refund_tui.live import LiveList
from refund_tui.service import Service
from refund_tui.store import cases
from refund_tui.store.connection import write


@pytest.fixture
def service(db: Path) -> Service:
    return Service(db)


def test_only_the_merchant_is_needed(service: Service) -> None:
    view = service.add({"merchant": "  店\t铺 "})
    assert (view.case.merchant, view.case.stage, view.case.paid) == ("店 铺", "draft", None)
    with pytest.raises(Refused, match="merchant"):
        service.add({"item": "x"})


def test_of_two_writers_on_one_case_the_second_is_told_and_nothing_is_lost(service: Service, db: Path) -> None:
    view = service.add({"merchant": "店"})
    other = Service(db)
    other.log(view.case.id, "contacted", {"text": "first"}, revision=view.revision)
    with pytest.raises(Conflict):
        service.log(view.case.id, "contacted", {"text": "second"}, revision=view.revision)
    with pytest.raises(Conflict):
        service.edit(view.case.id, {"item": "x"}, revision=view.revision)
    after = service.case(view.case.id)
    assert [event.data.get("text") for event in after.events if event.kind == "contacted"] == ["first"]


def test_of_two_programs_that_open_one_row_of_a_statement_the_second_is_refused(service: Service, db: Path) -> None:
    row = {"source": "alipay", "file": "a.csv", "row": 7, "key": "alipay:1"}
    service.open({"merchant": "Shop"}, row)
    with pytest.raises(Refused, match=r"row 8 of b\.csv already is case 1"):
        Service(db).open({"merchant": "Shop"}, row | {"file": "b.csv", "row": 8})
    assert service.case(1).case.merchant == "Shop" and LiveList(db).count() == 1


def test_what_happened_is_not_told_anew_of_a_case_that_is_over_and_the_field_is_named(service: Service) -> None:
    service.add({"merchant": "Shop", "paid": "100"})
    service.log(1, "refund_received", {"amount": "100"})
    with pytest.raises(Refused, match="a case that is over: log reopened first") as refused:
        service.edit(1, {"item": "Pot", "signed_at": "1d ago"})
    assert refused.value.values["field"] == "signed_at" and service.case(1).case.item is None
    service.edit(1, {"item": "Pot"})
    service.log(1, "reopened", {})
    assert service.edit(1, {"signed_at": "1d ago"}).case.facts["signed"]


def test_a_note_has_a_revision_of_its_own_so_a_log_does_not_disturb_it(service: Service) -> None:
    case_id = service.add({"merchant": "店"}).case.id
    revision = service.save_note(case_id, "one", 0)
    service.log(case_id, "contacted", {})
    assert service.save_note(case_id, "two", revision) == revision + 1
    with pytest.raises(Conflict):
        service.save_note(case_id, "three", revision)
    assert service.case(case_id).note.text == "two"


def test_appending_adds_a_line_to_whatever_the_note_holds(service: Service) -> None:
    case_id = service.add({"merchant": "店"}).case.id
    service.append_note(case_id, "one")
    service.append_note(case_id, "two\x1b[2J")
    assert service.case(case_id).note.text == "one\ntwo␛[2J"


def test_a_refused_change_leaves_the_case_and_its_timeline_as_they_were(service: Service) -> None:
    view = service.add({"merchant": "店", "paid": "10.00"})
    with pytest.raises(Refused):
        service.log(view.case.id, "applied", {"kind": "refund_only", "amount": "11.00"})
    after = service.case(view.case.id)
    assert (after.case, after.events, after.revision) == (view.case, view.events, view.revision)


def test_a_case_keeps_the_playbook_it_was_opened_under(service: Service, db: Path) -> None:
    view = service.add({"merchant": "店", "platform": "taobao"})
    later = Service(db)
    book = later.rules
    changed = {name: replace(each, version="9999", deadlines=()) for name, each in book.playbooks.items()}
    later.__dict__["rules"] = replace(book, playbooks=changed)
    after = later.log(view.case.id, "applied", {"kind": "refund_only"})
    assert after.playbook == view.playbook
    assert "TB-01" in {clock.rule.id for clock in after.clocks}


def test_another_platform_brings_its_own_playbook(service: Service) -> None:
    view = service.add({"merchant": "店"})
    assert service.edit(view.case.id, {"platform": "jd"}).playbook.id == "jd-order"


def test_a_time_that_is_typed_as_a_fact_starts_its_clocks(service: Service) -> None:
    view = service.add({"merchant": "店", "platform": "taobao", "signed_at": "2026-11-23 09:00"})
    assert "TB-14" in {clock.rule.id for clock in view.clocks}


def test_the_list_is_sorted_by_the_clock_that_hurts_first_and_ended_cases_come_last(service: Service, db: Path) -> None:
    late = service.add({"merchant": "late", "platform": "taobao", "shipped_at": "2026-11-22"})
    soon = service.add({"merchant": "soon", "platform": "taobao"})
    service.log(soon.case.id, "applied", {"kind": "refund_only"})
    idle = service.add({"merchant": "idle"})
    ended = service.add({"merchant": "ended"})
    service.log(ended.case.id, "given_up", {})
    live = LiveList(db)
    order = [row.case_id for row in live.window(0, 10)]
    assert order == [soon.case.id, late.case.id, idle.case.id, ended.case.id]
    assert [live.position(case_id) for case_id in order] == [0, 1, 2, 3]
    assert [row.case_id for row in live.window(1, 2)] == order[1:3]
    live.close()


@pytest.mark.parametrize(
    ("filter_text", "expected"),
    [
        ("耳机", [1]),
        ("100%", [2]),
        ("特别", [2]),
        ("stage:applied", [1]),
        ("stage:applied,draft", [1, 2]),
        ("ball:me", [2]),
        ("platform:taobao 耳机", [1]),
        ("overdue", []),
        ("soon", [1]),
        ("open", [1, 2]),
        ("ended", []),
    ],
)
def test_a_filter_shows_only_what_fits(service: Service, db: Path, filter_text: str, expected: list[int]) -> None:
    first = service.add({"merchant": "声音店", "item": "耳机 100", "platform": "taobao"})
    service.log(first.case.id, "applied", {"kind": "refund_only"})
    second = service.add({"merchant": "100%棉"})
    service.save_note(second.case.id, "特别提醒", 0)
    live = LiveList(db)
    live.show(parse_filter((filter_text,), service.now()), "id")
    assert [row.case_id for row in live.window(0, 10)] == expected
    assert live.count() == len(expected)
    assert [live.position(case_id) for case_id in expected] == list(range(len(expected)))
    live.close()


def test_a_filter_value_that_no_case_can_have_is_refused() -> None:
    from refund_tui.clock import now

    with pytest.raises(Refused, match="stage"):
        parse_filter(("stage:refunded",), now())


def test_another_programs_commit_is_noticed_and_our_own_reading_is_not(service: Service, db: Path) -> None:
    view = service.add({"merchant": "店"})
    live = LiveList(db)
    live.changed()
    assert not live.changed()
    service.log(view.case.id, "contacted", {})
    assert live.changed()
    assert not live.changed()
    live.close()


def test_a_file_put_in_place_of_ours_is_noticed(service: Service, db: Path, tmp_path: Path) -> None:
    service.add({"merchant": "old"})
    live = LiveList(db)
    live.changed()
    other = tmp_path / "other.db"
    Service(other).add({"merchant": "new"})
    other.replace(db)
    assert live.changed()
    assert [row.merchant for row in live.window(0, 5)] == ["new"]
    live.close()


def test_a_calendar_that_changed_makes_every_row_be_computed_again(service: Service, db: Path) -> None:
    case_id = service.add({"merchant": "店", "platform": "taobao"}).case.id
    service.log(case_id, "complaint_filed", {}, at="2026-12-30 10:00")
    live = LiveList(db)
    assert live.window(0, 1)[0].next_approximate
    again = Service(db)
    known = again.calendar
    again.__dict__["calendar"] = replace(known, known_through=2027)
    again.prepare()
    assert not live.window(0, 1)[0].next_approximate
    live.close()


def test_a_file_gets_one_name_of_its_own_and_a_copy_keeps_it(service: Service, db: Path) -> None:
    service.add({"merchant": "店"})
    name = exporting.file_id(service)
    with write(db) as opened:
        assert cases.make_file_id(opened) == name  # another program may ask at the same moment
    copy = db.with_name("copy.db")
    copy.write_bytes(db.read_bytes())
    assert exporting.file_id(Service(copy)) == name
    other = Service(db.with_name("other.db"))
    other.add({"merchant": "店"})
    assert exporting.file_id(other) != name
