"""`note`: show the note of a case, or append to it."""

from __future__ import annotations

import sys
from argparse import Namespace

from refund_tui.cli import exits
from refund_tui.cli.commands import Context
from refund_tui.cli.out import print_text
from refund_tui.errors import Refused


def run(context: Context, options: Namespace) -> int:
    """Append the text, or standard input for `-`; without a text print the note."""
    if options.text is None:
        note = context.service(reading=True).case(options.id).note
        if note.text:
            print_text((note.text,))
        return exits.DONE
    text = _standard_input() if options.text == "-" else options.text
    if not text.strip():
        raise Refused("there is no text to append; give it after the number, or - to read it from standard input")
    context.service().append_note(options.id, text.rstrip("\n"))
    return exits.DONE


def _standard_input() -> str:
    return sys.stdin.read() if sys.stdin is not None else ""  # closed by whoever started the program
