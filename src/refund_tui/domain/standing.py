"""A case as it stands at one instant: what foreseeing, and asking for what is missing, start from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from refund_tui.domain.case import Case
from refund_tui.domain.checklist import ChecklistItem
from refund_tui.domain.deadlines import Deadline
from refund_tui.domain.differences import Difference
from refund_tui.domain.escalation import LaneStatus
from refund_tui.domain.events import Event
from refund_tui.domain.playbook import Playbook
from refund_tui.domain.workdays import WorkCalendar


class Standing(Protocol):
    """A case, its events, and the clocks worked out of them; `views.CaseView` is one."""

    @property
    def case(self) -> Case: ...

    @property
    def events(self) -> Sequence[Event]: ...

    @property
    def clocks(self) -> Sequence[Deadline]: ...

    @property
    def playbook(self) -> Playbook: ...

    @property
    def calendar(self) -> WorkCalendar: ...

    @property
    def now(self) -> datetime: ...


class Examined(Standing, Protocol):
    """A standing with its checklist, its lanes and its differences: what letters and the look before them read."""

    @property
    def checklist(self) -> Sequence[ChecklistItem]: ...

    @property
    def lanes(self) -> Sequence[LaneStatus]: ...

    @property
    def differences(self) -> Sequence[Difference]: ...
