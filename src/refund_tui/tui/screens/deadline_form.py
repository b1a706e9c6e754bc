"""Typing what the platform's own page shows for a clock: the page wins, and the rule's value stays beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button

from refund_tui import labels
from refund_tui.domain.deadlines import Deadline
from refund_tui.domain.fields import FieldSpec
from refund_tui.domain.playbook import DeadlineRule
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.screens.fields_form import FieldsForm
from refund_tui.tui.screens.form_modal import FormModal
from refund_tui.tui.widgets.choice import Choice, Options
from refund_tui.tui.widgets.phrases import hang
from refund_tui.values import citation, label, source_line, told, when
from refund_tui.views import CaseView

if TYPE_CHECKING:
    from refund_tui.service import Service

RULE = FieldSpec("rule", required=True)
PAGE = FieldSpec("until", "until", required=True)


def running_clocks(view: CaseView) -> list[tuple[Content, str]]:
    """Give the clocks that run, to choose from."""
    return [
        (safe.line(f"{told(clock.rule.title)} · {when(clock.due_at, view)} ({clock.rule.id})"), clock.rule.id)
        for clock in view.clocks
        if clock.running
    ]


def offered(view: CaseView) -> Options:
    """Give the clocks to choose from: running ones, then those the page may count without our knowing."""
    shown = running_clocks(view)
    known = {rule_id for _words, rule_id in shown}
    for rule in view.playbook.deadlines:
        if rule.id not in known:
            words = _("{title} · not running ({rule})").format(title=told(rule.title), rule=rule.id)
            shown.append((safe.line(words, "dim"), rule.id))
    return shown


def _who(rule: DeadlineRule) -> str:
    return _("{who}: {title}").format(who=label(labels.PARTIES, rule.who), title=told(rule.title))


def details(rule: DeadlineRule, clock: Deadline | None, view: CaseView, width: int) -> Content:
    """Give everything that is known of a clock, in full."""
    parts = [hang("", _who(rule), width, "bold")]
    parts.append(hang("", _("then: {what}").format(what=told(rule.on_expiry)), width))
    if clock is not None and clock.rule_due_at is not None:
        parts.append(hang("", _("the rule says {due}").format(due=when(clock.rule_due_at, view)), width))
    if clock is not None and clock.overridden:
        parts.append(hang("", _("the page said {due}").format(due=when(clock.due_at, view)), width))
    if rule.note is not None:
        parts.append(hang("", told(rule.note), width, "dim"))
    name = citation(rule.source, view.playbook)
    parts.append(hang("", source_line(rule.source, name), width, "dim"))
    return safe.lines(parts)


class DeadlineForm(FormModal):
    """Puts the page's instant over a rule's, or takes it away again."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+t", "clear", show=False, priority=True)]

    def __init__(self, service: Service, view: CaseView, rule_id: str | None = None) -> None:
        shown = offered(view)
        self._chosen = rule_id or (shown[0][1] if shown else "")
        # Text typed for one clock must not come back under another.
        self.kind = "deadline-" + re.sub("[^a-z0-9]+", "-", self._chosen.lower())
        super().__init__(service, view)
        self._chosen = self.form.rows[RULE.name].typed

    def heading(self) -> Content:
        assert self.view is not None
        parts = [safe.line(_("What does the page show? The page wins over the rule."), "bold")]
        rule = self.view.playbook.rule(self._chosen)
        if rule is not None:
            parts.append(details(rule, self._clock(), self.view, self.room))
        return safe.lines(parts)

    def fields(self) -> FieldsForm:
        assert self.view is not None
        form = FieldsForm(
            (RULE, PAGE),
            self.service.reading(self.view),
            {RULE.name: self._chosen},
            {RULE.name: offered(self.view)},
        )
        form.current = form.rows[PAGE.name]
        return form

    def buttons(self) -> Iterable[Button]:
        yield Button(safe.line(_("ctrl+t back to the rule")), id="clear", compact=True, disabled=not self._overridden)

    def _clock(self) -> Deadline | None:
        assert self.view is not None
        return next((clock for clock in self.view.clocks if clock.rule.id == self._chosen), None)

    @property
    def _overridden(self) -> bool:
        clock = self._clock()
        return clock is not None and clock.overridden

    def on_choice_changed(self, event: Choice.Changed) -> None:
        self._chosen = event.value
        self.retitle()
        self.query_one("#clear", Button).disabled = not self._overridden

    def on_button_pressed(self, event: Button.Pressed) -> None:
        # Textual calls the base class's handler too; this one adds the third button.
        if event.button.id == "clear":
            self.action_clear()

    def action_clear(self) -> None:
        """Have the rule's own instant count again."""
        if self.app.screen is self and self._overridden and not self._saving:
            self._set(None)

    def save(self) -> None:
        self._set(self.form.typed()[PAGE.name])

    def _set(self, page: str | None) -> None:
        assert self.view is not None
        self.run(partial(self.service.set_deadline, self.view.case.id, self._chosen, page))
