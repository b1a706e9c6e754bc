"""Drafts outlive the process, are never half a text, and belong to one session at a time."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refund_tui.drafts import Drafts, from_bytes, to_bytes
from refund_tui.keeper import REST, Keeper

ANY_TEXT = st.text(st.characters(exclude_categories=())) | st.sampled_from(
    ["", "\r\n\x00\u202e\x1b[2J", "a\udcffb", "[/]"]
)


def ended(case_file: Path, name: str = "note-1", text: str = "typed", base: int = 3) -> Path:
    """What a session that ended left."""
    drafts = Drafts(case_file)
    drafts.keep(name, text, base)
    path = drafts.folder / f"{name}.{drafts.session}.draft"
    drafts.close()
    return path


@given(ANY_TEXT, st.integers(0, 2**63), st.text(min_size=1))
def test_a_draft_gives_back_what_was_typed(text: str, base: int, file: str) -> None:
    assert from_bytes(to_bytes(text, base, file)) == (text, base, file)


@given(ANY_TEXT, st.integers(0, 99), st.data())
def test_a_torn_or_changed_draft_is_never_taken_for_one(text: str, base: int, data: st.DataObject) -> None:
    whole = to_bytes(text, base, "cases.db")
    cut = data.draw(st.integers(0, len(whole) - 1))
    assert from_bytes(whole[:cut]) is None
    assert from_bytes(whole[:cut] + bytes(len(whole) - cut)) is None
    assert from_bytes(whole[:cut] + bytes([whole[cut] ^ 1 << data.draw(st.integers(0, 7))]) + whole[cut + 1 :]) is None
    assert from_bytes(whole + b"x") is None


def test_every_byte_at_which_a_write_may_tear_is_told(db: Path) -> None:
    path = ended(db, text="the whole text 全文")
    whole = path.read_bytes()
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        assert Drafts(db).left() == [] and Drafts(db).damaged() == [path]
    path.write_bytes(whole)
    assert [each.text for each in Drafts(db).left()] == ["the whole text 全文"] and Drafts(db).damaged() == []


def test_what_an_ended_session_left_is_found_and_a_living_one_is_let_alone(db: Path) -> None:
    alive = Drafts(db)
    alive.keep("note-1", "still typing", 1)
    other = Drafts(db)
    assert other.left() == [] == alive.left()
    alive.close()
    (found,) = other.left()
    assert (found.name, found.text, found.base) == ("note-1", "still typing", 1)


def test_a_killed_session_left_its_draft_and_a_stopped_one_lives(db: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from refund_tui.drafts import Drafts;"
        "Drafts(Path(sys.argv[1])).keep('note-1', 'half a sen', 2); print('kept', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(db)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline() == b"kept\n"
        process.send_signal(signal.SIGSTOP)
        assert Drafts(db).left() == []
        process.kill()
        process.wait()
    assert [each.text for each in Drafts(db).left()] == ["half a sen"]


def test_no_session_writes_over_the_draft_of_another(db: Path) -> None:
    left = ended(db, text="theirs")
    mine = Drafts(db)
    mine.keep("note-1", "mine", 4)
    mine.drop("note-1")
    assert left.exists() and [each.text for each in mine.left()] == ["theirs"]


def test_a_draft_taken_over_is_this_sessions_own_and_no_longer_left(db: Path) -> None:
    ended(db, text="theirs", base=7)
    mine = Drafts(db)
    mine.adopt(mine.left("note-1")[0])
    assert Drafts(db).left() == [] and mine.left() == []
    mine.close()
    assert [(each.text, each.base) for each in Drafts(db).left()] == [("theirs", 7)]


def test_drafts_of_another_name_or_case_file_are_not_mixed_up(db: Path) -> None:
    ended(db, "note-1")
    ended(db, "note-12", "twelve")
    ended(db.with_name("demo.db"), "note-12", "demo")
    assert [each.text for each in Drafts(db).left("note-12")] == ["twelve"]
    assert len(Drafts(db).left()) == 2


def test_drafts_are_readable_by_their_owner_only(db: Path) -> None:
    before = os.umask(0)
    try:
        path = ended(db)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("/etc/passwd")])
def test_what_is_no_file_is_reported_and_not_read(db: Path, make: Callable[[Path], None]) -> None:
    path = ended(db)
    path.unlink()
    make(path)
    assert Drafts(db).left() == [] and Drafts(db).damaged() == [path]


@pytest.mark.parametrize("name", ["", "../x", "a/b", "A", "note.1", "-x", "x\n"])
def test_a_name_that_could_leave_the_folder_is_refused(db: Path, name: str) -> None:
    with pytest.raises(ValueError, match="cannot name a draft"):
        Drafts(db).keep(name, "x", 0)


def test_locks_of_ended_sessions_and_old_remains_are_swept(db: Path) -> None:
    ended(db)
    folder = db.parent / "drafts"
    old, new = folder / "1-a.tmp", folder / "1-b.tmp"
    for path in (old, new):
        path.touch()
    os.utime(old, (0, 0))
    (folder / "99-abc.lock").touch()
    mine = Drafts(db)
    mine.keep("note-2", "x", 0)
    assert not old.exists() and new.exists() and not (folder / "99-abc.lock").exists()
    assert (folder / f"{mine.session}.lock").exists()


# The keeper


def until(true: Callable[[], bool], seconds: float = 5) -> float:
    """Wait for something; gives how long it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds
        time.sleep(0.005)
    return time.monotonic() - began


@pytest.fixture
def keeper(db: Path) -> Iterator[Keeper]:
    made = Keeper(Drafts(db))
    yield made
    made.close()


def own(keeper: Keeper) -> str | None:
    try:
        content = from_bytes((keeper.drafts.folder / f"note-1.{keeper.drafts.session}.draft").read_bytes())
    except FileNotFoundError:
        return None
    return content[0] if content else None


def test_a_draft_is_on_disk_half_a_second_after_the_last_change(keeper: Keeper) -> None:
    keeper.keep("note-1", "a", 0)
    keeper.keep("note-1", "ab", 0)
    assert REST <= 0.4 and until(lambda: own(keeper) == "ab") < 1.5
    keeper.drop("note-1")
    assert until(lambda: own(keeper) is None) < 1


def test_a_draft_is_on_disk_within_two_seconds_of_typing_without_a_rest(keeper: Keeper) -> None:
    began = time.monotonic()
    while own(keeper) is None:
        assert time.monotonic() - began < 2
        keeper.keep("note-1", "typing on", 0)
        time.sleep(0.05)


def test_keep_now_writes_before_it_returns_and_an_older_text_never_comes_after(keeper: Keeper, db: Path) -> None:
    for turn in range(30):
        keeper.keep("note-1", f"old {turn}", 0)
        keeper.keep("note-1", f"new {turn}", 0)
        keeper.keep_now()
        assert own(keeper) == f"new {turn}"
    keeper.close()
    assert [each.text for each in Drafts(db).left()] == ["new 29"]


def test_trouble_is_told_once_and_typing_goes_on(keeper: Keeper, db: Path) -> None:
    told: list[OSError] = []
    keeper.on_trouble = told.append
    (db.parent / "drafts").write_text("a file where the folder should be")
    for text in "abc":
        keeper.keep("note-1", text, 0)
        keeper.keep_now()
    assert len(told) == 1
    (db.parent / "drafts").unlink()
    keeper.keep("note-1", "d", 0)
    keeper.keep_now()
    assert own(keeper) == "d" and len(told) == 1


def test_a_full_disk_leaves_the_last_good_draft(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = Drafts(db)
    drafts.keep("note-1", "good", 0)

    def full(handle: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.write", full)
    with pytest.raises(OSError, match="No space"):
        drafts.keep("note-1", "lost?", 0)
    monkeypatch.undo()
    assert not list(drafts.folder.glob("*.tmp"))
    drafts.close()
    assert [each.text for each in Drafts(db).left()] == ["good"]


# Killed at any moment

TEXT = "x" * 200_000


def careful(folder: Path) -> None:
    drafts = Drafts(folder / "cases.db")
    turn = 0
    while True:
        turn += 1
        drafts.keep("note-1", f"{turn}:{TEXT}", turn)


def naive(folder: Path) -> None:
    (folder / "drafts").mkdir(exist_ok=True)
    turn = 0
    while True:
        turn += 1
        with (folder / "drafts" / f"note-1.{os.getpid()}-abc.draft").open("wb") as file:
            file.write(to_bytes(f"{turn}:{TEXT}", turn, "cases.db"))


def torn_after_kills(folder: Path, writer: Callable[[Path], None], kills: int) -> tuple[int, int]:
    """Kill a writer at random moments; gives how many drafts were left whole, and how many torn."""
    torn = whole = 0
    chance = random.Random(7)
    for kill in range(kills):
        place = folder / str(kill)
        place.mkdir()
        child = os.fork()
        if child == 0:
            writer(place)
        until(lambda place=place: any((place / "drafts").glob("*.draft")))  # type: ignore[misc]
        time.sleep(chance.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        torn += len(Drafts(place / "cases.db").damaged())
        whole += len(Drafts(place / "cases.db").left())
    return whole, torn


def test_no_kill_tears_a_draft(tmp_path: Path) -> None:
    assert torn_after_kills(tmp_path, careful, 100) == (100, 0)


def test_the_same_kills_tear_a_file_that_is_written_in_place(tmp_path: Path) -> None:
    whole, torn = torn_after_kills(tmp_path, naive, 40)
    assert torn > 0 and whole + torn == 40


def test_a_signal_in_the_midst_of_keeping_writes_what_waits_and_never_hangs(keeper: Keeper) -> None:
    told = 0

    def handler(_number: int, _frame: object) -> None:
        nonlocal told
        told += 1
        keeper.keep_now()

    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.0007)
    try:
        end = time.monotonic() + 1
        turn = 0
        while time.monotonic() < end:
            turn += 1
            keeper.keep("note-1", f"text {turn}", turn)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    keeper.keep_now()
    assert told > 50 and own(keeper) == f"text {turn}"
