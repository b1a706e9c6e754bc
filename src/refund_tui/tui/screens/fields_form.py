"""Fields to type into, made from `FieldSpec`s: each says at once what it was understood as, or what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Select, Static, TextArea

from refund_tui import labels
from refund_tui.domain.currency import format_amount
from refund_tui.domain.fields import FieldSpec, Reading, read_field
from refund_tui.domain.problem import Refused
from refund_tui.domain.when import format_when
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.values import choice, label
from refund_tui.wording import sentence

Options = Sequence[tuple[Content, str]]
"""What a Select offers: what is shown, and the value that is meant."""


def understood(spec: FieldSpec, value: Any, reading: Reading) -> str:
    """Say what was read from a field; empty where that is plain to see."""
    if value is None:
        return ""
    if spec.type == "amount":
        return f"= {format_amount(value, reading.currency)} {reading.currency}"
    if spec.type in ("when", "until"):
        from zoneinfo import ZoneInfo

        return f"= {format_when(value, ZoneInfo(reading.zone))} {reading.zone}"
    return ""


class FieldRow(Vertical):
    """One field: its name, what is typed, and what that means."""

    DEFAULT_CSS = """
    FieldRow { height: auto; }
    FieldRow > Horizontal { height: auto; }
    FieldRow .name { width: 18; height: auto; padding: 0 1 0 0; }
    FieldRow .echo { display: none; height: auto; padding: 0 0 0 19; }
    FieldRow .echo.-told { display: block; }
    FieldRow Input, FieldRow Input:focus { border: none; height: 1; padding: 0; width: 1fr; }
    FieldRow TextArea { height: auto; min-height: 2; max-height: 6; padding: 0; width: 1fr; }
    FieldRow Select { width: 1fr; }
    FieldRow Input.-textual-compact, FieldRow TextArea.-textual-compact, FieldRow Select.-textual-compact {
        border-left: solid $border-blurred !important;
    }
    FieldRow Horizontal .-textual-compact:focus { border-left: thick $primary !important; }
    FieldRow SelectCurrent.-textual-compact { border: none !important; }
    FieldRow.-wrong .echo { color: $error; text-style: bold; }
    FieldRow:focus-within .name { text-style: bold; }
    """

    def __init__(self, spec: FieldSpec, initial: str, reading: Callable[[], Reading], options: Options | None) -> None:
        super().__init__()
        self.spec, self.initial, self._reading = spec, initial, reading
        if options is None and spec.type == "choice":
            options = [(safe.line(choice(spec.name, each)), each) for each in spec.choices]
        self._options = options
        self.entry: Widget = self._entry(initial)
        self._echo = Static(classes="echo")

    def _entry(self, initial: str) -> Widget:
        if self._options is not None:
            known = initial in [value for _shown, value in self._options]
            return Select(self._options, prompt=_("choose"), compact=True, value=initial if known else Select.NULL)
        if self.spec.type == "text":
            return TextArea(initial, compact=True, tab_behavior="focus", highlight_cursor_line=False)
        return Input(initial, compact=True, placeholder=_hint(self.spec), select_on_focus=False)

    def compose(self) -> ComposeResult:
        name = label(labels.FIELDS, self.spec.name)
        with Horizontal():
            yield Static(safe.line(f"{name} *" if self.spec.required else name), classes="name")
            yield self.entry
        yield self._echo

    def on_mount(self) -> None:
        self.check()

    @property
    def typed(self) -> str:
        """What stands in the field, as it was typed."""
        entry = self.entry
        if isinstance(entry, Select):
            return str(entry.selection or "")
        return entry.text if isinstance(entry, TextArea) else entry.value if isinstance(entry, Input) else ""

    @property
    def changed(self) -> bool:
        return self.typed != self.initial

    def check(self, whole: bool = False) -> bool:
        """Say whether the field can be read, and show as what; a blank one is missed only when `whole`."""
        if not self.typed.strip():
            missed = whole and self.spec.required
            self.tell(_("needed") if missed else "", wrong=missed)
            return not missed
        try:
            reading = self._reading()
            self.tell(understood(self.spec, read_field(self.spec, self.typed, reading), reading))
        except Refused as refused:
            self.tell(sentence(refused), wrong=True)
            return False
        return True

    def tell(self, words: str, wrong: bool = False) -> None:
        self.set_class(wrong, "-wrong")
        self._echo.set_class(bool(words), "-told")
        self._echo.update(safe.line(f"! {words}" if wrong else words))


def _hint(spec: FieldSpec) -> str:
    """Show how a field may be typed."""
    if spec.type == "amount":
        return "129.00"
    if spec.type in ("when", "until"):
        return _("2026-11-23 16:30 · tomorrow 3pm · 3d")
    return ""


class FieldsForm(Vertical):
    """Several fields under each other. With `follow`, amounts and times are read by the typed currency and zone."""

    DEFAULT_CSS = """
    FieldsForm { height: auto; }
    """

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        reading: Reading,
        initial: Mapping[str, str] | None = None,
        options: Mapping[str, Options] | None = None,
        follow: bool = False,
    ) -> None:
        super().__init__()
        given, offered = initial or {}, options or {}
        self.reading, self._follow = reading, follow
        self.rows = {
            spec.name: FieldRow(spec, given.get(spec.name, ""), self._now, offered.get(spec.name)) for spec in specs
        }

    def compose(self) -> ComposeResult:
        yield from self.rows.values()

    def _now(self) -> Reading:
        if not self._follow:
            return self.reading
        typed: dict[str, Any] = {}
        for name in ("currency", "zone"):
            row = self.rows.get(name)
            if row is not None and row.typed.strip():
                try:
                    typed[name] = read_field(row.spec, row.typed, self.reading)
                except Refused:
                    continue  # that field says so itself
        return replace(self.reading, **typed)

    def typed(self) -> dict[str, str]:
        """Give what was typed into every field that is not blank."""
        return {name: row.typed for name, row in self.rows.items() if row.typed.strip()}

    def changed(self) -> dict[str, str]:
        """Give the fields that differ from how the form was opened; a field made blank is among them."""
        return {name: row.typed for name, row in self.rows.items() if row.changed}

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

    def _touched(self, entry: Widget) -> None:
        row = next((each for each in entry.ancestors if isinstance(each, FieldRow)), None)
        if row is not None:
            for each in self.rows.values() if row.spec.name in ("currency", "zone") else (row,):
                each.check()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._touched(event.input)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        self._touched(event.text_area)

    def on_select_changed(self, event: Select.Changed) -> None:
        self._touched(event.select)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.focus_next()
