"""What the note editor holds for one case: the text as typed, what it stands on, and whether that still holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from refund_tui.domain.note import Note
from refund_tui.domain.text import clean_text

DraftState = Literal["saved", "typing", "saving", "failed", "conflict", "behind"]


@dataclass(frozen=True, slots=True)
class Sending:
    """A text on its way to the case file, on which revision, and the other text that gives way to it, if any."""

    text: str
    revision: int
    aside: str | None = None


@dataclass
class Draft:
    """One note being edited, on top of `base`, the note as it was last read or saved.

    `theirs` is what somebody else wrote meanwhile, once it is known; `conflict` says that ours and theirs differ.
    `aside` is a text that gave way by the user's own choice, and goes to the timeline with the next save. Nothing
    here is ever thrown away.
    """

    base: Note
    text: str
    sending: Sending | None = None
    theirs: Note | None = None
    conflict: bool = False
    failed: bool = False
    aside: str | None = None
    _cleaned: tuple[str, str] = field(default=("", ""), repr=False, compare=False)

    @classmethod
    def of(cls, note: Note) -> Draft:
        return cls(note, note.text)

    @property
    def clean(self) -> str:
        """The text as the case file would hold it; cleaned once, because each key asks several times."""
        if self._cleaned[0] is not self.text:
            self._cleaned = self.text, clean_text(self.text)
        return self._cleaned[1]

    @property
    def changed(self) -> bool:
        """Whether the text is another than the one it stands on."""
        return self.text != self.base.text and self.clean != self.base.text

    @property
    def dirty(self) -> bool:
        """Whether anything here is not in the case file."""
        return self.aside is not None or self.changed

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
        self.conflict = self.theirs is not None and self.changed

    def send(self) -> Sending | None:
        """Give what is to be saved now; None where there is nothing to save or a conflict."""
        if self.sending is not None or self.conflict or not self.dirty:
            return None
        self.sending, self.failed = Sending(self.clean, self.base.revision, self.aside), False
        return self.sending

    def saved(self, revision: int) -> None:
        """Take note that what was sent is in the case file, as `revision`."""
        if self.sending is not None:
            if self.aside == self.sending.aside:
                self.aside = None
            self.base, self.sending = Note(self.sending.text, revision), None
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
        if note.text == self.clean or (self.sending is not None and note.text == self.sending.text):
            self.base, self.theirs, self.conflict = note, None, False
            return False
        if self.changed or self.sending is not None:
            self.theirs, self.conflict = note, self.sending is None
            return False
        if hands_off and self.aside is None:
            self.theirs = note
            return False
        self.base, self.text, self.theirs, self.conflict = note, note.text, None, False
        return True

    def catch_up(self) -> None:
        """Show theirs, nothing of ours having been typed."""
        if self.theirs is not None:
            self.text = self.theirs.text
            self._stand_on(self.theirs)

    def keep_mine(self) -> None:
        """Put ours in the place of theirs."""
        if self.theirs is not None:
            self._put_aside(self.theirs.text, self.text)
            self._stand_on(self.theirs)

    def take_theirs(self) -> None:
        """Put theirs in the place of ours."""
        if self.theirs is not None:
            self._put_aside(self.text, self.theirs.text)
            self.text = self.theirs.text
            self._stand_on(self.theirs)

    def join(self) -> None:
        """Put their text under ours, to be put in order by hand."""
        if self.theirs is not None:
            self.text = f"{self.text.rstrip()}\n\n{self.theirs.text}"
            self._stand_on(self.theirs)

    def recover(self, text: str, base: int) -> None:
        """Go on with a draft that was left, typed on top of revision `base`."""
        if base != self.base.revision:
            self._put_aside(self.base.text, text)
        self.typed(text)

    def _stand_on(self, note: Note) -> None:
        self.base, self.theirs, self.conflict = note, None, False

    def _put_aside(self, text: str, kept: str) -> None:
        """Set a text aside, unless all of it stands in the one that is kept."""
        clean = clean_text(text)
        if clean.strip() and clean.strip() not in clean_text(kept):
            self.aside = f"{self.aside}\n\n{clean}" if self.aside else clean
