"""A bundle of a case for one desk: where to, in which language, masked or not, with a PDF or not."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from refund_tui import amount_labels, letter_labels
from refund_tui.domain.escalation import LaneStatus
from refund_tui.domain.text import clean_text
from refund_tui.i18n import LANGUAGES, _
from refund_tui.tui import safe
from refund_tui.tui.screens.out_form import Job, OutForm
from refund_tui.tui.widgets.choice import Choice, Options
from refund_tui.values import label, told
from refund_tui.views import CaseView

if TYPE_CHECKING:
    from refund_tui.bundling import Bundled, Wish
    from refund_tui.service import Service

LABEL_CELLS = 26


def new_name(view: CaseView, lane: str) -> str:
    """Give a name for a bundle that nothing has yet in the folder used last; looks there, so not where a key waits."""
    base = f"case-{view.case.id}-{lane}"
    try:
        folder = Path(OutForm.folder).expanduser()
    except RuntimeError:  # no such home folder: said when it is made
        return f"{base}.zip"
    names = (f"{base}.zip" if number == 1 else f"{base}-{number}.zip" for number in count(1))
    return next(name for name in names if not os.path.lexists(folder / name))


def _asked(name: str, words: str, options: Options, value: str) -> Horizontal:
    chooser = Choice(options, value, required=True)
    chooser.id = name
    return Horizontal(Static(safe.line(words)), chooser, classes="choice")


def _yes_no() -> Options:
    return [(safe.line(label(amount_labels.YES_NO, each)), each) for each in ("no", "yes")]


class BundleForm(OutForm):
    """Makes the bundle of a lane; `language` is what it is written in unless another one is chosen."""

    DEFAULT_CSS = f"""
    BundleForm .choice {{ height: 1; }}
    BundleForm .choice Static {{ width: {LABEL_CELLS}; }}
    BundleForm #paper, BundleForm #no-paper {{ display: none; }}
    BundleForm.-paper #paper {{ display: block; }}
    BundleForm.-no-paper #no-paper {{ display: block; }}
    """

    def __init__(self, service: Service, view: CaseView, status: LaneStatus, language: str, name: str) -> None:
        self._service, self._view, self._lane, self._language = service, view, status.lane.id, language
        heading = _(
            "Bundle for: {lane}. All of the case for this desk, in one zip, or in a folder; the letter in full, with "
            "your words where you edited that one."
        )
        super().__init__(heading.format(lane=told(status.lane.title)), name)

    def rows(self) -> Iterable[Widget]:
        languages = [(safe.line(letter_labels.LANGUAGES[each]), each) for each in LANGUAGES]
        yield _asked("language", _("written in"), languages, self._language)
        yield _asked("redact", _("mask private details"), _yes_no(), "no")
        paper = _asked("pdf", _("with a PDF"), _yes_no(), "no")
        paper.id = "paper"
        yield paper
        yield Static(id="no-paper")

    def on_mount(self) -> None:
        self._look_for_paper()

    @work
    async def _look_for_paper(self) -> None:
        from refund_tui.dossier.paper import NoPaper, fonts

        try:
            await asyncio.to_thread(fonts)
        except NoPaper as missing:
            self.query_one("#no-paper", Static).update(safe.text(_(missing.message).format(why=missing.why), "dim"))
            self.add_class("-no-paper")
        else:
            self.add_class("-paper")

    def job(self) -> Job:
        def chosen(name: str) -> str:
            return self.query_one(f"#{name}", Choice).value

        language, redact, pdf = chosen("language"), chosen("redact") == "yes", chosen("pdf") == "yes"

        def make(path: Path, heed: Callable[[int, int], None]) -> Sequence[str]:
            from refund_tui.bundling import Wish, bundle

            wish = Wish(language, redact, pdf, self._service.letters)
            return _told(bundle(self._service, self._view.case.id, self._lane, path, wish, heed), wish)

        return make


def _told(made: Bundled, wish: Wish) -> list[str]:
    """Say what was masked and what is missing."""
    from refund_tui.bundle_words import handled, masked_in_all

    said = [masked_in_all(made), *handled(made)] if wish.redact else []
    if made.no_paper is not None:
        said.append(_(made.no_paper.message).format(why=made.no_paper.why))
    return [clean_text(each) for each in said]
