"""What the system says of a file is said in the language in use."""

from __future__ import annotations

import errno

import pytest

from refund_tui import i18n
from refund_tui.errors import Refused
from refund_tui.reasons import WORDS, reason
from refund_tui.wording import sentence


@pytest.mark.parametrize("code", WORDS)
def test_a_reason_of_the_system_is_told_in_chinese_words(code: int) -> None:
    i18n.install("zh_CN")
    told = sentence(Refused("{file} cannot be read: {why}", file="a", why=reason(OSError(code, "in English"))))
    assert told.isascii() is False and "English" not in told and told.rpartition("：")[2].isascii() is False


def test_a_reason_without_words_is_its_code_and_an_error_of_no_system_speaks_for_itself() -> None:
    assert reason(OSError(errno.ELOOP, "Too many levels")) == "ELOOP"
    assert reason(ValueError("embedded null byte")) == "embedded null byte"
    assert str(Refused("{why}", why=reason(OSError(errno.ENOENT, "x")))) == "No such file or folder"
