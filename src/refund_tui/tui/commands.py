"""The one table of commands: bindings, key bar, palette, help screen and docs/keymap.md are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from refund_tui.i18n import N_

Where = Literal["move", "case", "screen"]
"""`move`: moves in whatever has the cursor. `case`: for the case under the cursor. `screen`: always there."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a key does. `label` is for the key bar (none: not shown there), `help` for the help screen.

    `keys` are those of the default preset, `also` are words it is looked for by that `help` does not have. `at_once`
    acts before the next key is read: of `/tea` typed at once, only `/` is a command.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    action: str
    where: Where
    at_once: bool = True
    also: str = ""


COMMANDS: tuple[Command, ...] = (
    Command("open", ("enter",), N_("go in"), N_("go into the case"), "open", "case", at_once=False),
    Command(
        "back",
        ("escape",),
        N_("back"),
        N_("go back to the list; then clear the filter"),
        "back",
        "screen",
        at_once=False,
    ),
    Command("log", ("l",), N_("log"), N_("log what happened"), "log", "case"),
    Command("note", ("n",), N_("note"), N_("write in the note"), "note", "case"),
    Command("edit", ("e",), N_("edit"), N_("edit facts and terms"), "edit", "case"),
    Command(
        "copy", ("y",), N_("copy"), N_("copy a field, or the whole case"), "copy", "case", also=N_("clipboard text")
    ),
    Command("deadline", ("d",), N_("deadline"), N_("enter the deadline that the page shows"), "deadline", "case"),
    Command(
        "evidence",
        ("t",),
        N_("evidence"),
        N_("evidence: add files, mark items"),
        "evidence",
        "case",
        also=N_("photo video proof verify exhibit"),
    ),
    Command(
        "lane",
        ("x",),
        N_("escalate"),
        N_("look at the ways to escalate"),
        "lane",
        "case",
        also=N_("letter complaint tip-off bundle demand dispute claim hand in"),
    ),
    Command("undo", ("u",), N_("undo"), N_("take back the last change made here"), "undo", "screen"),
    Command("redo", ("U",), "", N_("bring back what was taken back last"), "redo", "screen"),
    Command(
        "changes",
        ("c",),
        "",
        N_("see the latest changes; take one back, or bring it again"),
        "changes",
        "screen",
    ),
    Command(
        "amounts", ("$",), N_("amount"), N_("enter what was bought and paid: how much to claim"), "amounts", "case"
    ),
    Command("filter", ("/",), N_("filter"), N_("show only some cases"), "filter", "screen", also=N_("search find")),
    Command("merchants", ("M",), "", N_("see what each merchant owes"), "merchants", "screen"),
    Command("add", ("a",), N_("add"), N_("add a case by hand"), "add", "screen"),
    Command(
        "import",
        ("i",),
        N_("import"),
        N_("read statements: book refunds, make cases"),
        "import",
        "screen",
        also=N_("bank bill csv xlsx zip"),
    ),
    Command(
        "calendar",
        ("C",),
        "",
        N_("write the running clocks into a calendar file"),
        "calendar",
        "screen",
        also=N_("export reminder ics"),
    ),
    Command("read_note", ("m",), "", N_("read the note, its Markdown laid out"), "read_note", "case"),
    Command("editor", ("E",), "", N_("write the note in $EDITOR"), "edit_note_outside", "case"),
    Command("pane_case", ("1",), "", N_("the case and its deadlines"), "pane('case')", "case"),
    Command("pane_evidence", ("2",), "", N_("the evidence checklist"), "pane('evidence')", "case"),
    Command("pane_lanes", ("3",), "", N_("the ways to escalate, and why each is open or not"), "pane('lanes')", "case"),
    Command("pane_terms", ("4",), "", N_("terms agreed beside the application"), "pane('terms')", "case"),
    Command("pane_timeline", ("5",), "", N_("what happened"), "pane('timeline')", "case"),
    Command("pane_note", ("6",), "", N_("the note, to read"), "pane('note')", "case"),
    Command(
        "pane_amounts",
        ("7",),
        "",
        N_("how much can be claimed, to expect, and the least"),
        "pane('amounts')",
        "case",
    ),
    Command("pane_next", ("]", "tab"), "", N_("the next pane"), "turn(1)", "case"),
    Command("pane_previous", ("[", "shift+tab"), "", N_("the pane before"), "turn(-1)", "case"),
    Command("down", ("j", "down"), "", N_("one line down"), "move(1)", "move"),
    Command("up", ("k", "up"), "", N_("one line up"), "move(-1)", "move"),
    Command("page_down", ("pagedown", "ctrl+d"), "", N_("one page down"), "page(1)", "move"),
    Command("page_up", ("pageup", "ctrl+u"), "", N_("one page up"), "page(-1)", "move"),
    Command("first", ("g", "home"), "", N_("to the first line"), "edge(-1)", "move"),
    Command("last", ("G", "end"), "", N_("to the last line"), "edge(1)", "move"),
    Command("theme", ("T",), "", N_("the next set of colours"), "next_theme", "screen", also=N_("theme dark light")),
    Command("palette", (":", "ctrl+p"), "", N_("find a command by its words"), "palette", "screen"),
    Command("help", ("?",), N_("keys"), N_("show the keys of where you are"), "help", "screen", also=N_("help")),
    Command("quit", ("q",), N_("quit"), N_("quit (Ctrl+C and Ctrl+Q too)"), "quit", "screen"),
)
WRITING: tuple[tuple[str, str, str], ...] = (
    ("Ctrl+S", N_("save"), N_("save now; it is saved as you type anyway")),
    ("Ctrl+G", N_("editor"), N_("go on in $EDITOR")),
    ("Ctrl+Z", "", N_("take back what was typed last")),
    ("Ctrl+O", "", N_("see the other text where the note was changed elsewhere")),
    ("Esc", N_("leave the note"), N_("leave the note")),
)
"""Keys of the note while it is written: key, label for the key bar, sentence for the help."""
BY_ID = {command.id: command for command in COMMANDS}
NEEDS_CASE = frozenset(command.action.partition("(")[0] for command in COMMANDS if command.where == "case")
"""Actions that make no sense without a case."""
