"""`bundle` says where it is on stdout, and on stderr what to look at and what was masked."""

from __future__ import annotations

from pathlib import Path

import pytest

from refund_tui.cli import progress
from refund_tui.cli.exits import DONE, REFUSED, USAGE
from tests.cli.running import Shell


@pytest.fixture
def case(shell: Shell, tmp_path: Path) -> str:
    facts = ("--reason", "quality", "--platform", "taobao", "--order-no", "2026111100001234567")
    number = str(shell.add("--merchant", "茶舍", "--description", "电话 13812345678", *facts))
    file = tmp_path / "video.mp4"
    file.write_bytes(b"\0\0\0\x18ftypmp42")
    shell("evidence", "add", number, str(file), "--slot", "defect_media", "--shows", "the crack")
    return number


def test_a_bundle_is_made_and_what_to_look_at_is_said_beside_it(shell: Shell, case: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = shell("bundle", case, "complaint_12315", "--out", str(out))
    assert (done.code, done.out) == (DONE, f"{out}\n")
    assert "! required evidence is missing" in done.err and "masked" not in done.err
    assert "案件" in (out / "00_summary.txt").read_text() and (out / "evidence" / "01_defect_media.mp4").exists()
    again = shell("bundle", case, "complaint_12315", "--out", str(out))
    assert again.code == REFUSED and f"{out} is there already" in again.err and not again.out


def test_what_was_masked_and_what_could_not_be_is_told_by_file(shell: Shell, case: str, tmp_path: Path) -> None:
    told = shell("--lang", "en", "bundle", case, "seller_message", "--out", str(tmp_path / "b.zip"), "--redact").err
    assert "02_letter.txt: masked phone numbers 1\n" in told
    assert "evidence/01_defect_media.mp4: NOT masked" in told


def test_how_far_a_large_bundle_is_is_said_on_a_terminal(
    shell: Shell, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "LARGE", 1)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    made = shell("--lang", "en", "bundle", case, "seller_message", "--out", str(tmp_path / "out"))
    assert "0 bytes / 12 bytes" in made.err


def test_what_makes_no_sense_is_refused(shell: Shell, case: str, tmp_path: Path) -> None:
    wrong = shell("bundle", case, "nowhere", "--out", str(tmp_path / "out"))
    assert wrong.code == REFUSED and "nowhere" in wrong.err and "complaint_12315" in wrong.err
    assert shell("bundle", "9", "seller_message", "--out", str(tmp_path / "out")).code == REFUSED
    assert shell("bundle", case, "seller_message").code == USAGE
    assert not (tmp_path / "out").exists()
