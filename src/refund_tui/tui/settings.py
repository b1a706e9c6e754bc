"""What a person may choose about the screen, checked and ready to use."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from refund_tui.tui.keymap import DEFAULT, Keys, resolved

if TYPE_CHECKING:
    from refund_tui.config import Config


@dataclass(frozen=True, slots=True)
class Settings:
    """Colours, glyphs, mouse and keys of the screen."""

    theme: str = "terminal"
    ascii: bool = False
    mouse: bool = True
    keys: Keys = field(default_factory=lambda: DEFAULT)


def settings(config: Config, file: Path) -> Settings:
    """Read the screen's part of the config. Raises Refused naming the file and the setting."""
    return Settings(config.theme, config.ascii, config.mouse, resolved(config.preset, config.keys, file))
