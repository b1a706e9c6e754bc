"""`bundle`: all of a case for one desk, in a folder or zip; what to look at before, and what was masked, on stderr."""

from __future__ import annotations

from argparse import Namespace

from refund_tui.bundle_words import handled, masked_by_file
from refund_tui.bundling import Wish, bundle
from refund_tui.cli import exits
from refund_tui.cli.commands import Context
from refund_tui.cli.out import print_text
from refund_tui.cli.progress import on_terminal
from refund_tui.cli.report import say
from refund_tui.i18n import _
from refund_tui.lettering import flag_line
from refund_tui.paths import display
from refund_tui.rules.letter_files import load_letters
from refund_tui.values import file_size


def run(context: Context, options: Namespace) -> int:
    """Make the bundle and print where it is; a lane that is locked is said to be, and has its bundle all the same."""
    wish = Wish(options.lang, options.redact, options.pdf, load_letters(context.config_folder / "letters"))
    told = on_terminal(lambda done, total: f"{file_size(done)} / {file_size(total)}")
    made = bundle(context.service(reading=True), options.id, options.lane, options.out, wish, told)
    for flag in made.flags:
        say(flag_line(flag, made.view))
    if options.redact:
        for line in (*masked_by_file(made), *handled(made)):
            say(line)
    if made.no_paper is not None:
        say(_(made.no_paper.message).format(why=made.no_paper.why))
    print_text((display(made.path),))
    return exits.DONE
