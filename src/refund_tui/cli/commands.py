"""The parser of every command but the short way of `status`; each command's module is imported in its branch."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from refund_tui import __version__, i18n
from refund_tui.cli import exits
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


MANY = 10**9
"""More cases than any file holds."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its help line, how its arguments are declared, the module under `cli` whose `run` does it."""

    name: str
    help: str
    declare: Callable[[argparse.ArgumentParser], None]
    module: str


def _id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int, metavar="ID", help=_("number of the case"))


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def _natural(text: str) -> int:
    number = int(text)
    if not 0 <= number < MANY:
        raise ValueError(text)
    return number


def _status(parser: argparse.ArgumentParser) -> None:
    _json(parser)
    parser.add_argument("--line", action="store_true", help=_("one line, for tmux or a prompt"))
    parser.add_argument("--limit", type=_natural, metavar="N", help=_("how many cases to show"))
    parser.add_argument(
        "--exit-code",
        action="store_true",
        help=_("exit 6 when something is overdue, 1 when something of yours is due within 24 hours"),
    )


def _list(parser: argparse.ArgumentParser) -> None:
    from refund_tui.domain.filters import SORTS
    from refund_tui.filter_words import FILTER_HINT

    parser.add_argument(
        "filter",
        nargs="*",
        metavar="FILTER",
        help=_(FILTER_HINT),
    )
    _json(parser)
    order = parser.add_mutually_exclusive_group()
    order.add_argument("--sort", choices=SORTS, default="due", help=_("the order of the cases"))
    order.add_argument("--by", choices=("merchant",), help=_("sums of the open cases a merchant, most owed first"))


def _show(parser: argparse.ArgumentParser) -> None:
    _id(parser)
    _json(parser)


def _add(parser: argparse.ArgumentParser) -> None:
    from refund_tui.domain.fields import FACTS
    from refund_tui.labels import FIELDS

    _json(parser)
    for spec in FACTS:
        parser.add_argument(
            f"--{spec.name.replace('_', '-')}",
            dest=f"fact_{spec.name}",
            required=spec.required,
            choices=spec.choices or None,
            metavar=None if spec.choices else spec.type.upper(),
            help=_(FIELDS[spec.name]),
        )


def _edit(parser: argparse.ArgumentParser) -> None:
    _id(parser)
    parser.add_argument("changes", nargs="+", metavar="field=value", help=_("facts or terms; an empty value clears it"))
    _json(parser)


def _amounts(parser: argparse.ArgumentParser) -> None:
    _id(parser)
    parser.add_argument(
        "changes", nargs="*", metavar="name=value", help=_("what was bought and paid; an empty value clears it")
    )
    _json(parser)


def _log(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int, nargs="?", metavar="ID", help=_("number of the case"))
    parser.add_argument("event", nargs="?", metavar="EVENT", help=_("what happened; see --events"))
    parser.add_argument("fields", nargs="*", metavar="name=value", help=_("fields of the event"))
    parser.add_argument("--at", metavar="WHEN", help=_("when it happened; now unless given"))
    parser.add_argument("--text", metavar="T", help=_("in your own words"))
    parser.add_argument("--force", action="store_true", help=_("log it although the stage forbids it"))
    parser.add_argument(
        "--events", action="store_true", help=_("list the events, their fields and when each is allowed")
    )
    _json(parser)


def _note(parser: argparse.ArgumentParser) -> None:
    _id(parser)
    parser.add_argument(
        "text", nargs="?", metavar="TEXT", help=_("text to append; - reads standard input; none shows the note")
    )


def _deadline(parser: argparse.ArgumentParser) -> None:
    _id(parser)
    parser.add_argument("rule", metavar="RULE", help=_("id of the clock, such as TB-03"))
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--page", metavar="WHEN", help=_("what the platform's own page shows"))
    which.add_argument("--clear", action="store_true", help=_("go back to the rule"))
    _json(parser)


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        nargs="+",
        metavar="FILE",
        help=_("a statement of Alipay, WeChat Pay, JD, Meituan: .csv, .xlsx or .zip"),
    )
    parser.add_argument("--password", metavar="P", help=_("password of the zip"))
    parser.add_argument(
        "--map",
        nargs="+",
        metavar="FIELD=COLUMN",
        help=_("say which column is which, in a file of orders or of a bank that is not known"),
    )
    parser.add_argument("--open", type=int, metavar="ROW", help=_("make a case of this row"))
    parser.add_argument("--apply", action="store_true", help=_("book the refunds that are proven to their cases"))
    parser.add_argument(
        "--accept", type=int, nargs="+", metavar="ROW", help=_("book what is only proposed for these rows, too")
    )
    parser.add_argument("--all", action="store_true", help=_("show every row, not only the refundable ones"))
    _json(parser)


def _turn(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--list", action="store_true", help=_("list the latest changes instead, the newest first"))
    _json(parser)


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "ids", type=int, nargs="*", metavar="ID", help=_("numbers of cases; all open ones unless given")
    )
    parser.add_argument(
        "--format", choices=("ics",), required=True, help=_("ics: the running clocks for a calendar, with reminders")
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help=_("write this file, whole or not at all; - is standard output")
    )


def _evidence(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=Parser)
    add = actions.add_parser("add", help=_("keep copies of files as exhibits of a case"))
    _id(add)
    add.add_argument("files", nargs="+", metavar="FILE", help=_("file to keep; it is copied, never changed"))
    describe = actions.add_parser("describe", help=_("say what an exhibit shows, and which item it answers"))
    drop = actions.add_parser("drop", help=_("take an exhibit off the list; its file stays"))
    for each in (describe, drop):
        _id(each)
        each.add_argument("number", type=_natural, metavar="NUMBER", help=_("number of the exhibit"))
    for each in (add, describe):
        each.add_argument("--slot", metavar="S", help=_("item of the checklist that it answers; see show"))
        each.add_argument("--shows", metavar="TEXT", help=_("what it shows, in your words"))
    shown = actions.add_parser("list", help=_("list the exhibits of a case"))
    _id(shown)
    verify = actions.add_parser("verify", help=_("look whether every file is there and whole; exit 1 when one is not"))
    verify.add_argument("id", type=int, nargs="?", metavar="ID", help=_("number of the case"))
    for each in (add, describe, drop, shown, verify):
        _json(each)


def _letter(parser: argparse.ArgumentParser) -> None:
    from refund_tui.domain.letter_book import LENGTHS

    _id(parser)
    parser.add_argument("lane", metavar="LANE", help=_("where it goes to; see lanes"))
    parser.add_argument("--length", choices=LENGTHS, default="full", help=_("200 or 300 characters, or all of it"))
    parser.add_argument("--fresh", action="store_true", help=_("write it anew where you edited it on the screen"))
    parser.add_argument("--reply-by", metavar="WHEN", help=_("the day that you give the seller to answer"))
    parser.add_argument("--out", type=Path, metavar="FILE", help=_("write it into this new file"))


def _rules(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=("list", "show", "check"), default="list")
    parser.add_argument("what", nargs="?", metavar="ID|FILE", help=_("a rule or playbook to show, a file to check"))
    _json(parser)


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--db", dest="demo_db", metavar="PATH", help=_("make the sample file here and keep it"))


COMMANDS: tuple[Command, ...] = (
    Command("status", N_("open cases by the clock that hurts first"), _status, "status_command"),
    Command("list", N_("list cases"), _list, "list_command"),
    Command("show", N_("show one case whole"), _show, "show"),
    Command("add", N_("open a case; only the merchant is needed"), _add, "add"),
    Command("edit", N_("change facts or terms"), _edit, "edit"),
    Command("amounts", N_("how much can be claimed, to expect, and the least"), _amounts, "amounts"),
    Command("log", N_("say what happened"), _log, "log"),
    Command("note", N_("show or append to the note"), _note, "note"),
    Command("deadline", N_("enter what the platform's own page shows"), _deadline, "deadline"),
    Command("import", N_("read a statement; make a case of a row"), _import, "import_command"),
    Command("evidence", N_("keep evidence files, list them, look whether they are whole"), _evidence, "evidence"),
    Command("lanes", N_("escalation steps: open, or locked and why"), _show, "lanes"),
    Command("undo", N_("take back the last change"), _turn, "undo"),
    Command("redo", N_("bring back what was taken back last"), _turn, "redo"),
    Command("export", N_("the running clocks for your calendar"), _export, "export"),
    Command("letter", N_("a text ready to paste, and what to look at first"), _letter, "letter"),
    Command("rules", N_("playbooks, their rules and sources"), _rules, "rules"),
    Command("demo", N_("the screen on sample cases in a throw-away file"), _demo, "demo"),
)


class Parser(argparse.ArgumentParser):
    """argparse with errors of one line."""

    def error(self, message: str) -> NoReturn:
        from refund_tui.cli.report import say

        say(f"{self.prog}: {message}")
        sys.exit(exits.USAGE)


def parser() -> argparse.ArgumentParser:
    """Make the parser of the whole command line, with help in the language in use."""
    top = Parser(
        prog="refund-tui", description=_("Track refund cases: deadlines, evidence, escalation, notes. Nothing is sent.")
    )
    top.add_argument("--db", metavar="PATH", help=_("the case file"))
    top.add_argument("--lang", choices=i18n.LANGUAGES, help=_("language"))
    top.add_argument("--as-of", metavar="WHEN", help=_("read as if it were this instant"))
    top.add_argument("--version", action="version", version=__version__, help=_("show the version and exit"))
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
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


_LOOSE = {"log": "fields", "amounts": "changes"}
"""Commands whose words may stand on either side of their flags, which argparse does not know, and where they go."""


def _parsed(given: list[str]) -> argparse.Namespace:
    top = parser()
    options, rest = top.parse_known_args(given)
    words = [word for word in rest if not word.startswith("-")]
    if options.command in _LOOSE and len(words) == len(rest):
        if options.command == "log" and words and options.event is None:
            options.event = words.pop(0)
        getattr(options, _LOOSE[options.command]).extend(words)
    elif rest:
        top.error(_("unrecognized arguments: %s") % " ".join(rest))
    return options


def _as_of(text: str | None) -> datetime | None:
    if text is None:
        return None
    from refund_tui import clock
    from refund_tui.domain.fields import FieldSpec, Reading, read_field
    from refund_tui.rules.calendar import load_calendar

    instant: datetime = read_field(
        FieldSpec("--as-of", "when", required=True), text, Reading(clock.now(), load_calendar())
    )
    return instant
