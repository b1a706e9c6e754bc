"""One way to open a case file: what is refused, untouched, and how files are made."""

from __future__ import annotations

import multiprocessing
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from refund_tui.errors import CaseFileProblem
from refund_tui.service import Service
from refund_tui.store.connection import open_read, write
from refund_tui.store.header import APPLICATION_ID, SCHEMA_VERSION


def bytes_and_time(path: Path) -> tuple[bytes, int]:
    return path.read_bytes(), path.stat().st_mtime_ns


def test_a_new_case_file_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "cases.db"
    with write(path, may_create=True):
        pass
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_every_writing_connection_has_the_safe_pragmas(db: Path) -> None:
    with write(db, may_create=True) as opened:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "application_id", "user_version")
        values = {name: opened.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas}
    assert values == {
        "journal_mode": "truncate",
        "synchronous": 3,
        "foreign_keys": 1,
        "secure_delete": 1,
        "application_id": APPLICATION_ID,
        "user_version": SCHEMA_VERSION,
    }


def killed_in_a_transaction(path: Path) -> None:
    """Leave what a writer leaves that is killed after its pages were written and before it committed."""
    code = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode=TRUNCATE")
connection.execute("PRAGMA cache_size=1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE notes SET text = 'half'")
connection.executemany("INSERT INTO meta VALUES (?, ?)", ((str(n), "x" * 4000) for n in range(200)))
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert path.with_name(f"{path.name}-journal").stat().st_size


def test_a_file_whose_writer_was_killed_is_read_as_it_was_before(db: Path) -> None:
    service = Service(db)
    service.add({"merchant": "店"})
    service.save_note(1, "whole", 0)
    reading = open_read(db)
    assert reading.execute("SELECT text FROM notes").fetchone() == ("whole",)
    killed_in_a_transaction(db)
    assert reading.execute("SELECT text FROM notes").fetchone() == ("whole",)  # one that was open all along
    killed_in_a_transaction(db)
    assert service.case(1).note.text == "whole"
    reading.close()


def test_a_reading_connection_writes_nothing(db: Path) -> None:
    Service(db).add({"merchant": "店"})
    reading = open_read(db)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reading.execute("UPDATE notes SET text = 'x'")
    reading.close()


def test_every_table_is_strict(db: Path) -> None:
    with write(db, may_create=True) as opened:
        tables = opened.execute("PRAGMA table_list").fetchall()
    ours = [row for row in tables if row[0] == "main" and not row[1].startswith(("sqlite_", "_sqlite"))]
    assert len(ours) > 8
    assert all(row[5] == 1 for row in ours)


def test_events_can_be_neither_changed_nor_removed(db: Path) -> None:
    Service(db).add({"merchant": "店"})
    with sqlite3.connect(db) as raw:
        for statement in ("UPDATE events SET kind = 'x'", "DELETE FROM events"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                raw.execute(statement)
    raw.close()


def a_text_file(path: Path) -> None:
    path.write_text("just some notes\n" * 100)


def another_programs_file(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE bookmarks (x)")
    raw.close()


def a_newer_file(path: Path) -> None:
    Service(path).add({"merchant": "店"})
    with sqlite3.connect(path) as raw:
        raw.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    raw.close()


def a_damaged_file(path: Path) -> None:
    Service(path).add({"merchant": "店"})
    content = bytearray(path.read_bytes())
    content[1000:9000] = b"\xff" * 8000
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (a_text_file, "not a case file"),
        (another_programs_file, "another program"),
        (a_newer_file, "newer"),
        (a_damaged_file, "damaged"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_in_one_line_and_left_as_it_was(db: Path, make: object, says: str) -> None:
    assert callable(make)
    make(db)
    before = bytes_and_time(db)
    for attempt in (
        lambda: open_read(db).execute("SELECT * FROM case_list"),
        lambda: Service(db).add({"merchant": "x"}),
    ):
        with pytest.raises(CaseFileProblem) as caught:
            try:
                attempt()
            except sqlite3.Error as error:
                from refund_tui.store.connection import explain

                raise explain(error, db) from error
        assert says in str(caught.value)
        assert "\n" not in str(caught.value)
    assert bytes_and_time(db) == before


def test_a_file_that_does_not_exist_is_not_made_by_reading_or_changing(db: Path) -> None:
    with pytest.raises(CaseFileProblem, match="does not exist"):
        open_read(db)
    with pytest.raises(CaseFileProblem, match="does not exist"):
        Service(db).append_note(1, "x")
    assert not db.exists()


def test_a_folder_and_a_place_where_nothing_can_be_made_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseFileProblem, match="not a file"):
        Service(tmp_path).add({"merchant": "店"})
    with pytest.raises(CaseFileProblem, match="cannot be made"):
        Service(Path("/proc/refund/cases.db")).add({"merchant": "店"})


def _first_start(path: Path, barrier: object) -> None:
    barrier.wait()  # type: ignore[attr-defined]
    Service(path).prepare()
    Service(path).add({"merchant": "店"})


def test_four_first_starts_at_once_on_a_new_file_all_succeed_25_times(tmp_path: Path) -> None:
    Service(tmp_path / "warm.db").add({"merchant": "x"})  # imports happen here, once
    context = multiprocessing.get_context("fork")
    succeeded = 0
    for turn in range(25):
        path, barrier = tmp_path / f"{turn}.db", context.Barrier(4)
        starts = [context.Process(target=_first_start, args=(path, barrier)) for _ in range(4)]
        for start in starts:
            start.start()
        for start in starts:
            start.join(30)
        succeeded += sum(start.exitcode == 0 for start in starts)
        with open_read(path) as connection:
            assert connection.execute("SELECT count(*) FROM cases").fetchone()[0] == 4
        connection.close()
    assert succeeded == 100
