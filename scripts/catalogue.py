"""Keep the Chinese catalogue in step with the source: `uv run python scripts/catalogue.py [--check]`.

Without a flag: extract every sentence, add new ones to the .po file untranslated, drop those no longer
used, compile the .mo file. With `--check`: change nothing, print what is wrong, exit 1 when something is.
"""

from __future__ import annotations

import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "refund_tui"
FOLDER = SOURCE / "locales" / "zh_CN" / "LC_MESSAGES"
PO, MO = FOLDER / "refund-tui.po", FOLDER / "refund-tui.mo"
PROBLEMS = ("Problem", "Refused", "Conflict", "CaseFileProblem", "UsageProblem", "Unusable")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "NotUnderstood": (2,),
    **dict.fromkeys(PROBLEMS, None),
}
DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""A date that never moves, so that the same sentences give the same bytes."""
PLACES = re.compile(r"\{\w*\}|%\(\w+\)\w|%\w")


def extract() -> Catalog:
    """Collect the sentences of the source, without line numbers, so that moving code changes nothing."""
    catalogue = Catalog(
        locale="zh_CN", project="refund-tui", charset="utf-8", fuzzy=False, creation_date=DATE, revision_date=DATE
    )
    for name, _line, message, comments, context in extract_from_dir(str(SOURCE), keywords=KEYWORDS):
        catalogue.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalogue


def known() -> Catalog:
    """Read the .po file as it is."""
    if not PO.exists():
        return Catalog(locale="zh_CN")
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def merged() -> Catalog:
    """Give the source's sentences with the translations that are known."""
    wanted, held = extract(), known()
    for message in wanted:
        if message.id and (old := held.get(message.id)) is not None:
            message.string = old.string
    return wanted


def compiled(catalogue: Catalog) -> bytes:
    """Compile a catalogue as the .mo file holds it."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def problems() -> list[str]:
    """List what is wrong, a line each: untranslated, unused, other placeholders, a stale .mo file."""
    wanted, held = extract(), known()
    found = []
    for message in wanted:
        if not message.id:
            continue
        old = held.get(message.id)
        strings = [] if old is None else ([old.string] if isinstance(old.string, str) else list(old.string))
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        if not strings or not all(strings):
            found.append(f"not translated: {ids[0]!r}")
        elif any(sorted(PLACES.findall(each)) != sorted(PLACES.findall(ids[-1])) for each in strings):
            found.append(f"placeholders differ: {ids[0]!r}")
    found.extend(f"no longer used: {each.id!r}" for each in held if each.id and wanted.get(each.id) is None)
    if not found and (not MO.exists() or MO.read_bytes() != compiled(merged())):
        found.append(f"{MO.name} is not compiled from {PO.name}")
    return found


def main() -> int:
    """Update or check the catalogue."""
    if "--check" in sys.argv[1:]:
        found = problems()
        print("\n".join(found) or "the catalogue is complete")
        return 1 if found else 0
    catalogue = merged()
    with PO.open("wb") as file:
        write_po(file, catalogue, omit_header=False, sort_output=True, no_location=True, width=110)
    MO.write_bytes(compiled(catalogue))
    missing = sum(1 for message in catalogue if message.id and not message.string)
    print(f"{len(catalogue)} sentences, {missing} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
