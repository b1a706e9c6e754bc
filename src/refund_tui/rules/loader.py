"""Playbooks from TOML: those that ship, a user's own files over them, and the JSON that a case file keeps."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from refund_tui.domain.playbook import Burden, Condition, DeadlineRule, EvidenceRule, Gate, Lane, Playbook, Source, Text
from refund_tui.domain.problem import Refused

SHIPPED = Path(__file__).parent / "playbooks"
SECTIONS: Mapping[str, str] = {"deadlines": "id", "evidence": "slot", "lanes": "id"}
"""The lists of rules in a file, and what each rule is known by; burdens are known by their reasons."""

Raw = Mapping[str, Any]
"""A table as TOML or JSON gives it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rules that playbooks include by `name`, the file's name without `.toml`."""

    name: str
    sources: Mapping[str, Text]
    deadlines: tuple[DeadlineRule, ...]
    evidence: tuple[EvidenceRule, ...]
    burdens: tuple[Burden, ...]
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All playbooks by id; `own` names those that come from the user's files."""

    playbooks: Mapping[str, Playbook]
    own: frozenset[str] = frozenset()

    def choose(self, platform: str | None, scenario: str) -> Playbook:
        """Give a case's playbook: one that names its platform first, then the user's own. Raises Refused for none."""
        fitting = [
            each
            for each in self.playbooks.values()
            if scenario in each.scenarios and (not each.platforms or platform in each.platforms)
        ]
        if not fitting:
            raise Refused("no playbook is for {scenario}: see rules list", scenario=scenario)
        return max(fitting, key=lambda each: (platform in each.platforms, each.id in self.own))

    def get(self, ref_or_id: str) -> Playbook:
        """Give a playbook by `id` or by `id@version`; Refused for one that is not here in that version."""
        playbook = self.playbooks.get(ref_or_id.partition("@")[0])
        if playbook is None or ref_or_id not in (playbook.id, playbook.ref):
            known = ", ".join(each.ref for each in self.playbooks.values())
            raise Refused("{playbook} is not a playbook here; choose one of: {known}", playbook=ref_or_id, known=known)
        return playbook


def load_shipped() -> Mapping[str, Playbook]:
    """Read the playbooks that ship, by id; the tests have checked them, so nothing is validated here."""
    files = _Files()
    found = [_playbook(files, path) for path in sorted(SHIPPED.glob("*.toml")) if not files.read(path).get("part")]
    return {playbook.id: playbook for playbook in found}


def load_all(user_dir: Path | None) -> RuleBook:
    """Read what ships and the user's own files, which win where ids are the same. Raises Refused for a bad file."""
    playbooks = dict(load_shipped())
    origin: dict[str, Path] = {}
    for path in sorted(user_dir.glob("*.toml")) if user_dir is not None else ():
        loaded = load_file(path)
        if isinstance(loaded, Part):
            continue
        if loaded.id in origin:
            raise refused(path, "id", f"{loaded.id} is the id of {origin[loaded.id].name} too")
        origin[loaded.id] = path
        playbooks[loaded.id] = loaded
    return RuleBook(playbooks, frozenset(origin))


def load_file(path: Path) -> Playbook | Part:
    """Read and check one file with what it includes. Raises Refused naming file, key and why for the first fault."""
    files = _checked_files(path)
    for fault in _faults(path, files):
        raise fault
    if files.read(path).get("part"):
        return Part(name=path.stem, **_rules(_tables(files.merged(path))))
    return _playbook(files, path)


def check_file(path: Path) -> list[str]:
    """List what is wrong with a file, a line each, as `file: key: why`; an empty list for a good one."""
    try:
        return [str(fault) for fault in _faults(path, _checked_files(path))]
    except Refused as problem:
        return [str(problem)]


def refused(path: Path, key: str, why: str) -> Refused:
    """Make the error of a rule file."""
    return Refused("{file}: {key}: {why}", file=str(path), key=key, why=why)


def _checked_files(path: Path) -> _Files:
    # pydantic takes longer to import than all shipped rules to read: only a user's own file needs it.
    from refund_tui.rules.schema import form_faults

    def check(read: Path, raw: Raw) -> None:
        if read != path and read.parent != SHIPPED:
            for fault in form_faults(read, raw):
                raise fault

    return _Files(check)


def _faults(path: Path, files: _Files) -> list[Refused]:
    from refund_tui.rules.schema import form_faults, reference_faults

    return form_faults(path, files.read(path)) or reference_faults(path, files.merged(path))


@dataclass(slots=True)
class Merged:
    """The rules of a file and its includes: section, key, then the rule's table and the file it stands in."""

    sources: dict[str, Text] = field(default_factory=dict)
    rules: dict[str, dict[str, tuple[Raw, Path]]] = field(
        default_factory=lambda: {name: {} for name in (*SECTIONS, "burdens")}
    )


def keyed(raw: Raw) -> Iterator[tuple[str, str, Raw]]:
    """Walk the rules of a file: section, what the rule is known by, its table."""
    for section, name in SECTIONS.items():
        for table in raw.get(section, ()):
            yield section, table[name], table
    for table in raw.get("burdens", ()):
        for reason in table["reasons"]:
            yield "burdens", reason, table


def cited(ref: str) -> Iterator[str]:
    """Give the keys of the source list that a ref such as `LAW7 Art. 13; 消法 Art. 25` names."""
    for each in ref.split(";"):
        yield each.split()[0] if each.strip() else ""


class _Files:
    """The files of one load, each read once. `check` sees every file before it is used, and may raise."""

    def __init__(self, check: Callable[[Path, Raw], None] | None = None) -> None:
        self._check = check
        self._read: dict[Path, Raw] = {}

    def read(self, path: Path) -> Raw:
        if path not in self._read:
            raw = read_toml(path)
            if self._check is not None:
                self._check(path, raw)
            self._read[path] = raw
        return self._read[path]

    def merged(self, path: Path, trail: tuple[Path, ...] = ()) -> Merged:
        """Put a file's own rules over those it includes. Two includes may not say the same thing differently."""
        raw, merged = self.read(path), Merged(_citations(self.read(path).get("sources", {})))
        for section, key, table in keyed(raw):
            merged.rules[section][key] = table, path
        own = {section: set(known) for section, known in merged.rules.items()}
        for name in raw.get("includes", ()):
            other = self.merged(self._find(name, path, trail), (*trail, path))
            for key, text in other.sources.items():
                merged.sources.setdefault(key, text)
            for section, known in other.rules.items():
                for key, (table, origin) in known.items():
                    before = merged.rules[section].setdefault(key, (table, origin))
                    if key not in own[section] and before[1] != origin:
                        why = f"stands in {before[1].name} and {origin.name}; write it here to say which counts"
                        raise refused(path, f"{section}[{key}]", why)
        return merged

    def _find(self, name: str, asking: Path, trail: tuple[Path, ...]) -> Path:
        """Find an include beside the file or among those that ship; a file of the same name is not itself."""
        for folder in (asking.parent, SHIPPED):
            path = folder / f"{name}.toml"
            if path in trail:
                raise refused(asking, "includes", f"{name} includes this file in turn")
            if path != asking and path.is_file():
                return path
        raise refused(asking, "includes", f"there is no {name}.toml beside it or among those that ship")


def read_toml(path: Path) -> Raw:
    """Read a rule file. Raises Refused naming it where it cannot be read, or is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise refused(path, "file", f"cannot be read ({error.strerror or type(error).__name__})") from None
    except (ValueError, RecursionError) as error:
        raise refused(path, "file", f"is not TOML ({error})") from None


def _playbook(files: _Files, path: Path) -> Playbook:
    header = {name: files.read(path).get(name, ()) for name in ("id", "version", "title", "platforms", "scenarios")}
    return _build({**header, **_tables(files.merged(path))})


def _tables(merged: Merged) -> dict[str, Any]:
    """Give merged rules in the shape of the JSON, with the citation of every ref that is used."""
    tables: dict[str, Any] = {
        section: [table for table, _ in merged.rules[section].values()] for section in merged.rules
    }
    kept: dict[int, dict[str, Any]] = {}
    for reason, (table, _) in merged.rules["burdens"].items():
        # A burden whose reasons were partly replaced stays for the others.
        kept.setdefault(id(table), {**table, "reasons": []})["reasons"].append(reason)
    tables["burdens"] = list(kept.values())
    refs = dict.fromkeys(table["source"]["ref"] for section in tables.values() for table in section)
    tables["sources"] = {ref: _joined([merged.sources[key] for key in cited(ref)]) for ref in refs}
    return tables


LANGUAGES: Mapping[str, str] = {"en": "; ", "zh_CN": "；"}
"""The languages of every text, and what stands between two citations in each."""


def in_languages(text: str | Text) -> Text:
    """Give a citation in each language; one sentence alone counts for all of them."""
    return dict.fromkeys(LANGUAGES, text) if isinstance(text, str) else text


def _citations(raw: Raw) -> dict[str, Text]:
    return {key: in_languages(text) for key, text in raw.items()}


def _joined(texts: Iterable[Text]) -> Text:
    return {name: sign.join(dict.fromkeys(text[name] for text in texts)) for name, sign in LANGUAGES.items()}


def to_json(playbook: Playbook) -> str:
    """Write a playbook whole, so that a case file can keep the one it pinned."""
    return json.dumps(asdict(playbook), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Playbook:
    """Read what `to_json` wrote."""
    return _build(json.loads(text))


def _build(data: Raw) -> Playbook:
    """Make a playbook of tables as TOML and JSON give them; their form was checked before."""
    return Playbook(
        id=data["id"],
        version=data["version"],
        title=data["title"],
        platforms=tuple(data["platforms"]),
        scenarios=tuple(data["scenarios"]),
        **_rules(data),
    )


def _rules(data: Raw) -> dict[str, Any]:
    return {
        "sources": _citations(data["sources"]),
        "deadlines": tuple(map(_deadline, data["deadlines"])),
        "evidence": tuple(EvidenceRule(**_sourced(raw, "reasons", "media")) for raw in data["evidence"]),
        "burdens": tuple(Burden(**{**_sourced(raw, "reasons"), "when": conditions(raw)}) for raw in data["burdens"]),
        "lanes": tuple(map(_lane, data["lanes"])),
    }


def _sourced(raw: Raw, *lists: str) -> dict[str, Any]:
    """Give a rule's fields with its source, and the named fields as tuples."""
    source = raw["source"]
    as_of = source.get("as_of")
    read = Source(source["ref"], None if as_of is None else str(as_of), source["confidence"])
    return {**raw, "source": read, **{name: tuple(raw.get(name, ())) for name in lists}}


def _deadline(raw: Raw) -> DeadlineRule:
    table = {"amount": 0, **_sourced(raw, "anchors", "met_by", "voided_by")}
    return DeadlineRule(**{**table, "when": conditions(raw)})


def conditions(raw: Raw) -> tuple[Condition, ...]:
    """Make the conditions of a rule's `when`."""
    return tuple({name: tuple(accepted(value)) for name, value in each.items()} for each in raw.get("when", ()))


def accepted(value: Any) -> Iterable[Any]:
    """Give the values a condition accepts: one or a list, booleans as "true" and "false"."""
    for each in value if isinstance(value, list | tuple) else (value,):
        yield str(each).lower() if isinstance(each, bool) else each


def _lane(raw: Raw) -> Lane:
    gates = tuple(Gate(**{each.name: tuple(gate.get(each.name, ())) for each in fields(Gate)}) for gate in raw["gates"])
    return Lane(**{"authority": False, **_sourced(raw, "steps"), "gates": gates, "when": conditions(raw)})
