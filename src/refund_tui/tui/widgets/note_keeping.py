"""The notes that are typed and not saved, as draft files: which name, which text, and what is worth asking about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from refund_tui.domain.text import clean_text
from refund_tui.errors import Refused
from refund_tui.tui.widgets.messages import DraftTrouble
from refund_tui.tui.widgets.note_draft import Draft

if TYPE_CHECKING:
    from refund_tui.drafts import Left
    from refund_tui.keeper import Keeper


def name_of(case_id: int) -> str:
    """Give the name of the drafts of a case's note."""
    return f"note-{case_id}"


@dataclass(frozen=True, slots=True)
class Lent:
    """A note that another program edits: which case's, the text that was given, where it lies."""

    case_id: int
    text: str
    path: Path


class NoteKeeping:
    """Keeps and drops the draft files of notes; nothing without a keeper. `post` may be called in any thread."""

    def __init__(self, keeper: Keeper | None, post: Callable[[Message], object]) -> None:
        self._keeper = keeper
        self._kept: set[int] = set()
        if keeper is not None:
            keeper.on_trouble = lambda error: post(DraftTrouble(error))

    def keep(self, case_id: int, draft: Draft) -> None:
        """Have a draft kept soon, or dropped where everything of it is in the case file."""
        if self._keeper is None:
            return
        if draft.dirty:
            text = draft.text if draft.changed else draft.aside
            self._keeper.keep(name_of(case_id), text or "", draft.base.revision)
            self._kept.add(case_id)
        elif case_id in self._kept:
            self._keeper.drop(name_of(case_id))
            self._kept.remove(case_id)

    def keep_now(self, drafts: Mapping[int, Draft]) -> None:
        """Have all of them in files before this returns."""
        for case_id, draft in list(drafts.items()):
            self.keep(case_id, draft)
        if self._keeper is not None:
            self._keeper.keep_now()

    @contextmanager
    def lent(self, case_id: int, draft: Draft) -> Iterator[Lent]:
        """Put a draft where another program may edit it, meanwhile. Raises OSError.

        What was lent is taken away afterwards, and also when the other program was refused; not when something
        went wrong with the file, because it may be the only one that holds what was typed.
        """
        if self._keeper is None:
            raise Refused("drafts are not kept here")
        drafts, name = self._keeper.drafts, name_of(case_id)
        path = drafts.lend(name, draft.text, draft.base.revision)
        self._kept.add(case_id)
        try:
            yield Lent(case_id, draft.text, path)
        except Refused:
            drafts.returned(name)
            raise
        else:
            drafts.returned(name)
        finally:
            self.keep(case_id, draft)

    def left(self, case_id: int, stored: str) -> Left | None:
        """Give the newest draft that an ended session left of a note, if it is not what is stored anyway."""
        if self._keeper is None:
            return None
        for draft in self._keeper.drafts.left(name_of(case_id)):
            if clean_text(draft.text) != stored:
                return draft
            with suppress(OSError):
                self._keeper.drafts.discard(draft)
        return None
