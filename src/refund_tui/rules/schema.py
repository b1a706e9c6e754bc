"""The form of a rule file, checked with pydantic: only `load_file` and `check_file` import this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from refund_tui.domain.case import APPLICATION_KINDS, PARTIES, PLATFORMS, REASONS, SCENARIOS, STAGES
from refund_tui.domain.channels import CHANNELS
from refund_tui.domain.currency import CURRENCIES
from refund_tui.domain.events import EVENTS
from refund_tui.domain.playbook import CONDITION_FACTS, CONFIDENCES, LANE_FACTS, LEVELS, MEDIA, SEVERITIES, UNITS
from refund_tui.domain.problem import Refused
from refund_tui.rules.faults import model_faults
from refund_tui.rules.loader import LANGUAGES, SECTIONS, Merged, Raw, accepted, cited, in_languages, keyed, refused

UNDATED = ("undated", "未注明日期")
"""What a citation must say of a source that has no date."""
FACT_VALUES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(CONDITION_FACTS, ("true", "false")),
    "kind": ("", *APPLICATION_KINDS),
    "reason": ("", *REASONS),
    "platform": ("", *PLATFORMS),
    "scenario": SCENARIOS,
    "channel": CHANNELS,
    "currency": CURRENCIES,
}
"""What each fact of a `when` can be; empty where the case does not say."""
_ROLLING = ("calendar_days", "months", "years")
_LISTS = tuple((name,) for name in (*SECTIONS, "burdens"))


def one_of(choices: Sequence[str]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in choices:
            raise ValueError(f"cannot be {value!r}; choose one of: {', '.join(choices)}")
        return value

    return AfterValidator(check)


def _languages(text: dict[str, str]) -> dict[str, str]:
    for language in LANGUAGES:
        if not text.get(language, "").strip():
            raise ValueError(f"has no {language} text")
    return text


def _pattern(pattern: str) -> str:
    kind, _, test = pattern.partition(":")
    spec = EVENTS.get(kind)
    if spec is None or not spec.loggable:
        raise ValueError(f"{kind!r} is not an event")
    if not test:
        return pattern
    name, _, value = test.partition("=")
    field = next((each for each in spec.fields if each.name == name), None)
    if field is None or not value:
        raise ValueError(f"{pattern!r} names no field of {kind}; write {kind}:field=value")
    if field.type not in ("choice", "line", "text"):
        raise ValueError(f"{name} of {kind} cannot be compared with a word")
    if field.choices and value not in field.choices:
        raise ValueError(f"{name} of {kind} cannot be {value!r}; choose one of: {', '.join(field.choices)}")
    return pattern


def _facts(condition: dict[str, list[str]], known: Sequence[str] = CONDITION_FACTS) -> dict[str, list[str]]:
    for name, values in condition.items():
        if name not in known:
            raise ValueError(f"{name!r} cannot be asked about; choose one of: {', '.join(known)}")
        choices = FACT_VALUES[name]
        for value in (each for each in values if each not in choices):
            raise ValueError(f"{name} cannot be {value!r}; choose one of: {', '.join(c or '(empty)' for c in choices)}")
    return condition


def _as_text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


Words = Annotated[dict[str, str], AfterValidator(_languages)]
Citation = Annotated[dict[str, str], BeforeValidator(in_languages), AfterValidator(_languages)]
Patterns = list[Annotated[str, AfterValidator(_pattern)]]
Accepted = Annotated[list[str], BeforeValidator(lambda value: list(accepted(value))), Field(min_length=1)]
Facts = Annotated[dict[str, Accepted], Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Reasons = list[Annotated[str, one_of(REASONS)]]


class Table(BaseModel):
    """A table of a file: exactly the keys that are named."""

    model_config = ConfigDict(extra="forbid", strict=True)


class SourceTable(Table):
    """Where a rule comes from; `as_of` is left out where the citation says that it is undated."""

    ref: Annotated[str, Field(min_length=1)]
    as_of: Annotated[str | None, BeforeValidator(_as_text), Field(pattern=r"^\d{4}(-\d\d){0,2}$")] = None
    confidence: Annotated[str, one_of(CONFIDENCES)]


class DeadlineTable(Table):
    """One clock."""

    id: Id
    title: Words
    who: Annotated[str, one_of(PARTIES)]
    anchors: Annotated[Patterns, Field(min_length=1)]
    unit: Annotated[str, one_of(UNITS)]
    amount: Annotated[int, Field(ge=0, le=100_000)] | None = None
    met_by: Patterns = []
    voided_by: Patterns = []
    when: list[Annotated[Facts, AfterValidator(_facts)]] = []
    pick: Annotated[str, one_of(("last", "first"))] = "last"
    roll: bool = False
    until_field: str | None = None
    on_expiry: Words
    severity: Annotated[str, one_of(SEVERITIES)]
    note: Words | None = None
    source: SourceTable

    @model_validator(mode="after")
    def _fits(self) -> DeadlineTable:
        needed = "until_field" if self.unit == "until_field" else "amount"
        if getattr(self, needed) is None:
            raise ValueError(f"the unit {self.unit} needs {needed}")
        if self.roll and self.unit not in _ROLLING:
            raise ValueError(f"roll goes with {', '.join(_ROLLING)} only")
        if self.until_field is not None:
            kinds = {pattern.partition(":")[0] for pattern in self.anchors}
            untils = {each.name for kind in kinds for each in EVENTS[kind].fields if each.type == "until"}
            if self.until_field not in untils:
                raise ValueError(f"until_field {self.until_field!r} is no instant of {', '.join(sorted(kinds))}")
        return self


class EvidenceTable(Table):
    """One item of the checklist."""

    slot: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    level: Annotated[str, one_of(LEVELS)]
    title: Words
    shows: Words
    reasons: Reasons = []
    media: list[Annotated[str, one_of(MEDIA)]] = []
    source: SourceTable


class BurdenTable(Table):
    """Who gives the first proof."""

    reasons: Annotated[Reasons, Field(min_length=1)]
    when: list[Annotated[Facts, AfterValidator(lambda each: _facts(each, LANE_FACTS))]] = []
    text: Words
    source: SourceTable


class GateTable(Table):
    """One way a lane opens."""

    stages: list[Annotated[str, one_of(STAGES)]] = []
    events: Patterns = []
    clocks: list[str] = []
    platforms: list[Annotated[str, one_of(PLATFORMS)]] = []

    @model_validator(mode="after")
    def _fits(self) -> GateTable:
        if not (self.stages or self.events or self.clocks):
            raise ValueError("is empty; give stages, events or clocks")
        return self


class LaneTable(Table):
    """One desk to go to."""

    id: Id
    title: Words
    purpose: Words
    locked: Words
    event: Annotated[str, AfterValidator(_pattern)]
    steps: Annotated[list[Words], Field(min_length=1)]
    gates: Annotated[list[GateTable], Field(min_length=1)]
    authority: bool = False
    when: list[Annotated[Facts, AfterValidator(lambda each: _facts(each, LANE_FACTS))]] = []
    source: SourceTable

    @model_validator(mode="after")
    def _fits(self) -> LaneTable:
        spec = EVENTS.get(self.event)
        if spec is None:
            raise ValueError(f"event {self.event!r} must be an event without a field")
        if spec.lane not in (None, self.id):
            raise ValueError(f"{self.event} moves the lane {spec.lane}: give it that id")
        return self


class _RuleFile(Table):
    includes: list[Id] = []
    sources: dict[Annotated[str, Field(pattern=r"^[^\s;]+$")], Citation] = {}
    deadlines: list[DeadlineTable] = []
    evidence: list[EvidenceTable] = []
    burdens: list[BurdenTable] = []
    lanes: list[LaneTable] = []


class PartFile(_RuleFile):
    """Rules to be included."""

    part: Literal[True]


class PlaybookFile(_RuleFile):
    """A playbook; without platforms it is for any."""

    part: Literal[False] = False
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    version: Annotated[str, Field(pattern=r"^[^\s@]+$")]
    title: Words
    platforms: list[Annotated[str, one_of(PLATFORMS)]] = []
    scenarios: Annotated[list[Annotated[str, one_of(SCENARIOS)]], Field(min_length=1)]


def form_faults(path: Path, raw: Raw) -> list[Refused]:
    """List where a file is not of the form: unknown keys, wrong values, what is missing, what stands there twice."""
    model: type[BaseModel] = PartFile if raw.get("part") else PlaybookFile
    # pydantic reports inherited fields first; a person reads the head of the file first.
    found = model_faults(model, path, raw, last=_LISTS)
    if found:
        return found
    times = Counter((section, key) for section, key, _ in keyed(raw))
    return [refused(path, f"{section}[{key}]", "stands here twice") for (section, key), n in times.items() if n > 1]


def reference_faults(path: Path, merged: Merged) -> list[Refused]:
    """List what names something that is not there, with the file it stands in: sources of rules, clocks of gates."""
    return [
        refused(origin, f"{section}[{key}].{place}", why)
        for section, known in merged.rules.items()
        for key, (table, origin) in known.items()
        for place, why in _dangling(section, table, merged)
    ]


def _dangling(section: str, table: Raw, merged: Merged) -> Iterator[tuple[str, str]]:
    ref = table["source"]["ref"]
    unknown = [key for key in cited(ref) if key not in merged.sources]
    if unknown:
        yield "source.ref", f"{unknown[0]!r} is not in sources"
    elif table["source"].get("as_of") is None:
        texts = [merged.sources[key] for key in cited(ref)]
        if not any(word in text for each in texts for text in each.values() for word in UNDATED):
            yield "source.as_of", "is missing; where there is no date, the source must say 'undated'"
    for gate in table["gates"] if section == "lanes" else ():
        for clock in gate.get("clocks", ()):
            if clock not in merged.rules["deadlines"]:
                yield "gates", f"{clock!r} is not a rule of this file"
