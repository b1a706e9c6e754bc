"""`evidence` keeps files, says what they are, and tells what is not as it should be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from refund_tui.cli import progress
from refund_tui.cli.exits import CASE_FILE, DONE, FINDING, REFUSED, USAGE
from refund_tui.cli.main import entry
from refund_tui.store import vault_check
from refund_tui.store.vault import folder_of, put_bytes
from tests.cli.running import Shell


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault_check, "PAUSE", 0)


@pytest.fixture
def case(shell: Shell) -> str:
    return str(shell.add("--merchant", "Tea House", "--reason", "quality", "--platform", "taobao"))


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "crack.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 crack")
    return path


def test_a_file_becomes_an_exhibit_of_an_item(shell: Shell, case: str, photo: Path) -> None:
    added = shell("evidence", "add", case, str(photo), "--slot", "defect_media", "--shows", "the crack")
    assert added.code == DONE
    assert added.out == "Exhibit 1  crack.jpg · JPEG picture · 10 bytes · Photos and video of the defect · the crack\n"
    whole = shell("show", case, "--json").json
    item = next(each for each in whole["checklist"] if each["slot"] == "defect_media")
    assert (item["state"], item["standing"], item["exhibits"]) == ("prepared", "present", [1])
    assert whole["exhibits"][0]["name"] == "crack.jpg" and whole["exhibits"][0]["captured_at"] is None
    assert "Exhibit 1  crack.jpg" in shell("show", case).out
    listed = shell("evidence", "list", case, "--json").json[0]
    assert Path(listed["path"]).read_bytes() == photo.read_bytes() and listed["shows"] == "the crack"
    assert listed["path"] in shell("evidence", "list", case).out


def test_each_file_has_its_own_outcome(shell: Shell, case: str, photo: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(photo)
    done = shell("evidence", "add", case, str(tmp_path), str(photo), str(tmp_path / "link"), "--json")
    assert done.code == REFUSED
    assert [each["exhibit"] and each["exhibit"]["number"] for each in done.json] == [None, 1, None]
    assert "is a folder; give the files in it" in done.err and "is a link; give the file itself" in done.err


def test_what_should_be_known_of_a_file_is_said_beside_the_data(shell: Shell, case: str, tmp_path: Path) -> None:
    file = tmp_path / "bill.pdf"
    file.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert "bill.pdf: named .pdf, is" in shell("evidence", "add", case, str(file)).err
    assert "bill.pdf: it was on the list already" in shell("evidence", "add", case, str(file)).err


def test_an_exhibit_is_described_and_taken_off_the_list(shell: Shell, case: str, photo: Path) -> None:
    shell("evidence", "add", case, str(photo))
    said = shell("evidence", "describe", case, "1", "--slot", "defect_media", "--shows", "the crack", "--json").json
    assert (said["slot"], said["shows"]) == ("defect_media", "the crack")
    dropped = shell("evidence", "drop", case, "1")
    assert dropped.code == DONE and Path(said["path"]).exists() and said["path"] in dropped.err
    assert shell("evidence", "list", case, "--json").json == []
    assert shell("evidence", "drop", case, "1").code == REFUSED


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "9", "/etc/hostname"), REFUSED),
        (("add", "1", "/etc/hostname", "--slot", "nonsense"), REFUSED),
        (("describe", "1", "1", "--shows", "x"), REFUSED),
        (("verify", "9"), REFUSED),
        (("add", "1"), USAGE),
        ((), USAGE),
    ],
)
def test_what_makes_no_sense_is_refused(shell: Shell, case: str, words: tuple[str, ...], code: int) -> None:
    assert shell("evidence", *words).code == code
    assert not folder_of(shell.db).exists()


def test_a_mark_of_submitted_is_warned_of_because_it_is_final(shell: Shell, case: str) -> None:
    marked = shell("log", case, "evidence_marked", "slot=defect_media", "state=submitted")
    assert marked.code == DONE and "often cannot be changed or added to" in marked.err


def test_on_a_terminal_a_large_file_says_how_far_it_is(
    shell: Shell, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "LARGE", 1)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    file = tmp_path / "video.mp4"
    file.write_bytes(b"x" * 4_000_000)
    said = shell("evidence", "add", case, str(file)).err
    assert "1.0 MB of 4.0 MB, copied and read back: /" in said and " \r" in said


# Verifying


@pytest.fixture
def kept(shell: Shell, case: str, photo: Path) -> Path:
    return Path(shell("evidence", "add", case, str(photo), "--json").json[0]["exhibit"]["path"])


def found(shell: Shell, *words: str) -> list[tuple[str, str]]:
    done = shell("evidence", "verify", *words, "--json")
    assert done.code == (FINDING if done.json["findings"] else DONE)
    return [(each["trouble"], each["path"]) for each in done.json["findings"]]


def test_a_whole_vault_has_no_findings(shell: Shell, case: str, kept: Path) -> None:
    done = shell("evidence", "verify")
    assert (done.code, done.out) == (DONE, "") and "1 evidence files looked at, 0 findings" in done.err


def test_a_file_that_is_gone_or_changed_is_found_and_adding_it_again_mends_it(
    shell: Shell, case: str, kept: Path, photo: Path
) -> None:
    kept.unlink()
    assert found(shell) == [("missing", str(kept))]
    kept.write_bytes(b"another")
    assert found(shell, case) == [("changed", str(kept))]
    said = shell("evidence", "verify")
    assert said.code == FINDING and f"$ refund-tui --db {shell.db} evidence add {case} FILE" in said.out
    assert "case 1 Exhibit 1 needs it" in said.out
    shell("evidence", "add", case, str(photo))
    assert found(shell) == []


def test_a_command_names_the_case_file_wherever_that_was_named_unless_it_is_the_default(
    case: str, kept: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.unlink()
    monkeypatch.setenv("REFUND_TUI_DB", str(shell.db))
    entry(["evidence", "verify"])
    assert f"$ refund-tui --db {shell.db} evidence add" in capsys.readouterr().out
    monkeypatch.setattr("refund_tui.paths.data_folder", lambda: shell.db.parent)
    assert "$ refund-tui evidence add" in shell("evidence", "verify").out


def test_what_no_case_names_is_found_and_stays(shell: Shell, case: str, kept: Path) -> None:
    folder = folder_of(shell.db)
    orphan = put_bytes(folder, b"of nobody").path
    stray, foreign = folder / "999999999-a.tmp", folder / "notes.txt"
    stray.write_bytes(b"half")
    foreign.write_bytes(b"x")
    alive = folder / f"{os.getpid()}-b.tmp"
    alive.write_bytes(b"half")
    before = sorted(folder.rglob("*"))
    assert set(found(shell)) == {("orphaned", str(orphan)), ("stray", str(stray)), ("foreign", str(foreign))}
    assert found(shell, case) == [] and sorted(folder.rglob("*")) == before
    said = shell("evidence", "verify").out
    assert f"$ rm {orphan}" in said and f"$ ls -l {foreign}" in said


def test_evidence_of_another_case_file_in_the_folder_has_an_owner(
    shell: Shell, case: str, kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Shell(tmp_path / "other.db", capsys)
    other.add("--merchant", "x")
    assert found(other) == []
    # One that cannot be asked might name anything.
    shell.db.write_bytes(shell.db.read_bytes()[:3000])
    assert found(other) == []
    shell.db.unlink()
    assert found(other) == [("orphaned", str(kept))]


def test_a_file_added_between_two_looks_is_no_finding(
    shell: Shell, case: str, kept: Path, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    orphan = put_bytes(folder_of(shell.db), b"\xff\xd8\xff\xe0 added now").path
    photo.write_bytes(b"\xff\xd8\xff\xe0 added now")
    kept_bytes = kept.read_bytes()
    kept.unlink()
    looks: list[float] = []

    def meanwhile(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) > 1:  # the other program's own wait
            return
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(kept_bytes)
        from refund_tui.attaching import attach
        from refund_tui.service import Service

        attach(Service(shell.db), 1, photo)

    monkeypatch.setattr("refund_tui.store.vault_check.time.sleep", meanwhile)
    assert orphan.exists() and found(shell) == [] and looks


def test_a_missing_case_file_is_said_as_everywhere(shell: Shell) -> None:
    assert shell("evidence", "verify").code == CASE_FILE
