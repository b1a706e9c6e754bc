"""Values of a case in the words of the language in use."""

from __future__ import annotations

import pytest

from refund_tui import i18n
from refund_tui.values import articles


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("消法 Art. 25", "消法 第25条"),
        ("LAW7 Art. 10; T1 Art. 75, 76", "LAW7 第10条; T1 第75、76条"),
        ("LAW121 Art. 9-17, 42; FORM121", "LAW121 第9-17、42条; FORM121"),
        ("J1 Art. 9(4)", "J1 第9条(4)"),
        ("LAW7 Art. 13, 31(3)", "LAW7 Art. 13, 31(3)"),
        ("seed S72-S76; A1", "seed S72-S76; A1"),
    ],
)
def test_articles_are_named_as_chinese_names_them_where_the_ref_is_plain(ref: str, said: str) -> None:
    assert articles(ref) == ref
    i18n.install("zh_CN")
    assert articles(ref) == said
