"""Fields to type into, made from `FieldSpec`s: each says at once what it was understood as, or what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, TextArea

from refund_tui.domain.fields import FieldSpec, Reading, read_field
from refund_tui.domain.measures import Measure
from refund_tui.domain.problem import Refused
from refund_tui.i18n import _
from refund_tui.tui.screens.field_row import FieldRow
from refund_tui.tui.widgets.choice import Choice, Options
from refund_tui.tui.widgets.entries import PasteRefused
from refund_tui.wording import sentence

LEADING = ("currency", "zone", "paid", "reason")
"""Fields that others are read or measured by."""


Read = Callable[[str], Any]
"""Gives the value that stands in a field of the same form, or None."""


def _unmeasured(name: str, read: Read) -> Measure | None:
    return None


class FieldsForm(Vertical):
    """Several fields under each other. With `follow`, amounts and times are read by the typed currency and zone.

    `initial` is what the fields hold by themselves; `typed` is put over it, as if it had been typed. `measure`
    says what the amount of a name is measured by.
    """

    DEFAULT_CSS = """
    FieldsForm { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    class Changed(Message):
        """Something was typed."""

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        reading: Reading,
        initial: Mapping[str, str] | None = None,
        options: Mapping[str, Options] | None = None,
        follow: bool = False,
        measure: Callable[[str, Read], Measure | None] = _unmeasured,
    ) -> None:
        super().__init__()
        given, offered = initial or {}, options or {}
        self.reading, self._follow = reading, follow

        def measured(name: str) -> Measure | None:
            return measure(name, self.read)

        self.rows: dict[str, FieldRow] = {
            spec.name: FieldRow(spec, given.get(spec.name, ""), self._now, offered.get(spec.name), measured)
            for spec in specs
        }
        self.current = next(iter(self.rows.values()))
        """The row that the cursor is in, or was last."""
        for row in self.rows.values():
            row.check()

    def compose(self) -> ComposeResult:
        yield from self.rows.values()

    def _now(self) -> Reading:
        if not self._follow:
            return self.reading
        read = {name: self.read(name, self.reading) for name in ("currency", "zone") if name in self.rows}
        return replace(self.reading, **{name: value for name, value in read.items() if value is not None})

    def read(self, name: str, reading: Reading | None = None) -> Any:
        """Give the value of a field; None where it is blank or cannot be read."""
        row = self.rows[name]
        try:
            return read_field(row.spec, row.typed, reading or self._now()) if row.typed.strip() else None
        except Refused:
            return None  # the field says so itself

    def values(self) -> dict[str, Any]:
        """Give the values of the fields that can be read."""
        read = {name: self.read(name) for name in self.rows}
        return {name: value for name, value in read.items() if value is not None}

    def typed(self) -> dict[str, str]:
        """Give what was typed into every field that is not blank."""
        return {name: row.typed for name, row in self.rows.items() if row.typed.strip()}

    def changed(self) -> dict[str, str]:
        """Give the fields that differ from how the form was opened; a field made blank is among them."""
        return {name: row.typed for name, row in self.rows.items() if row.changed}

    def fill(self, typed: Mapping[str, str]) -> None:
        """Put text into fields as if it had been typed, and back to how the form was opened into the others."""
        for name, row in self.rows.items():
            row.put(typed.get(name, row.initial))
        self.recheck()
        self.post_message(self.Changed())

    def take_up(self, initial: Mapping[str, str]) -> None:
        """Hold what the case holds now; what was typed stays."""
        for name, theirs in initial.items():
            self.rows[name].take_up(theirs)
        self.recheck()

    def recheck(self) -> None:
        for row in self.rows.values():
            row.check()

    def check(self) -> bool:
        """Say whether all fields can be read; the first that cannot gets the focus."""
        wrong = [row for row in self.rows.values() if not row.check(whole=True)]
        if wrong:
            wrong[0].entry.focus()
        return not wrong

    def blame(self, problem: Refused) -> bool:
        """Show a refusal at the field it names; False where it names none of ours."""
        row = self.rows.get(str(problem.values.get("field", "")))
        if row is not None:
            row.tell(sentence(problem), wrong=True)
            row.entry.focus()
        return row is not None

    def _touched(self, row: FieldRow) -> None:
        if row.typed == row.checked:
            return  # an entry that was filled says so once it is on the screen
        if row.spec.name in LEADING:
            self.recheck()
        else:
            row.check()
        self.post_message(self.Changed())

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._touched(_row_of(event.input))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._touched(_row_of(event.text_area))

    def on_paste_refused(self, event: PasteRefused) -> None:
        event.stop()
        words = _(
            "not pasted: {lines} lines, {count} characters, and the field holds {longest}."
            " It is still in the clipboard; the note keeps long text as evidence."
        )
        said = words.format(lines=event.lines, count=event.characters, longest=event.longest)
        _row_of(event.entry).tell(said, wrong=True)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        # Not stopped: what a form shows may hang on a choice.
        self._touched(_row_of(event.choice))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.focus_next()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if isinstance(event.widget.parent, FieldRow):
            self.current = event.widget.parent
            # Once the entry has its place: it may have been made for this very focus.
            self.call_after_refresh(self.current.show_all)


def _row_of(entry: Input | TextArea | Choice) -> FieldRow:
    assert isinstance(entry.parent, FieldRow)
    return entry.parent
