"""Which event: those the stage allows first, found by typing in either language."""

from __future__ import annotations

from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from refund_tui import labels
from refund_tui.domain.events import EVENTS
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.screens.confirm import Confirm
from refund_tui.values import label
from refund_tui.views import CaseView


def fitting(words: str, kinds: list[str]) -> list[str]:
    """Keep the kinds whose id, English or local name holds every typed word."""
    wanted = words.casefold().split()

    def names(kind: str) -> str:
        return f"{kind} {labels.EVENTS[kind]} {label(labels.EVENTS, kind)}".casefold()

    return [kind for kind in kinds if all(word in names(kind) for word in wanted)]


def force_question(kind: str, view: CaseView) -> Content:
    """Ask before something is logged that the stage does not allow."""
    words = _("{event} is not possible while the case is {stage}. Log it anyway? The timeline will mark it.")
    return safe.text(
        words.format(event=label(labels.EVENTS, kind), stage=label(labels.STAGES, view.case.stage)),
    )


class EventPicker(ModalScreen[str | None]):
    """Gives the kind of event that happened. One that the stage does not allow is given only after a question."""

    DEFAULT_CSS = """
    EventPicker { align: center middle; }
    EventPicker > Vertical {
        width: 90%; max-width: 72; height: 90%; max-height: 34;
        padding: 0 1; background: $surface; border: round $primary;
    }
    EventPicker Static { height: auto; }
    EventPicker Input, EventPicker Input:focus { border: none; height: 1; padding: 0; background: $boost; }
    EventPicker OptionList, EventPicker OptionList:focus { height: 1fr; border: none; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]
    AUTO_FOCUS = "Input"

    def __init__(self, view: CaseView) -> None:
        super().__init__()
        self._view = view

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(safe.line(_("What happened?"), "bold"))
            yield Input(placeholder=_("type to search"), compact=True)
            yield OptionList(compact=True)

    def on_mount(self) -> None:
        self._fill("")

    def _fill(self, words: str) -> None:
        loggable = [kind for kind, spec in EVENTS.items() if spec.loggable]
        now = fitting(words, [kind for kind in loggable if kind in self._view.allowed])
        later = fitting(words, [kind for kind in loggable if kind not in self._view.allowed])
        rows = [Option(safe.line(label(labels.EVENTS, kind)), id=kind) for kind in now]
        if later:
            rows.append(Option(safe.line(_("not possible now:"), "dim"), disabled=True))
            rows += [Option(safe.text(f"  {label(labels.EVENTS, kind)}", "dim"), id=kind) for kind in later]
        listed = self.query_one(OptionList)
        listed.set_options(rows)
        listed.highlighted = next((place for place, row in enumerate(rows) if not row.disabled), None)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._fill(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.query_one(OptionList).action_select()

    async def on_key(self, event: events.Key) -> None:
        actions = {"up": "cursor_up", "down": "cursor_down", "pageup": "page_up", "pagedown": "page_down"}
        if event.key in actions and isinstance(self.focused, Input):
            event.stop()
            await self.query_one(OptionList).run_action(actions[event.key])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self._choose(event.option_id)

    @work(exclusive=True)
    async def _choose(self, kind: str) -> None:
        if kind not in self._view.allowed:
            question = Confirm(
                force_question(kind, self._view), safe.line(_("y  log it anyway")), safe.line(_("n  back"))
            )
            if not await self.app.push_screen_wait(question):
                return
        self.dismiss(kind)

    def action_close(self) -> None:
        self.dismiss(None)
