"""`bundle`: all of a case for one desk, in a folder or zip; what to look at before, and what was masked, on stderr."""

from __future__ import annotations

from argparse import Namespace

from refund_tui.bundling import Bundled, Wish, bundle
from refund_tui.cli import exits
from refund_tui.cli.commands import Context
from refund_tui.cli.out import print_text
from refund_tui.cli.progress import on_terminal
from refund_tui.cli.report import say
from refund_tui.dossier.pieces import HANDLING
from refund_tui.i18n import _
from refund_tui.letter_labels import PRIVATE
from refund_tui.lettering import flag_line
from refund_tui.paths import display
from refund_tui.rules.letter_files import load_letters
from refund_tui.values import file_size, label


def run(context: Context, options: Namespace) -> int:
    """Make the bundle and print where it is; a lane that is locked is said to be, and has its bundle all the same."""
    wish = Wish(options.lang, options.redact, options.pdf, load_letters(context.config_folder / "letters"))
    told = on_terminal(lambda done, total: f"{file_size(done)} / {file_size(total)}")
    made = bundle(context.service(reading=True), options.id, options.lane, options.out, wish, told)
    for flag in made.flags:
        say(flag_line(flag, made.view))
    if options.redact:
        _say_masked(made)
    if made.no_paper is not None:
        say(_(made.no_paper.message).format(why=made.no_paper.why))
    print_text((display(made.path),))
    return exits.DONE


def _say_masked(made: Bundled) -> None:
    """Say what was masked, by file and kind, and of each piece of evidence what was done to its copy."""
    for file, counts in made.masked.items():
        words = (f"{label(PRIVATE, kind)} {count}" for kind, count in sorted(counts.items()))
        say(_("{file}: masked {what}").format(file=file, what=_(", ").join(words)))
    for piece in made.pieces:
        if piece.handling is not None:
            say(_("{file}: {remark}").format(file=piece.file, remark=label(HANDLING, piece.handling)))
    if not made.masked:
        say(_("nothing to be masked was found in the texts"))
