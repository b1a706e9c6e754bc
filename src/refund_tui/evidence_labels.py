"""The words that evidence needs: families of files, what weakens an item, what is said of a file that was given."""

from __future__ import annotations

from refund_tui.i18n import N_

FAMILIES = {
    "image": N_("picture"),
    "video": N_("video"),
    "audio": N_("sound"),
    "document": N_("document"),
    "text": N_("plain text"),
    "archive": N_("archive"),
    "data": N_("unknown type"),
}
WEAK = {
    "no_file": N_("marked by hand, no file here"),
    "type": N_("no file of a fitting type: {media}"),
    "no_caption": N_("nobody says what the file shows"),
}
ATTACHED = {
    "listed": N_("it was on the list already"),
    "same_bytes": N_("the same bytes are kept already, once for all"),
    "suffix": N_("named .{suffix}, is {type}"),
    "implausible": N_("its capture time, {at}, is in the future or before 1990: it is not given as one"),
    "zone": N_("the picture names no time zone: the case's zone is assumed"),
}
FINDINGS = {
    "missing": N_("the file is gone; {exhibits} needs it. Where you have it still, add it again: it takes its place"),
    "changed": N_("the file is not what was kept; {exhibits} needs it. Where you have it still, add it again"),
    "unreadable": N_("the file cannot be read; {exhibits} needs it. Look at its permissions, or add it again"),
    "orphaned": N_("no case names this file. Where you know that you need it for none, it can go"),
    "stray": N_("half a copy, left by a program that was ended. Nothing needs it; adding evidence sweeps it in a day"),
    "foreign": N_("this was not put here by this program. Look what it is"),
}
