"""What stands where no case is: three ways in, or that the filter fits none."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from refund_tui.domain.text import cells, pad
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.keymap import DEFAULT, Keys, key_name


class Welcome(Static):
    """The empty list, which teaches."""

    DEFAULT_CSS = """
    Welcome { display: none; height: 1fr; width: 1fr; content-align: center middle; padding: 0 2; }
    """

    def __init__(self, keys: Keys = DEFAULT) -> None:
        super().__init__()
        self._keys = keys

    def nothing_yet(self) -> None:
        """Say how to begin."""
        ways = (
            (self._key("import"), _("import a statement and choose a payment")),
            (self._key("add"), _("add a case by hand; the merchant is enough")),
            ("refund-tui demo", _("look at sample cases: leave, and type this")),
        )
        column = max(cells(key) for key, _words in ways)
        lines = [safe.line(_("No cases yet. Three ways to begin:"), "bold"), Content("")]
        lines += [safe.row(safe.text(pad(key, column) + "  ", "bold"), safe.line(words)) for key, words in ways]
        lines += [Content(""), safe.line(_("Nothing is sent anywhere: all of it stays in one file of yours."), "dim")]
        self.update(safe.lines(lines))

    def nothing_fits(self) -> None:
        """Say that a filter is in the way."""
        words = _("No case fits this filter. {key} takes it away.")
        self.update(safe.line(words.format(key=self._key("back"))))

    def _key(self, name: str) -> str:
        return " ".join(map(key_name, self._keys[name][:1])) or "-"
