"""`lanes`: the escalation steps of a case."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from refund_tui.case_text import lane_lines
from refund_tui.cli import exits
from refund_tui.cli.case_json import lane_json
from refund_tui.cli.commands import Context
from refund_tui.cli.out import print_json, print_text
from refund_tui.domain.letter_book import LetterBook
from refund_tui.domain.playbook import localized
from refund_tui.i18n import _, language
from refund_tui.lettering import look, write
from refund_tui.rules.letter_files import load_letters
from refund_tui.values import source_line
from refund_tui.views import CaseView


def run(context: Context, options: Namespace) -> int:
    """Print each lane: open, or locked with the reason and the instant it opens."""
    view = context.service(reading=True).case(options.id)
    book = load_letters(context.config_folder / "letters")
    if options.json:
        print_json(
            [{**lane_json(status, view), "letter": _letter_json(status.lane.id, view, book)} for status in view.lanes]
        )
        return exits.DONE
    for status in view.lanes:
        print_text(lane_lines(status, view))
        print_text(f"    {number}. {localized(step, language())}" for number, step in enumerate(status.lane.steps, 1))
        print_text(_letter_line(status.lane.id, view, book))
        print_text((f"    {status.lane.id} · {source_line(status.lane.source)}",))
    return exits.DONE


def _letter_json(lane: str, view: CaseView, book: LetterBook) -> dict[str, object] | None:
    if lane not in book.forms:
        return None
    written = write(view, lane, book=book)
    flags = [{"code": flag.code, "severity": flag.severity} for flag in look(view, written, book=book)]
    return {"flags": flags, "missing": list(written.missing)}


def _letter_line(lane: str, view: CaseView, book: LetterBook) -> Iterator[str]:
    """Say whether the lane's letter is ready to go out."""
    if lane not in book.forms:
        return
    things = len(look(view, write(view, lane, book=book), book=book))
    if things:
        told = _("letter: {count} to look at first; see letter {id} {lane}")
        yield "    " + told.format(count=things, id=view.case.id, lane=lane)
    else:
        yield "    " + _("letter: ready")
