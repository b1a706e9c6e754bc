"""What an exhibit shows, and which item of the checklist it answers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from refund_tui.domain.exhibits import Exhibit
from refund_tui.domain.fields import FieldSpec
from refund_tui.evidence_words import exhibit_facts
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.screens.fields_form import FieldsForm
from refund_tui.tui.screens.form_modal import FormModal
from refund_tui.tui.widgets.choice import Options
from refund_tui.tui.widgets.phrases import hang
from refund_tui.values import exhibit_name, told
from refund_tui.views import CaseView

if TYPE_CHECKING:
    from refund_tui.service import Service

SHOWS, SLOT = FieldSpec("shows"), FieldSpec("slot")


def items(view: CaseView, exhibit: Exhibit) -> Options:
    """Give the items of the checklist, and the exhibit's own where the reason has changed since."""
    slots = [each.rule.slot for each in view.checklist]
    found = [(safe.line(told(each.rule.title)), each.rule.slot) for each in view.checklist]
    if exhibit.slot is not None and exhibit.slot not in slots:
        found.append((safe.line(exhibit.slot), exhibit.slot))
    return found


class ExhibitForm(FormModal):
    """Describes one exhibit (S25)."""

    def __init__(self, service: Service, view: CaseView, exhibit: Exhibit) -> None:
        self._exhibit = exhibit
        self.kind = f"exhibit-{exhibit.number}"
        super().__init__(service, view)

    def heading(self) -> Content:
        assert self.view is not None
        exhibit, room = self._exhibit, self.room
        parts = [hang("", f"{exhibit_name(exhibit.number)} {exhibit.name}", room, "bold")]
        parts.append(hang("", exhibit_facts(exhibit, self.view), room, "dim"))
        item = next((each for each in self.view.checklist if each.rule.slot == self._exhibit.slot), None)
        if item is not None:
            parts.append(hang("", _("must show: {what}").format(what=told(item.rule.shows)), room))
        return safe.lines(parts)

    def fields(self) -> FieldsForm:
        assert self.view is not None
        held = {SHOWS.name: self._exhibit.shows or "", SLOT.name: self._exhibit.slot or ""}
        offered = {SLOT.name: items(self.view, self._exhibit)}
        return FieldsForm((SHOWS, SLOT), self.service.reading(self.view), held, offered)

    def save(self) -> None:
        from refund_tui.attaching import describe

        assert self.view is not None
        typed = {name: row.typed for name, row in self.form.rows.items()}
        self.run(partial(describe, self.service, self.view.case.id, self._exhibit.number, typed))
