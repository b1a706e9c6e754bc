"""The frame of every form: a heading, fields, what went wrong, save and close; nothing typed is ever lost."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Static

from refund_tui.domain.text import cells
from refund_tui.errors import Conflict, Problem, Refused
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.clipboard import copy
from refund_tui.tui.kept import Kept
from refund_tui.tui.screens.confirm import Confirm
from refund_tui.tui.screens.field_row import FieldRow
from refund_tui.tui.screens.fields_form import FieldsForm
from refund_tui.tui.widgets.phrases import hang
from refund_tui.tui.widgets.timeline_pane import event_lines
from refund_tui.values import name_of
from refund_tui.views import CaseView
from refund_tui.wording import sentence

if TYPE_CHECKING:
    from refund_tui.service import Service

SLIM, LOW = 70, 12
"""Cells below which the buttons stand close together, and lines below which the form has no frame."""
WIDEST, FRAME = 84, 6
"""Cells of the form, and those of them that its text does not get: border, padding, scroll bar."""


class FormModal(ModalScreen[CaseView | None]):
    """A form over the screen. Subclasses give `kind`, `heading`, `fields` and `save`; the result is the case, or None.

    What is typed goes into the stash under the case and `kind`, and stands in the form again when it is opened anew.
    """

    DEFAULT_CSS = f"""
    FormModal {{ align: center middle; }}
    FormModal > Vertical {{
        width: 94%; max-width: {WIDEST}; height: auto; max-height: 96%;
        padding: 0 1; background: $surface; border: round $primary;
    }}
    FormModal VerticalScroll {{ height: auto; max-height: 100%; scrollbar-size-vertical: 1; }}
    FormModal Static {{ height: auto; }}
    FormModal #heading {{ margin: 0 0 1 0; }}
    FormModal FieldsForm {{ margin: 0 0 1 0; }}
    FormModal #problem {{ display: none; color: $error; text-style: bold; }}
    FormModal #problem.-told {{ display: block; }}
    FormModal #foot {{ dock: bottom; height: auto; background: $surface; }}
    FormModal #buttons {{ height: 1; }}
    FormModal #buttons Button {{ margin: 0 2 0 0; min-width: 4; width: auto; border: none !important; }}
    FormModal #buttons.-tight Button {{ margin: 0; }}
    FormModal #buttons.-full #copy {{ display: none; }}
    FormModal.-low > Vertical {{ border: none; max-height: 100%; }}
    FormModal.-low #heading {{ margin: 0; }}
    FormModal.-low #kept {{ max-height: 1; }}
    FormModal.-low #problem {{ max-height: 3; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("ctrl+y", "copy", show=False, priority=True),
        Binding("ctrl+r", "afresh", show=False, priority=True),
        Binding("escape", "close", show=False),
    ]
    AUTO_FOCUS = ""
    kind: str
    """What the form is for, in the name that its text is kept under."""

    def __init__(self, service: Service, view: CaseView | None) -> None:
        super().__init__()
        self.service, self.view = service, view
        self.form = self.fields()
        self.kept = Kept(f"form-{view.case.id if view else 'new'}-{self.kind}", self.form)
        self._saving = False

    @abstractmethod
    def heading(self) -> Content:
        """Give what stands above the fields."""

    @abstractmethod
    def fields(self) -> FieldsForm:
        """Make the fields; called once, with `service` and `view` set."""

    @abstractmethod
    def save(self) -> None:
        """Save what was typed, all fields being readable: call `run` with what does it."""

    def body(self) -> ComposeResult:
        """Give what stands between the heading and the foot."""
        yield self.form

    def standing(self) -> Iterable[Widget]:
        """Give what stays in sight above the buttons."""
        return ()

    def buttons(self) -> Iterable[Button]:
        """Give buttons beside those of every form."""
        return ()

    def compose(self) -> ComposeResult:
        self._lay_out()
        with Vertical():
            with VerticalScroll(can_focus=False):
                yield Static(self.heading(), id="heading")
                yield from self.body()
            # Beside the fields, not among them: it must never lie over the one that is typed into.
            with Vertical(id="foot"):
                yield from self.standing()
                yield Static(safe.text(self.kept.told), id="kept")
                yield Static(id="problem")
                with Horizontal(id="buttons"):
                    yield Button(safe.line(_("ctrl+s save")), id="save", compact=True)
                    yield Button(safe.line(_("esc close")), id="close", compact=True)
                    yield from self._more()
                    yield Button(safe.line(_("ctrl+y copy")), id="copy", compact=True)

    def _more(self) -> Iterable[Button]:
        yield from self.buttons()
        if self.kept.told:
            yield Button(safe.line(self.kept.afresh), id="afresh", compact=True)

    @property
    def room(self) -> int:
        """Cells of a line of the form's text."""
        return max(min(self.app.size.width * 94 // 100, WIDEST) - FRAME, 8)

    def on_resize(self, event: events.Resize) -> None:
        self._lay_out()
        self._fit_buttons()
        self.retitle()
        self.call_after_refresh(self.form.current.show_all)

    def _lay_out(self) -> None:
        self.set_class(self.app.size.width < SLIM, "-slim")
        self.set_class(self.app.size.height < LOW, "-low")

    def _fit_buttons(self) -> None:
        """Have the buttons closer where they need it, and leave out the one that can be missed before one is cut."""
        row = self.query_one("#buttons")
        words = [cells(str(each.label)) for each in row.query(Button)]
        row.set_class(sum(words) + 4 * len(words) > self.room, "-tight")
        row.set_class(sum(words) + 2 * len(words) > self.room, "-full")

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        # At once, and not when the row hears of it: the next key belongs to the entry.
        target = widget.entry if isinstance(widget, FieldRow) else widget
        super().set_focus(target, scroll_visible, from_app_focus)

    def on_mount(self) -> None:
        # Into sight only once there is a layout: before, it would scroll past a heading that there is room for.
        self.set_focus(self.form.current, scroll_visible=False)
        self.query_one("#kept").display = bool(self.kept.told)
        self._fit_buttons()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        actions = {
            "save": self.action_save,
            "copy": self.action_copy,
            "afresh": self.action_afresh,
            "close": self.action_close,
        }
        if event.button.id in actions:
            actions[event.button.id]()

    # Keeping what is typed

    def on_fields_form_changed(self, event: FieldsForm.Changed) -> None:
        event.stop()
        self.kept.keep()

    def action_afresh(self) -> None:
        """Put the case's own values into the fields; once more, what was typed."""
        if self.app.screen is not self or self._saving or not self.kept.told:
            return
        self.kept.swap()
        self.query_one("#kept", Static).update(safe.text(self.kept.told))
        self.query_one("#afresh", Button).label = safe.line(self.kept.afresh)

    def action_close(self) -> None:
        if self._saving:
            return
        self.kept.keep()
        if self.form.changed():
            words = _("What you typed is kept: it is back when you open this form again.")
            self.app.notify(words, timeout=3, markup=False)
        self.dismiss(None)

    def action_copy(self) -> None:
        """Copy the field that the cursor is in, or was last, as it is pasted into the platform's page."""
        if self.app.screen is self:
            row = self.form.current
            self.copy(row.ready, name_of(row.spec.name))

    def copy(self, text: str, what: str) -> None:
        """Copy text out and say so; `what` names it."""
        if not text:
            self.app.notify(_("{what}: nothing there to copy").format(what=what), timeout=3, markup=False)
            return
        copy(self.app, text, what, self.service.path.parent)

    # Saving

    def action_save(self) -> None:
        # The key would also work through a question that lies above.
        if self.app.screen is self and not self._saving and self.form.check():
            self.tell("")
            self.save()

    async def ask(self, question: Content, yes: str, no: str) -> bool:
        """Ask before going on; only from a worker."""
        answer: bool = await self.app.push_screen_wait(Confirm(question, safe.line(yes), safe.line(no)))
        return answer

    @work(exclusive=True, group="save")
    async def run(self, job: Callable[[], CaseView]) -> None:
        """Run `job` in a thread; close with what it gives, or show why it could not be done."""
        self._saving = True
        try:
            saved = await asyncio.to_thread(job)
        except Conflict:
            await self.moved_on()
        except Problem as problem:
            self.complain(problem)
        except Exception as error:  # whatever it is, what was typed must stay on the screen
            self.tell(_("It was not saved: {why}").format(why=error))
        else:
            self.done(saved)
        finally:
            self._saving = False

    def done(self, saved: CaseView | None) -> None:
        """Close: what was typed is in the case file, or is what it holds already."""
        self.kept.drop()
        self.dismiss(saved)

    async def moved_on(self) -> None:
        """Take up the case as it is now; what was typed stays, and may be saved on top of it."""
        assert self.view is not None
        before = self.view
        try:
            view = await asyncio.to_thread(self.service.case, before.case.id)
        except Problem as problem:
            self.complain(problem)
            return
        self.take_up(view)
        self.retitle()
        self.kept.keep()
        self.explain(safe.lines(self._happened(before, view)))

    def take_up(self, view: CaseView) -> None:
        """Stand on a case as it is now."""
        self.view = view
        self.form.reading = self.service.reading(view)

    def _happened(self, before: CaseView, view: CaseView) -> Iterable[Content]:
        """Say what somebody else did meanwhile, the latest where there is no room for all."""
        room = self.room
        known = {event.seq for event in before.events}
        told = [line for event in view.events if event.seq not in known for line in event_lines(event, view, room)]
        rows = safe.lines(told).split("\n") if told else []
        most = max(self.app.size.height // 4, 2)
        yield hang("", _("The case was changed by somebody else meanwhile:"), room)
        if len(rows) > most:
            yield safe.line("…")
        yield from rows[-most:]
        yield hang("", _("What you typed is here; ctrl+s saves it on top."), room)

    def retitle(self) -> None:
        """Show the heading as it is now."""
        self.query_one("#heading", Static).update(self.heading())

    def complain(self, problem: Problem) -> None:
        """Show a problem at its field, or below the form."""
        if not (isinstance(problem, Refused) and self.form.blame(problem)):
            self.tell(sentence(problem))

    def tell(self, words: str) -> None:
        """Say something below the fields; nothing, where there are no words."""
        self.explain(safe.text(words))

    def explain(self, content: Content) -> None:
        """Say something that is laid out already."""
        line = self.query_one("#problem", Static)
        line.set_class(bool(content.plain), "-told")
        line.update(content)
        self.call_after_refresh(self.form.current.show_all)
