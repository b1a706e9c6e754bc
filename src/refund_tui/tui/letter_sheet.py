"""One letter as it lies on a desk: its length and language, what stands of it, what is typed and not saved yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from refund_tui.domain.desks import reads
from refund_tui.domain.letter_book import LENGTHS, Length
from refund_tui.domain.letter_edits import Edit, in_own_words
from refund_tui.domain.letters import Letter
from refund_tui.domain.preflight import Flag
from refund_tui.domain.text import clean_text
from refund_tui.i18n import LANGUAGES, language
from refund_tui.lettering import look, write
from refund_tui.tui import stash
from refund_tui.views import CaseView

if TYPE_CHECKING:
    from refund_tui.service import Service


@dataclass(frozen=True, slots=True)
class Sending:
    """A typed text on its way to the case file, the key it is kept under, and what puts it there."""

    key: str
    text: str
    job: Callable[[], CaseView]


class Sheet:
    """What is typed is kept in the stash by case, lane, length and language, and is back when the sheet is there again.

    `restored` says that it came from there when the sheet was turned to.
    """

    def __init__(self, service: Service, view: CaseView, lane: str) -> None:
        self._service, self.view, self.lane = service, view, lane
        self.length: Length = "full"
        self.language = reads(view.case, lane) or language()
        self.take_up(view)
        self.restored = self.unsaved

    def take_up(self, view: CaseView) -> None:
        """Stand on a case as it is now; what is typed stays."""
        self.view = view
        self._stored = self._write()
        held = stash.get(self.key)
        self._typed = Edit(held["text"], held.get("made_from", ""), view.now) if "text" in held else None
        self.flags = self._look()

    def turn(self, *, length: bool) -> None:
        """Take the next length, or the other language."""
        if length:
            self.length = LENGTHS[(LENGTHS.index(self.length) + 1) % len(LENGTHS)]
        else:
            self.language = LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)]
        self.take_up(self.view)
        self.restored = self.unsaved

    @property
    def key(self) -> str:
        return f"letter-{self.view.case.id}-{self.lane}-{self.length}-{self.language}".lower()

    @property
    def letter(self) -> Letter:
        """The letter with what is typed."""
        if self._typed is None:
            return self._stored
        return in_own_words(self._write(fresh=True), self._typed, self.view, self._service.letters, self.view.exhibits)

    @property
    def unsaved(self) -> bool:
        return self._typed is not None

    def type(self, text: str) -> None:
        """Take what stands in the text area now."""
        text = clean_text(text)
        if text == self._stored.text:
            self._typed = None
            stash.drop(self.key)
        elif self._typed is None or text != self._typed.text:
            made_from = self._typed.made_from if self._typed else self._stored.made_from or self._stored.text
            self._typed = Edit(text, made_from, self.view.now)
            stash.put(self.key, {"text": text, "made_from": made_from})
        self.flags = self._look()

    def sending(self) -> Sending | None:
        """Give what is typed, to be saved; None where nothing is."""
        from refund_tui.escalating import keep_words

        if self._typed is None:
            return None
        text = self._typed.text
        return Sending(self.key, text, partial(keep_words, self._service, self.view.case.id, self.letter, text))

    def saved(self, sent: Sending, view: CaseView) -> None:
        """Take note that what was sent is in the case file."""
        if stash.get(sent.key).get("text") == sent.text:
            stash.drop(sent.key)
        if sent.key == self.key:
            self.restored = False
        self.take_up(view)

    def anew(self) -> Sending | None:
        """Give what writes the letter anew, what is typed being kept first; None where nothing was edited."""
        from refund_tui.escalating import keep_words

        typed, made = self.sending(), self._write(fresh=True)
        if typed is None and self._stored.made_from is None:
            return None

        def job() -> CaseView:
            if typed is not None:
                typed.job()
            return keep_words(self._service, self.view.case.id, made, "")

        return Sending(self.key, typed.text if typed else "", job)

    def _write(self, *, fresh: bool = False) -> Letter:
        book = self._service.letters
        return write(self.view, self.lane, self.length, language=self.language, book=book, fresh=fresh)

    def _look(self) -> tuple[Flag, ...]:
        return look(self.view, self.letter, book=self._service.letters)
