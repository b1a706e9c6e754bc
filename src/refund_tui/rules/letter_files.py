"""Letters from TOML, like playbooks: the files of `letters/`, with the citations of `playbooks/sources.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from refund_tui.domain.letter_book import Block, Form, LetterBook, Sentence
from refund_tui.domain.playbook import Condition, Source, Text
from refund_tui.rules.loader import SHIPPED, condition, in_languages

FOLDER = Path(__file__).parent / "letters"
TABLES = ("words", "platforms", "demands", "history", "kinds")

Raw = Mapping[str, Any]


@cache
def load_letters() -> LetterBook:
    """Read the letters that ship; the tests have checked them, so nothing is validated here."""
    blocks, lanes, words = (_toml(FOLDER / f"{name}.toml") for name in ("blocks", "lanes", "words"))
    made: dict[str, Block] = {}
    for raw in (*blocks["blocks"], *lanes["blocks"]):
        made[raw["id"]] = _block(raw, made)
    return LetterBook(
        forms={raw["lane"]: _form(raw) for raw in lanes["letters"]},
        blocks=made,
        budgets=lanes["budgets"],
        tables={name: words[name] for name in TABLES},
        sources={key: in_languages(text) for key, text in _toml(SHIPPED / "sources.toml")["sources"].items()},
    )


def _toml(path: Path) -> Raw:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _form(raw: Raw) -> Form:
    return Form(**{**raw, **{name: tuple(raw.get(name, ())) for name in ("full", "brief", "asks")}})


def _block(raw: Raw, made: Mapping[str, Block]) -> Block:
    """Make a block; `like` takes the sentences of another one."""
    sentences = tuple(map(_sentence, raw.get("sentences", ())))
    block = replace(made[raw["like"]], id=raw["id"]) if "like" in raw else Block(raw["id"], sentences)
    changes = {name: raw[name] for name in ("style", "title", "feed") if name in raw}
    return replace(block, **changes, when=_when(raw))


def _sentence(raw: Raw) -> Sentence:
    text: Text | list[Text] = raw["text"]
    return Sentence(
        texts=tuple(text) if isinstance(text, list) else (text,),
        priority=raw.get("priority", 5),
        when=_when(raw),
        clock=raw.get("clock"),
        source=_source(raw["source"]) if "source" in raw else None,
    )


def _when(raw: Raw) -> tuple[Condition, ...]:
    return tuple(map(condition, raw.get("when", ())))


def _source(raw: Raw) -> Source:
    return Source(raw["ref"], raw.get("as_of"), raw["confidence"])
