"""What was masked in a bundle, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from refund_tui.bundling import Bundled
from refund_tui.dossier.pieces import HANDLING
from refund_tui.i18n import N_, _
from refund_tui.letter_labels import PRIVATE
from refund_tui.values import label

NOTHING = N_("nothing to be masked was found in the texts")


def masked_by_file(made: Bundled) -> Iterator[str]:
    """Say what was masked, by file and kind, a line a file; one line where nothing was."""
    for file, counts in made.masked.items():
        yield _("{file}: masked {what}").format(file=file, what=_kinds(counts))
    if not made.masked:
        yield _(NOTHING)


def masked_in_all(made: Bundled) -> str:
    """Say in one line what was masked, by kind."""
    counts = sum(made.masked.values(), Counter[str]())
    return _("masked: {what}").format(what=_kinds(counts)) if counts else _(NOTHING)


def handled(made: Bundled) -> Iterator[str]:
    """Say of each piece of evidence what was done to its copy, a line a piece."""
    for piece in made.pieces:
        if piece.handling is not None:
            yield _("{file}: {remark}").format(file=piece.file, remark=label(HANDLING, piece.handling))


def _kinds(counts: Mapping[str, int]) -> str:
    return _(", ").join(f"{label(PRIVATE, kind)} {count}" for kind, count in sorted(counts.items()))
