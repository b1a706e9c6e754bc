"""The programs that the screen is measured beside: how each is installed, filled, started, moved and left."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

DATED = "2026-11-23T00:00:00"
ITEM = r"\b\d{6} "
"""An item's number, which stands first in each."""
FEW, MANY = 100, 10_000
MAKING = 180.0
"""Seconds after which a data set that is still being made is given up."""
Items = Sequence[tuple[str, str, str]]
"""Number, shop and item."""


@dataclass(frozen=True, slots=True)
class Home:
    """A scratch home of one program, and the environment that keeps it in there."""

    folder: Path
    env: Mapping[str, str]

    def run(self, *argv: str, typed: bytes = b"") -> None:
        done = subprocess.run(argv, input=typed, env=self.env, cwd=self.folder, capture_output=True, timeout=MAKING)
        if done.returncode:
            raise OSError(f"{Path(argv[0]).name}: {done.stderr.decode(errors='replace').strip().splitlines()[-1:]}")

    def fill(self, path: str, statements: Sequence[tuple[str, Sequence[Sequence[object]]]]) -> None:
        """Run each statement in a SQLite file, once for each of its rows."""
        with closing(sqlite3.connect(self.folder / path)) as connection, connection:
            for statement, rows in statements:
                connection.executemany(statement, rows)


@dataclass(frozen=True, slots=True)
class Peer:
    """One program; `{home}` in a word of its command is its home, and its first word is found in its own environment.

    It can be used once `shown` stands on its screen; `before` then leads to the list: keys, and what to wait for.
    `down` moves by one.
    """

    name: str
    argv: Sequence[str]
    make: Callable[[Home, Items], None]
    needs: Sequence[str] = ()
    """What to install from PyPI; nothing for a program of the system."""
    tools: Sequence[str] = ()
    """Programs of the system that it or its data set cannot do without."""
    shown: str = ITEM
    before: Sequence[bytes | str] = ()
    down: bytes = b"j"
    quit: bytes = b"q"
    sizes: Sequence[int] = (FEW, MANY)


def _lines(home: Home, items: Items) -> None:
    (home.folder / "items").write_text("".join(f"{' '.join(item)}\n" for item in items))


def _markdown(home: Home, items: Items) -> None:
    (home.folder / "items.md").write_text("".join(f"* {' '.join(item)}\n" for item in items))


def _csv(home: Home, items: Items) -> None:
    with (home.folder / "items.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("number", "shop", "item"), *items])


def _mailbox(home: Home, items: Items) -> None:
    (home.folder / "muttrc").write_text('set folder="~" record="" move=no mark_old=no\n')
    mails = (
        f"From shop@localhost Mon Nov 23 00:00:00 2026\nFrom: shop@localhost\nDate: Mon, 23 Nov 2026 00:00:00 +0000\n"
        f"Message-ID: <{no}@localhost>\nContent-Type: text/plain; charset=utf-8\nSubject: {no} {shop}\n\n{item}\n\n"
        for no, shop, item in items
    )
    (home.folder / "items").write_text("".join(mails))


def _commits(home: Home, items: Items) -> None:
    home.run("git", "init", "--quiet")
    said = (f"{' '.join(item)}\n".encode() for item in items)
    typed = (
        b"commit refs/heads/items\ncommitter shop <shop@localhost> 1795392000 +0000\ndata %d\n%s\n" % (len(text), text)
        for text in said
    )
    home.run("git", "fast-import", "--quiet", typed=b"".join(typed))
    home.run("git", "symbolic-ref", "HEAD", "refs/heads/items")


def _tasks(home: Home, items: Items) -> None:
    (home.folder / ".taskrc").write_text(f"data.location={home.folder}/.task\nconfirmation=off\n")
    (home.folder / ".vit").mkdir()
    (home.folder / ".vit/config.ini").touch()
    tasks = [{"description": " ".join(item), "status": "pending", "entry": "20261123T000000Z"} for item in items]
    home.run("task", "import", "-", typed=json.dumps(tasks).encode())


def _todos(home: Home, items: Items) -> None:
    home.run("python", "-c", "from dooit.api import Todo, Workspace, manager; manager.connect()")
    todos = [(number, number, " ".join(item)) for number, item in enumerate(items)]
    workspace = "INSERT INTO workspace VALUES (?, 0, ?, ?, ?)"
    todo = "INSERT INTO todo VALUES (? + 1, ?, ?, NULL, 0, NULL, 0, 1, 2, NULL)"
    home.fill(".local/share/dooit/dooit.db", [(workspace, [(1, "", 1, None), (2, "items", 0, 1)]), (todo, todos)])


def _cards(home: Home, items: Items) -> None:
    home.run("ktui", "board", "create", "--set-active", "items")
    card = (
        'INSERT INTO tasks (task_id, title, "column", description, creation_date, position)'
        f" VALUES (? + 1, ?, 1, ?, '{DATED}', ?)"
    )
    cards = [(place, f"{no} {shop}", item, place) for place, (no, shop, item) in enumerate(items)]
    home.fill(".local/share/kanban_tui/kanban_tui.db", [(card, cards)])


def _rows(home: Home, items: Items) -> None:
    table = "CREATE TABLE items (number TEXT, shop TEXT, item TEXT)"
    home.fill("items.db", [(table, [()]), ("INSERT INTO items VALUES (?, ?, ?)", items)])


def _requests(home: Home, items: Items) -> None:
    for no, shop, _ in items:
        (home.folder / f"{no}.posting.yaml").write_text(f"name: {no} {shop}\nurl: http://127.0.0.1/{no}\n")


_CTRL_C, _CTRL_Q, _DOWN = b"\x03", b"\x11", b"\x1b[B"

PEERS = (
    Peer("visidata", ("vd", "items.csv"), _csv, ("visidata==3.4",)),
    Peer(
        "dooit", ("dooit",), _todos, ("dooit==3.3.4",), shown="items", before=(b"j", ITEM, b"\t"), quit=_CTRL_Q
    ),
    # A widget for each card: with 10,000 it starts in minutes, and takes gigabytes.
    Peer("kanban-tui", ("ktui",), _cards, ("kanban-tui==0.21.2",), quit=_CTRL_Q, sizes=(FEW,)),
    # With tree-sitter 0.26 it ends with a segmentation fault.
    Peer(
        "posting", ("posting", "--collection", "{home}"), _requests, ("posting==2.11.1", "tree-sitter==0.25.2"),
        quit=_CTRL_C,
    ),
    # It writes down what is typed into it: so everything there is selected first, with ctrl+a; F5 goes to the rows.
    Peer(
        "harlequin", ("harlequin", "-a", "sqlite", "--locale", "C.UTF-8", "items.db"), _rows, ("harlequin==2.17.0",),
        shown="main db", before=(b"\x01", b"select * from items", b"\n", ITEM, b"\x1b[15~"), down=_DOWN, quit=_CTRL_Q,
    ),
    # It starts at the end of the file.
    Peer("toolong", ("tl", "items"), _lines, ("toolong==1.5.0",), before=(b"\x1b[H",), quit=_CTRL_C),
    # A widget for each paragraph: with 10,000 it is not there within a minute.
    Peer("frogmouth", ("frogmouth", "items.md"), _markdown, ("frogmouth==0.9.2",), quit=_CTRL_Q, sizes=(FEW,)),
    # On urwid 3 and later it ends when it starts.
    Peer("vit", ("vit",), _tasks, ("vit==2.3.4", "urwid<3"), ("task",), quit=b"ZZ"),
    Peer("less", ("less", "items"), _lines),
    Peer("mutt", ("mutt", "-n", "-F", "muttrc", "-f", "items"), _mailbox),
    Peer("tig", ("tig",), _commits, tools=("git",)),
)  # fmt: skip
