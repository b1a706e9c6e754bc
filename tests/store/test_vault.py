"""Evidence files are written once, named by what is in them, and there before the timeline says so."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pytest

from refund_tui.attaching import attach
from refund_tui.errors import CaseFileProblem, Conflict, Refused
from refund_tui.noting import keep_evidence, original, settle_note
from refund_tui.service import Service
from refund_tui.store.vault import digest_of, folder_of, path_of, put, put_bytes


def whole(path: Path) -> bool:
    return digest_of(path) == path.name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


@pytest.fixture
def service(db: Path) -> Service:
    made = Service(db)
    made.add({"merchant": "Tea House"})
    return made


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def remains(folder: Path) -> list[Path]:
    return list(folder.rglob("*.tmp"))


def test_a_file_is_named_by_its_hash_and_nobody_may_write_it(folder: Path) -> None:
    kept = put_bytes(folder, b"chat \xff\x00")
    assert kept.sha256 == hashlib.sha256(b"chat \xff\x00").hexdigest() and kept.size == 7
    assert kept.path == folder / kept.sha256[:2] / kept.sha256 and kept.path.read_bytes() == b"chat \xff\x00"
    assert (mode(kept.path), mode(kept.path.parent), mode(folder)) == (0o400, 0o700, 0o700)
    assert remains(folder) == []


def test_the_same_bytes_are_kept_once(folder: Path) -> None:
    first, second = put_bytes(folder, b"x"), put(folder, iter([b"x"]))
    assert first == second and [path for path in folder.rglob("*") if path.is_file()] == [first.path]


def test_the_hash_is_of_all_the_pieces(folder: Path) -> None:
    assert put(folder, [b"a" * 100, b"", b"b"]).sha256 == hashlib.sha256(b"a" * 100 + b"b").hexdigest()


def test_a_file_that_rotted_is_told_and_mended_by_keeping_it_again(folder: Path) -> None:
    kept = put_bytes(folder, b"whole")
    kept.path.chmod(0o600)
    kept.path.write_bytes(b"whale")
    assert not whole(kept.path)
    assert put_bytes(folder, b"whole").path.read_bytes() == b"whole" and whole(kept.path)


def test_what_is_no_file_is_not_whole(folder: Path) -> None:
    kept = put_bytes(folder, b"x")
    kept.path.unlink()
    assert not whole(kept.path)
    os.mkfifo(kept.path)
    assert not whole(kept.path)


def test_a_source_that_fails_leaves_nothing_behind(folder: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise OSError(5, "Input/output error")

    with pytest.raises(CaseFileProblem, match="Input/output error"):
        put(folder, broken())
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_full_disk_is_said_and_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.write", full)
    with pytest.raises(CaseFileProblem, match="No space left"):
        put_bytes(folder, b"x")
    assert remains(folder) == []


def test_what_does_not_read_back_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("refund_tui.store.vault.digest_of", lambda path, reading: "another")
    with pytest.raises(CaseFileProblem, match="the evidence could not be kept"):
        put_bytes(folder, b"x")
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_remains_of_a_killed_write_are_swept_after_a_day(folder: Path) -> None:
    put_bytes(folder, b"x")
    old, new = folder / "1-a.tmp", folder / "1-b.tmp"
    old.touch()
    new.touch()
    os.utime(old, (0, 0))
    put_bytes(folder, b"y")
    assert remains(folder) == [new]


# On the timeline


def test_kept_evidence_stands_on_the_timeline_with_its_hash(service: Service) -> None:
    kept = keep_evidence(service, 1, "\n你好\x1b[2J，我要退款\n第二行".encode(), "pasted_text")
    event = service.case(1).events[-1]
    assert event.kind == "evidence_added"
    assert event.data == {
        "exhibit": 1,
        "sha256": kept.sha256,
        "size": kept.size,
        "type": "text",
        "name": "pasted-text-20261123-1000.txt",
        "kind": "pasted_text",
        "shows": "你好␛[2J，我要退款",
    }
    assert kept.path == path_of(folder_of(service.path), kept.sha256)


def test_a_file_that_could_not_be_kept_is_not_on_the_timeline(service: Service) -> None:
    folder_of(service.path).write_text("a file where the folder should be")
    with pytest.raises(CaseFileProblem):
        keep_evidence(service, 1, b"x", "pasted_text")
    assert [event.kind for event in service.case(1).events] == ["opened"]


def test_nothing_is_kept_for_a_case_that_is_not_there(service: Service) -> None:
    with pytest.raises(Refused):
        keep_evidence(service, 2, b"x", "pasted_text")
    assert not folder_of(service.path).exists()


def test_evidence_can_be_kept_for_a_case_that_is_over(service: Service) -> None:
    service.log(1, "given_up", {})
    keep_evidence(service, 1, b"x", "pasted_text")
    assert service.case(1).events[-1].kind == "evidence_added" and not service.case(1).case.is_open


@pytest.mark.parametrize(
    ("text", "found"), [("a\udcff\udc80b", b"a\xff\x80b"), ("a\ud800b", b"a?b"), ("é", b"\xc3\xa9")]
)
def test_pasted_text_goes_back_to_the_bytes_it_came_from(text: str, found: bytes) -> None:
    assert original(text) == found


def test_the_text_that_gives_way_is_found_on_the_timeline(service: Service) -> None:
    first = service.save_note(1, "theirs", 0)
    assert settle_note(service, 1, "mine", first, "theirs") == first + 1
    view = service.case(1)
    assert view.note.text == "mine"
    assert (view.events[-1].kind, view.events[-1].data["text"]) == ("note_set_aside", "theirs")


def test_a_note_that_moved_on_leaves_the_timeline_alone_too(service: Service) -> None:
    first = service.save_note(1, "theirs", 0)
    service.save_note(1, "theirs again", first)
    with pytest.raises(Conflict):
        settle_note(service, 1, "mine", first, "theirs")
    assert service.case(1).note.text == "theirs again" and len(service.case(1).events) == 1


# Killed at any moment


def careful(service: Service, content: bytes) -> None:
    file = service.path.with_name("photo.jpg")
    file.write_bytes(content)
    attach(service, 1, file)


def naive(service: Service, content: bytes) -> None:
    path = path_of(folder_of(service.path), hashlib.sha256(content).hexdigest())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def kill(service: Service, write: Callable[[Service, bytes], None], content: bytes, after: float | None) -> float:
    """Write in another process, killed `after` so many seconds unless that is None; gives how long it lived."""
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        write(service, content)
        os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.monotonic() - began


def broken_after_kills(service: Service, write: Callable[[Service, bytes], None], kills: int) -> int:
    """Kill a writer at random moments; gives how many files under their final name are not whole, or are missing."""
    write(service, b"what this loads need not be loaded in every child")
    size = 1_000_000
    longest = 1.5 * median(kill(service, write, b"%d" % turn * size, None) for turn in range(5))
    chance = random.Random(11)
    for turn in range(kills):
        kill(service, write, b"%d" % (turn + 5) * size, chance.uniform(0, longest))
    folder = folder_of(service.path)
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".tmp"]
    said = [event.data["sha256"] for event in service.case(1).events if event.kind == "evidence_added"]
    return sum(not whole(path) for path in {*files, *(path_of(folder, name) for name in said)})


def test_after_any_kill_every_file_that_the_timeline_names_is_whole(service: Service) -> None:
    assert broken_after_kills(service, careful, 15) == 0
    assert 0 < len(service.case(1).events) - 7 < 15  # some were killed before, some after


def test_the_same_kills_break_files_that_are_written_in_place(service: Service) -> None:
    assert any(broken_after_kills(service, naive, 40) for _again in range(10))
