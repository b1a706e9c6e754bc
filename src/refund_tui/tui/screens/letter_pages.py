"""The pages of an escalation desk: flags, text, steps; one at a time, or all beside each other where there is room."""

from __future__ import annotations

from typing import ClassVar, Literal, get_args

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static
from textual.widgets.option_list import Option

from refund_tui.domain.escalation import LaneStatus
from refund_tui.domain.letters import Letter
from refund_tui.domain.preflight import Flag
from refund_tui.i18n import N_, _
from refund_tui.tui import safe
from refund_tui.tui.bindings import bindings
from refund_tui.tui.screens.letter_rows import flag_row, head, sign, steps
from refund_tui.tui.screens.scrolled import Scrolls
from refund_tui.tui.widgets.menu import Menu
from refund_tui.tui.widgets.note_area import NoteArea
from refund_tui.tui.widgets.phrases import hang
from refund_tui.tui.widgets.tab_strip import PaneTab, TabStrip
from refund_tui.views import CaseView

Page = Literal["look", "text", "steps"]
PAGES: tuple[Page, ...] = get_args(Page)
NAMES = {"look": N_("look first"), "text": N_("letter"), "steps": N_("steps")}
WIDE, SIDE = 110, 48
"""Cells of a screen from which on the pages stand beside each other, and those of the flags and steps then."""
LOW = 22
"""Lines below which the desk has no frame."""


class Steps(VerticalScroll, Scrolls, can_focus=True):
    """Scrolls with the keys that move elsewhere."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("move")


class LetterArea(NoteArea, Scrolls):
    """The text: it is read with the keys that move elsewhere until it is edited."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("move")

    def on_mount(self) -> None:
        self.write(False)

    def write(self, on: bool) -> None:
        """Let it be written in, or only read."""
        self.read_only, self.show_cursor = not on, on

    def put_text(self, text: str) -> None:
        """Show another text from its beginning."""
        if self.text != text:
            self.load_text(text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        # While it is edited these keys are those of a text.
        return self.read_only if action in ("move", "page", "edge") else super().check_action(action, parameters)


class LetterPages(Vertical):
    """Shows what it is told; `page` is the one in sight, or the one with the cursor."""

    DEFAULT_CSS = f"""
    LetterPages {{ height: 1fr; }}
    LetterPages #head {{ height: auto; max-height: 5; }}
    LetterPages Horizontal {{ height: 1fr; }}
    LetterPages #side {{ width: 1fr; }}
    LetterPages #flags {{ height: 1fr; }}
    LetterPages #sheet {{ width: 1fr; }}
    LetterPages LetterArea {{ height: 1fr; }}
    LetterPages #aside {{ height: auto; max-height: 3; color: $text-muted; }}
    LetterPages Steps {{ scrollbar-size-vertical: 1; }}
    LetterPages #guide {{ height: auto; }}
    LetterPages.-look #sheet, LetterPages.-look Steps {{ display: none; }}
    LetterPages.-text #side {{ display: none; }}
    LetterPages.-steps #sheet, LetterPages.-steps #flags {{ display: none; }}
    LetterPages.-wide #side {{ display: block; width: {SIDE}; padding: 0 2 0 0; }}
    LetterPages.-wide #sheet {{ display: block; }}
    LetterPages.-wide #flags {{ display: block; height: auto; max-height: 60%; }}
    LetterPages.-wide Steps {{ display: block; height: 1fr; margin: 1 0 0 0; }}
    """

    def __init__(self) -> None:
        super().__init__()
        self.page: Page = "look"
        self.area = LetterArea()
        self._drawn: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        yield Static(id="head")
        yield TabStrip()
        with Horizontal():
            with Vertical(id="side"):
                yield Menu(id="flags", compact=True)
                with Steps():
                    yield Static(id="guide")
            with Vertical(id="sheet"):
                yield self.area
                yield Static(id="aside")

    @property
    def wide(self) -> bool:
        return self.app.size.width >= WIDE

    def turn(self, page: Page) -> None:
        """Go to a page."""
        self.page = page
        wide = self.wide
        for each in PAGES:
            self.set_class(each == page and not wide, f"-{each}")
        self.set_class(wide, "-wide")
        self._focus()

    def _focus(self) -> None:
        targets = {"look": self.query_one("#flags"), "text": self.area, "steps": self.query_one(Steps)}
        targets[self.page].focus()

    def show(self, view: CaseView, status: LaneStatus, letter: Letter, flags: tuple[Flag, ...], width: int) -> None:
        """Show a letter in `width` cells, and what there is around it; drawn only where something has changed."""
        side = SIDE - 3 if self.wide else width
        tabs = [
            PaneTab(page, str(key), _(NAMES[page]), sign(flags) if page == "look" else "")
            for key, page in enumerate(PAGES, 1)
        ]
        self.query_one(TabStrip).show(tabs, self.page, "", focused=True)
        around = (view.revision, letter.note, letter.made_from is None, letter.limit, flags, width)
        if around == self._drawn:
            return
        self._drawn = around
        self.query_one("#head", Static).update(head(status, view, width))
        self.query_one("#guide", Static).update(steps(status, letter, view, side))
        room = width - SIDE if self.wide else width
        self.query_one("#aside", Static).update(hang("", _("not to paste: {note}").format(note=letter.note), room))
        menu = self.query_one("#flags", Menu)
        here = menu.highlighted or 0
        menu.clear_options()
        rows = [Option(flag_row(flag, letter, view, side - 2)) for flag in flags]
        menu.add_options(rows or [Option(safe.line(_("Nothing to look at first."), "dim"))])
        menu.highlighted = min(here, max(len(flags) - 1, 0))
