"""What pydantic found wrong in a file, as a person reads it: file, key, why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from refund_tui.domain.problem import Refused
from refund_tui.rules.loader import SECTIONS, Raw, refused

NAMES = dict.fromkeys((*SECTIONS.values(), "lane"))
"""The keys by which a table is known."""
_WHY: dict[str, str] = {
    "missing": "is missing",
    "extra_forbidden": "is not a key here",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    **dict.fromkeys(("dict_type", "model_type"), "must be a table"),
    **dict.fromkeys(("too_short", "string_too_short"), "is empty"),
    "greater_than_equal": "must not be below {ge}",
    "less_than_equal": "must not be above {le}",
    "string_pattern_mismatch": "is not written as it must be ({pattern})",
    "literal_error": "must be {expected}",
    "value_error": "{error}",
}
"""pydantic's kinds of error, as a person reads them."""


def model_faults(
    model: type[BaseModel], path: Path, raw: Raw, last: Collection[tuple[int | str, ...]] = ()
) -> list[Refused]:
    """List where a file is not of the form of `model`; faults under the keys in `last` come last."""
    try:
        model.model_validate(raw)
    except ValidationError as error:
        told = sorted(error.errors(include_url=False), key=lambda each: each["loc"][:1] in last)
        return [refused(path, _key(raw, each["loc"]), _why(each)) for each in told]
    return []


def _why(error: ErrorDetails) -> str:
    template = _WHY.get(error["type"])
    return error["msg"] if template is None else template.format(**error.get("ctx", {}))


def _key(raw: Any, loc: Sequence[int | str]) -> str:
    """Write the place of a fault with the ids of the rules it stands in: `deadlines[TB-01].unit`."""
    words, here = "", raw
    for step in loc:
        try:
            here = here[step]
        except (LookupError, TypeError):
            here = None  # what is missing has a place all the same
        if isinstance(step, int):
            names = [here[name] for name in NAMES if name in here] if isinstance(here, dict) else []
            words += f"[{next((name for name in names if isinstance(name, str)), step + 1)}]"
        else:
            words += f".{step}" if words else step
    return words or "file"
