"""The form in which something is mended that a flag of a letter names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from refund_tui.domain.mending import Mend
from refund_tui.views import CaseView

if TYPE_CHECKING:
    from refund_tui.service import Service


def form_of(way: Mend, service: Service, view: CaseView) -> ModalScreen[CaseView | None]:
    """Make the form of a place, with the cursor where it is mended; `text` has none."""
    if way.where == "evidence":
        from refund_tui.tui.screens.evidence_desk import EvidenceDesk

        return EvidenceDesk(service, view, way.what)
    if way.where == "facts":
        from refund_tui.tui.screens.case_form import CaseForm

        return CaseForm(service, view, way.what)
    if way.where == "deadline":
        from refund_tui.tui.screens.deadline_form import DeadlineForm

        return DeadlineForm(service, view, way.what)
    from refund_tui.tui.screens.application_form import event_form

    kind = way.what if way.where == "log" else way.where
    form = event_form(service, view, kind, force=kind not in view.allowed)
    form.form.current = form.form.rows.get(way.what, form.form.current)
    return form
