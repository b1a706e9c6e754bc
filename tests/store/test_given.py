"""A file is kept only as what it is: ordinary, readable, at rest; anything else is named, and leaves nothing behind."""

from __future__ import annotations

import hashlib
import os
import socket
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refund_tui.errors import CaseFileProblem, Problem, Refused
from refund_tui.paths import display
from refund_tui.store import vault
from refund_tui.store.given import CHUNK
from refund_tui.store.vault import put_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff" + b"x" * 5000)
    return path


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def test_a_file_is_kept_as_it_is_and_its_type_is_known(folder: Path, photo: Path) -> None:
    told: list[tuple[int, int]] = []
    kept = put_file(folder, photo, lambda done, total: told.append((done, total)))
    assert kept.path.read_bytes() == photo.read_bytes() and kept.type == "jpeg" and not kept.was_there
    assert told[0] == (5003, 10006) and told[-1] == (10006, 10006)
    assert put_file(folder, photo).was_there and files(folder) == [kept.path]


def _link(path: Path) -> None:
    (path.parent / "real.jpg").write_bytes(b"x")
    path.symlink_to("real.jpg")


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (_link, r"odd is a link; give the file itself: .*real\.jpg"),
        (Path.mkdir, "odd is a folder; give the files in it"),
        (os.mkfifo, "odd is a pipe, not a file"),
        (_socket, "odd is a socket"),
        (Path.touch, "odd is empty"),
        (lambda path: None, "odd cannot be opened: No such file"),
    ],
)
def test_what_is_no_ordinary_file_is_refused_at_once(
    folder: Path, tmp_path: Path, make: Callable[[Path], object], why: str
) -> None:
    path = tmp_path / "odd"
    make(path)
    with pytest.raises(Refused, match=why):
        put_file(folder, path)
    assert files(folder) == []


@pytest.mark.parametrize("path", ["/dev/zero", "/proc/self/status", "a\0b"])
def test_what_the_system_makes_up_is_refused(folder: Path, path: str) -> None:
    with pytest.raises(Refused):
        put_file(folder, Path(path))
    assert files(folder) == []


def test_a_link_that_takes_the_files_place_at_the_last_moment_is_refused(
    folder: Path, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = os.lstat

    def swapped(path: Path) -> os.stat_result:
        found = look(path)
        photo.unlink()
        photo.symlink_to("/etc/passwd")
        return found

    monkeypatch.setattr("refund_tui.store.given.os.lstat", swapped)
    with pytest.raises(Refused, match=r"photo\.jpg cannot be opened"):
        put_file(folder, photo)
    assert files(folder) == []


def test_a_file_without_permission_is_refused_by_name(
    folder: Path, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("refund_tui.store.given.os.open", denied)
    with pytest.raises(Refused, match=r"photo\.jpg cannot be opened: Permission denied"):
        put_file(folder, photo)


@pytest.mark.parametrize("change", ["grow", "shrink", "touch"])
def test_a_file_that_changes_while_it_is_read_is_refused(folder: Path, tmp_path: Path, change: str) -> None:
    path = tmp_path / "video.mp4"
    path.write_bytes(b"x" * 3 * CHUNK)
    begun: list[int] = []

    def meddle(done: int, total: int) -> None:
        if begun:
            return
        begun.append(done)
        if change == "touch":
            os.utime(path, (1, 1))
        else:
            os.truncate(path, 9 * CHUNK if change == "grow" else CHUNK)

    with pytest.raises(Refused, match=r"video\.mp4 changes while it is read"):
        put_file(folder, path, meddle)
    assert files(folder) == []


@pytest.mark.parametrize(("age", "looks"), [(0, 1), (1.9, 1), (2.5, 0), (10_000, 0)])
def test_a_file_that_was_just_written_is_looked_at_again_and_refused_when_it_still_grows(
    folder: Path, photo: Path, monkeypatch: pytest.MonkeyPatch, age: float, looks: int
) -> None:
    now = photo.stat().st_mtime
    slept: list[float] = []
    os.utime(photo, (now, now - age))
    monkeypatch.setattr("refund_tui.store.given.SETTLE", 0.3)
    monkeypatch.setattr("refund_tui.clock.time.time", lambda: now)

    def meanwhile(seconds: float) -> None:
        slept.append(seconds)
        with photo.open("ab") as more:
            more.write(b"the rest")

    monkeypatch.setattr("refund_tui.store.given.time.sleep", meanwhile)
    if looks:
        with pytest.raises(Refused, match=r"photo\.jpg changes while it is read"):
            put_file(folder, photo)
        assert files(folder) == []
    else:
        put_file(folder, photo)
    assert slept == [0.3] * looks


@pytest.mark.parametrize("at", [0.1, 0.7])
def test_a_file_that_is_cancelled_leaves_nothing_whether_it_was_being_copied_or_read_back(
    folder: Path, tmp_path: Path, at: float
) -> None:
    path = tmp_path / "video.mp4"
    path.write_bytes(b"x" * 4 * CHUNK)

    class Cancelled(Exception):
        pass

    def cancel(done: int, total: int) -> None:
        if done >= at * total:
            raise Cancelled

    with pytest.raises(Cancelled):
        put_file(folder, path, cancel)
    assert files(folder) == []


def test_a_file_larger_than_the_room_on_the_disk_is_refused_before_it_is_copied(
    folder: Path, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "SPARE", 2**62)
    with pytest.raises(Refused, match=r"photo\.jpg is not kept: it has 5003 bytes, and .* has room for 0"):
        put_file(folder, photo)
    assert files(folder) == []


def test_a_disk_that_fills_up_is_told_with_the_files_name(
    folder: Path, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("refund_tui.durable.os.write", full)
    with pytest.raises(CaseFileProblem, match=r"photo\.jpg could not be kept in .*: No space left"):
        put_file(folder, photo)
    assert files(folder) == []


def test_a_large_file_is_read_a_piece_at_a_time(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "sparse.mp4"
    path.touch()
    os.truncate(path, 32 * CHUNK)
    tracemalloc.start()
    kept = put_file(folder, path)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept.size == 32 * CHUNK and most < 6 * CHUNK
    assert kept.sha256 == hashlib.sha256(bytes(32 * CHUNK)).hexdigest()


def test_a_link_in_the_place_of_an_evidence_file_is_not_followed(folder: Path, photo: Path, tmp_path: Path) -> None:
    kept = put_file(folder, photo)
    kept.path.unlink()
    kept.path.symlink_to(photo)
    assert put_file(folder, photo).path.is_symlink() is False and photo.exists()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"caf\xe9.jpg", "caf\ufffd.jpg"),
        (b"a\nb\x1b[2J.jpg", "a b␛[2J.jpg"),
        ("gpj.\u202eexe".encode(), "gpj.\ufffdexe"),
        ("证据 1.jpg".encode(), "证据 1.jpg"),
        (b"x" * 300, "x" * 300),
    ],
)
def test_a_name_is_shown_so_that_it_hides_nothing(name: bytes, shown: str) -> None:
    assert display(os.fsdecode(name)) == shown


@pytest.mark.parametrize("name", [b"caf\xe9.jpg", b"a\nb\x1b[2J.jpg", b"x" * 250])
def test_a_file_of_any_name_can_be_kept(folder: Path, tmp_path: Path, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(b"%PDF-1.7")
    assert put_file(folder, path).type == "pdf"


def test_a_name_too_long_for_any_disk_is_a_problem_in_one_line(folder: Path) -> None:
    with pytest.raises(Problem, match="cannot be opened"):
        put_file(folder, Path("x" * 300))


@settings(max_examples=30)
@given(st.binary(min_size=1, max_size=300), st.sampled_from(["a.jpg", "证.txt", "x" * 200]), st.integers(1, 64))
def test_any_bytes_are_kept_as_they_are_and_once(content: bytes, name: str, chunk: int) -> None:
    with tempfile.TemporaryDirectory() as place, mock.patch("refund_tui.store.given.CHUNK", chunk):
        file, folder = Path(place, name), Path(place, "evidence")
        file.write_bytes(content)
        first, second = put_file(folder, file), put_file(folder, file)
        assert first == second and second.was_there and not first.was_there
        assert first.path.read_bytes() == content == file.read_bytes()
        assert first.sha256 == hashlib.sha256(content).hexdigest() == first.path.name
        assert files(folder) == [first.path]
