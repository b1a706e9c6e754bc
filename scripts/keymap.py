"""Write docs/keymap.md from the table of commands: `uv run python scripts/keymap.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from refund_tui.tui.commands import COMMANDS
from refund_tui.tui.keymap import PRESETS, key_name, resolved

PAGE = Path(__file__).resolve().parent.parent / "docs" / "keymap.md"
HEAD = """\
# Keys

Made from the table of commands by `scripts/keymap.py`. `?` shows the keys of where you are, as they are mapped on your
machine; `:` finds a command by its words.

A key that a Chinese input method makes full-width (`ｊ`, `？`, `：`, and `、` for `/`) is the same key. While text is
typed, no key is a command.

To change keys, name the command in `config.toml` ([where it is](guide.md#config)); a list gives it several, an empty
list none. `preset = "vim"` begins with the keys of the second column. Unknown commands and keys, and keys with two
meanings, are refused with the file and the command.

```toml
preset = "default"

[keys]
log = "o"
note = ["n", "f2"]
lane = []
```

A key is a character, or one of `enter`, `escape`, `tab`, `shift+tab`, `space`, `backspace`, `delete`, `insert`, the
arrows `up` `down` `left` `right`, `pageup`, `pagedown`, `home`, `end`, `f1` to `f12`, and `ctrl+` with a letter except
c, h, i, j, m and q, which mean something else to a terminal or always leave the program.
"""


def page() -> str:
    """Give the page."""
    keys = {preset: resolved(preset) for preset in PRESETS}

    def row(name: str) -> Iterator[str]:
        for preset in PRESETS:
            yield " ".join(f"`{key_name(key)}`" for key in keys[preset][name])

    lines = [HEAD, "| command | " + " | ".join(PRESETS) + " | does |", "|---" * (len(PRESETS) + 2) + "|"]
    lines += [f"| `{each.id}` | {' | '.join(row(each.id))} | {each.help} |" for each in COMMANDS]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
