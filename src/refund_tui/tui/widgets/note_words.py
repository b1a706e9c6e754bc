"""What is said about a note: whether it is saved, whose text stands where, what became of a long paste."""

from __future__ import annotations

from textual.content import Content

from refund_tui.domain.note import line_count
from refund_tui.i18n import N_, _, ngettext
from refund_tui.tui import safe
from refund_tui.tui.widgets.note_draft import Draft
from refund_tui.values import file_size

STATES = {
    "saved": N_("saved"),
    "typing": N_("not saved yet"),
    "saving": N_("saving"),
    "failed": N_("not saved: the case file could not be written; ctrl+s tries again"),
    "conflict": N_("changed elsewhere: your text is kept here, not saved"),
    "behind": N_("changed elsewhere: ctrl+o shows it; it comes here when you leave"),
}
QUIET = ("saved", "typing", "saving")
CHOOSE = N_("changed elsewhere: ctrl+t keeps both · ctrl+s keeps yours · ctrl+r takes theirs")
EMPTY = N_("empty: enter begins to write")
TOO_LARGE = N_("too large to edit here; ctrl+g opens it in your editor")
LEFT = N_("a text of yours was not saved when the program ended: go into the note to see it")
ASIDE = N_("The other text of the note stands on the timeline of the case.")


def state_line(draft: Draft, read_only: bool, left: bool) -> Content:
    """Say in one line how a note stands, and which keys help where it does not stand well."""
    words, quiet = STATES[draft.state], draft.state in QUIET
    if read_only:
        words, quiet = TOO_LARGE, False
    elif draft.conflict and draft.theirs is not None:
        words = CHOOSE
    elif left and draft.state == "saved":
        words, quiet = LEFT, False
    elif draft.state == "saved" and not draft.text.strip():
        words = EMPTY
    return safe.text(f"  {_(words)}", "dim" if quiet else "bold")


def kept_line(pasted: str, bytes_kept: int, sha256: str) -> str:
    """Write the line that stands in the note for a long text pasted into it."""
    lines = line_count(pasted)
    words = ngettext(
        "[pasted text kept as evidence: {lines} line, {size}, sha256 {hash}…]",
        "[pasted text kept as evidence: {lines} lines, {size}, sha256 {hash}…]",
        lines,
    )
    return words.format(lines=lines, size=file_size(bytes_kept), hash=sha256[:8])
