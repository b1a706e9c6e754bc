"""All that lies between Textual and the terminal. `prepare` is called before Textual is imported."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from textual.driver import Driver

KittyKeys = Literal["auto", "on", "off"]
_KITTY = "TEXTUAL_DISABLE_KITTY_KEY"


def prepare(kitty: KittyKeys = "auto") -> None:
    """Set what is read once, when Textual is first imported, and keep it from importing what is not used.

    The full kitty key protocol loses or doubles what Chinese input methods commit in several terminals, so it is on
    only where it is asked for. Textual's Windows driver sends the protocol all the same, and is left alone.
    """
    if sys.platform == "win32":
        return
    if kitty == "auto":
        os.environ.setdefault(_KITTY, "1")
    else:
        os.environ[_KITTY] = "0" if kitty == "on" else "1"
    _import_asyncio()


def _import_asyncio() -> None:
    """Import asyncio without TLS, a twenty-fifth of the start: nothing here opens a connection; `ssl` stays usable."""
    if not {"asyncio", "ssl"}.intersection(sys.modules):
        sys.modules["ssl"] = None  # type: ignore[assignment]
        try:
            import asyncio  # noqa: F401
        finally:
            del sys.modules["ssl"]


def driver_class() -> type[Driver] | None:
    """Give our driver; None where Textual's own has to do: on Windows, in a browser, or when it has another form."""
    if sys.platform == "win32" or "TEXTUAL_DRIVER" in os.environ:
        return None
    from refund_tui.tui.terminal import driver

    return driver.TerminalDriver if driver.fits() else None
