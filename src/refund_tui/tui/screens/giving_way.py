"""A modal that gives its place to the one it opens, instead of standing behind it."""

from __future__ import annotations

from textual.screen import ModalScreen, ScreenResultType


class GivingWay(ModalScreen[ScreenResultType]):
    """Hides what it shows while another screen stands above it."""

    DEFAULT_CSS = """
    GivingWay.-behind > * { display: none; }
    """

    def on_screen_suspend(self) -> None:
        self.add_class("-behind")

    def on_screen_resume(self) -> None:
        self.remove_class("-behind")
