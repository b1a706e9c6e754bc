"""What one form held when it was left, put back when it is opened again, and set aside on demand."""

from __future__ import annotations

from collections.abc import Mapping

from refund_tui.i18n import _
from refund_tui.tui import stash
from refund_tui.tui.screens.fields_form import FieldsForm
from refund_tui.values import name_of

_WAS = "was:"
"""Before the name of a field: what the case itself held when the field was typed."""


class Kept:
    """The text of one form in the stash. Made with the form as the case fills it; puts over it what was typed before.

    Only what differs from the case is kept and put back, so that the rest is the case's as it is now.
    """

    def __init__(self, key: str, form: FieldsForm) -> None:
        self.key, self._form = key, form
        held = stash.get(key)
        self._typed = {name: text for name, text in held.items() if name in form.rows}
        self._moved = [
            name for name in self._typed if held.get(_WAS + name, form.rows[name].initial) != form.rows[name].initial
        ]
        self._set_aside = False
        if self._typed:
            form.fill(self._typed)

    @property
    def told(self) -> str:
        """Say what was put back; empty where nothing was."""
        if not self._typed:
            return ""
        if self._set_aside:
            return _("What you typed before is set aside; ctrl+r puts it back.")
        words = _("What you typed before is back; ctrl+r starts afresh.")
        if self._moved:
            names = _(", ").join(name_of(name) for name in self._moved)
            words += " " + _("The case has changed since: {fields}").format(fields=names)
        return words

    @property
    def afresh(self) -> str:
        """Say what the key does now."""
        return _("ctrl+r put back") if self._set_aside else _("ctrl+r afresh")

    def swap(self) -> None:
        """Set aside what was put back, with what was typed since; or put it back again."""
        if not self._set_aside:
            self._typed = self._form.changed() or self._typed
        self._set_aside = not self._set_aside
        self._form.fill({} if self._set_aside else self._typed)

    def keep(self) -> None:
        """Keep what is typed now. What was set aside is kept until something else is typed."""
        typed: Mapping[str, str] = self._form.changed()
        if typed:
            stash.put(self.key, {**typed, **{_WAS + name: self._form.rows[name].initial for name in typed}})
        elif not self._set_aside:
            stash.drop(self.key)

    def drop(self) -> None:
        """Forget it: it is saved."""
        stash.drop(self.key)
