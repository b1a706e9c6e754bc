"""How each command's arguments are declared; the words are translated when the parser is made."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NoReturn

from refund_tui.cli import exits
from refund_tui.domain.text import clean_line
from refund_tui.i18n import _


class Parser(argparse.ArgumentParser):
    """argparse with errors of one line."""

    def error(self, message: str) -> NoReturn:
        from refund_tui.cli.report import say

        say(f"{self.prog}: {message}")
        sys.exit(exits.USAGE)


MANY = 10**9
"""More cases than any file holds."""


def case_id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int, metavar="ID", help=_("number of the case"))


def as_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def _natural(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < MANY):
        raise argparse.ArgumentTypeError(_("{value} is not a number from 0 on").format(value=clean_line(text[:40])))
    return int(text)


def status(parser: argparse.ArgumentParser) -> None:
    as_json(parser)
    parser.add_argument("--line", action="store_true", help=_("one line, for tmux or a prompt"))
    parser.add_argument("--limit", type=_natural, metavar="N", help=_("how many cases to show"))
    parser.add_argument(
        "--exit-code",
        action="store_true",
        help=_("exit 6 when something is overdue, 1 when something of yours is due within 24 hours"),
    )


def filtered(parser: argparse.ArgumentParser) -> None:
    from refund_tui.domain.filters import SORTS
    from refund_tui.filter_words import FILTER_HINT

    parser.add_argument(
        "filter",
        nargs="*",
        metavar="FILTER",
        help=_(FILTER_HINT),
    )
    as_json(parser)
    order = parser.add_mutually_exclusive_group()
    order.add_argument("--sort", choices=SORTS, default="due", help=_("the order of the cases"))
    order.add_argument("--by", choices=("merchant",), help=_("sums of the open cases a merchant, most owed first"))


def show(parser: argparse.ArgumentParser) -> None:
    case_id(parser)
    as_json(parser)


def add(parser: argparse.ArgumentParser) -> None:
    from refund_tui.domain.fields import FACTS
    from refund_tui.labels import FIELDS

    as_json(parser)
    for spec in FACTS:
        parser.add_argument(
            f"--{spec.name.replace('_', '-')}",
            dest=f"fact_{spec.name}",
            required=spec.required,
            choices=spec.choices or None,
            metavar=None if spec.choices else spec.type.upper(),
            help=_(FIELDS[spec.name]),
        )


def edit(parser: argparse.ArgumentParser) -> None:
    case_id(parser)
    parser.add_argument("changes", nargs="+", metavar="field=value", help=_("facts or terms; an empty value clears it"))
    as_json(parser)


def amounts(parser: argparse.ArgumentParser) -> None:
    case_id(parser)
    parser.add_argument(
        "changes", nargs="*", metavar="name=value", help=_("what was bought and paid; an empty value clears it")
    )
    as_json(parser)


def log(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int, nargs="?", metavar="ID", help=_("number of the case"))
    parser.add_argument("event", nargs="?", metavar="EVENT", help=_("what happened; see --events"))
    parser.add_argument("fields", nargs="*", metavar="name=value", help=_("fields of the event"))
    parser.add_argument("--at", metavar="WHEN", help=_("when it happened; now unless given"))
    parser.add_argument("--text", metavar="T", help=_("in your own words"))
    parser.add_argument("--force", action="store_true", help=_("log it although the stage forbids it"))
    parser.add_argument(
        "--events", action="store_true", help=_("list the events, their fields and when each is allowed")
    )
    as_json(parser)


def note(parser: argparse.ArgumentParser) -> None:
    case_id(parser)
    parser.add_argument(
        "text", nargs="?", metavar="TEXT", help=_("text to append; - reads standard input; none shows the note")
    )


def deadline(parser: argparse.ArgumentParser) -> None:
    case_id(parser)
    parser.add_argument("rule", metavar="RULE", help=_("id of the clock, such as TB-03"))
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--page", metavar="WHEN", help=_("what the platform's own page shows"))
    which.add_argument("--clear", action="store_true", help=_("go back to the rule"))
    as_json(parser)


def statements(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        nargs="+",
        metavar="FILE",
        help=_(
            "a statement of Alipay, WeChat Pay, JD, Meituan, PayPal or a bank, or a list of orders: .csv, .xlsx or .zip"
        ),
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
    parser.add_argument("--case", type=int, metavar="ID", help=_("with --accept: the case that they are accepted for"))
    parser.add_argument("--all", action="store_true", help=_("show every row, not only the refundable ones"))
    as_json(parser)


def turn(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--list", action="store_true", help=_("list the latest changes instead, the newest first"))
    as_json(parser)


def export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "ids", type=int, nargs="*", metavar="ID", help=_("numbers of cases; all open ones unless given")
    )
    parser.add_argument(
        "--format", choices=("ics",), required=True, help=_("ics: the running clocks for a calendar, with reminders")
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help=_("write this file, whole or not at all; - is standard output")
    )


def evidence(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=Parser)
    add = actions.add_parser("add", help=_("keep copies of files as exhibits of a case"))
    case_id(add)
    add.add_argument("files", nargs="+", metavar="FILE", help=_("file to keep; it is copied, never changed"))
    describe = actions.add_parser("describe", help=_("say what an exhibit shows, and which item it answers"))
    drop = actions.add_parser("drop", help=_("take an exhibit off the list; its file stays"))
    for each in (describe, drop):
        case_id(each)
        each.add_argument("number", type=_natural, metavar="NUMBER", help=_("number of the exhibit"))
    for each in (add, describe):
        each.add_argument("--slot", metavar="S", help=_("item of the checklist that it answers; see show"))
        each.add_argument("--shows", metavar="TEXT", help=_("what it shows, in your words"))
    shown = actions.add_parser("list", help=_("list the exhibits of a case"))
    case_id(shown)
    verify = actions.add_parser("verify", help=_("look whether every file is there and whole; exit 1 when one is not"))
    verify.add_argument("id", type=int, nargs="?", metavar="ID", help=_("number of the case"))
    for each in (add, describe, drop, shown, verify):
        as_json(each)


def letter(parser: argparse.ArgumentParser) -> None:
    from refund_tui.domain.letter_book import LENGTHS

    case_id(parser)
    parser.add_argument("lane", metavar="LANE", help=_("where it goes to; see lanes"))
    parser.add_argument("--length", choices=LENGTHS, default="full", help=_("200 or 300 characters, or all of it"))
    parser.add_argument("--fresh", action="store_true", help=_("write it anew where you edited it on the screen"))
    parser.add_argument("--reply-by", metavar="WHEN", help=_("the day that you give the seller to answer"))
    parser.add_argument("--out", type=Path, metavar="FILE", help=_("write it into this new file"))


def bundle(parser: argparse.ArgumentParser) -> None:
    case_id(parser)
    parser.add_argument("lane", metavar="LANE", help=_("where it goes to; see lanes"))
    parser.add_argument("--out", type=Path, metavar="PATH", required=True, help=_("a new folder, or a new .zip"))
    parser.add_argument("--redact", action="store_true", help=_("mask private details: a copy for the other party"))
    parser.add_argument("--pdf", action="store_true", help=_("make a PDF too; needs refund-tui[pdf]"))


def rules(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=("list", "show", "check"), default="list")
    parser.add_argument("what", nargs="?", metavar="ID|FILE", help=_("a rule or playbook to show, a file to check"))
    as_json(parser)


def demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--db", dest="demo_db", metavar="PATH", help=_("make the sample file here and keep it"))
