"""Errors that are no matter of the domain, each with the exit code that the command line promises."""

from __future__ import annotations

from refund_tui.domain.problem import Problem, Refused


class UsageProblem(Problem):
    """The command was called in a way that makes no sense, or there is no terminal."""


class CaseFileProblem(Problem):
    """The case file cannot be used: missing, not ours, newer than this program, damaged, no permission."""


class OlderFile(CaseFileProblem):
    """The case file was written by an older program: `Service.prepare` brings it up to date."""


class Conflict(Problem):
    """Somebody else changed the same case first; nothing was changed."""


__all__ = ["CaseFileProblem", "Conflict", "OlderFile", "Problem", "Refused", "UsageProblem"]
