"""What the note editor holds for one case: the text as typed, what it stands on, and whether that still holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from refund_tui.domain.note import Note
from refund_tui.domain.text import clean_text

DraftState = Literal["saved", "typing", "saving", "failed", "conflict", "behind"]


@dataclass
class Draft:
    """One note being edited, on top of `base`, the note as it was last read or saved.

    `sending` is the text on its way to the case file. `theirs` is what somebody else wrote meanwhile, once it is
    known; `conflict` says that ours and theirs differ. Nothing here is ever thrown away without being replaced
    by the user's own choice.
    """

    base: Note
    text: str
    sending: str | None = None
    theirs: Note | None = None
    conflict: bool = False
    failed: bool = False

    @classmethod
    def of(cls, note: Note) -> Draft:
        return cls(note, note.text)

    @property
    def dirty(self) -> bool:
        return clean_text(self.text) != self.base.text

    @property
    def state(self) -> DraftState:
        if self.conflict:
            return "conflict"
        if self.sending is not None:
            return "saving"
        if self.failed:
            return "failed"
        if self.dirty:
            return "typing"
        return "behind" if self.theirs is not None else "saved"

    def typed(self, text: str) -> None:
        self.text = text
        self.failed = False
        self.conflict = self.dirty and self.theirs is not None

    def send(self) -> Note | None:
        """Give what is to be saved now, on which revision; None where there is nothing to save or a conflict."""
        if not self.dirty or self.conflict or self.sending is not None:
            return None
        self.sending, self.failed = clean_text(self.text), False
        return Note(self.text, self.base.revision)

    def saved(self, revision: int) -> None:
        """Take note that what was sent is in the case file, as `revision`."""
        if self.sending is not None:
            self.base, self.sending = Note(self.sending, revision), None
        if self.theirs is not None and self.theirs.revision <= revision:
            self.theirs = None

    def refused(self, conflict: bool) -> None:
        """Take note that what was sent is not in the case file."""
        self.sending, self.conflict, self.failed = None, conflict, not conflict

    def seen(self, note: Note, hands_off: bool) -> bool:
        """Take note of the case file's own text; True where the editor should show it now.

        With `hands_off` (the user is in the editor) the text is kept for later.
        """
        if note.revision <= self.base.revision:
            return False
        if note.text in (clean_text(self.text), self.sending):
            self.base, self.theirs, self.conflict = note, None, False
            return False
        if self.dirty or self.sending is not None:
            self.theirs, self.conflict = note, self.sending is None
            return False
        if hands_off:
            self.theirs = note
            return False
        self.base, self.text, self.theirs = note, note.text, None
        return True

    def keep_mine(self) -> None:
        """Stand on their text, so that ours may replace it."""
        if self.theirs is not None:
            self.base, self.theirs, self.conflict = self.theirs, None, False

    def join(self) -> None:
        """Put their text under ours, to be put in order by hand."""
        if self.theirs is not None:
            self.text = f"{self.text.rstrip()}\n\n{self.theirs.text}"
            self.keep_mine()
