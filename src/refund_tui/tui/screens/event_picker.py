"""Which event: what usually comes next first, each with what it will do; one key chooses, one logs it at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from refund_tui import labels
from refund_tui.domain.events import EVENTS
from refund_tui.domain.foresight import likely_first
from refund_tui.domain.suggestions import suggested
from refund_tui.domain.text import cells, pad
from refund_tui.errors import Conflict, Problem
from refund_tui.foretelling import foretold
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.keymap import variants
from refund_tui.tui.screens.confirm import Confirm
from refund_tui.tui.screens.event_words import fitting, force_question, missing
from refund_tui.tui.screens.giving_way import GivingWay
from refund_tui.tui.widgets.phrases import wrap
from refund_tui.tui.widgets.search import Choices, Search
from refund_tui.values import label, value
from refund_tui.views import CaseView
from refund_tui.wording import sentence

if TYPE_CHECKING:
    from refund_tui.service import Service

LONGEST_NAME = 30
BESIDE = 72
"""Cells of the screen from which on each event's effect stands beside its name, and not only below the list."""
EFFECT_LINES = 3
UNBROKEN = 10_000
"""Cells of a line that is broken only where it is shown."""


class EventPicker(GivingWay[CaseView | None]):
    """Asks what happened and logs it, at once or through its form; gives the case after it, None when left.

    One that the stage does not allow is gone into only after a question.
    """

    DEFAULT_CSS = """
    EventPicker { align: center middle; }
    EventPicker > Vertical {
        width: 94%; max-width: 116; height: 94%; max-height: 38;
        padding: 0 1; background: $surface; border: round $primary;
    }
    EventPicker Static { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    EventPicker #effect { height: auto; min-height: 4; max-height: 4; }
    EventPicker Input, EventPicker Input:focus { border: none; height: 1; padding: 0; background: $boost; }
    """
    # With priority: the search would take them.
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(variant, f"number({number})", show=False, priority=True)
            for number in range(1, 10)
            for variant in variants(str(number))
        ),
        Binding("enter", "choose", show=False, priority=True),
        Binding("ctrl+s", "log", show=False, priority=True),
        Binding("escape", "close", show=False),
    ]
    AUTO_FOCUS = "Search"

    def __init__(self, service: Service, view: CaseView) -> None:
        super().__init__()
        self._service = service
        self._busy = False
        self._fitted = ""
        self._take(view)

    def _take(self, view: CaseView) -> None:
        """Stand on a case: the order of its events, and what each would do."""
        self._view = view
        self._possible = likely_first(view)
        self._later = [kind for kind, spec in EVENTS.items() if spec.loggable and kind not in self._possible]
        self._effects = {kind: foretold(view, kind) for kind in self._possible}
        self._name_cells = min(
            max((cells(label(labels.EVENTS, kind)) for kind in self._possible), default=0), LONGEST_NAME
        )

    def compose(self) -> ComposeResult:
        case = self._view.case
        with Vertical():
            about = f"  {case.merchant} · {label(labels.STAGES, case.stage)}"
            yield Static(safe.row(safe.line(_("What happened?"), "bold"), safe.text(about, "dim")))
            yield Search(placeholder=_("type to search"), compact=True)
            yield Choices(compact=True)
            yield Static(id="effect")
            yield Static(id="keys")

    def on_mount(self) -> None:
        self._fill()

    def on_resize(self) -> None:
        self._fill(self._highlighted)

    # What is listed

    @property
    def _words(self) -> str:
        return self.query_one(Search).value

    @property
    def _highlighted(self) -> str | None:
        option = self.query_one(Choices).highlighted_option
        return option.id if option else None

    def _fill(self, kept: str | None = None) -> None:
        """List what fits the words that were typed, the cursor on `kept` or else on the first."""
        words = self._fitted = self._words
        now, later = fitting(words, self._possible), fitting(words, self._later)
        rows = [Option(self._row(kind, "" if words else str(place)), id=kind) for place, kind in enumerate(now, 1)]
        if later:
            rows.append(Option(safe.line(_("not possible now:"), "dim"), disabled=True))
            rows += [Option(safe.text(f"   {label(labels.EVENTS, kind)}", "dim"), id=kind) for kind in later]
        if not rows:
            rows.append(Option(safe.line(_("Nothing is called that."), "dim"), disabled=True))
        listed = self.query_one(Choices)
        listed.set_options(rows)
        places = {row.id: place for place, row in enumerate(rows) if not row.disabled}
        listed.highlighted = places.get(kept, next(iter(places.values()), None))
        if not places:
            self._tell("")
        keys = _("1-9 or enter: its form · esc: back") if places else _("backspace: search for less · esc: back")
        self.query_one("#keys", Static).update(safe.line(keys, "dim"))

    def _row(self, kind: str, number: str) -> Content:
        name = label(labels.EVENTS, kind)
        lead = safe.text(f"{number if len(number) == 1 else ' '}  ", "dim")
        if self.app.size.width < BESIDE:
            return safe.row(lead, safe.line(name))
        return safe.row(lead, safe.text(f"{pad(name, self._name_cells)}  "), safe.line(self._effects[kind], "dim"))

    def _tell(self, words: str, first: str = "") -> None:
        """Show below the list what is known of the event under the cursor."""
        pane = self.query_one("#effect", Static)
        room = max(pane.size.width or self.app.size.width - 8, 8)
        effect = wrap(words, room)
        if len(effect) > EFFECT_LINES:
            effect = [*effect[: EFFECT_LINES - 1], f"{effect[EFFECT_LINES - 1]} …"]
        parts = [safe.text("\n".join(effect))] if words else []
        pane.update(safe.lines([*([safe.line(first, "bold")] if first else []), *parts]))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id is not None:
            self._tell(self._effects.get(event.option_id, ""), self._at_once(event.option_id))

    def on_input_changed(self, event: Input.Changed) -> None:
        self._fill()

    async def on_key(self, event: events.Key) -> None:
        actions = {"up": "cursor_up", "down": "cursor_down", "pageup": "page_up", "pagedown": "page_down"}
        if event.key in actions:
            event.stop()
            await self.query_one(Choices).run_action(actions[event.key])

    # Through the form

    def _catch_up(self) -> None:
        """Have the list be what fits the words, though the search may not have told yet that it has them."""
        if self._words != self._fitted:
            self._fill()

    async def action_number(self, number: int) -> None:
        """Choose by number; behind words that are searched for, a digit is one of them."""
        self._catch_up()
        search = self.query_one(Search)
        if search.value:
            search.replace(str(number), *search.selection)
        elif number <= len(self._possible):
            self.query_one(Choices).highlighted = number - 1
            await self._open(self._possible[number - 1])

    async def action_choose(self) -> None:
        self._catch_up()
        if (kind := self._highlighted) is not None:
            await self._open(kind)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.run_worker(self._open(event.option_id))

    async def _open(self, kind: str, why: str = "") -> None:
        """Open the form of an event, and say in it why it was not logged at once; ready to be typed into after it."""
        if self._busy or self.app.screen is not self:
            return
        if kind in self._view.allowed:
            await self._form(kind, why)
        else:
            self._ask(kind)

    @work(exclusive=True, group="open")
    async def _ask(self, kind: str) -> None:
        question = Confirm(force_question(kind, self._view), safe.line(_("y  log it anyway")), safe.line(_("n  back")))
        if await self.app.push_screen_wait(question):
            await self._form(kind, force=True)

    async def _form(self, kind: str, why: str = "", force: bool = False) -> None:
        from refund_tui.tui.screens.application_form import event_form

        form = event_form(self._service, self._view, kind, force=force)
        if why:
            form.call_after_refresh(form.tell, why)
        await self.app.push_screen(form, self._formed)

    def _formed(self, saved: CaseView | None) -> None:
        if saved is not None:
            self.dismiss(saved)

    # At once

    def _typed(self, kind: str) -> dict[str, str]:
        from refund_tui.tui.screens.event_form import prefilled

        return prefilled(self._view, kind)

    def _doubt(self, kind: str) -> str:
        """Say why an event cannot be logged at once, as it stands; empty where it can."""
        from refund_tui.tui.screens.event_form import doubts

        typed = self._typed(kind)
        if wanting := missing(kind, typed):
            return _("needed: {fields}").format(fields=wanting)
        try:
            preview = self._service.preview(self._view, kind, typed)
        except Problem as problem:
            return sentence(problem)
        return "\n".join(each.plain for each in doubts(preview, self._view, UNBROKEN))

    def _at_once(self, kind: str) -> str:
        """Say what ctrl+s would do with an event, and with what values."""
        if kind not in self._view.allowed:
            return _("not possible now: asks before it is logged")
        if doubt := self._doubt(kind):
            return _("ctrl+s opens the form ({why})").format(why=doubt.replace("\n", " "))
        likely = suggested(self._view.case, self._view.clocks, kind)
        values = [f"{label(labels.FIELDS, name)} {value(name, each, self._view)}" for name, each in likely.items()]
        return _("ctrl+s logs it now") + (f": {_(', ').join(values)}" if values else "")

    async def action_log(self) -> None:
        self._catch_up()
        kind = self._highlighted
        if kind is None or self._busy:
            return
        if kind not in self._view.allowed or (doubt := self._doubt(kind)):
            await self._open(kind, "" if kind not in self._view.allowed else doubt)
        else:
            self._busy = True
            self._log(kind)

    @work(exclusive=True, group="log")
    async def _log(self, kind: str) -> None:
        """Log an event as happening now, with its likely values."""
        case_id, revision = self._view.case.id, self._view.revision
        try:
            typed = self._typed(kind)
            saved = await asyncio.to_thread(self._service.log, case_id, kind, typed, revision=revision)
        except Conflict:
            await self._moved_on()
        except Problem as problem:
            self._tell("", sentence(problem))
        except Exception as error:  # whatever it is, the screen stays
            self._tell("", _("It was not saved: {why}").format(why=error))
        else:
            words = _("logged: {event}").format(event=label(labels.EVENTS, kind))
            self.app.notify(words, markup=False)
            self.dismiss(saved)
        finally:
            self._busy = False

    async def _moved_on(self) -> None:
        try:
            self._take(await asyncio.to_thread(self._service.case, self._view.case.id))
        except Problem as problem:
            self._tell("", sentence(problem))
            return
        self._fill()
        words = _("The case was changed by somebody else meanwhile. Look again.")
        self.app.notify(words, severity="warning", markup=False)

    def action_close(self) -> None:
        self.dismiss(None)
