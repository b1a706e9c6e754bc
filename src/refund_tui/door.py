"""What it takes to open a case file, and the service behind it, imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from refund_tui import clock
from refund_tui.errors import CaseFileProblem
from refund_tui.store.connection import open_read

if TYPE_CHECKING:
    from refund_tui.service import Service


@dataclass
class Door:
    """A case file, the folder of the config beside which the user's rules and calendars lie, and a clock."""

    path: Path
    config_folder: Path | None = None
    now: Callable[[], datetime] = field(default=clock.now)

    @cached_property
    def service(self) -> Service:
        """The use cases; importing them costs a screen a fifth of its start, so the list is drawn before."""
        from refund_tui.service import Service

        folder = self.config_folder
        return Service(
            self.path,
            now=self.now,
            user_rules=folder / "playbooks" if folder else None,
            user_letters=folder / "letters" if folder else None,
            calendars=tuple(sorted((folder / "calendars").glob("*.toml"))) if folder else (),
        )

    def make_usable(self) -> None:
        """Make the file when there is none, bring an older one up to date. Raises CaseFileProblem for others."""
        try:
            open_read(self.path).close()
        except CaseFileProblem:
            self.service.prepare()
