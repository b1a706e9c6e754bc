"""One field of a form: its name, what is typed, and below it what that means. The row draws all but the entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Input, TextArea

from refund_tui.domain.currency import format_amount
from refund_tui.domain.fields import FieldSpec, Reading, read_field
from refund_tui.domain.measures import Measure
from refund_tui.domain.problem import Refused
from refund_tui.domain.text import clean_line, clean_text, fit, pad
from refund_tui.form_words import echo_amount, echo_lines, echo_when, passed
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.widgets.choice import Choice, Options
from refund_tui.tui.widgets.entries import LineEntry, TextEntry
from refund_tui.tui.widgets.phrases import hang, wrap
from refund_tui.values import choice, name_of
from refund_tui.wording import sentence

NAME, ENTRY = 18, 19
"""Cells that a name has, and where the entry begins."""
TALLEST = 6
"""Lines of a long text that are shown at once."""
Aside = tuple[str, str, str]
"""A line below a field: its sign, its words, its style."""
Entry = LineEntry | TextEntry | Choice


def understood(spec: FieldSpec, value: Any, reading: Reading, measure: Measure | None) -> str:
    """Say what was read from a field; empty where that is plain to see."""
    if value is None:
        return ""
    if spec.type == "amount":
        return echo_amount(value, reading.currency, measure)
    if spec.type in ("when", "until"):
        return echo_when(value, reading.now, reading.zone)
    return echo_lines(value, reading.currency) if spec.type == "lines" else ""


def _hint(spec: FieldSpec) -> str:
    """Show how a field may be typed."""
    if spec.type == "amount":
        return "129.00"
    if spec.type in ("when", "until"):
        return _("2026-11-23 16:30 · tomorrow 3pm · 3d")
    return ""


class FieldRow(Widget, can_focus=True):
    """One field. The entry is made when the cursor comes, since a form of twenty is slow to build; until then the
    row draws what stands in it. `measure` says what its amount is measured by.
    """

    DEFAULT_CSS = """
    FieldRow { height: auto; width: 1fr; layout: vertical; }
    FieldRow Input, FieldRow Input:focus { border: none; height: 1; padding: 0; }
    FieldRow TextArea { height: auto; min-height: 2; max-height: 6; padding: 0; }
    FieldRow Input, FieldRow TextArea, FieldRow Choice { width: 1fr; margin: 0 0 0 19; border: none; }
    FieldRow Choice, FieldRow Input.-textual-compact, FieldRow TextArea.-textual-compact {
        border-left: ascii $border-blurred !important;
    }
    FieldRow Choice:focus, FieldRow Input.-textual-compact:focus, FieldRow TextArea.-textual-compact:focus {
        border-left: thick $primary !important;
    }
    """

    def __init__(
        self,
        spec: FieldSpec,
        initial: str,
        reading: Callable[[], Reading],
        options: Options | None,
        measure: Callable[[str], Measure | None],
    ) -> None:
        super().__init__()
        self.spec, self._reading, self._measure = spec, reading, measure
        if options is None and spec.type == "choice":
            options = [(safe.line(choice(spec.name, each)), each) for each in spec.choices]
        self._options = options
        self._entry: Entry | None = None
        self._text = self.initial = self.checked = self._known(initial)
        """What stands in the field while there is no entry, at first, and when it was last checked."""
        self.said, self.wrong = "", False
        """What stands below the entry, and whether it is a mistake."""
        self._aside: Sequence[Aside] = ()

    def _known(self, text: str) -> str:
        """Keep what can stand in the field: of choices, only one that is offered."""
        return text if self._options is None or any(text == value for _shown, value in self._options) else ""

    @property
    def entry(self) -> Entry:
        """What is typed into; made, and put on the screen, when it is first asked for."""
        if self._entry is None:
            self._entry = self._made()
            self.can_focus = False
            self.mount(self._entry)
        return self._entry

    def _made(self) -> Entry:
        if self._options is not None:
            # What only the case knows is not switched by a letter that was meant for another field.
            return Choice(self._options, self._text, self.spec.required, letters=self.spec.type == "choice")
        if self.spec.several:
            area = TextEntry(self._text, compact=True, tab_behavior="focus", highlight_cursor_line=False)
            area.move_cursor(area.document.end)
            return area
        return LineEntry(self._text, compact=True)

    @property
    def typed(self) -> str:
        """What stands in the field, as it was typed."""
        if self._entry is None:
            return self._text
        return self._entry.text if isinstance(self._entry, TextArea) else self._entry.value

    def put(self, typed: str) -> None:
        """Have text stand in the field, as if it had been typed."""
        self._text = self._known(typed)
        if isinstance(self._entry, TextArea):
            self._entry.text = self._text
        elif self._entry is not None:
            self._entry.value = self._text
        self._redraw()

    def take_up(self, theirs: str) -> None:
        """Hold what the case holds now: shown where nobody typed, told beside what somebody typed."""
        theirs = self._known(theirs)
        if theirs == self.initial:
            return
        before, touched, self.initial = self._shown(self.initial), self.changed, theirs
        if not touched:
            self.put(theirs)
            self.put_aside([("", _("changed meanwhile; before: {what}").format(what=before), "dim")])
        elif self.typed != theirs:
            self.put_aside([("! ", _("theirs: {what}").format(what=self._shown(theirs)), "bold")])

    def _shown(self, typed: str) -> str:
        words = next((shown.plain for shown, value in self._options or () if value == typed), clean_line(typed))
        return words or _("nothing")

    @property
    def ready(self) -> str:
        """What is pasted into the platform's page: a plain amount, a choice in words, else what was typed, clean."""
        if self._options is not None:
            return self._chosen.plain
        if self.spec.type == "amount":
            try:
                reading = self._reading()
                value = read_field(self.spec, self.typed, reading)
                return "" if value is None else format_amount(value, reading.currency)
            except Refused:
                return clean_line(self.typed)
        return clean_text(self.typed)

    @property
    def _chosen(self) -> Content:
        return next((shown for shown, value in self._options or () if value == self.typed), Content(""))

    @property
    def changed(self) -> bool:
        return self.typed != self.initial

    def check(self, whole: bool = False) -> bool:
        """Say whether the field can be read, and show as what; a blank one is missed only when `whole`."""
        self.checked = self.typed
        if not self.typed.strip():
            missed = whole and self.spec.required
            self.tell(_("needed") if missed else "", wrong=missed)
            return not missed
        try:
            reading = self._reading()
            value = read_field(self.spec, self.typed, reading)
        except Refused as refused:
            self.tell(sentence(refused), wrong=True)
            return False
        measure = self._measure(self.spec.name) if self.spec.type == "amount" else None
        if measure is not None and measure.passed(value):
            self.tell(passed(measure, reading.currency), wrong=True)
            return False
        self.tell(understood(self.spec, value, reading, measure))
        return True

    def tell(self, words: str, wrong: bool = False) -> None:
        """Say something below the entry."""
        if (words, wrong) != (self.said, self.wrong):
            self.said, self.wrong = words, wrong
            self._redraw()

    def put_aside(self, lines: Sequence[Aside]) -> None:
        """Have lines stand below what the row says itself."""
        if tuple(lines) != tuple(self._aside):
            self._aside = lines
            self._redraw()

    def _redraw(self) -> None:
        if self.is_attached:
            self.refresh(layout=True)
            if self.has_focus_within:
                self.call_after_refresh(self.show_all)

    def show_all(self) -> None:
        """Bring the row into sight, with what stands below its entry; where there is no room, the entry."""
        self.scroll_visible(animate=False, immediate=True)
        self.entry.scroll_visible(animate=False, immediate=True)

    def _below(self, width: int) -> list[Content]:
        """Give what stands below the entry, line by line."""
        own: list[Aside] = [("! ", self.said, "bold $error") if self.wrong else ("", self.said, "")]
        told = [each for each in (*own, *self._aside) if each[1]]
        room = max(width - ENTRY, 8)
        return [line for each in told for line in hang(each[0], each[1], room, each[2]).split("\n")]

    def _value(self, width: int) -> list[Content]:
        """Draw what the entry would hold, while there is none."""
        if self._entry is not None:
            return []
        room = max(width - ENTRY - 1, 8)
        if self._options is not None:
            found = [self._chosen]
        elif self.spec.several:
            lines = wrap(clean_text(self.typed), room)[:TALLEST]
            found = [safe.text(line) for line in lines] + [Content("")] * (2 - len(lines))
        else:
            found = [safe.line(fit(clean_line(self.typed), room))]
        return [safe.row(safe.line("|", "dim"), each) for each in found]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        entry = super().get_content_height(container, viewport, width)
        return entry + len(self._value(width)) + len(self._below(width))

    def render(self) -> Content:
        name = name_of(self.spec.name) + (" *" if self.spec.required else "")
        head = safe.text(pad(name, ENTRY), "bold" if self.has_focus_within else "")
        width = self.size.width
        value = self._value(width) or [Content("")] * max(self.entry.size.height, 1)
        indent = Content(" " * ENTRY)
        first, *others = [*value, *self._below(width)]
        return safe.lines([safe.row(head, first), *(safe.row(indent, line) for line in others)])

    def on_descendant_focus(self) -> None:
        if isinstance(self._entry, Input):
            self._entry.placeholder = _hint(self.spec)
        self.refresh()

    def on_descendant_blur(self) -> None:
        if isinstance(self._entry, Input):
            self._entry.placeholder = ""
        self.refresh()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        # The entry was made by this very press, too late to hear of it; its focus, which comes first, selects all.
        if event.widget is self and isinstance(self._entry, LineEntry) and event.x >= ENTRY:
            self._entry.call_later(self._entry.point_at, event.x - ENTRY - 1)

    def on_click(self, event: events.Click) -> None:
        if isinstance(self._entry, Choice) and event.x >= ENTRY:
            self._entry.action_list()
        else:
            self.entry.focus()
