"""What to look at in an application, as rows: the sign says how much each matters, and so does the weight."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from refund_tui.domain.precheck import Remark
from refund_tui.form_words import SIGNS, remark_line
from refund_tui.tui.widgets.phrases import hang
from refund_tui.views import CaseView

STYLES = {"wrong": "bold", "look": "dim"}
"""How a remark is written beside what it is about."""


def remark_rows(remarks: Iterable[Remark], view: CaseView, width: int, look: str = STYLES["look"]) -> list[Content]:
    """Give remarks in `width` cells; `look` is the style of those that are only worth a look."""
    styles = {**STYLES, "look": look}
    return [hang(f"{SIGNS[each.severity]} ", remark_line(each, view), width, styles[each.severity]) for each in remarks]
