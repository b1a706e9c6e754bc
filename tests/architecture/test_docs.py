"""The documentation is true: commands, flags and settings that exist, links that lead somewhere."""

from __future__ import annotations

import argparse
import re
import runpy
from dataclasses import fields
from pathlib import Path

import pytest

from refund_tui.cli.commands import COMMANDS, parser
from refund_tui.cli.exits import CASE_FILE, CONFLICT, FINDING, INTERRUPTED, OVERDUE, REFUSED, USAGE
from refund_tui.config import Config
from refund_tui.statements.mapping import KNOWN_SOURCES
from refund_tui.statements.presets import PRESETS
from refund_tui.statements.reading import SOURCES

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
REFERENCE = (ROOT / "docs" / "command-line.md").read_text()


def flags_of(command: str) -> set[str]:
    subparsers = next(each for each in parser()._actions if isinstance(each, argparse._SubParsersAction))
    options = {option for action in subparsers.choices[command]._actions for option in action.option_strings}
    return options - {"-h", "--help"}


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_and_every_flag_of_it_is_in_the_reference(command: str) -> None:
    row = next(line for line in REFERENCE.splitlines() if re.match(rf"\| `{command}\b", line))
    assert flags_of(command) <= set(re.findall(r"--[a-z-]+", row))


def test_every_exit_code_is_in_the_reference() -> None:
    for code in (FINDING, USAGE, CASE_FILE, REFUSED, CONFLICT, OVERDUE, INTERRUPTED):
        assert f"| {code} |" in REFERENCE


def test_every_source_of_statements_is_in_the_reference() -> None:
    for source in {*(source.id for source in SOURCES), *KNOWN_SOURCES, *(each.mapping.source for each in PRESETS)}:
        assert f"`{source}`" in REFERENCE


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_key_is_explained_once_a_table(page: Path) -> None:
    for table in re.findall(r"(?:^\|.*\n)+", page.read_text(), re.MULTILINE):
        keys = re.findall(r"^\| `(.)` \|", table, re.MULTILINE)
        assert len(keys) == len(set(keys)), keys


def test_every_setting_is_documented() -> None:
    guide = (ROOT / "docs" / "guide.md").read_text()
    for field in fields(Config):
        assert f"`{field.name}`" in guide


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#][^)]*)\)", page.read_text()):
        if not target.startswith("http"):
            assert (page.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_the_pages_exist(page: Path) -> None:
    known = {command.name for command in COMMANDS}
    for line in re.findall(r"^\$ (?:uv run )?refund-tui(.*)$", page.read_text(), re.MULTILINE):
        words = [word for word in line.partition("#")[0].split() if not word.startswith("-")]
        names = [word for word in words if word in known]
        assert names or not words, line


def test_the_page_of_keys_is_made_from_the_table_of_commands() -> None:
    made = runpy.run_path(str(ROOT / "scripts" / "keymap.py"))["page"]()
    assert (ROOT / "docs" / "keymap.md").read_text(encoding="utf-8") == made
