"""Where what a flag names can be mended: the item, the field, the event or the text that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from refund_tui.domain.fields import FACTS
from refund_tui.domain.letters import Letter
from refund_tui.domain.lifecycle import allowed
from refund_tui.domain.preflight import Flag
from refund_tui.domain.standing import Examined

Where = Literal["evidence", "facts", "applied", "modified", "log", "deadline", "text"]


@dataclass(frozen=True, slots=True)
class Mend:
    """A place and what to go to there: an evidence item, a fact, a field of an application, a kind of event, a rule."""

    where: Where
    what: str = ""


WORDING = ("text_verdict", "text_short", "text_lacks", "insult", "threat", "bad_review", "mixed")
"""Flags that are about the user's own words."""
_FIXED: Mapping[str, Mend] = {
    "not_tried": Mend("log", "contacted"),
    "says_nothing": Mend("facts", "reason"),
    **dict.fromkeys(("too_long", "private"), Mend("text")),
}
_LEFT_OUT: Mapping[str, Mend] = {
    "contacted_at": Mend("log", "contacted"),
    **{name: Mend("text") for name in ("reply_by", "sender", "complainant")},
    **{spec.name: Mend("facts", spec.name) for spec in FACTS},
}


def mend(flag: Flag, standing: Examined, letter: Letter) -> Mend | None:
    """Say where a flag is mended; None where nothing typed here can."""
    if flag.code in WORDING:
        return Mend("text") if letter.made_from is not None else _description(flag, standing)
    if flag.code == "evidence_silent":
        return _silent(_first(flag, "exhibits"), standing)
    if flag.code in ("evidence_missing", "evidence_waits", "evidence_weak"):
        return Mend("evidence", _first(flag, "slots"))
    if flag.code in ("above_paid", "all_arrived", "terms_differ"):
        return _application(str(flag.values.get("field", "amount")), standing)
    if flag.code == "opens_later":
        clocks = (each.clock for each in standing.lanes if each.lane.id == letter.lane)
        return next((Mend("deadline", clock.rule.id) for clock in clocks if clock), None)
    if flag.code == "lacks":
        return _left_out(_first(flag, "fields"), standing)
    return _FIXED.get(flag.code)


def _first(flag: Flag, name: str) -> str:
    named = flag.values[name]
    return named[0] if isinstance(named, tuple) else str(named)


def _silent(number: str, standing: Examined) -> Mend | None:
    """Give the item that an exhibit answers; one that answers none has no place of its own to go to."""
    own = (item.rule.slot for item in standing.checklist if any(str(each.number) == number for each in item.exhibits))
    return next((Mend("evidence", slot) for slot in own), None)


def _left_out(name: str, standing: Examined) -> Mend | None:
    if name == "asked":
        return _application("amount", standing)
    return _application(name, standing) if name == "refund_no" else _LEFT_OUT.get(name)


def _description(flag: Flag, standing: Examined) -> Mend | None:
    """Give where the words of a flag stand; what was logged once is not changed."""
    case = standing.case
    words = flag.values.get("words", ())
    said = case.description or (case.application.text if case.application else None) or ""
    if isinstance(words, tuple) and words and not any(word in said for word in words):
        return None
    return Mend("facts", "description") if case.description else _application("text", standing)


def _application(field: str, standing: Examined) -> Mend | None:
    """Give the application that can be sent now; the fact itself where none can."""
    possible = allowed(standing.case)
    if "modified" in possible and standing.case.application is not None:
        return Mend("modified", field)
    if "applied" in possible:
        return Mend("applied", field)
    fact = {"amount": "claim", "text": "description"}.get(field)
    return Mend("facts", fact) if fact else None
