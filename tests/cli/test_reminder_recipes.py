"""The recipes of the manual work as they stand there: quiet while nothing is due, and heard when something is."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from refund_tui.service import Service

DOCS = Path(__file__).parents[2] / "docs"
REFUSED_AT = {"due": "2026-11-18T20:00", "overdue": "2026-11-17T20:00"}
SURROUNDINGS = {"SHELL": "/bin/sh", "LOGNAME": "me"}
"""What cron gives a job, beside HOME and PATH."""


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", (DOCS / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)


def jobs(page: str) -> list[str]:
    """Give the commands of the crontab lines of a page, as cron hands them to the shell."""
    lines = [line for block in blocks(page, "crontab") for line in block.splitlines()]
    found = [line.split(maxsplit=5)[5] for line in lines if re.match(r"[\d*]", line)]
    assert not any("%" in command for command in found), "cron makes a line end of a percent sign"
    return found


@dataclass(frozen=True)
class Machine:
    """A home with the program installed, and a `notify-send` that writes down what it was given."""

    home: Path

    def run(self, command: str, *, path: str = "") -> subprocess.CompletedProcess[str]:
        places = f"{self.home}/fake:{path}/usr/bin:/bin"
        return subprocess.run(
            ["/bin/sh", "-c", command],
            env={**SURROUNDINGS, "HOME": str(self.home), "PATH": places},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    @property
    def notified(self) -> str:
        log = self.home / "notified"
        return log.read_text("utf-8") if log.exists() else ""


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture(params=["quiet", "due", "overdue", "unusable"])
def state(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def machine(tmp_path: Path, state: str) -> Machine:
    db = tmp_path / ".local" / "share" / "refund-tui" / "cases.db"
    service = Service(db)
    case_id = service.add({"merchant": "店", "item": "#H 耳机", "platform": "taobao"}).case.id
    if state in REFUSED_AT:
        service.log(case_id, "applied", {"kind": "refund_only"}, "2026-11-17T10:00")
        service.log(case_id, "seller_refused", {}, REFUSED_AT[state])
    if state == "unusable":
        db.write_bytes(b"no case file at all")
    program = "\n".join(
        ("export REFUND_TUI_NOW=2026-11-23T10:00:00+08:00", f'exec {sys.executable} -m refund_tui "$@"')
    )
    script(tmp_path / ".local" / "bin" / "refund-tui", program)
    script(tmp_path / "fake" / "notify-send", 'for each in "$@"; do printf "%s\\n" "$each"; done > "$HOME/notified"')
    return Machine(tmp_path)


def heard(state: str, words: str) -> bool:
    """Say whether words are what a person should get in that state: nothing, the case, or what is wrong."""
    said = {"quiet": [], "due": ["#1 10h 0m", "#H 耳机"], "overdue": ["overdue 1", "#H 耳机"], "unusable": ["cases.db"]}
    return all(each in re.sub(" +", " ", words) for each in said[state]) and bool(words) == (state != "quiet")


def unit(number: int) -> dict[str, str]:
    """Give the settings of a unit of the page: the service is 0, the timer 1."""
    lines = blocks("status.md", "ini")[number].splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def test_the_service_notifies_and_fails_only_where_the_case_file_cannot_be_used(machine: Machine, state: str) -> None:
    settings = unit(0)
    found = re.fullmatch(r"/bin/sh -c '([^']*)'", settings["ExecStart"])
    assert found is not None
    # What systemd does to the line before the shell sees it.
    done = machine.run(found[1].replace("%h", str(machine.home)).replace("$$", "$"))
    good = {0, *map(int, settings["SuccessExitStatus"].split())}
    assert (done.returncode in good) == (state != "unusable")
    assert (done.stdout, done.stderr) == ("", "")
    told = machine.notified.removeprefix("-a\nrefund-tui\n--\n")
    assert heard(state, told)
    assert told.count("\n") == (state != "quiet")


def test_the_jobs_of_cron_notify_or_print_what_is_mailed(machine: Machine, state: str) -> None:
    notify, mail = jobs("status.md")
    done = machine.run(notify)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert heard(state, machine.notified)
    mailed = machine.run(mail)
    assert heard(state, mailed.stdout + mailed.stderr)


def test_the_prompt_speaks_only_when_something_is_due(machine: Machine, state: str) -> None:
    function = blocks("status.md", "sh")[0]
    done = machine.run(f"{function}\nrefund_due", path=f"{machine.home}/.local/bin:")
    assert done.stderr == ""
    told = state in REFUSED_AT
    assert heard(state if told else "quiet", done.stdout)
    assert done.stdout.count("\n") == told


@pytest.mark.parametrize("state", ["due"], indirect=True)
def test_in_tmux_the_name_of_an_item_is_no_format(machine: Machine) -> None:
    found = re.search(r"'#\((.*)\)'", blocks("status.md", "tmux")[0])
    assert found is not None
    # tmux reads `##` as one sign, in the command as in what it prints.
    shown = machine.run(found[1].replace("##", "#"), path=f"{machine.home}/.local/bin:").stdout
    assert "##H 耳机" in shown
    assert heard("due", shown.replace("##", "#"))


@pytest.mark.parametrize("state", ["due"], indirect=True)
def test_the_job_for_the_calendar_keeps_a_file_up_to_date_and_says_nothing(machine: Machine) -> None:
    (job,) = jobs("calendar.md")
    for _again in range(2):
        done = machine.run(job)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (machine.home / "refunds.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
