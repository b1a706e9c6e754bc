"""The parser of every command but the short way of `status`; each command's module is imported in its branch."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from refund_tui import __version__, i18n
from refund_tui.cli import arguments, exits
from refund_tui.door import Door
from refund_tui.errors import OlderFile
from refund_tui.i18n import N_, _

if TYPE_CHECKING:
    from refund_tui.config import Config
    from refund_tui.service import Service


@dataclass(frozen=True, slots=True)
class Context:
    """What a command gets beside its own arguments: the case file, the clock's instant, the config and its folder."""

    path: Path
    as_of: datetime | None
    config: Config
    config_folder: Path

    def service(self, *, reading: bool = False) -> Service:
        """Open the door to the case file; for commands that only read, `--as-of` is the present."""
        as_of = self.as_of
        door = Door(self.path, self.config_folder)
        if reading and as_of is not None:
            door.now = lambda: as_of
        return door.service


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its help line, how its arguments are declared, the module under `cli` whose `run` does it."""

    name: str
    help: str
    declare: Callable[[argparse.ArgumentParser], None]
    module: str


COMMANDS: tuple[Command, ...] = (
    Command("status", N_("open cases by the clock that hurts first"), arguments.status, "status_command"),
    Command("list", N_("list cases"), arguments.filtered, "list_command"),
    Command("show", N_("show one case whole"), arguments.show, "show"),
    Command("add", N_("open a case; only the merchant is needed"), arguments.add, "add"),
    Command("edit", N_("change facts or terms"), arguments.edit, "edit"),
    Command("amounts", N_("how much can be claimed, to expect, and the least"), arguments.amounts, "amounts"),
    Command("log", N_("say what happened"), arguments.log, "log"),
    Command("note", N_("show or append to the note"), arguments.note, "note"),
    Command("deadline", N_("enter what the platform's own page shows"), arguments.deadline, "deadline"),
    Command("import", N_("read a statement; make a case of a row"), arguments.statements, "import_command"),
    Command(
        "evidence", N_("keep evidence files, list them, look whether they are whole"), arguments.evidence, "evidence"
    ),
    Command("lanes", N_("escalation steps: open, or locked and why"), arguments.show, "lanes"),
    Command("undo", N_("take back the last change"), arguments.turn, "undo"),
    Command("redo", N_("bring back what was taken back last"), arguments.turn, "redo"),
    Command("export", N_("the running clocks for your calendar"), arguments.export, "export"),
    Command("letter", N_("a text ready to paste, and what to look at first"), arguments.letter, "letter"),
    Command("bundle", N_("letter, timeline, evidence and checksums in one folder or zip"), arguments.bundle, "bundle"),
    Command("rules", N_("playbooks, their rules and sources"), arguments.rules, "rules"),
    Command("demo", N_("the screen on sample cases in a throw-away file"), arguments.demo, "demo"),
)


def parser() -> argparse.ArgumentParser:
    """Make the parser of the whole command line, with help in the language in use."""
    top = arguments.Parser(
        prog="refund-tui", description=_("Track refund cases: deadlines, evidence, escalation, notes. Nothing is sent.")
    )
    top.add_argument("--db", metavar="PATH", help=_("the case file"))
    top.add_argument("--lang", choices=i18n.LANGUAGES, help=_("language"))
    top.add_argument("--as-of", metavar="WHEN", help=_("read as if it were this instant"))
    top.add_argument("--version", action="version", version=__version__, help=_("show the version and exit"))
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=arguments.Parser)
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=_(command.help), description=_(command.help))
        command.declare(sub)
    return top


def _language_of(given: Sequence[str]) -> str | None:
    for index, word in enumerate(given):
        if word == "--lang":
            return given[index + 1] if index + 1 < len(given) else None
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return None


def run(given: list[str]) -> int:
    """Parse and run one command; gives the exit code."""
    from refund_tui.config import load_config
    from refund_tui.paths import case_file, config_file

    i18n.install(i18n.choose(_language_of(given), None))
    config_path = config_file()
    config = load_config(config_path)
    i18n.install(i18n.choose(_language_of(given), config.language))
    # argparse looks its own words up through these two names.
    vars(argparse).update(_=_, ngettext=i18n.ngettext)
    try:
        options = _parsed(given)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else exits.USAGE
    context = Context(case_file(options.db, config.data_file), _as_of(options.as_of), config, config_path.parent)
    if options.command is None:
        from refund_tui.cli.screen import show

        return show(Door(context.path, context.config_folder), config)
    command = next(each for each in COMMANDS if each.name == options.command)
    module = importlib.import_module(f"refund_tui.cli.{command.module}")
    try:
        code: int = module.run(context, options)
    except OlderFile:
        context.service().prepare()
        code = module.run(context, options)
    return code


def _parsed(given: list[str]) -> argparse.Namespace:
    top = parser()
    options, rest = top.parse_known_args(given)
    if rest:
        words = _placed(top, options, rest) if not any(word.startswith("-") for word in rest) else rest
        if words:
            top.error(_("unrecognized arguments: %s") % " ".join(words))
    return options


def _placed(top: argparse.ArgumentParser, options: argparse.Namespace, words: list[str]) -> list[str]:
    """Put words behind a flag where those before it go, which argparse does not do; gives those that have no place."""
    places, left = top._get_positional_actions(), list(words)
    while places and isinstance(places[-1], argparse._SubParsersAction):
        places = places[-1].choices[getattr(options, places[-1].dest)]._get_positional_actions()
    for place in places:
        if place.nargs in ("*", "+"):
            getattr(options, place.dest).extend(_read(top, place, word) for word in left)
            return []
        if left and place.nargs == "?" and getattr(options, place.dest) == place.default:
            setattr(options, place.dest, _read(top, place, left.pop(0)))
    return left


def _read(top: argparse.ArgumentParser, place: argparse.Action, word: str) -> object:
    try:
        found: object = top._get_value(place, word)
        top._check_value(place, found)
    except argparse.ArgumentError as refused:
        top.error(str(refused))
    return found


def _as_of(text: str | None) -> datetime | None:
    if text is None:
        return None
    from refund_tui.cli import as_of

    return as_of.read(text)
