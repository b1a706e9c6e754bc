"""The one shape of an error that a person reads: a sentence to translate, and the values it names."""

from __future__ import annotations


class Problem(Exception):
    """A one-line error: `message` is an English template that is looked up in the catalogue, then filled.

    `values` go into the template's `{name}` places; they are user text and are shown, never interpreted. A value
    may be a problem of its own, the one behind this one.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message, values)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message.format(**self.values)


class Refused(Problem):
    """Input that cannot be taken: the sentence names the value and says what to do. Nothing was changed."""
