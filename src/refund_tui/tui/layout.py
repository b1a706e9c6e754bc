"""How list, case and side panes share a terminal, by its size."""

from __future__ import annotations

from typing import Literal

Layout = Literal["broad", "wide", "normal", "narrow"]
LAYOUTS: tuple[Layout, ...] = ("broad", "wide", "normal", "narrow")
"""`broad`: list, case and side panes beside each other. `wide`: the side panes under the case. `normal`: the list
above one pane. `narrow`: the list, or one pane."""
BROAD_WIDTH, WIDE_WIDTH, NARROW_WIDTH = 180, 120, 70
WIDE_HEIGHT, NARROW_HEIGHT = 24, 16


def layout(width: int, height: int) -> Layout:
    """Choose the layout for a terminal of so many cells."""
    if width < NARROW_WIDTH or height < NARROW_HEIGHT:
        return "narrow"
    if width < WIDE_WIDTH or height < WIDE_HEIGHT:
        return "normal"
    return "broad" if width >= BROAD_WIDTH else "wide"
