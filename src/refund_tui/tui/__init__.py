"""The screen: the only package that may import Textual."""

from __future__ import annotations

import os
import sys

# The full kitty key protocol loses or doubles what Chinese input methods commit in several terminals, and Textual
# reads this once, when it is first imported. Its Windows driver sends the protocol all the same.
if sys.platform != "win32":
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
