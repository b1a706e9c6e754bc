"""`demo`: the screen on sample cases in a throw-away file."""

from __future__ import annotations

import tempfile
from argparse import Namespace
from pathlib import Path

from refund_tui import i18n
from refund_tui.cli.commands import Context
from refund_tui.cli.screen import require_terminal, show
from refund_tui.door import Door


def run(context: Context, options: Namespace) -> int:
    """Fill a new file with the sample cases and open the screen on it; a file that is there is opened as it is."""
    require_terminal()
    if options.demo_db:
        return _show(context, Path(options.demo_db).expanduser())
    with tempfile.TemporaryDirectory(prefix="refund-tui-demo-") as folder:
        return _show(context, Path(folder) / "demo.db")


def _show(context: Context, path: Path) -> int:
    from refund_tui.demo import fill

    door = Door(path, context.config_folder)
    if not door.path.exists():
        # With a service of its own: what is on the screen from the start was not done on it, and `u` leaves it alone.
        fill(Door(path, context.config_folder).service, i18n.language())
    return show(door, context.config, demo=True)
