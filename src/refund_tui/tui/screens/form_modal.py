"""The frame of every form: a heading, fields, what went wrong, save and close; nothing typed is ever lost unasked."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from refund_tui.errors import Conflict, Problem, Refused
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.screens.confirm import Confirm
from refund_tui.tui.screens.fields_form import FieldsForm
from refund_tui.views import CaseView
from refund_tui.wording import sentence

if TYPE_CHECKING:
    from refund_tui.service import Service


class FormModal(ModalScreen[CaseView | None]):
    """A form over the screen. Subclasses give `heading`, `fields` and `save`; the result is the case, or None."""

    DEFAULT_CSS = """
    FormModal { align: center middle; }
    FormModal > VerticalScroll {
        width: 94%; max-width: 84; height: auto; max-height: 96%;
        padding: 0 1; background: $surface; border: round $primary; scrollbar-size-vertical: 1;
    }
    FormModal Static { height: auto; }
    FormModal #heading { margin: 0 0 1 0; }
    FormModal FieldsForm { margin: 0 0 1 0; }
    FormModal #problem { display: none; color: $error; text-style: bold; }
    FormModal #problem.-told { display: block; }
    FormModal #foot { dock: bottom; height: auto; background: $surface; }
    FormModal #buttons { height: 1; }
    FormModal #buttons Button { margin: 0 2 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("escape", "close", show=False),
    ]
    AUTO_FOCUS = "FieldsForm Input, FieldsForm Select, FieldsForm TextArea"

    def __init__(self, service: Service, view: CaseView | None) -> None:
        super().__init__()
        self.service, self.view = service, view
        self.form = self.fields()
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

    def buttons(self) -> Iterable[Button]:
        """Give buttons beside save and close."""
        return ()

    @property
    def dirty(self) -> bool:
        """Whether closing would lose something that was typed."""
        return bool(self.form.changed())

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static(self.heading(), id="heading")
            yield self.form
            with Vertical(id="foot"):
                yield Static(id="problem")
                with Horizontal(id="buttons"):
                    yield Button(safe.line(_("ctrl+s save")), id="save", compact=True)
                    yield from self.buttons()
                    yield Button(safe.line(_("esc close")), id="close", compact=True)

    def on_mount(self) -> None:
        # The focus scrolls its field into view before there is a layout, past the heading.
        self.call_after_refresh(self.query_one(VerticalScroll).scroll_home, animate=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "save":
            self.action_save()
        elif event.button.id == "close":
            self.action_close()

    def action_save(self) -> None:
        # The key has priority, so that it would also work through a question that lies above.
        if self.app.screen is self and not self._saving and self.form.check():
            self.tell("")
            self.save()

    @work
    async def action_close(self) -> None:
        if self._saving:
            return
        if self.dirty:
            question = safe.line(_("What you typed is not saved. Close all the same?"))
            if not await self.ask(question, _("y  lose it"), _("n  keep typing")):
                return
        self.dismiss(None)

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
            self.dismiss(saved)
        finally:
            self._saving = False

    async def moved_on(self) -> None:
        """Take up the case as it is now; what was typed stays, and may be saved on top of it."""
        assert self.view is not None
        try:
            self.view = await asyncio.to_thread(self.service.case, self.view.case.id)
        except Problem as problem:
            self.complain(problem)
            return
        self.form.reading = self.service.reading(self.view)
        self.query_one("#heading", Static).update(self.heading())
        self.tell(_("The case was changed by somebody else meanwhile. Look at it; ctrl+s saves this on top."))

    def complain(self, problem: Problem) -> None:
        """Show a problem at its field, or below the form."""
        if not (isinstance(problem, Refused) and self.form.blame(problem)):
            self.tell(sentence(problem))

    def tell(self, words: str) -> None:
        line = self.query_one("#problem", Static)
        line.set_class(bool(words), "-told")
        line.update(safe.text(words))
