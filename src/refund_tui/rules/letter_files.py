"""Letters from TOML, like playbooks: those that ship, and a user's own files over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from refund_tui.domain.letter_book import Block, Form, LetterBook, Limit, Sentence
from refund_tui.domain.playbook import Source, Text
from refund_tui.domain.problem import Refused
from refund_tui.rules.loader import SHIPPED, conditions, in_languages, read_toml, refused

FOLDER = Path(__file__).parent / "letters"
TABLES = ("words", "platforms", "demands", "history", "kinds")

Raw = Mapping[str, Any]


@cache
def load_letters(own: Path | None = None) -> LetterBook:
    """Read the letters that ship, and over them the files of the folder `own`. Raises Refused for a bad one of these.

    What ships was checked by the tests, so only a user's files are.
    """
    read = _shipped()
    for path in sorted(own.glob("*.toml")) if own is not None else ():
        raw = read_toml(path)
        for fault in _faults(path, raw, read):
            raise fault
        read.append(raw)
    return _book(read)


def check_letters(path: Path) -> list[str]:
    """List what is wrong with a file of letters, a line each, as `file: key: why`; an empty list for a good one."""
    try:
        return [str(fault) for fault in _faults(path, read_toml(path), _shipped())]
    except Refused as problem:
        return [str(problem)]


def holds_letters(path: Path) -> bool:
    """Say whether a file is one of letters rather than of rules, by its keys."""
    try:
        raw = read_toml(path)
    except Refused:
        return False
    return not raw.keys() & {"id", "part"} and bool(raw.keys() & {"blocks", "letters", "limits", "budgets", *TABLES})


def _faults(path: Path, raw: Raw, under: Iterable[Raw]) -> list[Refused]:
    from refund_tui.rules.letter_schema import form_faults, reference_faults

    found = form_faults(path, raw)
    if found:
        return found
    try:
        return reference_faults(path, raw, _book([*under, raw]))
    except KeyError as name:
        return [refused(path, "blocks", f"like: {name} is no block")]


def _shipped() -> list[Raw]:
    rules = {"sources": read_toml(SHIPPED / "sources.toml")["sources"]}
    return [rules, *(read_toml(FOLDER / f"{name}.toml") for name in ("words", "blocks", "lanes"))]


def _book(read: Iterable[Raw]) -> LetterBook:
    """Put files over each other: of what has the same id, lane or key the last counts."""
    blocks: dict[str, Block] = {}
    forms: dict[str, Form] = {}
    limits: list[Limit] = []
    budgets: dict[str, int] = {}
    tables: dict[str, dict[str, Text]] = {name: {} for name in (*TABLES, "sources")}
    for raw in read:
        for block in raw.get("blocks", ()):
            blocks[block["id"]] = _block(block, blocks)
        forms |= {form["lane"]: _form(form) for form in raw.get("letters", ())}
        limits[:0] = map(_limit, raw.get("limits", ()))
        budgets |= raw.get("budgets", {})
        for name, table in tables.items():
            table |= {key: in_languages(text) for key, text in raw.get(name, {}).items()}
    return LetterBook(forms, blocks, budgets, tuple(limits), tables, tables.pop("sources"))


def _form(raw: Raw) -> Form:
    return Form(**{**raw, **{name: tuple(raw.get(name, ())) for name in ("full", "brief", "asks")}})


def _limit(raw: Raw) -> Limit:
    return Limit(raw["lane"], raw["characters"], _source(raw["source"]), conditions(raw))


def _block(raw: Raw, made: Mapping[str, Block]) -> Block:
    """Make a block; `like` takes the sentences of another one."""
    sentences = tuple(map(_sentence, raw.get("sentences", ())))
    block = replace(made[raw["like"]], id=raw["id"]) if "like" in raw else Block(raw["id"], sentences)
    changes = {name: raw[name] for name in ("style", "title", "feed") if name in raw}
    return replace(block, **changes, when=conditions(raw))


def _sentence(raw: Raw) -> Sentence:
    text: Text | list[Text] = raw["text"]
    return Sentence(
        texts=tuple(text) if isinstance(text, list) else (text,),
        priority=raw.get("priority", 5),
        parts=raw.get("parts", 5),
        when=conditions(raw),
        clock=raw.get("clock"),
        unanswered=raw.get("unanswered", False),
        source=_source(raw["source"]) if "source" in raw else None,
    )


def _source(raw: Raw) -> Source:
    as_of = raw.get("as_of")
    return Source(raw["ref"], None if as_of is None else str(as_of), raw["confidence"])
