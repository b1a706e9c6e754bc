"""`python -m refund_tui`."""

from refund_tui.cli.main import script

script()
