"""The use cases of a note beyond saving it: no text that gives way is lost, and what is too long becomes evidence."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from refund_tui.attaching import list_kept
from refund_tui.domain.events import Event
from refund_tui.domain.note import title
from refund_tui.domain.text import clean_text
from refund_tui.service import Service
from refund_tui.store import notes
from refund_tui.store.vault import Kept, folder_of, put_bytes
from refund_tui.views import CaseView


def original(text: str) -> bytes:
    """Give the bytes that a text was read from: those that were no UTF-8 stand in it as lone surrogates."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def keep_evidence(service: Service, case_id: int, content: bytes, kind: str) -> Kept:
    """Keep bytes as an evidence file, then say so on the case's timeline; `kind` is an id of `labels.CHOICES`.

    Raises CaseFileProblem where the file cannot be kept; then the timeline says nothing.
    """
    zone = service.case(case_id).case.zone  # no file for a case that is not there
    kept = put_bytes(folder_of(service.path), content)
    when = service.now().astimezone(ZoneInfo(zone))
    suffix = ".txt" if kept.type == "text" else ""
    data = {
        "name": f"{kind.replace('_', '-')}-{when:%Y%m%d-%H%M}{suffix}",
        "kind": kind,
        "shows": title(content.decode("utf-8", "replace")),
    }
    list_kept(service, case_id, kept, data)
    return kept


def settle_note(service: Service, case_id: int, text: str, revision: int, aside: str) -> int:
    """Make `text` the note that was read at `revision`, and put the text that gives way on the timeline, in one go.

    Gives the note's new revision. Raises Conflict when the note moved on; then nothing was changed.
    """

    def set_aside(view: CaseView) -> list[Event]:
        now = service.now()
        return [Event(0, "note_set_aside", now, now, {"text": clean_text(aside)})]

    with service.changing() as change:
        saved = notes.save(change, case_id, clean_text(text), revision)
        service.record(change, case_id, set_aside)
    return saved
