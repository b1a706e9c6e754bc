"""Why the system did not do something, in words of the catalogue: its own come in one language."""

from __future__ import annotations

import errno

from refund_tui.domain.problem import Problem
from refund_tui.i18n import N_

WORDS = {
    errno.ENOENT: N_("No such file or folder"),
    errno.ENOSPC: N_("No space left on the disk"),
    errno.EDQUOT: N_("No space left on the disk"),
    errno.EACCES: N_("Permission denied"),
    errno.EPERM: N_("Permission denied"),
    errno.EROFS: N_("The disk can only be read"),
    errno.EIO: N_("Input/output error"),
    errno.ENAMETOOLONG: N_("The name is too long"),
    errno.EEXIST: N_("Something is there already"),
    errno.ENOTDIR: N_("A part of the path is no folder"),
    errno.EISDIR: N_("It is a folder"),
}


def reason(error: Exception) -> Problem | str:
    """Give the words for an error of the system as a value of a problem, or its code (`ELOOP`) where there are none."""
    code = getattr(error, "errno", None)
    if code is None:
        return str(error)
    return Problem(WORDS[code]) if code in WORDS else errno.errorcode.get(code, str(code))
