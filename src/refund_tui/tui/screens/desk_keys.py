"""The keys of the desks, each with what it does: what `?` shows there."""

from __future__ import annotations

from refund_tui.i18n import N_

EVIDENCE: tuple[tuple[str, str], ...] = (
    ("Space", N_("mark the item: prepared, uploaded, missing")),
    ("Enter", N_("mark the item; on a file, say what it shows")),
    ("a", N_("add files for the item; files dropped on the terminal go there too")),
    ("e", N_("say what the file shows, and which item it answers")),
    ("v", N_("look at the file: type, size, when it was taken, a small copy of a picture")),
    ("o", N_("open the file in its own program; over SSH, copy its path")),
    ("s", N_("mark the item submitted, which is often final; again takes it back")),
    ("x", N_("take the file off the list; it stays in the evidence folder")),
    ("Esc", N_("stop a copy that runs; else leave")),
)
LETTER: tuple[tuple[str, str], ...] = (
    ("1 2 3 Tab", N_("the pages: what to look at first, the text, the steps")),
    ("Enter", N_("go to what mends a remark; on the text, edit it")),
    ("e", N_("edit the text in place")),
    ("Ctrl+S", N_("while you edit: save and leave the text; so does Esc")),
    ("Ctrl+Z", N_("while you edit: take back what was typed last")),
    ("l", N_("the next length")),
    ("c", N_("Chinese or English")),
    ("y", N_("copy the text, and write it into a file")),
    ("b", N_("make a bundle: letter, evidence, page and checksums in a folder or zip")),
    ("s", N_("log that it was handed in")),
    ("r", N_("write the letter anew from the case")),
    ("Esc", N_("leave; nothing that was typed is lost")),
)
