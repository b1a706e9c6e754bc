"""The fields of one kind of event, and what should be known before it is saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import work
from textual.content import Content

from refund_tui import labels
from refund_tui.domain.currency import format_amount
from refund_tui.domain.events import EVENTS
from refund_tui.domain.fields import FieldSpec
from refund_tui.domain.measures import Measure, amounts, measure
from refund_tui.domain.suggestions import suggested
from refund_tui.errors import Problem
from refund_tui.foretelling import foretold
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.screens.confirm import question_room
from refund_tui.tui.screens.deadline_form import running_clocks
from refund_tui.tui.screens.event_words import force_question
from refund_tui.tui.screens.fields_form import FieldsForm
from refund_tui.tui.screens.form_modal import FormModal
from refund_tui.tui.widgets.choice import Options
from refund_tui.tui.widgets.phrases import hang
from refund_tui.tui.widgets.remark_rows import remark_rows
from refund_tui.values import choice, label, told
from refund_tui.views import CaseView

if TYPE_CHECKING:
    from refund_tui.service import Preview, Service

AT = FieldSpec("at", "when")


def prefilled(view: CaseView, kind: str) -> dict[str, str]:
    """Give the likely values of an event's fields as a person would type them."""

    def as_typed(name: str, each: int | str) -> str:
        if isinstance(each, int):
            return format_amount(each, view.case.currency)
        return choice(name, each) if name == "reason" else each

    return {name: as_typed(name, each) for name, each in suggested(view.case, view.clocks, kind).items()}


def offered(view: CaseView, kind: str) -> Mapping[str, Options]:
    """Give the choices that only the case knows: its running clocks, its evidence items."""
    if kind == "timed_out":
        return {"rule": running_clocks(view)}
    if kind == "evidence_marked":
        return {"slot": [(safe.line(told(each.rule.title)), each.rule.slot) for each in view.checklist]}
    return {}


def doubts(preview: Preview, view: CaseView, width: int) -> list[Content]:
    """Give what must be known before an event is saved, and what else is worth a look; nothing where nothing must."""
    must = [hang("! ", label(labels.WARNINGS, code), width, "bold") for code in preview.warnings]
    wrong = any(each.severity == "wrong" for each in preview.remarks)
    return [*must, *remark_rows(preview.remarks, view, width)] if must or wrong else []


class EventForm(FormModal):
    """The fields of one kind of event. What the stage does not allow is saved only after an explicit yes."""

    def __init__(self, service: Service, view: CaseView, kind: str, force: bool = False) -> None:
        self.kind, self._force = kind, force
        super().__init__(service, view)

    @property
    def case(self) -> CaseView:
        assert self.view is not None
        return self.view

    @property
    def _forbidden(self) -> bool:
        return self.kind not in self.case.allowed

    def heading(self) -> Content:
        view = self.case
        parts = [safe.line(label(labels.EVENTS, self.kind), "bold")]
        parts.append(safe.line(f"{view.case.merchant} · {label(labels.STAGES, view.case.stage)}", "dim"))
        if self._forbidden:
            parts.append(safe.line(_("Not possible at this stage; it would be marked as forced."), "bold"))
        parts.append(self._effect())
        return safe.lines(parts)

    def _effect(self) -> Content:
        """Say what will come of it, as the fields stand now."""
        typed = self.form.values()
        words = foretold(self.case, self.kind, typed, typed.pop(AT.name, None))
        return hang("", words or _("nothing else changes"), self.room, "dim")

    def on_fields_form_changed(self, event: FieldsForm.Changed) -> None:
        self.retitle()

    def fields(self) -> FieldsForm:
        view, spec = self.case, EVENTS[self.kind]
        return FieldsForm(
            (*spec.fields, AT),
            self.service.reading(view),
            self.likely(),
            offered(view, self.kind),
            measure=self._measure,
        )

    def likely(self) -> Mapping[str, str]:
        """Give what the fields begin with."""
        return prefilled(self.case, self.kind)

    def _measure(self, name: str, read: Callable[[str], Any]) -> Measure | None:
        return measure(self.kind, name, amounts(self.case.case))

    def save(self) -> None:
        self._log()

    @work(exclusive=True, group="asking")
    async def _log(self) -> None:
        view = self.case
        typed = self.form.typed()
        at = typed.pop(AT.name, None)
        force = self._force or (self._forbidden and await self._sure([], force=True))
        if self._forbidden and not force:
            return
        try:
            preview = await asyncio.to_thread(self.service.preview, view, self.kind, typed, at, force)
        except Problem as problem:
            self.complain(problem)
            return
        found = doubts(preview, view, question_room(self.app.size.width))
        if found and not await self._sure(found):
            return
        self.run(await self.recording(typed, at, force and self._forbidden))

    async def recording(self, typed: Mapping[str, str], at: str | None, force: bool) -> Callable[[], CaseView]:
        """Give what saves the event; only from a worker."""
        view = self.case
        return partial(self.service.log, view.case.id, self.kind, typed, at, force, view.revision)

    async def _sure(self, found: list[Content], force: bool = False) -> bool:
        asked = force_question(self.kind, self.case) if force else safe.line(_("Save it all the same?"))
        return await self.ask(safe.lines([*found, asked]), _("y  save it"), _("n  back to the form"))
