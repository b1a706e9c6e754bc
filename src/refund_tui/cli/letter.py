"""`letter`: the text for one lane on stdout, what to look at before it goes out on stderr."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from refund_tui.cli import exits
from refund_tui.cli.commands import Context
from refund_tui.cli.out import print_text
from refund_tui.cli.report import say
from refund_tui.domain.fields import FieldSpec, read_field
from refund_tui.domain.text import clean_text
from refund_tui.durable import new_file
from refund_tui.errors import Refused
from refund_tui.i18n import _
from refund_tui.lettering import flag_line, look, write
from refund_tui.reasons import reason
from refund_tui.rules.letter_files import load_letters
from refund_tui.service import Service
from refund_tui.views import CaseView


def run(context: Context, options: Namespace) -> int:
    """Write the letter; a lane that is locked is said to be, and has its letter all the same."""
    service = context.service(reading=True)
    view = service.case(options.id)
    book = load_letters(context.config_folder / "letters")
    day = _day(options.reply_by, view, service)
    written = write(view, options.lane, options.length, book=book, reply_by=day, fresh=options.fresh)
    if written.made_from is not None:
        say(_("in your own words, as edited on the screen; --fresh writes it anew"))
    if written.outdated:
        say(_("the case has changed since"))
    for flag in look(view, written, book=book):
        say(flag_line(flag, view))
    if written.most is None:
        say(_("{size} characters; the desk's own limit was not found: see its page").format(size=written.size))
    else:
        say(_("{size} of {most} characters").format(size=written.size, most=written.most))
    if options.out is None:
        print_text((written.whole,))
    else:
        _keep(options.out, clean_text(written.whole) + "\n")
    return exits.DONE


def _day(typed: str | None, view: CaseView, service: Service) -> date | None:
    if typed is None:
        return None
    instant = read_field(FieldSpec("reply_by", "until", required=True), typed, service.reading(view))
    if instant <= view.now:
        raise Refused("{value} has passed: give a day to come, such as 7d", value=typed)
    day: date = instant.astimezone(ZoneInfo(view.case.zone)).date()
    say(_("reply by {day}").format(day=day.isoformat()))
    return day


def _keep(path: Path, text: str) -> None:
    try:
        new_file(path, (text.encode(),))
    except FileExistsError:
        raise Refused("{file} is there already: give another name, or take it away first", file=str(path)) from None
    except OSError as error:
        raise Refused("{file} cannot be written: {why}", file=str(path), why=reason(error)) from None
