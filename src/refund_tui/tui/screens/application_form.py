"""The application: what was agreed beside what is typed, and what to look at before it is sent (S40-S49, S54-S60)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from refund_tui.domain.effects import asked
from refund_tui.domain.precheck import Remark, precheck
from refund_tui.form_words import SIGNS, remark_text
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.screens.event_form import EventForm
from refund_tui.tui.screens.field_row import Aside
from refund_tui.tui.screens.fields_form import FieldsForm
from refund_tui.tui.widgets.remark_rows import STYLES, remark_rows
from refund_tui.tui.widgets.terms_pane import agreed, agreed_at
from refund_tui.views import CaseView

if TYPE_CHECKING:
    from refund_tui.service import Service

APPLYING = ("applied", "modified")
BROAD = 100
"""Cells from which the terms stand beside the fields, not below them."""
SIDE, TEXT = 36, 74
"""Cells of the terms, and of the lines below the fields."""


def event_form(service: Service, view: CaseView, kind: str, force: bool = False) -> EventForm:
    """Make the form of an event: an application has one of its own."""
    return (ApplicationForm if kind in APPLYING else EventForm)(service, view, kind, force)


class ApplicationForm(EventForm):
    """Types an application, or a changed one. What differs from the terms, and what is missing, is said as typed."""

    DEFAULT_CSS = f"""
    ApplicationForm.-broad > Vertical {{ max-width: 118; }}
    ApplicationForm #sides {{ height: auto; }}
    ApplicationForm #agreed {{ display: none; width: {SIDE}; padding: 0 2 0 0; }}
    ApplicationForm.-broad #agreed {{ display: block; }}
    ApplicationForm #remarks {{ margin: 0 0 1 0; }}
    """

    def body(self) -> ComposeResult:
        with Horizontal(id="sides"):
            yield Static(id="agreed")
            yield self.form
        yield Static(id="remarks")

    def on_mount(self) -> None:
        self._look()

    def on_resize(self, event: events.Resize) -> None:
        self._look()

    def _lay_out(self) -> None:
        super()._lay_out()
        self.set_class(self.app.size.width >= BROAD, "-broad")

    def on_fields_form_changed(self, event: FieldsForm.Changed) -> None:
        self._look()

    def _look(self) -> None:
        """Compare what is typed with what was agreed, and say it where it stands."""
        view, rows = self.case, self.form.rows
        remarks = precheck(view.case, asked(view.case, {"kind": "", **self.form.values()}))
        beside = self.app.size.width >= BROAD
        for name, row in rows.items():
            own = [each for each in remarks if each.field == name and not row.wrong]
            row.put_aside([*([] if beside else self._agreed_at(name, own)), *self._asides(own)])
        _show(self.query_one("#agreed", Static), agreed(view, SIDE - 2, remarks))
        elsewhere = [each for each in remarks if each.field not in rows]
        _show(
            self.query_one("#remarks", Static),
            safe.lines(remark_rows(elsewhere, view, min(TEXT, self.app.size.width - 10))),
        )

    def _agreed_at(self, name: str, own: Sequence[Remark]) -> Iterator[Aside]:
        said = {each.code for each in own}
        for term, words in agreed_at(name, self.case):
            if f"{term}_differs" not in said:  # which names what was agreed
                yield ("", _("agreed: {what}").format(what=words), "dim")

    def _asides(self, remarks: Sequence[Remark]) -> list[Aside]:
        return [(f"{SIGNS[each.severity]} ", remark_text(each, self.case), STYLES[each.severity]) for each in remarks]


def _show(widget: Static, content: Content) -> None:
    # At every key: laying the form out again is for what changed.
    if str(widget.content) != content.plain:
        widget.update(content)
