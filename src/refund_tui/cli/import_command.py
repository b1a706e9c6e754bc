"""`import`: read statements, say what they hold and what they prove, book it, make a case of a row."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from refund_tui import booking, importing
from refund_tui.booking import Meeting
from refund_tui.cli import exits
from refund_tui.cli.changed import print_changed
from refund_tui.cli.commands import Context
from refund_tui.cli.import_text import kept, lines
from refund_tui.cli.out import print_json, print_text
from refund_tui.cli.report import say
from refund_tui.errors import UsageProblem
from refund_tui.service import Service
from refund_tui.statements.matching import Match
from refund_tui.statements.model import Statement
from refund_tui.statements.reading import report, uncollected


def run(context: Context, options: Namespace) -> int:
    """Print what statements hold, book what they prove, or make a case of one row."""
    files: list[Path] = options.file
    if len(files) > 1 and (options.open is not None or options.accept or options.map):
        raise UsageProblem("--open, --accept and --map are about one file: name one")
    if options.case is not None and not options.accept:
        raise UsageProblem("--case goes with --accept ROW")
    with uncollected():  # looking through a hundred thousand rows for garbage, again and again, takes a third longer
        return _run(context.service(), files, options)


def _run(service: Service, files: Sequence[Path], options: Namespace) -> int:
    statements = _read(service, files, options)
    if len(statements) > 1 and (options.open is not None or options.accept):
        raise UsageProblem("--open and --accept are about one statement: unpack the zip and name one")
    if options.open is not None:
        view = importing.open_row(service, statements[0], options.open)
        for sentence in importing.remarks(statements[0], options.open):
            say(sentence)
        return print_changed(view, as_json=options.json)
    meeting = booking.look(service, statements)
    accepted = booking.named(meeting, statements[0], options.accept or (), options.case)
    applied = booking.apply(service, statements, accepted) if options.apply or accepted else None
    outcomes = list(zip(statements, booking.outcomes(statements, meeting, applied), strict=True))
    if options.json:
        told = [_json(statement, meeting, found) for statement, found in outcomes]
        print_json(told[0] if len(statements) == 1 else told)
    else:
        for statement, found in outcomes:
            print_text(lines(statement, meeting, found, everything=options.all))
        if applied is not None:
            print_text((kept(applied),))
    return exits.DONE


def _read(service: Service, files: Sequence[Path], options: Namespace) -> list[Statement]:
    if options.map:
        return [importing.read_mapped(service, files[0], options.password, options.map)]
    mappings = importing.known_mappings(service)
    return [each for file in files for each in importing.read_all(file, options.password, mappings)]


def _json(statement: Statement, meeting: Meeting, found: Sequence[tuple[Match, bool]]) -> dict[str, object]:
    numbers = {row.key: row.number for row in statement.plain}
    matches = [_match(each, numbers, meeting, booked=booked) for each, booked in found]
    return {**report(statement), "matches": matches}


def _match(found: Match, numbers: dict[str, int], meeting: Meeting, *, booked: bool) -> dict[str, object]:
    key = found.refund or found.payment or ""
    elsewhere = {} if key in numbers else {"file": meeting.told[key].file, "row": meeting.told[key].row.number}
    return {
        "case": found.case,
        "refund_row": numbers.get(found.refund or ""),
        "payment_row": numbers.get(found.payment or ""),
        "tier": found.tier,
        "amount_minor": found.amount,
        "proven": found.proven,
        "booked": booked,
        **elsewhere,
    }
