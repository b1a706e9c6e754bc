"""Changes as steps: taken back whole, told in words, never over what somebody else did since."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from refund_tui.errors import Conflict, Refused
from refund_tui.noting import settle_note
from refund_tui.service import Service
from refund_tui.step_words import said
from refund_tui.store import projection
from refund_tui.store.connection import open_read
from refund_tui.store.header import APPLICATION_ID, SCHEMA_VERSION
from refund_tui.store.schema import migrations
from refund_tui.undoing import history, redo, undo


@pytest.fixture
def here(db: Path) -> Service:
    service = Service(db)
    service.add({"merchant": "甲店", "paid": "100", "platform": "taobao"})
    return service


def test_each_change_is_told_in_words_the_newest_first(here: Service) -> None:
    here.log(1, "contacted", {})
    here.edit(1, {"item": "杯子", "signed_at": "2026-11-20"})
    here.append_note(1, "x")
    assert [said(step) for step in history(here)] == [
        "case 1 (甲店): note",
        "case 1 (甲店): facts edited, parcel signed",
        "case 1 (甲店): wrote to the seller",
        "case 1 (甲店): case opened",
    ]


def test_what_somebody_else_did_since_on_the_same_case_is_not_undone_with_mine(here: Service) -> None:
    here.log(1, "contacted", {})
    Service(here.path).log(1, "seller_replied", {"kind": "stalls"})
    before = here.case(1)
    with pytest.raises(Conflict):
        undo(here, own=True)
    assert here.case(1) == before
    assert said(undo(here)) == "case 1 (甲店): seller replied"
    assert said(undo(here, own=True)) == "case 1 (甲店): wrote to the seller"


def test_what_others_did_on_other_cases_does_not_stand_in_the_way(here: Service) -> None:
    other = Service(here.path)
    other.add({"merchant": "乙店"})
    undo(here, own=True)
    with pytest.raises(Refused, match="taken back"):
        here.case(1)
    assert other.case(2).case.merchant == "乙店"


def test_a_case_that_was_taken_back_takes_nothing_more_until_it_is_brought_back(here: Service) -> None:
    undo(here)
    for attempt in (
        lambda: here.log(1, "contacted", {}),
        lambda: here.save_note(1, "x", 0),
        lambda: here.edit(1, {"item": "x"}),
    ):
        with pytest.raises(Refused):
            attempt()
    redo(here)
    assert here.log(1, "contacted", {}).case.stage == "negotiating"


def test_a_case_is_not_brought_back_where_its_row_became_another_case_meanwhile(here: Service) -> None:
    row = {"source": "alipay", "file": "账单.csv", "row": 7, "key": "alipay:1"}
    here.open({"merchant": "乙店"}, row)
    undo(here)
    here.open({"merchant": "乙店"}, row)
    before = here.case(3), history(here)
    with pytest.raises(Refused, match=r"row 7 of 账单\.csv already is case 3"):
        redo(here)
    assert (here.case(3), history(here)) == before
    undo(here)
    assert here.case(redo(here).cases[0][0]).case.merchant == "乙店"


def test_a_note_that_was_changed_by_another_hand_is_not_overwritten_by_an_undo(here: Service) -> None:
    here.save_note(1, "mine", 0)
    with closing(sqlite3.connect(here.path)) as connection, connection:
        connection.execute("UPDATE notes SET text = 'theirs'")
    with pytest.raises(Conflict, match="the note of case 1"):
        undo(here)
    assert here.case(1).note.text == "theirs" and not history(here)[0].undone


def test_a_session_that_changed_nothing_takes_nothing_back(here: Service) -> None:
    for way in (undo, redo):
        with pytest.raises(Refused, match="since the start"):
            way(Service(here.path), own=True)


def test_what_was_done_since_stands_in_the_way_of_a_redo(here: Service) -> None:
    here.log(1, "contacted", {})
    undo(here)
    here.log(1, "applied", {"kind": "refund_only"})
    with pytest.raises(Conflict):
        redo(here)
    assert here.case(1).case.stage == "applied"


def test_an_open_screen_sees_that_a_case_moved_on_when_it_is_undone(here: Service) -> None:
    seen = here.log(1, "contacted", {}).revision
    undo(here)
    with pytest.raises(Conflict):
        here.log(1, "applied", {"kind": "refund_only"}, revision=seen)


def test_what_is_typed_into_a_note_in_one_sitting_is_one_step(here: Service) -> None:
    for count in range(1, 4):
        here.save_note(1, "x" * count, count - 1)
    assert [step.kind for step in history(here)] == ["note", "case"]
    undo(here)
    assert (here.case(1).note.text, here.case(1).note.revision) == ("", 4)
    redo(here)
    assert here.case(1).note.text == "xxx"


def test_the_note_of_another_session_is_another_step(here: Service) -> None:
    here.save_note(1, "a", 0)
    Service(here.path).save_note(1, "ab", 1)
    undo(here)
    assert here.case(1).note.text == "a"
    with pytest.raises(Refused):
        here.save_note(9, "a", 0)


def test_a_note_and_the_text_that_gave_way_are_one_step(here: Service) -> None:
    here.save_note(1, "theirs", 0)
    settle_note(here, 1, "mine", 1, "theirs")
    undo(here)
    assert (here.case(1).note.text, here.case(1).case.stage) == ("theirs", "draft")
    assert [event.kind for event in here.case(1).undone] == ["note_set_aside"]


def test_a_change_that_is_refused_is_no_step(here: Service) -> None:
    with pytest.raises(Refused):
        here.log(1, "seller_received", {})
    here.edit(1, {})
    assert len(history(here)) == 1


def first_format(service: Service, path: Path) -> None:
    """Write the cases of a file as the first format held them."""
    made = Database(path)
    migrations.apply(made, stop_before="m0002_changes")
    made.execute("ATTACH ? AS new", (str(service.path),))
    for table, columns in (
        ("playbooks", "id, ref, body"),
        ("cases", "id, revision, state"),
        ("events", "seq, case_id, revision, kind, occurred_at, recorded_at, data, forced"),
    ):
        made.execute(f"INSERT INTO {table} SELECT {columns} FROM new.{table}")
    made.execute(f"PRAGMA application_id={APPLICATION_ID}")
    made.execute("PRAGMA user_version=1")
    made.conn.commit()
    made.close()


def test_a_file_of_the_first_format_is_brought_up_to_date(here: Service, tmp_path: Path) -> None:
    old = Service(tmp_path / "old.db")
    first_format(here, old.path)
    old.prepare()
    assert old.case(1) == replace(here.case(1), undone=())
    with closing(open_read(old.path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
        assert projection.get(connection, 1) is not None
    with pytest.raises(Refused, match="nothing to take back"):
        undo(old)
