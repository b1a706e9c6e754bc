"""Choose one of the ways to escalate a case: the open ones first, the locked ones with their mark."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from refund_tui.domain.escalation import LaneStatus
from refund_tui.i18n import _, language
from refund_tui.tui import safe
from refund_tui.tui.widgets.menu import Menu
from refund_tui.views import CaseView


def _line(status: LaneStatus) -> Content:
    title = safe.line(status.lane.title[language()], "bold" if status.open else "dim")
    return title if status.open else safe.row(title, Content("  "), safe.line(_("(not open now)"), "dim"))


class LanePicker(ModalScreen[str | None]):
    """Gives the id of the chosen lane, None when left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, view: CaseView) -> None:
        super().__init__()
        self._lanes = sorted(view.lanes, key=lambda status: not status.open)

    def compose(self) -> ComposeResult:
        box = Menu(*(Option(_line(status)) for status in self._lanes), classes="box")
        box.border_title = safe.line(_("Ways to escalate"))
        yield box

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._lanes[event.option_index].lane.id)
