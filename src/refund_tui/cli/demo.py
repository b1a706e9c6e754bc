"""`demo`: the screen on sample cases in a throw-away file."""

from __future__ import annotations

import tempfile
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from refund_tui import i18n
from refund_tui.cli.commands import Context
from refund_tui.cli.screen import require_terminal


def run(context: Context, options: Namespace) -> int:
    """Fill a new file with the sample cases and open the screen on it; a file that is there is opened as it is."""
    require_terminal()
    if options.demo_db:
        return _show(replace(context, path=Path(options.demo_db).expanduser()))
    with tempfile.TemporaryDirectory(prefix="refund-tui-demo-") as folder:
        return _show(replace(context, path=Path(folder) / "demo.db"))


def _show(context: Context) -> int:
    from refund_tui.demo import fill

    service = context.service()
    if not context.path.exists():
        fill(service, i18n.language())
    from refund_tui.tui.app import run as run_app

    return run_app(service)
